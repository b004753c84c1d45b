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
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.ImageTrace;
import io.amiclean.api.plan.SnapshotDecision;
import io.amiclean.api.plan.Verdict;
import io.amiclean.api.retention.RetentionDecision;
import io.amiclean.api.retention.RetentionStrategy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What stages 2 to 4 say of each image of one inventory. */
final class Deliberation {

  private final PlanningContext context;
  private final RetentionStrategy retention;
  private final List<ExclusionFilter> filters;
  private final Map<ImageId, List<Reason>> excluded = new HashMap<>();
  private final Map<ImageId, Map<String, List<Reason>>> protecting = new HashMap<>();
  private final List<Look> looks = new ArrayList<>();
  private final Map<ImageId, Set<GroupKey>> keys = new HashMap<>();
  private final Map<GroupKey, List<Image>> members = new HashMap<>();
  private final Map<GroupKey, String> names;
  private final Map<ImageId, List<Reason>> retained = new HashMap<>();
  private final Map<GroupKey, Decided> decided = new HashMap<>();

  /** What a last look said of the images that it was asked about. */
  private record Look(String check, Set<ImageId> asked, Map<ImageId, List<Reason>> reasons) {}

  /** What the retention said of the candidates of a group, newest first. */
  private record Decided(List<Image> candidates, RetentionDecision decision) {

    /** Returns the rank of an image from 1 on, or 0 if it is no candidate. */
    int rank(Image image) {
      return Math.max(0, Collections.binarySearch(candidates, image, Image.NEWEST_FIRST) + 1);
    }
  }

  Deliberation(
      PlanningContext context,
      List<ExclusionFilter> filters,
      List<ImageMapper> mappers,
      RetentionStrategy retention) {
    this.context = context;
    this.filters = filters;
    this.retention = retention;
    for (Image image : context.images().images()) {
      exclude(image);
      map(image, mappers);
    }
    names = GroupNames.of(members.keySet());
    retain();
  }

  private void exclude(Image image) {
    for (ExclusionFilter filter : filters) {
      List<Reason> reasons = Guard.call(filter, image.id(), () -> filter.evaluate(image, context));
      if (!reasons.isEmpty()) {
        exclude(image.id(), Guard.requireProtecting(filter, image.id(), reasons));
        protecting
            .computeIfAbsent(image.id(), id -> new HashMap<>())
            .merge(filter.description(), reasons, Deliberation::both);
      }
    }
  }

  private void exclude(ImageId image, List<Reason> reasons) {
    excluded.computeIfAbsent(image, id -> new ArrayList<>(1)).addAll(reasons);
  }

  private static List<Reason> both(List<Reason> mine, List<Reason> theirs) {
    return Stream.concat(mine.stream(), theirs.stream()).toList();
  }

  private void map(Image image, List<ImageMapper> mappers) {
    Set<GroupKey> all = new LinkedHashSet<>();
    for (ImageMapper mapper : mappers) {
      all.addAll(Guard.call(mapper, image.id(), () -> mapper.map(image, context)));
    }
    keys.put(image.id(), all);
    for (GroupKey key : all) {
      members.computeIfAbsent(key, group -> new ArrayList<>()).add(image);
    }
  }

  /** Takes note of a last look, for the way of the images that it was asked about. */
  void looked(String check, Set<ImageId> asked, Map<ImageId, List<Reason>> reasons) {
    looks.add(new Look(check, asked, reasons));
  }

  /** Protects images by what the last look found, as if that had been known from the start. */
  void exclude(Map<ImageId, List<Reason>> findings) {
    findings.forEach(this::exclude);
    retain();
  }

  private void retain() {
    retained.clear();
    decided.clear();
    for (Image image : context.images().images()) {
      if (image.creationDate().isEmpty()) {
        retained.put(
            image.id(),
            List.of(
                Reason.of(
                    ReasonCodes.UNKNOWN_CREATION_DATE,
                    "It is not known when the image was created")));
      }
    }
    members.keySet().stream()
        .sorted(Comparator.comparing(this::name))
        .forEach(key -> retain(key, members.getOrDefault(key, List.of())));
  }

