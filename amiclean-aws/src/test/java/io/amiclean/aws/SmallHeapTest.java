package io.amiclean.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.aws.budget.RequestBudget;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** A process with a small heap, and an endpoint that never stops answering. */
@Timeout(120)
class SmallHeapTest {

  private static final String HEAP = "-Xmx160m";

  private static final String BEGINNING =
      "<DescribeImagesResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\">"
          + "<requestId>59dbff89</requestId><imagesSet>";

  private static final String IDENTITY =
      "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">"
          + "<GetCallerIdentityResult><Account>123456789012</Account></GetCallerIdentityResult>"
          + "<ResponseMetadata><RequestId>59dbff89</RequestId></ResponseMetadata>"
          + "</GetCallerIdentityResponse>";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  SmallHeapTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  /** Reads the images of the account at an endpoint, and prints what came of it. */
  public static void main(String... args) {
    try (AwsClients clients =
        AwsClients.builder()
            .region("eu-west-1")
            .endpoint(URI.create(args[0]))
            .credentials(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDEXAMPLE", "key")))
            .budget(RequestBudget.unlimited())
            .build()) {
      AwsAccount.builder().clients(clients).build().images().loadImages();
    } catch (EvidenceException e) {
      System.out.println("Refused: " + e.getMessage());
    }
  }

  private String read() throws IOException, InterruptedException {
    server.start();
    Process reader =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HEAP,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                SmallHeapTest.class.getName(),
                "http://127.0.0.1:" + server.getAddress().getPort())
            .redirectErrorStream(true)
            .start();
    String output = new String(reader.getInputStream().readAllBytes(), UTF_8);
    reader.waitFor();
    return output;
  }

  private void answer(Supplier<String> first, Supplier<String> more) {
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            String request = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            if (request.contains("GetCallerIdentity")) {
              send(exchange, IDENTITY, () -> "");
            } else {
              send(exchange, first.get(), more);
            }
          }
        });
  }

  /** Sends text until there is none, or until nobody reads it. */
  private static void send(HttpExchange exchange, String first, Supplier<String> more)
      throws IOException {
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream body = exchange.getResponseBody()) {
      for (String text = first; !text.isEmpty(); text = more.get()) {
        body.write(text.getBytes(UTF_8));
      }
    }
  }

  private static String images(int from, int count) {
    return IntStream.range(from, from + count)
        .mapToObj(
            number ->
                "<item><imageId>ami-%017x</imageId><name>web-%d</name></item>"
                    .formatted(number, number))
        .collect(Collectors.joining());
  }

  @Test
  void refusesAListWithoutEnd() throws Exception {
    AtomicInteger pages = new AtomicInteger();
    answer(
        () ->
            BEGINNING
                + images(1000 * pages.getAndIncrement(), 1000)
                + "</imagesSet><nextToken>token-"
                + pages
                + "</nextToken></DescribeImagesResponse>",
        () -> "");

    assertThat(read())
        .contains("Refused: ec2:DescribeImages answered with more than ", " items, the limit");
    assertThat(pages.get()).isLessThan(100);
  }

  @Test
  void refusesAnAnswerWithoutEnd() throws Exception {
    String images = images(0, 1000);
    answer(() -> BEGINNING, () -> images);

    assertThat(read()).contains("Refused: ec2:DescribeImages ", "the limit 'answerBytes'");
  }

  @Test
  void refusesAnErrorWithoutEnd() throws Exception {
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(403, 0);
            byte[] text = "x".repeat(1 << 16).getBytes(UTF_8);
            while (true) {
              exchange.getResponseBody().write(text);
            }
          }
        });

    assertThat(read()).contains("Refused: sts:GetCallerIdentity is denied");
  }
}
