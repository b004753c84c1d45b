package io.amiclean.core.inventory;

import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageFact;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageInventory;
import io.amiclean.api.model.ImageUsage;
import io.amiclean.api.model.ResourceId;
import io.amiclean.api.model.Snapshot;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.model.SnapshotInventory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The time between two recordings, before the first or after the last: one of both may be missing.
 * Immutable and thread-safe.
 */
final class HistoryStretch {

  private static final RecordedAnswer NO_ANSWER = new RecordedAnswer(List.of(), List.of());

  private final Optional<RecordedAccount> earlier;
  private final Optional<RecordedAccount> later;
  private final RecordedAccount nearest;
  private final List<Sighting<Image>> images;
  private final List<Sighting<Snapshot>> snapshots;
  private final Set<ResourceId> unanswered = new HashSet<>();
  private final List<RecordedCheck<ImageId>> lastLook;
  private final List<RecordedCheck<SnapshotId>> snapshotLastLook;

  HistoryStretch(Optional<RecordedAccount> earlier, Optional<RecordedAccount> later) {
    this.earlier = earlier;
    this.later = later;
    this.nearest = earlier.or(() -> later).orElseThrow();
    this.images = sightings(recording -> recording.imageInventory().images(), Image::id);
    this.snapshots =
        sightings(recording -> recording.snapshotInventory().snapshots(), Snapshot::id);
    this.lastLook =
        checks(RecordedAccount::lastLook, images.stream().map(seen -> seen.known().id()).toList());
    this.snapshotLastLook =
        checks(
            RecordedAccount::snapshotLastLook,
            snapshots.stream().map(seen -> seen.known().id()).toList());
  }

  /** What the earlier, the later or both of the recordings hold. */
  private record Sighting<T>(Optional<T> earlier, Optional<T> later) {

    T known() {
      return earlier.or(() -> later).orElseThrow();
    }

    /** Unknown times of creation are no reason to leave anything out. */
    boolean existsAt(Instant time, Function<T, Optional<Instant>> madeAt) {
      return earlier.isPresent()
          || madeAt.apply(known()).filter(made -> made.isAfter(time)).isEmpty();
    }
  }

  private <T, I> List<Sighting<T>> sightings(
      Function<RecordedAccount, List<T>> items, Function<T, I> idOf) {
    Map<I, T> ofLater = new LinkedHashMap<>();
    later.ifPresent(
        recording -> items.apply(recording).forEach(i -> ofLater.put(idOf.apply(i), i)));
    List<Sighting<T>> all = new ArrayList<>();
    earlier.ifPresent(
        recording ->
            items
                .apply(recording)
                .forEach(
                    item ->
                        all.add(
                            new Sighting<>(
                                Optional.of(item),
                                Optional.ofNullable(ofLater.remove(idOf.apply(item)))))));
    ofLater.values().forEach(item -> all.add(new Sighting<>(Optional.empty(), Optional.of(item))));
    return List.copyOf(all);
  }

  /** Joins the answers of both recordings; what neither holds an answer about is not kept. */
  private <I extends ResourceId> List<RecordedCheck<I>> checks(
      Function<RecordedAccount, List<RecordedCheck<I>>> checks, List<I> ids) {
    Map<String, Map<I, RecordedAnswer>> answers = new LinkedHashMap<>();
    Stream.of(later, earlier)
        .flatMap(Optional::stream)
        .flatMap(recording -> checks.apply(recording).stream())
        .forEach(
            check ->
                answers
                    .computeIfAbsent(check.description(), name -> new HashMap<>())
                    .putAll(check.answers()));
    answers
        .values()
        .forEach(
            known ->
                ids.forEach(
                    id -> {
                      if (known.putIfAbsent(id, NO_ANSWER) == null) {
                        unanswered.add(id);
                      }
                    }));
    return answers.entrySet().stream()
        .map(check -> new RecordedCheck<>(check.getKey(), check.getValue()))
        .toList();
  }

  AccountHistory.Past at(Instant time) {
    RecordedAccount account =
        RecordedAccount.builder()
            .imageInventory(
                ImageInventory.builder()
                    .from(nearest.imageInventory())
                    .images(imagesAt(time))
                    .evidence(evidenceAt(time))
                    .build())
            .snapshotInventory(
                SnapshotInventory.builder()
                    .from(nearest.snapshotInventory())
                    .snapshots(
                        snapshots.stream()
                            .filter(seen -> seen.existsAt(time, Snapshot::startTime))
                            .map(Sighting::known)
                            .toList())
                    .build())
            .imageUsage(usageAt(time))
            .lastLook(lastLook)
            .snapshotLastLook(snapshotLastLook)
            .build()
            .withListsDatedAt(time);
    return new AccountHistory.Past(
        account, earlier.map(recording -> recording.imageUsage().readAt()), unanswered);
  }

  /** A kind of facts was read only if it was wherever an image is described. */
  private List<Evidence> evidenceAt(Instant time) {
    List<Evidence> evidence = nearest.imageInventory().evidence();
    boolean isAllOfNearest =
        images.stream()
            .noneMatch(
                seen ->
                    earlier.isPresent()
                        && seen.earlier().isEmpty()
                        && seen.existsAt(time, Image::creationDate));
    if (isAllOfNearest) {
      return evidence;
    }
    Set<String> unread =
        Stream.of(ImageFact.values())
            .filter(fact -> !fact.isReadIn(later.orElseThrow().imageInventory()))
            .map(ImageFact::source)
            .collect(Collectors.toSet());
    return evidence.stream().filter(read -> !unread.contains(read.source())).toList();
  }

  private List<Image> imagesAt(Instant time) {
    return images.stream()
        .filter(seen -> seen.existsAt(time, Image::creationDate))
        .map(seen -> imageAt(seen, time))
        .toList();
  }

  /** The later recording has a later launch, or the same one. */
  private static Image imageAt(Sighting<Image> seen, Instant time) {
    Image known = seen.known();
    Optional<Instant> launched =
        Stream.of(seen.earlier(), seen.later())
            .flatMap(Optional::stream)
            .flatMap(image -> image.lastLaunchedTime().stream())
            .filter(launch -> !launch.isAfter(time))
            .max(Comparator.naturalOrder());
    return launched.equals(known.lastLaunchedTime())
        ? known
        : Image.builder().from(known).lastLaunchedTime(launched).build();
  }

  private ImageUsage usageAt(Instant time) {
    if (earlier.isPresent()) {
      return earlier.get().imageUsage();
    }
    Set<ResourceId> launchedSince =
        nearest.imageInventory().images().stream()
            .filter(image -> image.lastLaunchedTime().filter(time::isBefore).isPresent())
            .map(Image::id)
            .collect(Collectors.toSet());
    return ImageUsage.builder()
        .from(nearest.imageUsage())
        .references(
            nearest.imageUsage().references().stream()
                .filter(reference -> !launchedSince.contains(reference.target()))
                .toList())
        .build();
  }
}
