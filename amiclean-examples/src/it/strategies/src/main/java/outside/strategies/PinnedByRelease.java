package outside.strategies;

import io.amiclean.api.exclusion.ExclusionFilter;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.model.Reason;
import java.util.List;

/** Excludes images that a release is pinned to. */
final class PinnedByRelease implements ExclusionFilter {

  @Override
  public List<Reason> evaluate(Image image, PlanningContext context) {
    String release = image.tags().get("release");
    return release == null
        ? List.of()
        : List.of(Reason.of("pinned", "The release is pinned to it", release));
  }
}
