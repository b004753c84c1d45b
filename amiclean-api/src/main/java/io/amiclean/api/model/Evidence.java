package io.amiclean.api.model;

import io.amiclean.api.internal.AmicleanStyle;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.immutables.value.Value;

/** What one source of information read: how much, when, and whether that was all. */
@Value.Immutable
@AmicleanStyle
public abstract class Evidence {

  /** Why a source was left out that the caller did not choose to leave out. */
  public enum SkipReason {
    /** The client of the SDK that it is read with is not on the class path. */
    CLIENT_MISSING,
    /** The endpoint, such as that of an emulator, does not know what it is read with. */
    UNKNOWN_TO_ENDPOINT
  }

  /** What a source is asked about. */
  public enum Subject {
    /** All there is: an execution has to read the source again. */
    ACCOUNT,
    /** The images that would be removed, by a check; without any, it is not asked. */
    CANDIDATES,
    /** The snapshots that would be deleted, by a check; without any, it is not asked. */
    SNAPSHOTS
  }

  Evidence() {}

  /**
   * Returns a new builder.
   *
   * @return a builder without a source
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns the evidence of a source that was read to its end.
   *
   * @param source the name of the source, such as {@code instances}
   * @param items how many items were read
   * @param readAt when reading began
   * @return the evidence
   */
  public static Evidence complete(String source, long items, Instant readAt) {
    return builder().source(source).items(items).complete(true).readAt(readAt).build();
  }

  /**
   * Returns the evidence that a source was left out on purpose.
   *
   * @param source the name of the source, such as {@code instances}
   * @param readAt when it was left out
   * @return the evidence
   */
  public static Evidence skipped(String source, Instant readAt) {
    return builder().source(source).items(0).complete(false).skipped(true).readAt(readAt).build();
  }

  /**
   * Returns the name of the source, such as {@code instances}.
   *
   * @return the name
   */
  public abstract String source();

  /**
   * Returns what the source was asked about, {@link Subject#ACCOUNT} by default. A plan says it,
   * whatever its checks say of themselves.
   *
   * @return the subject
   */
  @Value.Default
  public Subject subject() {
    return Subject.ACCOUNT;
  }

  /**
   * Returns how many items were read.
   *
   * @return the number, 0 or more
   */
  public abstract long items();

  /**
   * Returns whether the source was read to its end. Planning refuses incomplete evidence unless it
   * is {@link #skipped()}.
   *
   * @return whether this is all there is
   */
  public abstract boolean complete();

  /**
   * Returns whether the source was left out on purpose, {@code false} by default.
   *
   * @return whether the caller chose not to ask
   */
  @Value.Default
  public boolean skipped() {
    return false;
  }

  /**
   * Returns why a source was {@link #skipped()}, if the caller did not choose to leave it out.
   *
   * @return the reason; empty by default, and where nothing was left out
   */
  public abstract Optional<SkipReason> skipReason();

  /**
   * Returns when reading began.
   *
   * @return the time of the source's clock, or empty if it is not recorded
   */
  public abstract Optional<Instant> readAt();

  /**
   * Returns what a reader of the evidence should know, such as an alias that stands for nothing:
   * one sentence each. Nothing is decided on them.
   *
   * @return the sentences; empty if there is nothing to say
   */
  public abstract List<String> notes();

  /**
   * Returns whether something may be decided on this evidence: the source was read to its end, or
   * left out on purpose.
   *
   * @return whether it is {@link #complete()} or {@link #skipped()}
   */
  public final boolean isUsable() {
    return complete() || skipped();
  }

  /**
   * Checks that something may be decided on this evidence.
   *
   * @throws EvidenceException if it is not {@linkplain #isUsable() usable}
   */
  public final void requireUsable() {
    if (!isUsable()) {
      throw new EvidenceException(
          source(),
          "The source '"
              + source()
              + "' was not read to its end ("
              + items()
              + " items): plan again when it answers in full");
    }
  }

  /**
   * Joins two readings of one source into one that covers both: as old as the older, and complete
   * if both are.
   *
   * @param more the other reading, whose notes come last
   * @return the evidence of both
   * @throws IllegalArgumentException if it is of another source
   */
  public final Evidence and(Evidence more) {
    if (!more.source().equals(source())) {
      throw new IllegalArgumentException(
          "Evidence of " + source() + " and of " + more.source() + ": expected one source");
    }
    boolean bothSkipped = skipped() && more.skipped();
    return builder()
        .from(this)
        .items(items() + more.items())
        .complete(complete() && more.complete())
        .skipped(bothSkipped)
        .skipReason(bothSkipped ? skipReason() : Optional.empty())
        .readAt(
            readAt().flatMap(one -> more.readAt().map(other -> one.isBefore(other) ? one : other)))
        .addAllNotes(more.notes())
        .build();
  }

  @Value.Check
  void check() {
    if (source().isBlank()) {
      throw new IllegalArgumentException("Evidence without the name of its source");
    }
    if (items() < 0) {
      throw new IllegalArgumentException(
          "Evidence of " + source() + " counts " + items() + " items: expected 0 or more");
    }
    if (complete() && skipped()) {
      throw new IllegalArgumentException(
          "Evidence of " + source() + " is complete and skipped: expected one of them");
    }
    if (skipReason().isPresent() && !skipped()) {
      throw new IllegalArgumentException(
          "Evidence of "
              + source()
              + " says "
              + skipReason().get()
              + " and is not skipped: expected skipped(true), or no reason");
    }
  }

  /**
   * Builds an {@link Evidence}; {@code source}, {@code items} and {@code complete} have to be set.
   * Not thread-safe.
   */
  public static final class Builder extends ImmutableEvidence.Builder {
    Builder() {}
  }
}
