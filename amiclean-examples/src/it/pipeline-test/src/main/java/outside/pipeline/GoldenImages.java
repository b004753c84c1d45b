package outside.pipeline;

import static io.amiclean.core.exclusion.ExclusionFilters.tagged;
import static io.amiclean.core.mapping.Mappers.tags;
import static io.amiclean.core.retention.RetentionStrategies.keepNewest;

import io.amiclean.api.source.ImageSource;
import io.amiclean.api.source.ImageUsageSource;
import io.amiclean.api.source.SnapshotSource;
import io.amiclean.core.plan.CleanupPlanner;

/** The rules of a pipeline for the images that it makes. */
final class GoldenImages {

  private GoldenImages() {}

  static <A extends ImageSource & SnapshotSource & ImageUsageSource> CleanupPlanner planner(
      A account) {
    return CleanupPlanner.builder()
        .images(account)
        .snapshots(account)
        .usage(account)
        .exclude(tagged("keep"))
        .groupBy(tags("role"))
        .retain(keepNewest(1))
        .build();
  }
}
