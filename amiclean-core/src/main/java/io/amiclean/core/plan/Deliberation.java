package io.amiclean.core.plan;

import io.amiclean.api.exclusion.ExclusionFilter;
import io.amiclean.api.mapping.GroupKey;
import io.amiclean.api.mapping.ImageGroup;
import io.amiclean.api.mapping.ImageMapper;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.SnapshotDecision;
import io.amiclean.api.plan.Verdict;
import io.amiclean.api.retention.RetentionDecision;
import io.amiclean.api.retention.RetentionStrategy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What stages 2 to 4 say of each image of one inventory. */
final class Deliberation {

  private final PlanningContext context;
  private final RetentionStrategy retention;
  private final Map<ImageId, List<Reason>> excluded = new HashMap<>();
  private final Map<ImageId, Set<GroupKey>> keys = new HashMap<>();
  private final Map<GroupKey, List<Image>> members = new HashMap<>();
  private final Map<GroupKey, String> names;
  private final Map<ImageId, List<Reason>> retained = new HashMap<>();
  private final Map<ImageId, List<String>> ranks = new HashMap<>();

  Deliberation(
      PlanningContext context,
      List<ExclusionFilter> filters,
      List<ImageMapper> mappers,
      RetentionStrategy retention) {
    this.context = context;
    this.retention = retention;
    for (Image image : context.images().images()) {
      exclude(image, filters);
      map(image, mappers);
    }
    names = GroupNames.of(members.keySet());
    retain();
  }

  private void exclude(Image image, List<ExclusionFilter> filters) {
    for (ExclusionFilter filter : filters) {
      List<Reason> reasons = Guard.call(filter, image.id(), () -> filter.evaluate(image, context));
      if (!reasons.isEmpty()) {
        exclude(image.id(), Guard.requireProtecting(filter, image.id(), reasons));
      }
    }
  }

  private void exclude(ImageId image, List<Reason> reasons) {
    excluded.computeIfAbsent(image, id -> new ArrayList<>(1)).addAll(reasons);
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

  /** Protects images by what the last look found, as if that had been known from the start. */
  void exclude(Map<ImageId, List<Reason>> findings) {
    findings.forEach(this::exclude);
    retain();
  }

  private void retain() {
    retained.clear();
    ranks.clear();
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
    for (int i = 0; i < candidates.size(); i++) {
      ranks
          .computeIfAbsent(candidates.get(i).id(), id -> new ArrayList<>(1))
          .add(name(key) + ": rank " + (i + 1) + " of " + candidates.size());
    }
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
        .groups(keys.getOrDefault(image.id(), Set.of()).stream().map(this::name).sorted().toList())
        .verdict(verdict)
        .reasons(reasons(image.id(), verdict))
        .snapshots(snapshots)
        .build();
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

  private List<Reason> reasons(ImageId image, Verdict verdict) {
    return switch (verdict) {
      case STAGE -> throw new IllegalStateException("Stages are decided on after this");
      case EXCLUDED -> excluded.getOrDefault(image, List.of());
      case RETAINED -> retained.getOrDefault(image, List.of());
      case UNMAPPED ->
          List.of(Reason.of(ReasonCodes.NO_GROUP, "No mapper placed the image in a group"));
      case REMOVE ->
          List.of(
              Reason.of(
                  ReasonCodes.NOT_RETAINED,
                  "Nothing excludes the image, and no group that it is in retains it",
                  ranks.getOrDefault(image, List.of())));
    };
  }
}
