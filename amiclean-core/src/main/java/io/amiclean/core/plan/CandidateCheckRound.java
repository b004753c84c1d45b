package io.amiclean.core.plan;

import io.amiclean.api.internal.StrategyInvoker;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.Evidence.Subject;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ReadingInterruptedException;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ScopeMismatchException;
import io.amiclean.api.plan.CandidateCheck;
import io.amiclean.api.plan.CandidateFindings;
import io.amiclean.api.plan.ImageTrace;
import io.amiclean.api.policy.Strategy;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Asks candidate checks about the candidates. What is found excludes images, and with that others
 * may become candidates, so it goes on until no candidate is left to be asked about.
 */
final class CandidateCheckRound {

  /** Stands for the checks of the program that made the plan. */
  private static final Strategy WHEN_PLANNED = new Strategy() {};

  private final ImageEvaluation images;
  private final Optional<LifecycleEvaluation> stages;
  private final CleanupScope scope;
  private final IdentityHashMap<CandidateCheck, Set<ImageId>> asked = new IdentityHashMap<>();
  private final Map<String, Evidence> evidence = new TreeMap<>();

  CandidateCheckRound(
      ImageEvaluation images, Optional<LifecycleEvaluation> stages, CleanupScope scope) {
    this.images = images;
    this.stages = stages;
    this.scope = scope;
  }

  /**
   * Excludes images by what checks found when the plan was made, whichever they were: the same
   * check may be described in other words now.
   *
   * @param findings what the checks answered, for each image, all of the inventory
   */
  void uphold(Map<ImageId, ImageTrace.Answers> findings) {
    int most = findings.values().stream().mapToInt(answers -> answers.all().size()).max().orElse(0);
    for (int asked = 0; asked < most; asked++) {
      Map<ImageId, List<Reason>> found = new TreeMap<>();
      for (Map.Entry<ImageId, ImageTrace.Answers> image : findings.entrySet()) {
        List<ImageTrace.Answer> answers = image.getValue().all();
        if (asked < answers.size() && !answers.get(asked).reasons().isEmpty()) {
          found.put(image.getKey(), answers.get(asked).reasons());
        }
      }
      exclude(WHEN_PLANNED, found);
    }
  }

  /**
   * Asks every check about every candidate.
   *
   * @param isAsked which candidates the checks are asked about; the others stay candidates
   * @return what was read
   */
  List<Evidence> ask(List<CandidateCheck> checks, Predicate<ImageId> isAsked) {
    boolean settled;
    do {
      settled = true;
      for (CandidateCheck check : checks) {
        Set<ImageId> known = asked.computeIfAbsent(check, unasked -> new HashSet<>());
        List<Image> unasked =
            images.candidates().stream()
                .filter(image -> isAsked.test(image.id()) && !known.contains(image.id()))
                .toList();
        if (!unasked.isEmpty()) {
          settled = false;
          known.addAll(ask(check, unasked));
        }
      }
    } while (!settled);
    return List.copyOf(evidence.values());
  }

  private Set<ImageId> ask(CandidateCheck check, List<Image> unasked) {
    ReadingInterruptedException.throwIfInterrupted(check.description());
    CandidateFindings findings =
        StrategyInvoker.read(check, "the candidate checks", () -> check.check(unasked));
    Set<ImageId> ids = unasked.stream().map(Image::id).collect(Collectors.toSet());
    StrategyInvoker.requireAsked(check, "the candidate checks", findings.reasons().keySet(), ids);
    findings
        .reasons()
        .forEach((image, reasons) -> StrategyInvoker.requireProtecting(check, image, reasons));
    if (!findings.scope().equals(scope)) {
      throw new ScopeMismatchException(check.description(), scope, findings.scope());
    }
    images.checked(check, ids, findings.reasons());
    for (Evidence read : EvidenceCheck.ofCheck(Subject.CANDIDATES, findings.evidence())) {
      evidence.merge(read.source(), read, Evidence::and);
    }
    exclude(check, findings.reasons());
    return ids;
  }

  private void exclude(Strategy check, Map<ImageId, List<Reason>> findings) {
    Map<ImageId, List<Reason>> keeping = new TreeMap<>(findings);
    stages.ifPresent(
        lifecycle ->
            keeping
                .entrySet()
                .removeIf(found -> lifecycle.isMovedDespite(found.getKey(), found.getValue())));
    if (!keeping.isEmpty()) {
      images.exclude(check, keeping);
    }
  }
}
