package outside.strategies;

import io.amiclean.api.mapping.ImageGroup;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.model.Reason;
import io.amiclean.api.retention.RetentionDecision;
import io.amiclean.api.retention.RetentionStrategy;
import java.util.List;

/** Retains the oldest image of each group, which others are compared with. */
final class KeepFirst implements RetentionStrategy {

  @Override
  public RetentionDecision decide(ImageGroup group, PlanningContext context) {
    List<Image> newestFirst = group.candidates();
    List<Image> oldest =
        newestFirst.subList(Math.max(0, newestFirst.size() - 1), newestFirst.size());
    return RetentionDecision.keep(oldest, image -> Reason.of("first", "The first of its group"));
  }
}
