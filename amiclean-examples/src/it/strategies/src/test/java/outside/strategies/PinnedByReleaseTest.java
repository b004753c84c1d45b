package outside.strategies;

import io.amiclean.api.exclusion.ExclusionFilter;
import io.amiclean.api.model.Image;
import io.amiclean.api.testing.ExclusionFilterContract;
import io.amiclean.api.testing.Samples;

class PinnedByReleaseTest extends ExclusionFilterContract {

  @Override
  protected ExclusionFilter strategy() {
    return new PinnedByRelease();
  }

  @Override
  protected Image protectedImage() {
    return Samples.imageBuilder(1).putTags("release", "2025.1").build();
  }

  @Override
  protected Image unprotectedImage() {
    return Samples.image(2);
  }
}
