package io.amiclean.examples.fedora;

import io.amiclean.api.mapping.GroupKey;
import io.amiclean.api.mapping.ImageMapper;
import io.amiclean.api.model.Image;
import io.amiclean.api.testing.ImageMapperContract;
import io.amiclean.api.testing.Samples;
import io.amiclean.examples.fedora.archive.FedoraFacts;
import java.util.List;
import java.util.Set;

class ComposeMapperTest extends ImageMapperContract {

  @Override
  protected ImageMapper strategy() {
    return new ComposeMapper();
  }

  @Override
  protected Image placedImage() {
    return Samples.imageBuilder(1).putAllFacts(FedoraFacts.nightly()).build();
  }

  @Override
  protected Set<GroupKey> groupsOfPlacedImage() {
    return Set.of(GroupKey.of("compose", FedoraFacts.NIGHTLY));
  }

  @Override
  protected List<Image> unplacedImages() {
    return List.of(Samples.image(2));
  }
}
