package io.amiclean.examples.organization;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Buckets of S3 over loopback: puts, conditional puts and gets, addressed by path. */
public final class BucketDouble implements AutoCloseable {

  private final Map<String, byte[]> objects = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private volatile Optional<String> denial = Optional.empty();

  /** Starts it. */
  public BucketDouble() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /** Returns where it is. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Denies a method from now on. */
  public void deny(String method) {
    denial = Optional.of(method);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      byte[] sent = exchange.getRequestBody().readAllBytes();
      byte[] body =
          exchange.getRequestHeaders().containsKey("x-amz-decoded-content-length")
              ? decoded(sent)
              : sent;
      if (denial.filter(exchange.getRequestMethod()::equals).isPresent()) {
        fail(exchange, 403, "AccessDenied");
      } else if (exchange.getRequestMethod().equals("GET")) {
        byte[] found = objects.get(path);
        if (found == null) {
          fail(exchange, 404, "NoSuchKey");
        } else {
          send(exchange, 200, found);
        }
      } else if (exchange.getRequestHeaders().containsKey("If-None-Match")) {
        if (objects.putIfAbsent(path, body) == null) {
          send(exchange, 200, new byte[0]);
        } else {
          fail(exchange, 412, "PreconditionFailed");
        }
      } else {
        objects.put(path, body);
        send(exchange, 200, new byte[0]);
      }
    }
  }

  /** As the SDK sends a body whose checksum follows it (SigV4, "aws-chunked"). */
  private static byte[] decoded(byte[] chunked) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    int at = 0;
    while (true) {
      int end = at;
      while (chunked[end] != '\r') {
        end++;
      }
      String head = new String(chunked, at, end - at, StandardCharsets.US_ASCII);
      int size = Integer.parseInt(head.split(";", 2)[0], 16);
      if (size == 0) {
        return content.toByteArray();
      }
      content.write(chunked, end + 2, size);
      at = end + 2 + size + 2;
    }
  }

  private static void fail(HttpExchange exchange, int status, String code) throws IOException {
    send(
        exchange,
        status,
        ("<Error><Code>" + code + "</Code><Message>" + code + "</Message></Error>")
            .getBytes(StandardCharsets.UTF_8));
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.getResponseHeaders().add("x-amz-request-id", "0A49CE4060975EAC");
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
