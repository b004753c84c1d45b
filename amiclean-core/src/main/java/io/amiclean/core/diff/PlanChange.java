package io.amiclean.core.diff;

import io.amiclean.api.model.Reason;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a plan decides otherwise than another one, of one image or orphan snapshot. Immutable and
 * thread-safe if the decisions are.
 *
 * @param <D> the type of the decisions
 */
public final class PlanChange<D> {

  /** How two decisions differ. */
  public enum Kind {
    /** It goes, and was to stay. */
    NEWLY_REMOVED,
    /** It stays, and was to go. */
    NO_LONGER_REMOVED,
    /** Its verdict, or what is done with it, is another, and it goes by neither plan. */
    VERDICT,
    /** The verdict is the same, and its reasons, their evidence or its snapshots are others. */
    REASON,
    /** It is not in the later plan. */
    GONE,
    /** It was not in the earlier plan. */
    NEW
  }

  private final Kind kind;
  private final Optional<D> before;
  private final Optional<D> after;

  PlanChange(Kind kind, Optional<D> before, Optional<D> after) {
    this.kind = kind;
    this.before = before;
    this.after = after;
  }

  /**
   * Returns how the decisions differ.
   *
   * @return the kind
   */
  public Kind kind() {
    return kind;
  }

  /**
   * Returns the decision of the earlier plan.
   *
   * @return the decision, or empty if it is {@link Kind#NEW}
   */
  public Optional<D> before() {
    return before;
  }

  /**
   * Returns the decision of the later plan.
   *
   * @return the decision, or empty if it is {@link Kind#GONE}
   */
  public Optional<D> after() {
    return after;
  }

  /**
   * Returns the decision that there is, the later one of two.
   *
   * @return the decision
   */
  public D latest() {
    return after.or(() -> before).orElseThrow();
  }

  /**
   * Returns those reasons of one side that the other has not, or has with other evidence.
   *
   * @param reasons the reasons of the one side
   * @param others those of the other
   * @return the reasons, in their order
   */
  public static List<Reason> without(List<Reason> reasons, List<Reason> others) {
    Objects.requireNonNull(others, "others");
    return reasons.stream().filter(reason -> !others.contains(reason)).toList();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PlanChange<?> change
        && kind == change.kind
        && before.equals(change.before)
        && after.equals(change.after);
  }

  @Override
  public int hashCode() {
    return Objects.hash(kind, before, after);
  }

  @Override
  public String toString() {
    return kind + ": " + before + " -> " + after;
  }
}
