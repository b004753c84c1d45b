package io.amiclean.aws.internal.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.net.URI;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

class MutatingCallTest {

  private final MutatingCall transmission = new MutatingCall(MutatingCall.RETRY);
  private final ExecutionAttributes attributes = new ExecutionAttributes();

  @Test
  void sendsNothingThatTheJdksHttpClientWouldNotStream() {
    transmission.beforeExecution(mock(Context.BeforeExecution.class), attributes);

    assertThatExceptionOfType(SdkClientException.class)
        .isThrownBy(() -> transmission.beforeTransmission(context(request().build()), attributes))
        .withMessageContaining("sent twice");
    assertThat(transmission.isUnsent()).isTrue();
  }

  @Test
  void sendsWhatHasALength() {
    transmission.beforeExecution(mock(Context.BeforeExecution.class), attributes);

    assertThatNoException()
        .isThrownBy(
            () ->
                transmission.beforeTransmission(
                    context(request().putHeader("content-length", "55").build()), attributes));
    assertThat(transmission.isUnsent()).isFalse();
  }

  private static SdkHttpRequest.Builder request() {
    return SdkHttpRequest.builder()
        .method(SdkHttpMethod.POST)
        .uri(URI.create("https://ec2.eu-west-1.amazonaws.com/"));
  }

  private static Context.BeforeTransmission context(SdkHttpRequest request) {
    Context.BeforeTransmission context = mock(Context.BeforeTransmission.class);
    when(context.httpRequest()).thenReturn(request);
    return context;
  }
}
