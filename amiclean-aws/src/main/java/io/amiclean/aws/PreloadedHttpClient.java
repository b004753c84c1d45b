package io.amiclean.aws;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * An HTTP client that another thread builds while its owner goes on: it reads the certificates that
 * the JDK trusts, which takes as long as building the clients of all services. Thread-safe.
 */
final class PreloadedHttpClient implements SdkHttpClient {

  private final String name;
  private final CompletableFuture<SdkHttpClient> building;

  /**
   * Begins to build a client.
   *
   * @param name the client's name in the user agent of the SDK
   * @param builder builds it; what it throws, the first request throws
   */
  PreloadedHttpClient(String name, Supplier<SdkHttpClient> builder) {
    this.name = name;
    this.building = CompletableFuture.supplyAsync(builder, PreloadedHttpClient::inDaemon);
  }

  private static void inDaemon(Runnable task) {
    Thread thread = new Thread(task, "amiclean-http");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    try {
      return building.join().prepareRequest(request);
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw e;
    }
  }

  @Override
  public String clientName() {
    return name;
  }

  @Override
  public void close() {
    // What could not be built has nothing to close.
    CompletableFuture<Void> unused = building.thenAccept(SdkHttpClient::close);
  }
}
