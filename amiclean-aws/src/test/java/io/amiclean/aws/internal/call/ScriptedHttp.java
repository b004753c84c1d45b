package io.amiclean.aws.internal.call;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.regions.Region;

/** An HTTP client that gives the same answer to every request. */
final class ScriptedHttp implements SdkHttpClient {

  private final SdkHttpFullResponse.Builder head;
  private final Supplier<InputStream> body;
  private final AtomicInteger requests = new AtomicInteger();

  private ScriptedHttp(SdkHttpFullResponse.Builder head, Supplier<InputStream> body) {
    this.head = head;
    this.body = body;
  }

  static ScriptedHttp answering(int status, String body) {
    return answering(status, () -> new ByteArrayInputStream(body.getBytes(UTF_8)));
  }

  static ScriptedHttp answering(int status, Supplier<InputStream> body) {
    return new ScriptedHttp(SdkHttpFullResponse.builder().statusCode(status), body);
  }

  ScriptedHttp header(String name, String value) {
    head.putHeader(name, value);
    return this;
  }

  int requests() {
    return requests.get();
  }

  /** Builds a client as a caller may, with the SDK's own retries. */
  <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(B builder) {
    return builder
        .httpClient(this)
        .endpointOverride(URI.create("http://localhost:1"))
        .region(Region.EU_WEST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDEXAMPLE", "secret")))
        .build();
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() {
        requests.incrementAndGet();
        return HttpExecuteResponse.builder()
            .response(head.build())
            .responseBody(AbortableInputStream.create(body.get()))
            .build();
      }

      @Override
      public void abort() {}
    };
  }

  @Override
  public void close() {}
}
