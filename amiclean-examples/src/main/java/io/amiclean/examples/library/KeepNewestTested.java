package io.amiclean.examples.library;

import io.amiclean.api.mapping.ImageGroup;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.model.Reason;
import io.amiclean.api.retention.RetentionDecision;
import io.amiclean.api.retention.RetentionStrategy;
import java.util.List;

/**
 * A retention of one's own: the newest images that passed the tests stay, so that there is always
 * something to roll back to, however many broken ones came after.
 */
public final class KeepNewestTested implements RetentionStrategy {

  private final int count;

  /**
   * Creates the retention.
   *
   * @param count how many tested images of each group to keep, 1 or more
   * @throws IllegalArgumentException if the count is less than 1
   */
  public KeepNewestTested(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("The count is " + count + ": expected 1 or more");
    }
    this.count = count;
  }

  @Override
  public RetentionDecision decide(ImageGroup group, PlanningContext context) {
    List<Image> tested =
        group.candidates().stream() // newest first
            .filter(image -> "passed".equals(image.tags().get("tests")))
            .limit(count)
            .toList();
    return RetentionDecision.keep(
        tested, image -> Reason.of("keep-tested", "Among the newest that passed the tests"));
  }

  @Override
  public String description() {
    return "keep-newest-tested(" + count + ")";
  }
}
