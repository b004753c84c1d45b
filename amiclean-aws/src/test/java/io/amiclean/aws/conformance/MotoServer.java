package io.amiclean.aws.conformance;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Runs moto's server for a class of tests, where it is installed. */
final class MotoServer implements BeforeAllCallback, AfterAllCallback {

  private static final Duration START = Duration.ofSeconds(60);

  private final boolean isWanted;
  private @Nullable Process process;
  private int port;

  MotoServer(boolean isWanted) {
    this.isWanted = isWanted;
  }

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    if (!isWanted) {
      return;
    }
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    try {
      process =
          new ProcessBuilder("moto_server", "-H", "127.0.0.1", "-p", Integer.toString(port))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      return; // It is not installed, which the tests say.
    }
    awaitStart(process);
  }

  /** It is up when it accepts connections. */
  private void awaitStart(Process server) throws InterruptedException {
    long end = System.nanoTime() + START.toNanos();
    while (!accepts()) {
      if (server.waitFor(100, TimeUnit.MILLISECONDS) || System.nanoTime() > end) {
        server.destroyForcibly();
        throw new IllegalStateException("moto_server does not accept connections");
      }
    }
  }

  private boolean accepts() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Returns where it is, or empty if it is not installed or not wanted. */
  Optional<URI> endpoint() {
    return Optional.ofNullable(process).map(running -> URI.create("http://127.0.0.1:" + port));
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (process != null) {
      process.destroy();
    }
  }
}
