package io.amiclean.core.plan;

import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.Evidence.Subject;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.policy.EvidenceLimits;
import io.amiclean.api.policy.SpecArgument;
import io.amiclean.core.internal.DurationFormat;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Refuses evidence that is older or smaller than a policy allows. Immutable. */
final class EvidenceCheck {

  private final EvidenceLimits limits;

  EvidenceCheck(EvidenceLimits limits) {
    this.limits = limits;
  }

  /** Refuses what was not read to its end, and an answer that does not say what was read. */
  static void requireUsable(String source, List<Evidence> evidence) {
    if (evidence.isEmpty()) {
      throw new EvidenceException(
          source,
          "'" + source + "' does not say what was read: expected evidence of at least one source");
    }
    evidence.forEach(Evidence::requireUsable);
  }

  /** Returns what a check says that it read, if something may be decided on it. */
  static List<Evidence> ofCheck(Subject subject, List<Evidence> evidence) {
    evidence.forEach(Evidence::requireUsable);
    return evidence.stream()
        .map(read -> Evidence.builder().from(read).subject(subject).build())
        .toList();
  }

  /** Refuses an inventory that holds suspiciously few images. */
  void requireImages(PlanningContext context) {
    requireImages(context, 0);
  }

  /**
   * Refuses an inventory that holds suspiciously few images.
   *
   * @param removed how many images of it are removed since
   */
  void requireImages(PlanningContext context, long removed) {
    long images = context.images().images().size() + removed;
    if (images < limits.minimumImages()) {
      throw new EvidenceException(
          "images",
          "The inventory of "
              + context.scope()
              + " holds "
              + images
              + " images, the minimum is "
              + limits.minimumImages()
              + ": check account and region, or expect fewer");
    }
  }

  /** Refuses sources that read suspiciously little, or that nobody asked. */
  void requireItems(Collection<Evidence> evidence) {
    requireItems(evidence, Map.of());
  }

  /**
   * Refuses sources that read suspiciously little, or that nobody asked.
   *
   * @param removed how many items of a source are removed since
   */
  void requireItems(Collection<Evidence> evidence, Map<String, Long> removed) {
    limits
        .minimum()
        .forEach(
            (source, minimum) -> {
              List<Evidence> read =
                  evidence.stream().filter(entry -> entry.source().equals(source)).toList();
              long items =
                  read.stream().mapToLong(Evidence::items).sum() + removed.getOrDefault(source, 0L);
              if (read.isEmpty() || items < minimum) {
                throw new EvidenceException(
                    source,
                    "The source '"
                        + source
                        + "' "
                        + (read.isEmpty() ? "is not in the evidence" : "read " + items + " items")
                        + ", the minimum is "
                        + minimum
                        + ": check that it is asked and what it may see, or expect fewer");
              }
            });
  }

  /**
   * Refuses what was read too long ago, or nobody knows when. What was left out was not read and
   * has no age.
   */
  void requireFresh(PlanningContext context, Collection<Evidence> evidence, Clock clock) {
    if (limits.maximumAge().isEmpty()) {
      return;
    }
    // Asked now, and not at the time that is planned for: reading a large account takes long.
    Instant now = clock.instant();
    requireFresh("images", context.images().readAt(), now);
    requireFresh("snapshots", context.snapshots().readAt(), now);
    requireFresh("usage", context.usage().readAt(), now);
    for (Evidence entry : evidence) {
      if (!entry.skipped()) {
        requireFresh(entry.source(), entry.readAt().orElseThrow(() -> undated(entry)), now);
      }
    }
  }

  private void requireFresh(String source, Instant readAt, Instant now) {
    Duration age = Duration.between(readAt, now);
    if (limits.maximumAge().filter(maximum -> age.compareTo(maximum) > 0).isPresent()) {
      throw new EvidenceException(
          source,
          "The source '"
              + source
              + "' was read at "
              + readAt
              + ", "
              + DurationFormat.inWords(age)
              + " ago, the maximum is "
              + SpecArgument.of(limits.maximumAge().get())
              + ": read it again");
    }
  }

  private EvidenceException undated(Evidence entry) {
    return new EvidenceException(
        entry.source(),
        "The source '"
            + entry.source()
            + "' does not say when it was read, and evidence must be no older than "
            + limits.maximumAge().map(Duration::toString).orElse("any age"));
  }
}
