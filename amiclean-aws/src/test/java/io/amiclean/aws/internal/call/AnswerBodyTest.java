package io.amiclean.aws.internal.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class AnswerBodyTest {

  @Test
  @Timeout(60)
  void givesAnAnswerUpThatHasNoEnd() {
    AtomicBoolean closed = new AtomicBoolean();
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 'x';
          }

          @Override
          public int read(byte[] bytes, int offset, int length) {
            return length;
          }

          @Override
          public void close() {
            closed.set(true);
          }
        };

    assertThatExceptionOfType(PassedLimitException.class)
        .isThrownBy(
            () ->
                drain(
                    new AnswerBody(
                        endless, AnswerCheck.ofReading("DescribeImages", CallWatch.defaults()))))
        .withMessage(
            "DescribeImages answered with more than " + Limits.DEFAULTS.answerBytes() + " bytes");
    assertThat(closed).isTrue();
  }

  private static void drain(InputStream in) throws IOException {
    in.transferTo(OutputStream.nullOutputStream());
  }
}
