package io.amiclean.aws.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.aws.AwsAccount;
import io.amiclean.aws.AwsClients;
import io.amiclean.aws.budget.RequestBudget;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.ec2.Ec2Client;

/**
 * Reads the images at an endpoint that does not stop answering, and prints after what time each
 * kind of answer is refused: by the clients of {@link AwsClients}, and by a client of a caller's.
 * The drops of the last kind take up to ten minutes each.
 *
 * <pre>{@code
 * mvn -q process-test-classes -Preading -Dmeasured=io.amiclean.aws.benchmark.EndlessAnswers -Dmeasured.heap=512m -Denforcer.skip -pl amiclean-aws -am
 * }</pre>
 */
final class EndlessAnswers {

  private static final long THREE_GB = 3L << 30;

  private static final String BEGINNING =
      "<DescribeImagesResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\">"
          + "<requestId>59dbff89</requestId><imagesSet>";

  private static final String IDENTITY =
      "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">"
          + "<GetCallerIdentityResult><Account>123456789012</Account></GetCallerIdentityResult>"
          + "<ResponseMetadata><RequestId>59dbff89</RequestId></ResponseMetadata>"
          + "</GetCallerIdentityResponse>";

  private static final StaticCredentialsProvider CREDENTIALS =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDEXAMPLE", "secret"));

  /** Answers a call for images. */
  private interface Answer {
    void send(HttpExchange exchange, int page) throws IOException;
  }

  private EndlessAnswers() {}

  /** Runs it. */
  public static void main(String... args) throws IOException {
    measure("a list without end, or of 10 million items", EndlessAnswers::sendPage);
    measure("an answer of 3 GB", (exchange, page) -> sendLong(exchange, 200));
    measure("an error of 3 GB", (exchange, page) -> sendLong(exchange, 403));
    measure("a byte a second", (exchange, page) -> sendDrops(exchange));
  }

  private static void measure(String what, Answer answer) throws IOException {
    ExecutorService threads = Executors.newCachedThreadPool();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    AtomicInteger pages = new AtomicInteger();
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            String request = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            if (request.contains("GetCallerIdentity")) {
              byte[] identity = IDENTITY.getBytes(UTF_8);
              exchange.sendResponseHeaders(200, identity.length);
              exchange.getResponseBody().write(identity);
            } else {
              answer.send(exchange, pages.getAndIncrement());
            }
          }
        });
    server.start();
    URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    try (AwsClients clients =
            AwsClients.builder()
                .region("eu-west-1")
                .endpoint(endpoint)
                .credentials(CREDENTIALS)
                .budget(RequestBudget.unlimited())
                .build();
        Ec2Client ec2 =
            Ec2Client.builder()
                .httpClient(UrlConnectionHttpClient.create())
                .region(clients.ec2().serviceClientConfiguration().region())
                .endpointOverride(endpoint)
                .credentialsProvider(CREDENTIALS)
                .build()) {
      print(what + ", clients of AwsClients", AwsAccount.builder().clients(clients).build());
      pages.set(0);
      print(
          what + ", a client of the caller's",
          AwsAccount.builder().clients(clients).ec2(ec2).build());
    } finally {
      server.stop(0);
      threads.shutdownNow();
    }
  }

  private static void print(String what, AwsAccount account) {
    long begun = System.nanoTime();
    String end;
    try {
      account.images().loadImages();
      end = "NOT REFUSED";
    } catch (EvidenceException e) {
      end = e.getMessage();
    }
    System.out.printf(
        Locale.ROOT, "%s: %.1f s: %s%n", what, (System.nanoTime() - begun) / 1e9, end);
  }

  private static void sendPage(HttpExchange exchange, int page) throws IOException {
    String images =
        IntStream.range(1000 * page, 1000 * page + 1000)
            .mapToObj(
                number ->
                    "<item><imageId>ami-%017x</imageId><name>web-%d</name></item>"
                        .formatted(number, number))
            .collect(
                Collectors.joining(
                    "",
                    BEGINNING,
                    "</imagesSet><nextToken>token-"
                        + page
                        + "</nextToken></DescribeImagesResponse>"));
    byte[] body = images.getBytes(UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
  }

  private static void sendLong(HttpExchange exchange, int status) throws IOException {
    byte[] item =
        "<item><imageId>ami-00000000000000001</imageId><name>web</name></item>"
            .repeat(1000)
            .getBytes(UTF_8);
    exchange.sendResponseHeaders(status, 0);
    try (OutputStream body = exchange.getResponseBody()) {
      body.write(BEGINNING.getBytes(UTF_8));
      for (long sent = 0; sent < THREE_GB; sent += item.length) {
        body.write(item);
      }
    }
  }

  private static void sendDrops(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream body = exchange.getResponseBody()) {
      body.write(BEGINNING.getBytes(UTF_8));
      while (!Thread.currentThread().isInterrupted()) {
        body.write(' ');
        body.flush();
        LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
      }
    }
  }
}
