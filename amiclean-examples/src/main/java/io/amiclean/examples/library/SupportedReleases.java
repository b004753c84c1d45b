package io.amiclean.examples.library;

import io.amiclean.api.exclusion.ExclusionFilter;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.model.Reason;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;

/**
 * An exclusion filter of one's own: images of a release stay as long as their tag {@code
 * supported-until} promises.
 */
public final class SupportedReleases implements ExclusionFilter {

  private static final String TAG = "supported-until";

  /** Creates the filter. */
  public SupportedReleases() {}

  @Override
  public List<Reason> evaluate(Image image, PlanningContext context) {
    String until = image.tags().get(TAG);
    if (until == null) {
      return List.of();
    }
    try {
      return Instant.parse(until).isAfter(context.now())
          ? List.of(Reason.of("supported", "The release is supported until " + until, until))
          : List.of();
    } catch (DateTimeParseException e) {
      // An unreadable promise is still a promise.
      return List.of(Reason.of("supported", "The tag " + TAG + " is not a time", until));
    }
  }

  @Override
  public String description() {
    return "supported-releases(" + TAG + ")";
  }
}
