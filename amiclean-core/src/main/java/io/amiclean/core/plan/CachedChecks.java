package io.amiclean.core.plan;

import io.amiclean.api.internal.StrategyInvoker;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.plan.CandidateCheck;
import io.amiclean.api.plan.CandidateFindings;
import io.amiclean.api.plan.SnapshotCheck;
import io.amiclean.api.plan.SnapshotFindings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Checks that ask about each image and each snapshot once, however often a plan is made of one
 * inventory. Not thread-safe.
 */
final class CachedChecks {

  private final IdentityHashMap<CandidateCheck, Answers<ImageId>> candidates =
      new IdentityHashMap<>();
  private final IdentityHashMap<SnapshotCheck, Answers<SnapshotId>> snapshots =
      new IdentityHashMap<>();

  /** What a check has answered so far. */
  private static final class Answers<T> {
    private final Set<T> asked = new HashSet<>();
    private final Map<T, List<Reason>> reasons = new HashMap<>();
    private final List<Evidence> evidence = new ArrayList<>();
    private @Nullable CleanupScope scope;

    void add(Set<T> ids, CleanupScope of, Map<T, List<Reason>> found, List<Evidence> read) {
      asked.addAll(ids);
      scope = of;
      reasons.putAll(found);
      evidence.addAll(read);
    }

    Map<T, List<Reason>> about(Set<T> ids) {
      return ids.stream()
          .filter(reasons::containsKey)
          .collect(
              Collectors.toMap(Function.identity(), id -> reasons.getOrDefault(id, List.of())));
    }
  }

  /** Returns a check that asks another one about what that was not asked about before. */
  CandidateCheck remembering(CandidateCheck check) {
    Answers<ImageId> answers = candidates.computeIfAbsent(check, one -> new Answers<>());
    return CandidateCheck.named(
        check.description(),
        images -> {
          List<Image> unasked =
              images.stream().filter(image -> !answers.asked.contains(image.id())).toList();
          if (!unasked.isEmpty()) {
            Set<ImageId> ids = unasked.stream().map(Image::id).collect(Collectors.toSet());
            CandidateFindings found = check.check(unasked);
            StrategyInvoker.requireAsked(check, "the checks", found.reasons().keySet(), ids);
            answers.add(ids, found.scope(), found.reasons(), found.evidence());
          }
          Set<ImageId> asked = images.stream().map(Image::id).collect(Collectors.toSet());
          CandidateFindings.Builder findings =
              CandidateFindings.builder().reasons(answers.about(asked)).evidence(answers.evidence);
          return (answers.scope == null ? findings : findings.scope(answers.scope)).build();
        });
  }

  /** Returns a check that asks another one about what that was not asked about before. */
  SnapshotCheck rememberingSnapshots(SnapshotCheck check) {
    Answers<SnapshotId> answers = snapshots.computeIfAbsent(check, one -> new Answers<>());
    return SnapshotCheck.named(
        check.description(),
        asked -> {
          Set<SnapshotId> unasked = new TreeSet<>(asked);
          unasked.removeAll(answers.asked);
          if (!unasked.isEmpty()) {
            SnapshotFindings found = check.check(unasked);
            StrategyInvoker.requireAsked(check, "the checks", found.reasons().keySet(), unasked);
            answers.add(unasked, found.scope(), found.reasons(), found.evidence());
          }
          SnapshotFindings.Builder findings =
              SnapshotFindings.builder().reasons(answers.about(asked)).evidence(answers.evidence);
          return (answers.scope == null ? findings : findings.scope(answers.scope)).build();
        });
  }
}
