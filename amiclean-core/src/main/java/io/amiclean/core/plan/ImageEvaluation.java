package io.amiclean.core.plan;

import io.amiclean.api.exclusion.ExclusionFilter;
import io.amiclean.api.mapping.GroupKey;
import io.amiclean.api.mapping.ImageGroup;
import io.amiclean.api.mapping.ImageMapper;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.plan.CandidateCheck;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.ImageTrace;
import io.amiclean.api.plan.Verdict;
import io.amiclean.api.policy.Strategy;
import io.amiclean.api.retention.RetentionDecision;
import io.amiclean.api.retention.RetentionStrategy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What stages 2 to 4 say of each image of one inventory. Images are known by their places in it.
 */
final class ImageEvaluation {

  private static final List<Reason> UNDATED =
      List.of(
          Reason.of(
              ReasonCodes.UNKNOWN_CREATION_DATE, "It is not known when the image was created"));

  private static final List<Reason> UNMAPPED =
      List.of(Reason.of(ReasonCodes.NO_GROUP, "No mapper placed the image in a group"));

  private static final Placement NOWHERE = new Placement();

  private final PlanningContext context;
  private final List<Image> images;
  private final List<ExclusionFilter> filters;
  private final List<ImageMapper> mappers;
  private final RetentionStrategy retention;
  private final @Nullable List<Answer>[] excluded;
  private final @Nullable Placement[] placements;
  private final boolean[] retained;
  private final List<Group> groups;
  private final List<Look> looks = new ArrayList<>();
  private final List<String> sources;
  private final List<ImageTrace.Answer> passed;

  /** Where the image was that was asked for last: the next one is mostly beside it. */
  private int latest;

  /** Why a filter or a last look protects an image. */
  private record Answer(Strategy strategy, List<Reason> reasons) {}

  /** What a last look said of the images that it was asked about. */
  private record Look(
      CandidateCheck check, Set<ImageId> asked, Map<ImageId, List<Reason>> reasons) {}

  /** The images that are in the same groups. */
  private static final class Placement {
    private final Places members = new Places();
    private Placement whole = this;
    private List<Group> groups = List.of();
    private List<String> names = List.of();
  }

  /** A group, with what the retention said of its candidates. */
  private static final class Group {
    private final GroupKey key;
    private final List<Placement> placements = new ArrayList<>(1);
    private String name;
    private List<Image> candidates = List.of();
    private RetentionDecision decision = RetentionDecision.keepNone();

    Group(GroupKey key) {
      this.key = key;
      this.name = key.longName();
    }

    int size() {
      return placements.stream().mapToInt(placement -> placement.members.size()).sum();
    }

    /** The places of the members, in their order. */
    int[] members() {
      if (placements.size() == 1) {
        return placements.get(0).members.toArray();
      }
      return placements.stream()
          .flatMapToInt(placement -> placement.members.stream())
          .sorted()
          .toArray();
    }

