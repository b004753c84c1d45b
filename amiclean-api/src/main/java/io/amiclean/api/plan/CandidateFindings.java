package io.amiclean.api.plan;

import io.amiclean.api.internal.AmicleanStyle;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.Reason;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.immutables.value.Value;

/** What a candidate check found: which of the candidates must stay after all. */
@Value.Immutable
@AmicleanStyle
public abstract class CandidateFindings {

  CandidateFindings() {}

  /**
   * Returns a new builder.
   *
   * @return a builder without a scope
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns the scope that was asked.
   *
   * @return the scope
   */
  public abstract CleanupScope scope();

  /**
   * Returns why candidates must stay.
   *
   * @return the reasons by image; candidates that are not named may go
   */
  public abstract Map<ImageId, List<Reason>> reasons();

  /**
   * Returns what was read.
   *
   * @return one entry for each source
   */
  public abstract List<Evidence> evidence();

  @Value.Check
  @SuppressWarnings("ReferenceEquality") // List.copyOf returns what is immutable already as it is
  CandidateFindings normalized() {
    checkReasons();
    if (reasons().values().stream().allMatch(why -> List.copyOf(why) == why)) {
      return this;
    }
    Map<ImageId, List<Reason>> copy = new LinkedHashMap<>();
    reasons().forEach((image, why) -> copy.put(image, List.copyOf(why)));
    return ImmutableCandidateFindings.builder().from(this).reasons(copy).build();
  }

  private void checkReasons() {
    reasons()
        .forEach(
            (image, reasons) -> {
              if (reasons.isEmpty()) {
                throw new IllegalArgumentException(
                    "The check keeps " + image + " without a reason: expected at least one");
              }
            });
  }

  /** Builds a {@link CandidateFindings}; {@code scope} has to be set. Not thread-safe. */
  public static final class Builder extends ImmutableCandidateFindings.Builder {
    Builder() {}
  }
}
