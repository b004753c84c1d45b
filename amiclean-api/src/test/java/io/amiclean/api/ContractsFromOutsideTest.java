package io.amiclean.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.exclusion.ExclusionFilter;
import io.amiclean.api.exclusion.ExclusionFilterContract;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.source.ImageSource;
import io.amiclean.api.source.ImageSourceContract;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The contracts work for those who extend them in a package of their own. */
class ContractsFromOutsideTest {

  static class ASourceOfHalf extends ImageSourceContract {
    @Override
    protected ImageSource source() {
      return () -> Samples.inventory(Samples.images(1));
    }

    @Override
    protected CleanupScope scope() {
      return Samples.SCOPE;
    }

    @Override
    protected Set<ImageId> expectedImages() {
      return Set.of(Samples.imageId(1), Samples.imageId(2));
    }
  }

  static class AFilterOfNothing extends ExclusionFilterContract {
    @Override
    protected ExclusionFilter strategy() {
      return ExclusionFilter.anyOf();
    }

    @Override
    protected Image protectedImage() {
      return Samples.image(1);
    }

    @Override
    protected Image unprotectedImage() {
      return Samples.image(2);
    }
  }

  @Test
  void theTestsOfASourceRun() {
    assertThat(FailingTests.of(ASourceOfHalf.class))
        .containsExactly("readsEveryImageOnceSortedById()");
  }

  @Test
  void theTestsOfAStrategyRun() {
    assertThat(FailingTests.of(AFilterOfNothing.class))
        .containsExactly("saysWhyItProtectsAnImage()");
  }
}