  private void retain(GroupKey key, List<Image> images) {
    Map<Boolean, List<Image>> byFate =
        images.stream()
            .sorted(Image.NEWEST_FIRST)
            .collect(
                Collectors.partitioningBy(
                    image ->
                        image.creationDate().isPresent() && !excluded.containsKey(image.id())));
    List<Image> candidates = byFate.getOrDefault(true, List.of());
    if (candidates.isEmpty()) {
      return;
    }
    ImageGroup group =
        ImageGroup.builder()
            .key(key)
            .candidates(candidates)
            .kept(byFate.getOrDefault(false, List.of()))
            .build();
    RetentionDecision decision =
        Guard.call(retention, "group " + key, () -> retention.decide(group, context));
    Set<ImageId> asked = candidates.stream().map(Image::id).collect(Collectors.toSet());
    Guard.requireAsked(retention, "group " + key, decision.reasons().keySet(), asked);
    decision
        .reasons()
        .forEach(
            (image, reasons) ->
                retained
                    .computeIfAbsent(image, id -> new ArrayList<>(1))
                    .addAll(Guard.requireProtecting(retention, image, reasons)));
    decided.put(key, new Decided(candidates, decision));
  }

  /** Returns the images that nothing keeps, sorted by id. */
  List<Image> candidates() {
    return context.images().images().stream()
        .filter(image -> verdict(image.id()) == Verdict.REMOVE)
        .toList();
  }

  ImageDecision decision(Image image, List<SnapshotDecision> snapshots) {
    Verdict verdict = verdict(image.id());
    return ImageDecision.builder()
        .imageId(image.id())
        .name(image.name())
        .creationDate(image.creationDate())
        .groups(groups(image).stream().map(this::name).toList())
        .verdict(verdict)
        .reasons(reasons(image, verdict))
        .snapshots(snapshots)
        .trace(() -> trace(image))
        .build();
  }

  /** The groups of an image, by name. */
  private List<GroupKey> groups(Image image) {
    return keys.getOrDefault(image.id(), Set.of()).stream()
        .sorted(Comparator.comparing(this::name))
        .toList();
  }

  private ImageTrace trace(Image image) {
    Map<String, List<Reason>> found = protecting.getOrDefault(image.id(), Map.of());
    Map<String, List<Reason>> exclusion = new LinkedHashMap<>();
    for (ExclusionFilter filter : filters) {
      String asked = filter.description();
      exclusion.put(asked, found.getOrDefault(asked, List.of()));
    }
    Map<String, List<Reason>> lastLook = new LinkedHashMap<>();
    for (Look look : looks) {
      if (look.asked().contains(image.id())) {
        lastLook.merge(
            look.check(), look.reasons().getOrDefault(image.id(), List.of()), Deliberation::both);
      }
    }
    return ImageTrace.builder()
        .sources(context.images().evidence().stream().map(Evidence::source).sorted().toList())
        .references(context.usage().referencesTo(image.id()))
        .exclusion(exclusion)
        .groups(groups(image).stream().map(key -> trace(image, key)).toList())
        .lastLook(lastLook)
        .build();
  }

  private ImageTrace.Group trace(Image image, GroupKey key) {
    Decided group = decided.get(key);
    int rank = group == null ? 0 : group.rank(image);
    ImageTrace.Group.Builder trace =
        ImageTrace.Group.builder()
            .name(name(key))
            .candidates(group == null ? 0 : group.candidates().size())
            .images(members.getOrDefault(key, List.of()).size());
    if (group != null && rank > 0) {
      trace.rank(rank).retention(group.decision().answers(retention, image.id()));
    }
    return trace.build();
  }

  /** The ranks of an image, by the names of its groups. */
  private List<String> ranks(Image image) {
    List<String> ranks = new ArrayList<>(1);
    for (GroupKey key : groups(image)) {
      Decided group = decided.get(key);
      if (group != null) {
        ranks.add(name(key) + ": rank " + group.rank(image) + " of " + group.candidates().size());
      }
    }
    return ranks;
  }

  private String name(GroupKey group) {
    return names.getOrDefault(group, group.longName());
  }

  private Verdict verdict(ImageId image) {
    if (excluded.containsKey(image)) {
      return Verdict.EXCLUDED;
    }
    if (keys.getOrDefault(image, Set.of()).isEmpty()) {
      return Verdict.UNMAPPED;
    }
    return retained.containsKey(image) ? Verdict.RETAINED : Verdict.REMOVE;
  }

  private List<Reason> reasons(Image image, Verdict verdict) {
    return switch (verdict) {
      case STAGE -> throw new IllegalStateException("Stages are decided on after this");
      case EXCLUDED -> excluded.getOrDefault(image.id(), List.of());
      case RETAINED -> retained.getOrDefault(image.id(), List.of());
      case UNMAPPED ->
          List.of(Reason.of(ReasonCodes.NO_GROUP, "No mapper placed the image in a group"));
      case REMOVE ->
          List.of(
              Reason.of(
                  ReasonCodes.NOT_RETAINED,
                  "Nothing excludes the image, and no group that it is in retains it",
                  ranks(image)));
    };
  }
}
