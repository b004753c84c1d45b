package io.amiclean.examples.fedora.archive;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends HTTP requests within a time limit. Thread-safe. */
public final class Web {

  private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(10);

  /** For the whole answer; the limit that a request can have ends where its body begins. */
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final HttpClient client;

  private Web(HttpClient.Redirect redirects) {
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(CONNECTION_TIMEOUT)
            .followRedirects(redirects)
            .build();
  }

  /** For reading; documents may have moved. */
  static Web following() {
    return new Web(HttpClient.Redirect.NORMAL);
  }

  /**
   * Returns what sends requests that carry a secret, which another address has no business with.
   *
   * @return what follows no redirect
   */
  public static Web notFollowing() {
    return new Web(HttpClient.Redirect.NEVER);
  }

  /**
   * Sends a request.
   *
   * @param request the request
   * @return the whole answer
   * @throws IOException if there is none within a minute
   */
  public HttpResponse<byte[]> send(HttpRequest request) throws IOException {
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(request, BodyHandlers.ofByteArray());
    try {
      return answer.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      throw new IOException(String.valueOf(cause), cause);
    } catch (TimeoutException e) {
      throw new IOException("no complete answer within " + TIMEOUT.toSeconds() + " seconds", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted = new InterruptedIOException("interrupted");
      interrupted.initCause(e);
      throw interrupted;
    } finally {
      answer.cancel(true);
    }
  }
}
