package io.amiclean.examples.library;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.exclusion.ExclusionFilter;
import io.amiclean.api.model.Image;
import io.amiclean.api.testing.ExclusionFilterContract;
import io.amiclean.api.testing.Samples;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SupportedReleasesTest extends ExclusionFilterContract {

  @Override
  protected ExclusionFilter strategy() {
    return new SupportedReleases();
  }

  @Override
  protected Image protectedImage() {
    return supportedUntil(Samples.NOW.plus(Duration.ofDays(1)).toString());
  }

  @Override
  protected Image unprotectedImage() {
    return Samples.image(2);
  }

  /** The one in the tag. */
  @Override
  protected boolean comparesWithFixedTime() {
    return true;
  }

  @Test
  void letsGoOfAReleaseOnceItsSupportHasEnded() {
    Image image = supportedUntil(Samples.NOW.toString());

    assertThat(strategy().evaluate(image, context())).isEmpty();
  }

  @Test
  void keepsAReleaseWhosePromiseNobodyCanRead() {
    Image image = supportedUntil("next summer");

    assertThat(strategy().evaluate(image, context()))
        .singleElement()
        .satisfies(reason -> assertThat(reason.evidence()).containsExactly("next summer"));
  }

  private static Image supportedUntil(String time) {
    return Samples.imageBuilder(1).putTags("supported-until", time).build();
  }
}
