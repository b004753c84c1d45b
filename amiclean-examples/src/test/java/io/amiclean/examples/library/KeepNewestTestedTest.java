package io.amiclean.examples.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.amiclean.api.mapping.ImageGroup;
import io.amiclean.api.model.Image;
import io.amiclean.api.retention.RetentionStrategy;
import io.amiclean.api.testing.RetentionStrategyContract;
import io.amiclean.api.testing.Samples;
import org.junit.jupiter.api.Test;

class KeepNewestTestedTest extends RetentionStrategyContract {

  @Override
  protected RetentionStrategy strategy() {
    return new KeepNewestTested(2);
  }

  @Test
  void keepsTheNewestThatPassedHoweverManyBrokenOnesCameAfter() {
    ImageGroup group =
        Samples.group(
            tested(10, "failed"),
            tested(20, "passed"),
            Samples.image(30),
            tested(40, "passed"),
            tested(50, "passed"));

    assertThat(strategy().decide(group, context()).reasons().keySet())
        .containsExactlyInAnyOrder(Samples.imageId(20), Samples.imageId(40));
  }

  @Test
  void refusesToKeepNone() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new KeepNewestTested(0))
        .withMessageContaining("The count is 0: expected 1 or more");
  }

  private static Image tested(int number, String result) {
    return Samples.imageBuilder(number).putTags("tests", result).build();
  }
}
