package io.amiclean.core.execution;

import io.amiclean.api.exclusion.ExclusionFilter;
import io.amiclean.api.exclusion.SnapshotExclusionFilter;
import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.journal.ExecutionJournal;
import io.amiclean.api.journal.JournalStep;
import io.amiclean.api.mapping.GroupKey;
import io.amiclean.api.mapping.ImageGroup;
import io.amiclean.api.mapping.ImageMapper;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageFact;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ResourceId;
import io.amiclean.api.model.Snapshot;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.plan.AccountReader;
import io.amiclean.api.plan.CandidateCheck;
import io.amiclean.api.plan.CandidateFindings;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.ImageTrace;
import io.amiclean.api.plan.SnapshotCheck;
import io.amiclean.api.plan.SnapshotDecision;
import io.amiclean.api.plan.SnapshotFindings;
import io.amiclean.api.policy.Strategy;
import io.amiclean.api.policy.StrategySpec;
import io.amiclean.api.retention.RetentionDecision;
import io.amiclean.api.retention.RetentionStrategy;
import io.amiclean.api.snapshot.SnapshotResolver;
import io.amiclean.api.source.ImageSource;
import io.amiclean.api.source.ImageUsageSource;
import io.amiclean.api.source.SnapshotSource;
import io.amiclean.core.inmemory.InMemoryAccount;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Says all that is said to people in other words: what strategies, checks, plans, journals and
 * outcomes call themselves and give as reasons. Codes, ids, names and specs stay.
 */
final class Rewording {

  /** What deceives those who read texts: descriptions and messages of others, codes, ids. */
  private static final List<String> DECEPTIVE =
      List.of(
          "keepNewest(1)",
          "keep-newest(4)",
          "tagged(key: keep)",
          "youngerThan(PT12H)",
          "in-use",
          "on-hold",
          "Launched by an instance",
          "rank 1 of 9",
          "stage private",
          "since 2017-06-01T00:00:00Z",
          Executing.ami(3),
          Executing.snap(3),
          "web",
          "null",
          "(?s).*\"\\E");

  private final UnaryOperator<String> words;

  private Rewording(UnaryOperator<String> words) {
    this.words = words;
  }

  /** Leaves all as it is. */
  static Rewording none() {
    return new Rewording(text -> text);
  }

  /** Replaces each text at random, another time by another. */
  static Rewording random(long seed) {
    Random random = new Random(seed);
    return new Rewording(
        text ->
            random.nextInt(3) == 0
                ? DECEPTIVE.get(random.nextInt(DECEPTIVE.size()))
                : Long.toString(random.nextLong(), Character.MAX_RADIX));
  }

  private String text(String text) {
    return words.apply(text);
  }

  private List<String> texts(List<String> texts) {
    return texts.stream().map(words).toList();
  }

  Reason reason(Reason reason) {
    return Reason.of(reason.code(), text(reason.message()), texts(reason.evidence()))
        .counting(reason.counters());
  }

  private List<Reason> reasons(List<Reason> reasons) {
    return reasons.stream().map(this::reason).toList();
  }

  private <I extends ResourceId> Map<I, List<Reason>> reasons(Map<I, List<Reason>> reasons) {
    Map<I, List<Reason>> reworded = new TreeMap<>();
    reasons.forEach((id, why) -> reworded.put(id, reasons(why)));
    return reworded;
  }

  private Evidence evidence(Evidence read) {
    return Evidence.builder().from(read).notes(texts(read.notes())).build();
  }

  // Plans.

  CleanupPlan plan(CleanupPlan plan) {
    return CleanupPlan.builder()
        .from(plan)
        .evidence(plan.evidence().stream().map(this::evidence).toList())
        .images(plan.images().stream().map(this::decision).toList())
        .orphanSnapshots(plan.orphanSnapshots().stream().map(this::decision).toList())
        .build();
  }

  private ImageDecision decision(ImageDecision decision) {
    return ImageDecision.builder()
        .from(decision)
        .reasons(reasons(decision.reasons()))
        .snapshots(decision.snapshots().stream().map(this::decision).toList())
        .trace(decision.trace().map(this::trace))
        .build();
  }

  private SnapshotDecision decision(SnapshotDecision decision) {
    return SnapshotDecision.builder().from(decision).reasons(reasons(decision.reasons())).build();
  }

  private ImageTrace trace(ImageTrace trace) {
    return ImageTrace.builder()
        .from(trace)
        .exclusion(answers(trace.exclusion()))
        .groups(
            trace.groups().stream()
                .map(
                    group ->
                        ImageTrace.Group.builder()
                            .from(group)
                            .retention(answers(group.retention()))
                            .build())
                .toList())
        .candidateChecks(answers(trace.candidateChecks()))
        .build();
  }

  /** A plan has each description once among the answers of a stage. */
  private ImageTrace.Answers answers(ImageTrace.Answers answers) {
    Map<String, Integer> times = new HashMap<>();
    List<ImageTrace.Answer> reworded = new ArrayList<>();
    for (ImageTrace.Answer answer : answers) {
      String strategy = text(answer.strategy());
      int before = times.merge(strategy, 1, Integer::sum) - 1;
      reworded.add(ImageTrace.Answer.of(strategy + " ".repeat(before), reasons(answer.reasons())));
    }
    return ImageTrace.Answers.of(reworded);
  }

  // Strategies and checks.

  /** What calls itself by other words; its spec stays. */
  private abstract class Reworded implements Strategy {

    private final Strategy strategy;

