package io.amiclean.api.mapping;

import io.amiclean.api.model.Image;
import io.amiclean.api.testing.ImageMapperContract;
import io.amiclean.api.testing.Samples;
import java.util.List;
import java.util.Set;

class ImageMapperContractTest extends ImageMapperContract {

  @Override
  protected ImageMapper strategy() {
    return (image, context) ->
        image
            .architecture()
            .map(name -> Set.of(GroupKey.of("architecture", name)))
            .orElse(Set.of());
  }

  @Override
  protected Image placedImage() {
    return Samples.imageBuilder(1).architecture("arm64").build();
  }

  @Override
  protected Set<GroupKey> groupsOfPlacedImage() {
    return Set.of(GroupKey.of("architecture", "arm64"));
  }

  @Override
  protected List<Image> unplacedImages() {
    return List.of(Samples.image(2));
  }
}
