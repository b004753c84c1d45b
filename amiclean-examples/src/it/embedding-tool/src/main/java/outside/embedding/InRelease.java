package outside.embedding;

import io.amiclean.api.exclusion.ExclusionFilter;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.model.Reason;
import java.util.List;

/** Excludes images that the calendar has a release for. */
final class InRelease implements ExclusionFilter {

  private final ReleaseCalendar calendar;

  InRelease(ReleaseCalendar calendar) {
    this.calendar = calendar;
  }

  @Override
  public List<Reason> evaluate(Image image, PlanningContext context) {
    return calendar
        .releaseOf(image.id(), context.now())
        .map(release -> List.of(Reason.of("in-release", "A release needs it", release)))
        .orElse(List.of());
  }
}