    Reworded(Strategy strategy) {
      this.strategy = strategy;
    }

    @Override
    public final Optional<StrategySpec> spec() {
      return strategy.spec();
    }

    @Override
    public final String description() {
      return text(strategy.description());
    }
  }

  ImageMapper mapper(ImageMapper mapper) {
    final class Mapper extends Reworded implements ImageMapper {
      Mapper() {
        super(mapper);
      }

      @Override
      public Set<GroupKey> map(Image image, PlanningContext context) {
        return mapper.map(image, context);
      }
    }
    return new Mapper();
  }

  ExclusionFilter filter(ExclusionFilter filter) {
    final class Filter extends Reworded implements ExclusionFilter {
      Filter() {
        super(filter);
      }

      @Override
      public List<Reason> evaluate(Image image, PlanningContext context) {
        return reasons(filter.evaluate(image, context));
      }

      @Override
      public Set<ImageFact> facts() {
        return filter.facts();
      }
    }
    return new Filter();
  }

  SnapshotExclusionFilter snapshotFilter(SnapshotExclusionFilter filter) {
    final class Filter extends Reworded implements SnapshotExclusionFilter {
      Filter() {
        super(filter);
      }

      @Override
      public List<Reason> evaluate(Snapshot snapshot, PlanningContext context) {
        return reasons(filter.evaluate(snapshot, context));
      }
    }
    return new Filter();
  }

  /** The retention decides on each group by itself and has no parts. */
  RetentionStrategy retention(RetentionStrategy retention) {
    final class Retention extends Reworded implements RetentionStrategy {
      Retention() {
        super(retention);
      }

      @Override
      public RetentionDecision decide(ImageGroup group, PlanningContext context) {
        return RetentionDecision.of(reasons(retention.decide(group, context).reasons()));
      }
    }
    return new Retention();
  }

  SnapshotResolver resolver(SnapshotResolver resolver) {
    final class Resolver extends Reworded implements SnapshotResolver {
      Resolver() {
        super(resolver);
      }

      @Override
      public Set<SnapshotId> resolve(Image image, PlanningContext context) {
        return resolver.resolve(image, context);
      }
    }
    return new Resolver();
  }

  private CandidateCheck candidateCheck(CandidateCheck check) {
    return CandidateCheck.named(
        text(check.description()),
        candidates -> {
          CandidateFindings found = check.check(candidates);
          return CandidateFindings.builder()
              .scope(found.scope())
              .reasons(reasons(found.reasons()))
              .evidence(found.evidence().stream().map(this::evidence).toList())
              .build();
        });
  }

  private SnapshotCheck snapshotCheck(SnapshotCheck check) {
    return SnapshotCheck.named(
        text(check.description()),
        snapshots -> {
          SnapshotFindings found = check.check(snapshots);
          return SnapshotFindings.builder()
              .scope(found.scope())
              .reasons(reasons(found.reasons()))
              .evidence(found.evidence().stream().map(this::evidence).toList())
              .build();
        });
  }

  /** An account whose checks speak in other words. */
  AccountReader account(InMemoryAccount account) {
    return new AccountReader() {
      @Override
      public ImageSource images() {
        return account.images();
      }

      @Override
      public SnapshotSource snapshots() {
        return account.snapshots();
      }

      @Override
      public ImageUsageSource usage() {
        return account.usage();
      }

      @Override
      public List<CandidateCheck> candidateChecks() {
        return account.candidateChecks().stream().map(check -> candidateCheck(check)).toList();
      }

      @Override
      public List<SnapshotCheck> snapshotChecks() {
        return account.snapshotChecks().stream().map(check -> snapshotCheck(check)).toList();
      }
    };
  }

  // Executions.

  private ActionOutcome outcome(ActionOutcome ended) {
    return ended.resource() instanceof ImageId image
        ? ActionOutcome.change(
            ended.action(), image, ended.outcome(), ended.code(), text(ended.message()))
        : ActionOutcome.change(
            ended.action(),
            (SnapshotId) ended.resource(),
            ended.outcome(),
            ended.code(),
            text(ended.message()));
  }

  private List<ActionOutcome> outcomes(List<ActionOutcome> outcomes) {
    return outcomes.stream().map(this::outcome).toList();
  }

  /** A journal that another process wrote, in other words. */
  ExecutionJournal journal(ExecutionJournal journal) {
    return new ExecutionJournal() {
      @Override
      public List<JournalStep> begin(CleanupPlan plan) {
        return journal.begin(plan).stream()
            .map(
                step ->
                    step.outcomes().isEmpty() ? step : JournalStep.ended(outcomes(step.outcomes())))
            .toList();
      }

      @Override
      public void append(JournalStep step) {
        journal.append(step);
      }
    };
  }

  /** Operations that answer in other words. */
  ForwardingOperations operations(InMemoryAccount account) {
    return new ForwardingOperations(account) {
      @Override
      public ActionOutcome deregister(ImageId image) {
        return outcome(super.deregister(image));
      }

      @Override
      public List<ActionOutcome> deregisterWithSnapshots(ImageId image) {
        return outcomes(super.deregisterWithSnapshots(image));
      }

      @Override
      public ActionOutcome delete(SnapshotId snapshot) {
        return outcome(super.delete(snapshot));
      }

      @Override
      List<ActionOutcome> changeTags(Supplier<List<ActionOutcome>> call) {
        return outcomes(super.changeTags(call));
      }

      @Override
      ActionOutcome change(Supplier<ActionOutcome> call) {
        return outcome(super.change(call));
      }
    };
  }
}
