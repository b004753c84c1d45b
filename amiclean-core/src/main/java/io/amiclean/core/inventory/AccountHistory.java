package io.amiclean.core.inventory;

import static com.google.common.base.Preconditions.checkArgument;

import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.ResourceId;
import io.amiclean.api.model.ScopeMismatchException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * An account in the past, as far as recordings of it show: what existed at a time, and what was
 * known to use it then. Immutable and thread-safe.
 *
 * <p>Of a time between two recordings:
 *
 * <ul>
 *   <li>An image or snapshot existed if the earlier recording holds it, or if the later one holds
 *       it and it is not younger. It is as the earlier recording describes it, or else as the later
 *       one does. What was made and removed between two recordings is in neither. Facts count as
 *       read where all recordings that describe an image have read them.
 *   <li>The last launch of an image is the latest one that is recorded and not later than the time.
 *   <li>What is in use is what the earlier recording names. Before the first recording nothing is
 *       known: there, the use that the first recording names stands in, but for images that were
 *       launched after the time.
 *   <li>Candidate checks answer as in the earlier recording, or else as in the later one; what
 *       neither asked about, such as an image that was in use, is {@linkplain Past#unanswered
 *       named} and not kept.
 * </ul>
 */
public final class AccountHistory {

  private final List<RecordedAccount> recordings;
  private final List<HistoryStretch> stretches;

  private AccountHistory(List<RecordedAccount> recordings) {
    this.recordings = recordings;
    List<HistoryStretch> between = new ArrayList<>();
    for (int next = 0; next <= recordings.size(); next++) {
      between.add(
          new HistoryStretch(
              next == 0 ? Optional.empty() : Optional.of(recordings.get(next - 1)),
              next == recordings.size() ? Optional.empty() : Optional.of(recordings.get(next))));
    }
    this.stretches = List.copyOf(between);
  }

  /**
   * Returns the history that recordings show.
   *
   * @param recordings one or more recordings of one scope, in any order
   * @return the history
   * @throws IllegalArgumentException if there is no recording, or if images of two were read at the
   *     same time
   * @throws ScopeMismatchException if they are of different scopes
   */
  public static AccountHistory of(Collection<RecordedAccount> recordings) {
    checkArgument(!recordings.isEmpty(), "No recording: expected at least one");
    List<RecordedAccount> sorted =
        recordings.stream().sorted(Comparator.comparing(AccountHistory::readAt)).toList();
    for (int i = 1; i < sorted.size(); i++) {
      RecordedAccount before = sorted.get(i - 1);
      RecordedAccount one = sorted.get(i);
      if (!one.scope().equals(before.scope())) {
        throw new ScopeMismatchException("recording", before.scope(), one.scope());
      }
      checkArgument(
          readAt(before).isBefore(readAt(one)),
          "Two recordings of %s were read at %s: expected each recording once",
          one.scope(),
          readAt(one));
    }
    return new AccountHistory(sorted);
  }

  /**
   * Returns when a recording was made: when reading its images began.
   *
   * @param recording the recording
   * @return the time
   */
  public static Instant readAt(RecordedAccount recording) {
    return recording.imageInventory().readAt();
  }

  /**
   * Returns the scope of all recordings.
   *
   * @return the scope
   */
  public CleanupScope scope() {
    return recordings.get(0).scope();
  }

  /**
   * Returns the recordings.
   *
   * @return the recordings, the earliest first
   */
  public List<RecordedAccount> recordings() {
    return recordings;
  }

  /**
   * Returns the account as it was at a time.
   *
   * @param time the time
   * @return what is known of it; images, snapshots and usage count as read at that time, and only
   *     the answers of checks keep the time of their recording
   */
  public Past at(Instant time) {
    Objects.requireNonNull(time, "time");
    return stretches.get(countUntil(time)).at(time);
  }

  /** Returns how many recordings were made at or before a time. */
  private int countUntil(Instant time) {
    int count = 0;
    while (count < recordings.size() && !readAt(recordings.get(count)).isAfter(time)) {
      count++;
    }
    return count;
  }

  /**
   * An account at a time in the past.
   *
   * @param account the account, for a planner
   * @param usageReadAt when the use was read that it names, at or before the time; empty if that is
   *     before the first recording
   * @param unanswered the images and snapshots that a candidate check was not asked about
   */
  public record Past(
      RecordedAccount account, Optional<Instant> usageReadAt, Set<ResourceId> unanswered) {

    /** Takes a copy. */
    public Past {
      Objects.requireNonNull(account, "account");
      Objects.requireNonNull(usageReadAt, "usageReadAt");
      unanswered = Set.copyOf(unanswered);
    }
  }
}
