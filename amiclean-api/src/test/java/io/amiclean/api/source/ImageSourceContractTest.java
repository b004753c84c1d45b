package io.amiclean.api.source;

import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.testing.ImageSourceContract;
import io.amiclean.api.testing.Samples;
import java.util.List;
import java.util.Optional;
import java.util.Set;

class ImageSourceContractTest extends ImageSourceContract {

  @Override
  protected ImageSource source() {
    return () -> Samples.inventory(List.of(Samples.image(2), Samples.image(1)));
  }

  @Override
  protected CleanupScope scope() {
    return Samples.SCOPE;
  }

  @Override
  protected Set<ImageId> expectedImages() {
    return Set.of(Samples.imageId(1), Samples.imageId(2));
  }

  @Override
  protected Optional<ImageSource> failingSource() {
    return Optional.of(
        () -> {
          throw new EvidenceException("images", "The file ends in the middle of an image.");
        });
  }
}
