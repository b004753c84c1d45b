package io.amiclean.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

@Timeout(60)
class PreloadedHttpClientTest {

  private static final HttpExecuteRequest REQUEST =
      HttpExecuteRequest.builder()
          .request(
              SdkHttpRequest.builder()
                  .method(SdkHttpMethod.GET)
                  .uri(URI.create("http://127.0.0.1/"))
                  .build())
          .build();

  private final CountDownLatch closed = new CountDownLatch(1);

  /** Answers nothing, and tells who closed it. */
  private SdkHttpClient client() {
    return new SdkHttpClient() {
      @Override
      public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        throw new UnsupportedOperationException(request.httpRequest().getUri().toString());
      }

      @Override
      public void close() {
        closed.countDown();
      }
    };
  }

  @Test
  void itsOwnerDoesNotWaitUntilItIsBuilt() {
    CountDownLatch made = new CountDownLatch(1);

    SdkHttpClient client = builtAfter(made);

    assertThat(client.clientName()).isEqualTo("Late");
    made.countDown();
  }

  @Test
  void whatKeepsItFromBeingBuiltIsToldByTheFirstRequest() {
    SdkHttpClient client = broken();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> client.prepareRequest(REQUEST))
        .withMessage("no trust");
  }

  @Test
  void whatIsStillBuiltWhenItsOwnerClosesItIsClosedAfterwards() throws InterruptedException {
    CountDownLatch made = new CountDownLatch(1);
    SdkHttpClient client = builtAfter(made);

    client.close();
    assertThat(closed.getCount()).isEqualTo(1);
    made.countDown();

    closed.await();
  }

  @Test
  void oneThatCouldNotBeBuiltIsClosedWithoutFailure() {
    SdkHttpClient client = broken();

    client.close();

    assertThatIllegalArgumentException().isThrownBy(() -> client.prepareRequest(REQUEST));
  }

  private static SdkHttpClient broken() {
    return new PreloadedHttpClient(
        "Broken",
        () -> {
          throw new IllegalArgumentException("no trust");
        });
  }

  private SdkHttpClient builtAfter(CountDownLatch made) {
    return new PreloadedHttpClient(
        "Late",
        () -> {
          try {
            made.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return client();
        });
  }
}
