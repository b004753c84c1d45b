package outside.strategies;

import io.amiclean.api.mapping.GroupKey;
import io.amiclean.api.mapping.ImageMapper;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.PlanningContext;
import java.util.Set;

/** Groups images by the team in their names: {@code TEAM-NUMBER}. */
final class ByTeam implements ImageMapper {

  @Override
  public Set<GroupKey> map(Image image, PlanningContext context) {
    int end = image.name().indexOf('-');
    return end < 1 ? Set.of() : Set.of(GroupKey.of("team", image.name().substring(0, end)));
  }
}
