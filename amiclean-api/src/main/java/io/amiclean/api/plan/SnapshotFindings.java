package io.amiclean.api.plan;

import io.amiclean.api.internal.AmicleanStyle;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.SnapshotId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.immutables.value.Value;

/** What a snapshot check found: which of them must stay after all. */
@Value.Immutable
@AmicleanStyle
public abstract class SnapshotFindings {

  SnapshotFindings() {}

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
   * Returns why snapshots must stay.
   *
   * @return the reasons by snapshot; snapshots that are not named may go
   */
  public abstract Map<SnapshotId, List<Reason>> reasons();

  /**
   * Returns what was read.
   *
   * @return one entry for each source
   */
  public abstract List<Evidence> evidence();

  @Value.Check
  @SuppressWarnings("ReferenceEquality") // List.copyOf returns what is immutable already as it is
  SnapshotFindings normalized() {
    checkReasons();
    if (reasons().values().stream().allMatch(why -> List.copyOf(why) == why)) {
      return this;
    }
    Map<SnapshotId, List<Reason>> copy = new LinkedHashMap<>();
    reasons().forEach((snapshot, why) -> copy.put(snapshot, List.copyOf(why)));
    return ImmutableSnapshotFindings.builder().from(this).reasons(copy).build();
  }

  private void checkReasons() {
    reasons()
        .forEach(
            (snapshot, reasons) -> {
              if (reasons.isEmpty()) {
                throw new IllegalArgumentException(
                    "The check keeps " + snapshot + " without a reason: expected at least one");
              }
            });
  }

  /** Builds a {@link SnapshotFindings}; {@code scope} has to be set. Not thread-safe. */
  public static final class Builder extends ImmutableSnapshotFindings.Builder {
    Builder() {}
  }
}
