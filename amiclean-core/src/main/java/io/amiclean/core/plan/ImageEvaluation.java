package io.amiclean.core.plan;

import com.google.common.collect.Lists;
import io.amiclean.api.mapping.GroupKey;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageLineage;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.plan.CandidateCheck;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.ImageTrace;
import io.amiclean.api.plan.Verdict;
import io.amiclean.api.policy.Strategy;
import io.amiclean.api.policy.StrategySpec;
import io.amiclean.api.retention.RetentionStrategy;
import io.amiclean.core.exclusion.internal.Exclusions;
import io.amiclean.core.mapping.internal.ImageGroups;
import io.amiclean.core.retention.internal.GroupRetention;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The verdicts that follow from exclusion, mapping and retention, and their reasons. Candidate
 * checks exclude further images; what they exclude is as if it had been excluded from the start.
 */
final class ImageEvaluation {

  private static final List<Reason> UNDATED =
      List.of(
          Reason.of(
              ReasonCodes.UNKNOWN_CREATION_DATE, "It is not known when the image was created"));

  private static final List<Reason> UNMAPPED =
      List.of(Reason.of(ReasonCodes.NO_GROUP, "No mapper placed the image in a group"));

  private final PlanningContext context;
  private final List<Image> images;
  private final List<? extends Strategy> filters;
  private final ImageGroups groups;
  private final RetentionStrategy retention;

  /** What each group keeps, by the number of the group. */
  private final List<GroupRetention> retentions;

  private final List<Findings> findings = new ArrayList<>();
  private final List<String> sources;
  private final ImageTrace.Answers passed;

  /** Answers of strategies of which none gave a reason, which nearly all images share. */
  private final Map<List<String>, ImageTrace.Answers> silent = new HashMap<>();

  private Exclusions exclusions;

  /** What a check found about the images that it was asked about. */
  private record Findings(
      CandidateCheck check, Set<ImageId> asked, Map<ImageId, List<Reason>> reasons) {}

  /** What strategies answered about an image. Those with the same description share an answer. */
  private final class Answers {
    private final Map<String, List<Reason>> reasons = new LinkedHashMap<>();

    private boolean isSilent = true;

    void add(Strategy strategy, List<Reason> given) {
      isSilent &= given.isEmpty();
      reasons.merge(strategy.description(), given, Answers::both);
    }

    private static List<Reason> both(List<Reason> mine, List<Reason> theirs) {
      return Stream.concat(mine.stream(), theirs.stream()).toList();
    }

    ImageTrace.Answers build() {
      return isSilent
          ? silent.computeIfAbsent(List.copyOf(reasons.keySet()), strategies -> all())
          : all();
    }

    private ImageTrace.Answers all() {
      List<ImageTrace.Answer> answers = new ArrayList<>(reasons.size());
      reasons.forEach((strategy, given) -> answers.add(ImageTrace.Answer.of(strategy, given)));
      return ImageTrace.Answers.of(answers);
    }
  }

  /**
   * Evaluates.
   *
   * @param filters the filters that were asked for the exclusions
   */
  ImageEvaluation(
      PlanningContext context,
      List<? extends Strategy> filters,
      Exclusions exclusions,
      ImageGroups groups,
      RetentionStrategy retention) {
    this.context = context;
    this.images = context.images().images();
    this.filters = filters;
    this.exclusions = exclusions;
    this.groups = groups;
    this.retention = retention;
    this.sources = context.images().evidence().stream().map(Evidence::source).sorted().toList();
    this.passed = passes().build();
    this.retentions = new ArrayList<>(retentions(groups.all()));
  }

  private List<GroupRetention> retentions(List<ImageGroups.Group> some) {
    return GroupRetention.of(retention, some, exclusions, context);
  }

  /** Takes note of what a check found, for the traces of the images that it was asked about. */
  void checked(CandidateCheck check, Set<ImageId> asked, Map<ImageId, List<Reason>> reasons) {
    findings.add(new Findings(check, asked, reasons));
  }

  /** Excludes images by what a check found, now or when the plan was made. */
  void exclude(Strategy check, Map<ImageId, List<Reason>> found) {
    List<ImageId> ids = Lists.transform(images, Image::id);
    Map<Integer, List<Reason>> reasons = new HashMap<>();
    Set<String> changed = new HashSet<>();
    found.forEach(
        (image, why) -> {
          int position = Collections.binarySearch(ids, image);
          reasons.put(position, why);
          changed.addAll(groups.namesOf(position));
        });
    exclusions = exclusions.plus(check, reasons);
    List<ImageGroups.Group> undecided =
        retention.spansGroups()
            ? groups.all()
            : groups.all().stream().filter(group -> changed.contains(group.name())).toList();
    List<GroupRetention> decided = retentions(undecided);
    for (int i = 0; i < undecided.size(); i++) {
      retentions.set(undecided.get(i).number(), decided.get(i));
    }
  }

  /** Returns the images that nothing keeps, sorted by id. */
  List<Image> candidates() {
    List<Image> candidates = new ArrayList<>();
    for (int position = 0; position < images.size(); position++) {
      if (verdict(position) == Verdict.REMOVE) {
        candidates.add(images.get(position));
      }
    }
    return candidates;
  }

