package io.amiclean.aws;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Something on a loopback port that reads a whole request and breaks the connection in place of an
 * answer, on any JDK. It answers what it does not break with an empty list, and keeps the
 * connection.
 */
final class BreakingServer implements AutoCloseable {

  /** How a connection ends. */
  enum End {
    CLOSED,
    RESET,
    HALF_A_STATUS_LINE
  }

  /**
   * What arrived.
   *
   * @param action the action
   * @param nth how many requests came over this connection so far, this one included
   * @param attempt what the SDK says of its attempts
   */
  record Arrival(String action, int nth, String attempt) {}

  private static final Pattern ACTION = Pattern.compile("Action=(\\w+)");
  private static final Pattern LENGTH = Pattern.compile("(?i)\r\nContent-Length: *(\\d+)\r\n");
  private static final Pattern ATTEMPT = Pattern.compile("(?i)\r\namz-sdk-request: *([^\r]*)\r\n");

  private final List<Arrival> arrivals = new CopyOnWriteArrayList<>();
  private final AtomicBoolean isUnbroken = new AtomicBoolean(true);
  private final ServerSocket server;
  private final String broken;
  private final End end;

  /** Breaks the connection of the first request for that action. */
  BreakingServer(String broken, End end) {
    this.broken = broken;
    this.end = end;
    try {
      server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start(this::accept);
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  /** Everything that arrived in full. */
  List<Arrival> arrivals(String action) {
    return arrivals.stream().filter(arrival -> arrival.action().equals(action)).toList();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "breaking-server");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket connection = server.accept();
        start(() -> serve(connection));
      } catch (IOException e) {
        // Closed.
        return;
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      connection.setTcpNoDelay(true);
      for (int nth = 1; ; nth++) {
        String header = header(connection.getInputStream());
        if (header.isEmpty()) {
          return;
        }
        int length = Integer.parseInt(found(LENGTH, header));
        String body = new String(connection.getInputStream().readNBytes(length), ISO_8859_1);
        String action = found(ACTION, body);
        arrivals.add(new Arrival(action, nth, found(ATTEMPT, header)));
        if (action.equals(broken) && isUnbroken.getAndSet(false)) {
          end(connection);
          return;
        }
        answer(connection, action);
      }
    } catch (IOException e) {
      // The client went away.
    }
  }

  private static String header(InputStream in) throws IOException {
    StringBuilder header = new StringBuilder();
    while (header.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        return "";
      }
      header.append((char) next);
    }
    return header.toString();
  }

  private static String found(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1) : "";
  }

  private void end(Socket connection) throws IOException {
    switch (end) {
      case CLOSED -> {}
      case RESET -> connection.setSoLinger(true, 0);
      case HALF_A_STATUS_LINE -> {
        connection.getOutputStream().write("HTTP".getBytes(ISO_8859_1));
        connection.getOutputStream().flush();
      }
    }
  }

  private static void answer(Socket connection, String action) throws IOException {
    String body =
        "<%1$sResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\"><requestId>r</requestId></%1$sResponse>"
            .formatted(action);
    String answer =
        "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(body.length(), body);
    connection.getOutputStream().write(answer.getBytes(ISO_8859_1));
    connection.getOutputStream().flush();
  }
}
