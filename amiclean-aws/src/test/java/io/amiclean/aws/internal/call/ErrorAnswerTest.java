package io.amiclean.aws.internal.call;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.EvidenceUnavailableException;
import io.amiclean.aws.internal.Listeners;
import io.amiclean.aws.internal.ReadOperation;
import io.amiclean.aws.internal.ServiceCalls;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeImagesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeImagesResponse;

@Timeout(60)
class ErrorAnswerTest {

  private static final String ERROR =
      "<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>No.</Message></Error>"
          + "</Errors><RequestID>1</RequestID></Response>";

  private static DescribeImagesResponse images(ScriptedHttp http) {
    ServiceCalls calls = new ServiceCalls(new Listeners<>(List.of(call -> {})), Optional.empty());
    Ec2Client ec2 =
        http.client(
            Ec2Client.builder().overrideConfiguration(o -> o.addExecutionInterceptor(calls)));
    return new ReadOperation("images", "ec2:DescribeImages")
        .call(
            CheckedClient.of(ec2),
            Ec2Client::describeImages,
            DescribeImagesRequest.builder().build());
  }

  @Test
  void readsNoMoreThanAnErrorCanHave() {
    AtomicLong taken = new AtomicLong();
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            taken.incrementAndGet();
            return 'x';
          }

          @Override
          public int read(byte[] bytes, int offset, int length) {
            taken.addAndGet(length);
            return length;
          }
        };

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(() -> images(ScriptedHttp.answering(403, () -> endless)))
        .withMessageContaining("ec2:DescribeImages is denied");
    assertThat(taken).hasValueLessThanOrEqualTo(1 << 17);
  }

  @Test
  void leavesTheErrorToTheSdk() {
    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(() -> images(ScriptedHttp.answering(403, ERROR)))
        .withMessageContaining("UnauthorizedOperation: No.");
  }

  @Test
  void repeatsACallWhoseErrorIsCutOff() {
    ScriptedHttp http =
        ScriptedHttp.answering(
            503,
            () ->
                new FilterInputStream(new ByteArrayInputStream(ERROR.getBytes(UTF_8), 0, 60)) {
                  @Override
                  public int read(byte[] bytes, int offset, int length) throws IOException {
                    int read = super.read(bytes, offset, 20);
                    if (read < 0) {
                      throw new IOException("Connection reset");
                    }
                    return read;
                  }
                });

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(() -> images(http))
        .withMessageContaining("ec2:DescribeImages failed");
    assertThat(http.requests()).isGreaterThan(1);
  }

  @Test
  void isOfNoUnknownOperationWhereTheErrorIsCutOff() {
    ScriptedHttp broken =
        ScriptedHttp.answering(
            500,
            () ->
                new InputStream() {
                  @Override
                  public int read() throws IOException {
                    throw new IOException("Connection reset");
                  }

                  @Override
                  public int read(byte[] bytes, int offset, int length) throws IOException {
                    return read();
                  }
                });
    ScriptedHttp unnoticed = ScriptedHttp.answering(500, "").header("Content-Length", "200");

    for (ScriptedHttp http : List.of(broken, unnoticed)) {
      assertThatExceptionOfType(EvidenceException.class)
          .isThrownBy(() -> images(http))
          .isNotInstanceOf(EvidenceUnavailableException.class)
          .withMessageContaining("ec2:DescribeImages failed");
      assertThat(http.requests()).isGreaterThan(1);
    }
  }

  @Test
  void isOfAnUnknownOperationWithoutACode() {
    assertThatExceptionOfType(EvidenceUnavailableException.class)
        .isThrownBy(() -> images(ScriptedHttp.answering(500, "<h1>Not implemented</h1>")));
  }

  @Test
  void readsAnErrorOnce() {
    InputStream body =
        ErrorAnswer.of(403, new ByteArrayInputStream(ERROR.getBytes(UTF_8))).body().orElseThrow();

    ErrorAnswer again = ErrorAnswer.of(503, body);

    assertThat(again.body().orElseThrow()).isSameAs(body);
  }
}