  /** Returns the strategies that excluded an image. */
  Set<Strategy> excluding() {
    Set<Strategy> excluding = Collections.newSetFromMap(new IdentityHashMap<>());
    for (int position = 0; position < images.size(); position++) {
      exclusions.answers(position).forEach(answer -> excluding.add(answer.strategy()));
    }
    return excluding;
  }

  /** Returns which of these retentions kept an image. */
  Set<StrategySpec> keeping(Set<StrategySpec> retentions) {
    Set<StrategySpec> keeping = new HashSet<>();
    Set<Strategy> known = Collections.newSetFromMap(new IdentityHashMap<>());
    for (int position = 0; position < images.size(); position++) {
      ImageId image = images.get(position).id();
      for (ImageGroups.Group group : groups.of(position)) {
        if (keeping.containsAll(retentions)) {
          return keeping;
        }
        retention(group)
            .keeping(
                image,
                strategy -> {
                  if (known.add(strategy)) {
                    keeping.add(StrategySpec.of(strategy));
                  }
                });
      }
    }
    return keeping;
  }

  /** Returns the groups of the image at a position. */
  List<GroupKey> groupsOf(int position) {
    return groups.of(position).stream().map(ImageGroups.Group::key).toList();
  }

  /** Returns the names under which a plan shows the groups of the image at a position. */
  List<String> groupNamesOf(int position) {
    return groups.namesOf(position);
  }

  /** Returns the verdict on the image at a position. */
  Verdict verdict(int position) {
    if (exclusions.contains(position)) {
      return Verdict.EXCLUDED;
    }
    List<ImageGroups.Group> all = groups.of(position);
    if (all.isEmpty()) {
      return Verdict.UNMAPPED;
    }
    boolean kept = images.get(position).creationDate().isEmpty();
    for (ImageGroups.Group group : all) {
      kept |= retention(group).keeps(position);
    }
    return kept ? Verdict.RETAINED : Verdict.REMOVE;
  }

  /** Returns the decision on the image at a position, without that on its snapshots. */
  ImageDecision.Builder decision(int position) {
    Image image = images.get(position);
    Verdict verdict = verdict(position);
    ImageTrace trace = trace(position, image);
    return ImageDecision.builder()
        .imageId(image.id())
        .name(image.name())
        .creationDate(image.creationDate())
        .groups(groups.namesOf(position))
        .lineage(ImageLineage.of(image))
        .verdict(verdict)
        .reasons(reasons(verdict, position, image, trace))
        .trace(trace);
  }

  private GroupRetention retention(ImageGroups.Group group) {
    return retentions.get(group.number());
  }

  private List<Reason> reasons(Verdict verdict, int position, Image image, ImageTrace trace) {
    return switch (verdict) {
      case STAGE -> throw new IllegalStateException("Stages are decided on after this");
      case EXCLUDED ->
          exclusions.answers(position).stream()
              .flatMap(answer -> answer.reasons().stream())
              .toList();
      case UNMAPPED -> UNMAPPED;
      case RETAINED ->
          image.creationDate().isEmpty()
              ? UNDATED
              : groups.of(position).stream()
                  .flatMap(group -> retention(group).reasons(image.id()).stream())
                  .toList();
      case REMOVE ->
          List.of(
              Reason.of(
                  ReasonCodes.NOT_RETAINED,
                  "Nothing excludes the image, and no group that it is in retains it",
                  ranks(trace)));
    };
  }

  private static List<String> ranks(ImageTrace trace) {
    List<String> ranks = new ArrayList<>(1);
    trace.groups().forEach(group -> group.rankInGroup().ifPresent(ranks::add));
    return ranks;
  }

  private ImageTrace trace(int position, Image image) {
    ImageTrace.Builder trace =
        ImageTrace.builder()
            .sources(sources)
            .references(context.usage().referencesTo(image.id()))
            .exclusion(exclusion(position));
    for (ImageGroups.Group group : groups.of(position)) {
      trace.addGroups(trace(position, image, group));
    }
    return findings.isEmpty()
        ? trace.build()
        : trace.candidateChecks(candidateChecks(image.id())).build();
  }

  private ImageTrace.Answers exclusion(int position) {
    if (!exclusions.contains(position)) {
      return passed;
    }
    Answers answers = passes();
    for (Exclusions.Answer answer : exclusions.answers(position)) {
      if (filters.contains(answer.strategy())) {
        answers.add(answer.strategy(), answer.reasons());
      }
    }
    return answers.build();
  }

  private Answers passes() {
    Answers answers = new Answers();
    filters.forEach(filter -> answers.add(filter, List.of()));
    return answers;
  }

  private ImageTrace.Answers candidateChecks(ImageId image) {
    Answers answers = new Answers();
    for (Findings found : findings) {
      if (found.asked().contains(image)) {
        answers.add(found.check(), found.reasons().getOrDefault(image, List.of()));
      }
    }
    return answers.build();
  }

  private ImageTrace.Group trace(int position, Image image, ImageGroups.Group group) {
    GroupRetention decided = retention(group);
    ImageTrace.Group.Builder trace =
        ImageTrace.Group.builder()
            .name(group.name())
            .candidates(decided.candidates())
            .images(group.positions().length());
    int rank = decided.rank(position);
    if (rank > 0) {
      Answers answers = new Answers();
      decided.answers(image.id(), answers::add);
      trace.rank(rank).retention(answers.build());
    }
    return trace.build();
  }
}
