package io.amiclean.core.plan;

import io.amiclean.api.internal.StrategyInvoker;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.Evidence.Subject;
import io.amiclean.api.model.ReadingInterruptedException;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ScopeMismatchException;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.SnapshotCheck;
import io.amiclean.api.plan.SnapshotDecision;
import io.amiclean.api.plan.SnapshotFindings;
import io.amiclean.api.plan.SnapshotVerdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the checks about the snapshots that would be deleted. A finding keeps the snapshot in the
 * decisions of all its images, and nothing else, as an exclusion from the start would have.
 */
final class SnapshotCheckRound {

  private static final Logger LOG = LoggerFactory.getLogger(SnapshotCheckRound.class);

  private final Map<SnapshotId, List<Reason>> found = new HashMap<>();
  private final List<Evidence> evidence = new ArrayList<>();

  /** Asks each check about what those before it let go; without any, nobody is asked. */
  SnapshotCheckRound(
      List<SnapshotCheck> checks, CleanupScope scope, Stream<SnapshotDecision> decisions) {
    if (checks.isEmpty()) {
      return;
    }
    NavigableSet<SnapshotId> deletions =
        decisions
            .filter(SnapshotDecision::isDeletion)
            .map(SnapshotDecision::snapshotId)
            .collect(Collectors.toCollection(TreeSet::new));
    for (SnapshotCheck check : checks) {
      if (!deletions.isEmpty()) {
        ask(check, scope, deletions);
      }
    }
  }

  private void ask(SnapshotCheck check, CleanupScope scope, NavigableSet<SnapshotId> deletions) {
    NavigableSet<SnapshotId> asked = Collections.unmodifiableNavigableSet(deletions);
    ReadingInterruptedException.throwIfInterrupted(check.description());
    SnapshotFindings findings =
        StrategyInvoker.read(check, "the snapshot checks", () -> check.check(asked));
    StrategyInvoker.requireAsked(check, "the snapshot checks", findings.reasons().keySet(), asked);
    findings
        .reasons()
        .forEach(
            (snapshot, reasons) -> StrategyInvoker.requireProtecting(check, snapshot, reasons));
    if (!findings.scope().equals(scope)) {
      throw new ScopeMismatchException(check.description(), scope, findings.scope());
    }
    evidence.addAll(EvidenceCheck.ofCheck(Subject.SNAPSHOTS, findings.evidence()));
    found.putAll(findings.reasons());
    deletions.removeAll(findings.reasons().keySet());
    LOG.debug("{} keeps the snapshots {}", check.description(), findings.reasons().keySet());
  }

  /** Returns what was read. */
  List<Evidence> evidence() {
    return evidence;
  }

  private boolean isFound(SnapshotDecision decision) {
    return decision.isDeletion() && found.containsKey(decision.snapshotId());
  }

  /** Returns a decision as it is after the checks. */
  SnapshotDecision settle(SnapshotDecision decision) {
    return isFound(decision)
        ? SnapshotDecision.builder()
            .from(decision)
            .verdict(SnapshotVerdict.KEEP)
            .reasons(found.getOrDefault(decision.snapshotId(), List.of()))
            .build()
        : decision;
  }

  /** Returns decisions as they are after the checks. */
  List<SnapshotDecision> settleSnapshots(List<SnapshotDecision> decisions) {
    return decisions.stream().map(this::settle).toList();
  }

  /** Returns decisions as they are after the checks. */
  List<ImageDecision> settleImages(List<ImageDecision> decisions) {
    if (found.isEmpty()) {
      return decisions;
    }
    return decisions.stream()
        .map(
            decision ->
                decision.snapshots().stream().noneMatch(this::isFound)
                    ? decision
                    : ImageDecision.builder()
                        .from(decision)
                        .snapshots(settleSnapshots(decision.snapshots()))
                        .build())
        .toList();
  }
}
