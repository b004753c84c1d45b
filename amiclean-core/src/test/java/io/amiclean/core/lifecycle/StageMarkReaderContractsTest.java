package io.amiclean.core.lifecycle;

import io.amiclean.api.lifecycle.Stage;
import io.amiclean.api.lifecycle.StageMark;
import io.amiclean.api.lifecycle.StageMarkReader;
import io.amiclean.api.model.Image;
import io.amiclean.api.testing.StageMarkReaderContract;
import io.amiclean.core.Fixtures;
import java.time.Instant;
import java.util.Optional;

class StageMarkReaderContractsTest extends StageMarkReaderContract {

  @Override
  protected StageMarkReader strategy() {
    return StageMarks.dayTag("LaunchPermissionRevoked", "ddMMuuuu", Stage.PRIVATE);
  }

  @Override
  protected Image markedImage() {
    return Fixtures.imageTagged(1, "LaunchPermissionRevoked", "16062017");
  }

  @Override
  protected StageMark mark() {
    return StageMark.of(
        Stage.PRIVATE, Instant.parse("2017-06-16T00:00:00Z"), "LaunchPermissionRevoked=16062017");
  }

  @Override
  protected Image unmarkedImage() {
    return Fixtures.imageTagged(2, "name", "other");
  }

  @Override
  protected Optional<Image> malformedImage() {
    return Optional.of(Fixtures.imageTagged(3, "LaunchPermissionRevoked", "yesterday"));
  }
}
