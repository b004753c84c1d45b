package io.amiclean.examples.fedora.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * What Fedora's process talks to besides AWS, on one loopback port: datagrepper, the composes and
 * Pagure. It answers as they do, newest messages first, unless a fault is set.
 */
public final class FedoraServer implements AutoCloseable {

  public static final String PUBLISH = "org.fedoraproject.prod.fedimg.image.publish";
  public static final String UPLOAD = "org.fedoraproject.prod.fedimg.image.upload";
  public static final String TWO_WEEK = "org.fedoraproject.prod.releng.atomic.twoweek.complete";

  public static final String TOKEN = "T0KEN-OF-THE-PROJECT";

  static {
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  /** An answer of the server. */
  public record Answer(int status, String type, String body) {

    public static Answer json(String body) {
      return new Answer(200, "application/json", body);
    }

    public static Answer status(int status) {
      return new Answer(status, "text/plain", "status " + status);
    }
  }

  /** A request, with its query or its form, by key. */
  public record Request(String path, Map<String, String> fields, Map<String, String> headers) {

    public int page() {
      return Integer.parseInt(fields.get("page"));
    }
  }

  private record Message(String topic, Instant time, String json) {}

  private final List<Message> messages = new ArrayList<>();
  private final Map<String, String> composeInfos = new HashMap<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private volatile Function<Request, Optional<Answer>> fault = request -> Optional.empty();
  private final HttpServer server;
  private int nextId;

  public FedoraServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::exchange);
    server.start();
  }

  public URI uri(String path) {
    return URI.create(
        "http://" + server.getAddress().getAddress().getHostAddress() + ":" + port() + path);
  }

  public URI datagrepper() {
    return uri("/datagrepper");
  }

  public URI composes() {
    return uri("/compose");
  }

  public URI project() {
    return uri("/ami-purge-report");
  }

  private int port() {
    return server.getAddress().getPort();
  }

  /** Answers some requests in another way. */
  public void fault(Function<Request, Optional<Answer>> other) {
    fault = other;
  }

  public List<Request> requests(String path) {
    return requests.stream().filter(request -> request.path().equals(path)).toList();
  }

  /** A message with that content. */
  public void message(String topic, Instant time, String content) {
    nextId++;
    messages.add(
        new Message(
            topic,
            time,
            String.format(
                Locale.ROOT,
                "{\"msg_id\": \"2017-%d\", \"timestamp\": %d.0, \"topic\": \"%s\", \"msg\": %s}",
                nextId,
                time.getEpochSecond(),
                topic,
                content)));
  }

  /** A message that an image was published. */
  public void published(Instant time, String region, String image, String compose) {
    message(PUBLISH, time, publication(region, image, compose, "completed"));
  }

  public static String publication(String region, String image, String compose, String status) {
    return String.format(
        Locale.ROOT,
        """
        {"destination": "%s", "extra": {"id": "%s", "virt_type": "hvm"}, "compose": "%s",
         "status": "%s"}\
        """,
        region,
        image,
        compose,
        status);
  }

  /** The composeinfo of a compose; {@code null} is a label that is not there. */
  public void compose(String id, String type, String label) {
    composeInfo(
        id,
        String.format(
            Locale.ROOT,
            """
            {"header": {"type": "productmd.composeinfo", "version": "1.2"},
             "payload": {"compose": {"id": "%s", "type": "%s", "date": "20170815", "respin": 0%s}}}
            """,
            id,
            type,
            label.isEmpty() ? "" : ", \"label\": \"" + label + "\""));
  }

  public void composeInfo(String id, String json) {
    composeInfos.put("/compose/" + id + "/compose/metadata/composeinfo.json", json);
  }

  private void exchange(HttpExchange exchange) throws IOException {
    try (exchange) {
      boolean post = exchange.getRequestMethod().equals("POST");
      String text =
          post
              ? new String(exchange.getRequestBody().readAllBytes(), UTF_8)
              : Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
      Map<String, String> headers = new HashMap<>();
      exchange
          .getRequestHeaders()
          .forEach((name, values) -> headers.put(name, String.join(",", values)));
      Request request = new Request(exchange.getRequestURI().getPath(), fields(text), headers);
      requests.add(request);
      Answer answer = fault.apply(request).orElseGet(() -> answer(request, post));
      byte[] body = answer.body().getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", answer.type());
      if (answer.status() == 302) {
        exchange.getResponseHeaders().set("Location", uri("/elsewhere").toString());
      }
      exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static Map<String, String> fields(String text) {
    Map<String, String> fields = new HashMap<>();
    for (String field : text.isEmpty() ? new String[0] : text.split("&")) {
      int equals = field.indexOf('=');
      fields.put(field.substring(0, equals), URLDecoder.decode(field.substring(equals + 1), UTF_8));
    }
    return fields;
  }

  private Answer answer(Request request, boolean post) {
    if (request.path().equals("/datagrepper/raw") && !post) {
      return raw(request);
    }
    if (composeInfos.containsKey(request.path()) && !post) {
      return Answer.json(composeInfos.get(request.path()));
    }
    if (request.path().equals("/api/0/ami-purge-report/new_issue") && post) {
      return newIssue(request);
    }
    return Answer.status(404);
  }

  public Answer raw(Request request) {
    Map<String, String> query = request.fields();
    long start = Long.parseLong(query.get("start"));
    long end = Long.parseLong(query.get("end"));
    int rows = Integer.parseInt(query.get("rows_per_page"));
    if (rows > 100 || end - start != Long.parseLong(query.get("delta"))) {
      return Answer.status(400);
    }
    List<Message> found =
        messages.stream()
            .filter(message -> message.topic().equals(query.get("topic")))
            .filter(
                message ->
                    message.time().getEpochSecond() >= start
                        && message.time().getEpochSecond() <= end)
            .sorted(Comparator.comparing(Message::time).reversed())
            .toList();
    int pages = (found.size() + rows - 1) / rows;
    return Answer.json(
        page(
            found.stream()
                .skip((request.page() - 1L) * rows)
                .limit(rows)
                .map(Message::json)
                .toList(),
            pages,
            found.size()));
  }

  public static String page(List<String> messages, int pages, int total) {
    return messages.stream()
        .collect(
            joining(
                ", ",
                "{\"raw_messages\": [",
                "], \"pages\": " + pages + ", \"total\": " + total + "}"));
  }

  private static Answer newIssue(Request request) {
    return ("token " + TOKEN).equals(request.headers().get("Authorization"))
        ? Answer.json("{\"message\": \"Issue created\"}")
        : new Answer(401, "application/json", "{\"error_code\": \"EINVALIDTOK\"}");
  }

  /** The issues that were opened. */
  public List<Map<String, String>> issues() {
    return requests("/api/0/ami-purge-report/new_issue").stream()
        .filter(request -> newIssue(request).status() == 200)
        .map(Request::fields)
        .toList();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
