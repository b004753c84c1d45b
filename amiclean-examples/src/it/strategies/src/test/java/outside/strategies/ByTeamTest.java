package outside.strategies;

import io.amiclean.api.mapping.GroupKey;
import io.amiclean.api.mapping.ImageMapper;
import io.amiclean.api.model.Image;
import io.amiclean.api.testing.ImageMapperContract;
import io.amiclean.api.testing.Samples;
import java.util.List;
import java.util.Set;

class ByTeamTest extends ImageMapperContract {

  @Override
  protected ImageMapper strategy() {
    return new ByTeam();
  }

  @Override
  protected Image placedImage() {
    return Samples.imageBuilder(1).name("search-1").build();
  }

  @Override
  protected Set<GroupKey> groupsOfPlacedImage() {
    return Set.of(GroupKey.of("team", "search"));
  }

  @Override
  protected List<Image> unplacedImages() {
    return List.of(Samples.imageBuilder(2).name("search").build());
  }
}