    /** Returns the rank of an image from 1 on, or 0 if it is no candidate. */
    int rank(Image image) {
      return Math.max(0, Collections.binarySearch(candidates, image, Image.NEWEST_FIRST) + 1);
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // an array of lists cannot be made in another way
  ImageEvaluation(
      PlanningContext context,
      List<ExclusionFilter> filters,
      List<ImageMapper> mappers,
      RetentionStrategy retention) {
    this.context = context;
    this.images = context.images().images();
    this.filters = filters;
    this.mappers = mappers;
    this.retention = retention;
    this.excluded = (List<Answer>[]) new List[images.size()];
    this.placements = new Placement[images.size()];
    this.retained = new boolean[images.size()];
    this.sources = context.images().evidence().stream().map(Evidence::source).sorted().toList();
    this.passed = answers(filters.stream().map(filter -> new Answer(filter, List.of())));
    this.groups = groups(Parallel.on(images.size(), this::excludeAndMap));
    retain(groups);
  }

  private Map<Set<GroupKey>, Placement> excludeAndMap(int from, int to) {
    Map<Set<GroupKey>, Placement> placed = new HashMap<>();
    for (int place = from; place < to; place++) {
      Image image = images.get(place);
      exclude(place, image);
      Set<GroupKey> keys = keys(image);
      if (!keys.isEmpty()) {
        Placement placement = placed.computeIfAbsent(keys, some -> new Placement());
        placement.members.add(place);
        placements[place] = placement;
      }
    }
    return placed;
  }

  private void exclude(int place, Image image) {
    for (ExclusionFilter filter : filters) {
      List<Reason> reasons =
          StrategyInvoker.call(filter, image.id(), () -> filter.evaluate(image, context));
      if (!reasons.isEmpty()) {
        exclude(
            place,
            new Answer(filter, StrategyInvoker.requireProtecting(filter, image.id(), reasons)));
      }
    }
  }

  private void exclude(int place, Answer answer) {
    List<Answer> known = excluded[place];
    excluded[place] =
        known == null ? List.of(answer) : Stream.concat(known.stream(), Stream.of(answer)).toList();
  }

  private Set<GroupKey> keys(Image image) {
    if (mappers.size() == 1) {
      ImageMapper mapper = mappers.get(0);
      return Set.copyOf(StrategyInvoker.call(mapper, image.id(), () -> mapper.map(image, context)));
    }
    Set<GroupKey> all = new LinkedHashSet<>();
    for (ImageMapper mapper : mappers) {
      all.addAll(StrategyInvoker.call(mapper, image.id(), () -> mapper.map(image, context)));
    }
    return all;
  }

  /**
   * Joins what the ranges of the inventory placed, and names the groups; they are in name order.
   */
  private static List<Group> groups(List<Map<Set<GroupKey>, Placement>> ranges) {
    Map<Set<GroupKey>, Placement> placed = new HashMap<>();
    for (Map<Set<GroupKey>, Placement> range : ranges) {
      range.forEach(
          (keys, placement) -> {
            Placement known = placed.putIfAbsent(keys, placement);
            if (known != null) {
              known.members.addAll(placement.members);
              placement.whole = known;
            }
          });
    }
    Map<GroupKey, Group> groups = new HashMap<>();
    placed.forEach(
        (keys, placement) ->
            keys.forEach(key -> groups.computeIfAbsent(key, Group::new).placements.add(placement)));
    GroupNames.of(groups.keySet())
        .forEach((key, name) -> groups.computeIfAbsent(key, Group::new).name = name);
    Comparator<Group> byName = Comparator.comparing(group -> group.name);
    placed.forEach(
        (keys, placement) -> {
          placement.groups =
              keys.stream()
                  .map(key -> groups.computeIfAbsent(key, Group::new))
                  .sorted(byName)
                  .toList();
          placement.names = placement.groups.stream().map(group -> group.name).toList();
        });
    return groups.values().stream().sorted(byName).toList();
  }

  /** Takes note of a last look, for the way of the images that it was asked about. */
  void looked(CandidateCheck check, Set<ImageId> asked, Map<ImageId, List<Reason>> reasons) {
    looks.add(new Look(check, asked, reasons));
  }

  /** Protects images by what the last look found, as if that had been known from the start. */
  void exclude(CandidateCheck check, Map<ImageId, List<Reason>> findings) {
    Set<Group> changed = new HashSet<>();
    findings.forEach(
        (id, reasons) -> {
          int place = place(id);
          exclude(place, new Answer(check, reasons));
          changed.addAll(placement(place).groups);
        });
    retain(groups.stream().filter(changed::contains).toList());
  }

  private void retain(List<Group> undecided) {
    Parallel.on(
        undecided.size(),
        (from, to) -> {
          undecided.subList(from, to).forEach(this::decide);
          return to;
        });
    // What several groups hold is kept by any of them, the ones decided on before included.
    for (Group group : undecided) {
      for (Placement placement : group.placements) {
        if (placement.groups.size() > 1) {
          placement.members.stream()
              .forEach(
                  place ->
                      retained[place] =
                          placement.groups.stream()
                              .anyMatch(one -> one.decision.keeps(images.get(place).id())));
        }
      }
    }
  }

  private void decide(Group group) {
    List<Image> candidates = new ArrayList<>(group.size());
    List<Image> kept = new ArrayList<>();
    int[] members = group.members();
    for (int place : members) {
      Image image = images.get(place);
      (isOpen(place, image) ? candidates : kept).add(image);
    }
    candidates.sort(Image.NEWEST_FIRST);
    kept.sort(Image.NEWEST_FIRST);
    group.candidates = Collections.unmodifiableList(candidates);
    group.decision = candidates.isEmpty() ? RetentionDecision.keepNone() : ask(group, kept);
    int asked = 0;
    for (int place : members) {
      Image image = images.get(place);
      boolean keeps = group.decision.keeps(image.id());
      asked += keeps && isOpen(place, image) ? 1 : 0;
      retained[place] = keeps;
    }
    if (asked != group.decision.reasons().size()) {
      StrategyInvoker.requireAsked(
          retention,
          "group " + group.key,
          group.decision.reasons().keySet(),
          candidates.stream().map(Image::id).collect(Collectors.toSet()));
    }
  }

  private boolean isOpen(int place, Image image) {
    return excluded[place] == null && image.creationDate().isPresent();
  }

  private RetentionDecision ask(Group group, List<Image> kept) {
    ImageGroup asked =
        ImageGroup.builder().key(group.key).candidates(group.candidates).kept(kept).build();
    RetentionDecision decision =
        StrategyInvoker.call(
            retention, "group " + group.key, () -> retention.decide(asked, context));
    decision
        .reasons()
        .forEach((image, reasons) -> StrategyInvoker.requireProtecting(retention, image, reasons));
    return decision;
  }

  /** Returns the images that nothing keeps, sorted by id. */
  List<Image> candidates() {
    List<Image> candidates = new ArrayList<>();
    for (int place = 0; place < images.size(); place++) {
      if (verdict(place) == Verdict.REMOVE) {
        candidates.add(images.get(place));
      }
    }
    return candidates;
  }

  /** Returns the decision on the image at a place, without that on its snapshots. */
  ImageDecision.Builder decision(int place) {
    Image image = images.get(place);
    return ImageDecision.builder()
        .imageId(image.id())
        .name(image.name())
        .creationDate(image.creationDate())
        .groups(placement(place).names)
        .verdict(verdict(place))
        .reasons(reasons(place))
        .trace(trace(place));
  }

  private Placement placement(int place) {
    Placement placement = placements[place];
    return placement == null ? NOWHERE : placement.whole;
  }

  Verdict verdict(int place) {
    if (excluded[place] != null) {
      return Verdict.EXCLUDED;
    }
    if (placements[place] == null) {
      return Verdict.UNMAPPED;
    }
    return retained[place] || images.get(place).creationDate().isEmpty()
        ? Verdict.RETAINED
        : Verdict.REMOVE;
  }

  /** Returns why the verdict on an image is what it is. */
  private List<Reason> reasons(int place) {
    Image image = images.get(place);
    return switch (verdict(place)) {
      case STAGE -> throw new IllegalStateException("Stages are decided on after this");
      case EXCLUDED ->
          answers(place).stream().flatMap(answer -> answer.reasons().stream()).toList();
      case UNMAPPED -> UNMAPPED;
      case RETAINED ->
          image.creationDate().isEmpty()
              ? UNDATED
              : placement(place).groups.stream()
                  .flatMap(
                      group ->
                          group.decision.reasons().getOrDefault(image.id(), List.of()).stream())
                  .toList();
      case REMOVE ->
          List.of(
              Reason.of(
                  ReasonCodes.NOT_RETAINED,
                  "Nothing excludes the image, and no group that it is in retains it",
                  placement(place).groups.stream()
                      .map(
                          group ->
                              group.name
                                  + ": rank "
                                  + group.rank(image)
                                  + " of "
                                  + group.candidates.size())
                      .toList()));
    };
  }

  private List<Answer> answers(int place) {
    List<Answer> answers = excluded[place];
    return answers == null ? List.of() : answers;
  }

  /** Returns what was found out about the image at a place. */
  ImageTrace trace(int place) {
    Image image = images.get(place);
    return ImageTrace.builder()
        .sources(sources)
        .references(context.usage().referencesTo(image.id()))
        .exclusion(exclusion(place))
        .groups(placement(place).groups.stream().map(group -> trace(image, group)).toList())
        .candidateChecks(
            looks.isEmpty()
                ? List.of()
                : answers(
                    looks.stream()
                        .filter(look -> look.asked().contains(image.id()))
                        .map(
                            look ->
                                new Answer(
                                    look.check(),
                                    look.reasons().getOrDefault(image.id(), List.of())))))
        .build();
  }

  private List<ImageTrace.Answer> exclusion(int place) {
    return excluded[place] == null
        ? passed
        : answers(
            Stream.concat(
                filters.stream().map(filter -> new Answer(filter, List.of())),
                answers(place).stream()
                    .filter(answer -> answer.strategy() instanceof ExclusionFilter)));
  }

  private ImageTrace.Group trace(Image image, Group group) {
    ImageTrace.Group.Builder trace =
        ImageTrace.Group.builder()
            .name(group.name)
            .candidates(group.candidates.size())
            .images(group.size());
    int rank = group.rank(image);
    if (rank > 0) {
      trace.rank(rank);
      group
          .decision
          .answers(retention, image.id())
          .forEach(
              (strategy, reasons) -> trace.addRetention(ImageTrace.Answer.of(strategy, reasons)));
    }
    return trace.build();
  }

  /** Joins the answers of strategies with the same description. */
  private static List<ImageTrace.Answer> answers(Stream<Answer> answers) {
    Map<String, List<Reason>> reasons = new LinkedHashMap<>();
    answers.forEach(
        answer ->
            reasons.merge(
                answer.strategy().description(), answer.reasons(), ImageEvaluation::both));
    return reasons.entrySet().stream()
        .map(answer -> ImageTrace.Answer.of(answer.getKey(), answer.getValue()))
        .toList();
  }

  private static List<Reason> both(List<Reason> mine, List<Reason> theirs) {
    return Stream.concat(mine.stream(), theirs.stream()).toList();
  }

  /** Returns the place of an image in the inventory. */
  int place(ImageId id) {
    int near = latest;
    for (int place = near; place < Math.min(near + 2, images.size()); place++) {
      if (images.get(place).id().equals(id)) {
        latest = place;
        return place;
      }
    }
    int low = 0;
    int high = images.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = images.get(middle).id().compareTo(id);
      if (order == 0) {
        latest = middle;
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    throw new IllegalArgumentException("The inventory holds no image " + id);
  }
}
