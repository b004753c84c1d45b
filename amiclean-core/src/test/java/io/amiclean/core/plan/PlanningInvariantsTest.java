package io.amiclean.core.plan;

import static io.amiclean.core.Fixtures.ACCOUNT;
import static io.amiclean.core.Fixtures.NOW;
import static io.amiclean.core.Fixtures.OTHER_ACCOUNT;
import static io.amiclean.core.Fixtures.SCOPE;
import static io.amiclean.core.Fixtures.createdFor;
import static io.amiclean.core.Fixtures.device;
import static io.amiclean.core.Fixtures.imageId;
import static io.amiclean.core.Fixtures.snapshotId;
import static io.amiclean.core.plan.Planning.CLOCK;
import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.exclusion.ExclusionFilter;
import io.amiclean.api.mapping.GroupKey;
import io.amiclean.api.mapping.ImageGroup;
import io.amiclean.api.mapping.ImageMapper;
import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.ImageState;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.Snapshot;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.plan.CandidateCheck;
import io.amiclean.api.plan.CandidateFindings;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.SnapshotDecision;
import io.amiclean.api.plan.Verdict;
import io.amiclean.api.retention.RetentionStrategy;
import io.amiclean.api.snapshot.SnapshotResolver;
import io.amiclean.core.Fixtures;
import io.amiclean.core.exclusion.SnapshotExclusionFilters;
import io.amiclean.core.json.PlanJson;
import io.amiclean.core.retention.RetentionStrategies;
import io.amiclean.core.snapshot.SnapshotResolvers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** What holds for every account and every choice of strategies. */
class PlanningInvariantsTest {

  /** Groups by single letters of the name: an image is in none, one or several groups. */
  private static final ImageMapper LETTERS =
      ImageMapper.named(
          "letters()",
          (image, context) ->
              image
                  .name()
                  .chars()
                  .mapToObj(letter -> GroupKey.of("letter", Character.toString(letter)))
                  .collect(Collectors.toCollection(LinkedHashSet::new)));

  private static final Reason PINNED = Reason.of("pinned", "Pinned by the release train");

  private static final ExclusionFilter PINS =
      ExclusionFilter.named(
          "pins()",
          (image, context) -> image.facts().containsKey("pinned") ? List.of(PINNED) : List.of());

  /** What there is, in the order in which it is given. */
  record World(
      List<Image> images,
      List<Snapshot> snapshots,
      List<ImageReference> references,
      Set<ImageId> recycled) {

    PlanningContext context() {
      return Fixtures.context(images, recycled, snapshots, references);
    }

    World shuffled(Random random) {
      return new World(
          shuffled(images, random),
          shuffled(snapshots, random),
          shuffled(references, random),
          new LinkedHashSet<>(shuffled(List.copyOf(recycled), random)));
    }

    private static <T> List<T> shuffled(List<T> items, Random random) {
      List<T> shuffled = new ArrayList<>(items);
      Collections.shuffle(shuffled, random);
      return shuffled;
    }
  }

  private static CleanupPlannerBuilder planner(
      World world, RetentionStrategy retention, SnapshotResolver resolver) {
    PlanningContext context = world.context();
    return CleanupPlanner.builder()
        .images(context::images)
        .snapshots(context::snapshots)
        .usage(context::usage)
        .exclude(PINS)
        .excludeSnapshots(SnapshotExclusionFilters.tagged("keep"))
        .groupBy(LETTERS)
        .retain(retention)
        .resolveSnapshots(resolver)
        .orphanSnapshots()
        .clock(CLOCK);
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void anImageGoesExactlyIfNothingProtectsItAndEveryOneOfItsGroupsLetsItGo(
      @ForAll("worlds") World world,
      @ForAll("retentions") RetentionStrategy retention,
      @ForAll("resolvers") SnapshotResolver resolver) {
    CleanupPlan plan = planner(world, retention, resolver).build().plan();

    Map<GroupKey, List<Image>> groups = new HashMap<>();
    for (Image image : world.images()) {
      LETTERS
          .map(image, world.context())
          .forEach(key -> groups.computeIfAbsent(key, group -> new ArrayList<>()).add(image));
    }
    List<ImageGroup> all = new ArrayList<>();
    groups.forEach(
        (key, images) -> {
          Map<Boolean, List<Image>> parts =
              images.stream().collect(Collectors.partitioningBy(image -> isOpen(image, world)));
          all.add(
              ImageGroup.builder()
                  .key(key)
                  .candidates(parts.getOrDefault(true, List.of()))
                  .kept(parts.getOrDefault(false, List.of()))
                  .build());
        });
    Set<ImageId> kept = new HashSet<>();
    retention
        .decideAll(all, world.context())
        .values()
        .forEach(decision -> kept.addAll(decision.reasons().keySet()));
    Set<ImageId> expected = new TreeSet<>();
    for (Image image : world.images()) {
      if (isOpen(image, world) && !image.name().isEmpty() && !kept.contains(image.id())) {
        expected.add(image.id());
      }
    }

    assertThat(removals(plan)).isEqualTo(expected);
  }

  /** Whether nothing but a retention could keep the image. */
  private static boolean isOpen(Image image, World world) {
    return image.ownerId().filter(ACCOUNT::equals).isPresent()
        && image.state() == ImageState.AVAILABLE
        && image.creationDate().isPresent()
        && image.deregistrationProtection().isEmpty()
        && !image.facts().containsKey("pinned")
        && world.references().stream().noneMatch(use -> use.target().equals(image.id()));
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void aSnapshotIsDeletedOnlyIfItIsOursAndNobodyIsLeftWhoNeedsIt(
      @ForAll("worlds") World world,
      @ForAll("retentions") RetentionStrategy retention,
      @ForAll("resolvers") SnapshotResolver resolver) {
    CleanupPlan plan = planner(world, retention, resolver).build().plan();

    Set<ImageId> removals = removals(plan);
    for (SnapshotId id : deletions(plan)) {
      Snapshot snapshot = world.context().snapshots().snapshot(id).orElseThrow();
      assertThat(snapshot.ownerId()).contains(ACCOUNT);
      assertThat(snapshot.tags()).doesNotContainKey("keep");
      assertThat(world.references()).noneMatch(use -> use.target().equals(id));
      assertThat(world.recycled()).noneMatch(image -> isMadeFor(snapshot, image));
      assertThat(world.images())
          .filteredOn(image -> image.snapshotIds().contains(id))
          .allMatch(image -> removals.contains(image.id()));
    }
  }

  private static boolean isMadeFor(Snapshot snapshot, ImageId image) {
    return snapshot.description().equals(createdFor(image));
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void everyImageAndEverySnapshotOfOneIsDecidedOn(
      @ForAll("worlds") World world,
      @ForAll("retentions") RetentionStrategy retention,
      @ForAll("resolvers") SnapshotResolver resolver) {
    CleanupPlan plan = planner(world, retention, resolver).build().plan();

    assertThat(plan.images())
        .extracting(ImageDecision::imageId)
        .containsExactlyElementsOf(
            world.images().stream().map(Image::id).collect(Collectors.toCollection(TreeSet::new)));
    for (Image image : world.images()) {
      assertThat(plan.explain(image.id()).snapshots())
          .extracting(SnapshotDecision::snapshotId)
          .containsAll(image.snapshotIds());
    }
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void theOrderOfTheInputChangesNothing(
      @ForAll("worlds") World world,
      @ForAll("retentions") RetentionStrategy retention,
      @ForAll("resolvers") SnapshotResolver resolver,
      @ForAll Random random) {
    CleanupPlan plan = planner(world, retention, resolver).build().plan();
    CleanupPlan again = planner(world.shuffled(random), retention, resolver).build().plan();

    assertThat(PlanJson.write(again)).isEqualTo(PlanJson.write(plan));
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void aPlanSurvivesItsJson(
      @ForAll("worlds") World world,
      @ForAll("retentions") RetentionStrategy retention,
      @ForAll("resolvers") SnapshotResolver resolver) {
    CleanupPlan plan = planner(world, retention, resolver).build().plan();

    String json = PlanJson.write(plan);

    assertThat(PlanJson.read(json)).isEqualTo(plan);
    assertThat(PlanJson.write(PlanJson.read(json))).isEqualTo(json);
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void theLastLookIsPlanningWithItsFindingsFromTheStart(
      @ForAll("worlds") World world,
      @ForAll("retentions") RetentionStrategy retention,
      @ForAll("findings") Set<ImageId> shared,
      @ForAll("findings") Set<ImageId> launched) {
    LastLook first = new LastLook(shared, "shared-usage-unknown");
    LastLook second = new LastLook(launched, "in-use");
    SnapshotResolver resolver = SnapshotResolvers.blockDevices();
    CleanupPlan plan = planner(world, retention, resolver).check(first, second).build().plan();

    CleanupPlan fromTheStart =
        planner(world, retention, resolver)
            .exclude(first.asFilter(), second.asFilter())
            .build()
            .plan();

    // The trace of an image says which strategy found what.
    assertThat(plan.images())
        .extracting(PlanningInvariantsTest::withoutTrace)
        .isEqualTo(
            fromTheStart.images().stream().map(PlanningInvariantsTest::withoutTrace).toList());
    assertThat(plan.orphanSnapshots()).isEqualTo(fromTheStart.orphanSnapshots());
  }

  private static ImageDecision withoutTrace(ImageDecision decision) {
    return ImageDecision.builder().from(decision).trace(Optional.empty()).build();
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void everyImageThatGoesWasLookedAtOnceByEveryLastLook(
      @ForAll("worlds") World world,
      @ForAll("retentions") RetentionStrategy retention,
      @ForAll("findings") Set<ImageId> shared,
      @ForAll("findings") Set<ImageId> launched) {
    LastLook first = new LastLook(shared, "shared-usage-unknown");
    LastLook second = new LastLook(launched, "in-use");
    CleanupPlan plan =
        planner(world, retention, SnapshotResolvers.blockDevices())
            .check(first, second)
            .build()
            .plan();

    assertThat(first.asked).doesNotHaveDuplicates().containsAll(removals(plan));
    assertThat(second.asked).doesNotHaveDuplicates().containsAll(removals(plan));
    assertThat(removals(plan)).noneMatch(shared::contains).noneMatch(launched::contains);
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void nobodyIsLookedAtWhoStaysAnyway(
      @ForAll("worlds") World world,
      @ForAll("retentions") RetentionStrategy retention,
      @ForAll("findings") Set<ImageId> shared) {
    LastLook look = new LastLook(shared, "shared-usage-unknown");
    CleanupPlan plan =
        planner(world, retention, SnapshotResolvers.blockDevices()).check(look).build().plan();

    for (ImageId asked : look.asked) {
      ImageDecision decision = plan.explain(asked);
      assertThat(decision.verdict()).isNotEqualTo(Verdict.UNMAPPED);
      assertThat(isOpen(world.context().images().image(asked).orElseThrow(), world)).isTrue();
    }
  }

  private static Set<ImageId> removals(CleanupPlan plan) {
    return plan.removals().stream()
        .map(ImageDecision::imageId)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<SnapshotId> deletions(CleanupPlan plan) {
    Set<SnapshotId> deletions = new TreeSet<>();
    for (ImageDecision image : plan.images()) {
      for (SnapshotDecision snapshot : image.snapshots()) {
        if (snapshot.isDeletion()) {
          deletions.add(snapshot.snapshotId());
        }
      }
    }
    for (SnapshotDecision orphan : plan.orphanSnapshots()) {
      if (orphan.isDeletion()) {
        deletions.add(orphan.snapshotId());
      }
    }
    return deletions;
  }

  @Provide
  Arbitrary<World> worlds() {
    return Combinators.combine(
            images(), snapshots(), references(), Arbitraries.integers().between(1, 9).set())
        .as(
            (images, snapshots, references, recycled) -> {
              Set<ImageId> bin = new LinkedHashSet<>();
              recycled.forEach(number -> bin.add(imageId(number)));
              images.forEach(image -> bin.remove(image.id()));
              return new World(images, snapshots, references, bin);
            });
  }

  private static Arbitrary<List<Image>> images() {
    Arbitrary<String> names =
        Arbitraries.strings().withChars("ab").ofMaxLength(2).edgeCases(cases -> cases.none());
    Arbitrary<Optional<Long>> ages = Arbitraries.longs().between(0, 3).optional(0.9);
    Arbitrary<Optional<AccountId>> owners =
        Arbitraries.frequency(
            Tuple.of(8, Optional.of(ACCOUNT)),
            Tuple.of(1, Optional.of(OTHER_ACCOUNT)),
            Tuple.of(1, Optional.empty()));
    Arbitrary<ImageState> states =
        Arbitraries.frequencyOf(
            Tuple.of(8, Arbitraries.just(ImageState.AVAILABLE)),
            Tuple.of(1, Arbitraries.of(ImageState.class)));
    Arbitrary<Boolean> seldom = Arbitraries.frequency(Tuple.of(9, false), Tuple.of(1, true));
    Arbitrary<Set<Integer>> snapshots = Arbitraries.integers().between(1, 5).set().ofMaxSize(3);
    Arbitrary<Image.Builder> image =
        Combinators.combine(names, ages, owners, states, seldom, seldom, snapshots)
            .as(PlanningInvariantsTest::image);
    return image
        .list()
        .ofMaxSize(8)
        .map(
            builders -> {
              List<Image> images = new ArrayList<>();
              for (int i = 0; i < builders.size(); i++) {
                images.add(builders.get(i).id(imageId(i + 1)).build());
              }
              return images;
            });
  }

  private static Image.Builder image(
      String name,
      Optional<Long> age,
      Optional<AccountId> owner,
      ImageState state,
      boolean isProtected,
      boolean isPinned,
      Set<Integer> snapshots) {
    Image.Builder image =
        Image.builder()
            .name(name)
            .creationDate(age.map(days -> NOW.minus(Duration.ofDays(days))))
            .ownerId(owner)
            .state(state);
    if (isProtected) {
      image.deregistrationProtection("enabled-with-cooldown");
    }
    if (isPinned) {
      image.putFacts("pinned", "yes");
    }
    snapshots.forEach(
        number -> image.addBlockDevices(device("/dev/sd" + number, snapshotId(number))));
    return image;
  }

  private static Arbitrary<List<Snapshot>> snapshots() {
    Arbitrary<Optional<AccountId>> owners =
        Arbitraries.frequency(
            Tuple.of(8, Optional.of(ACCOUNT)),
            Tuple.of(1, Optional.of(OTHER_ACCOUNT)),
            Tuple.of(1, Optional.empty()));
    Arbitrary<Optional<Integer>> madeFor = Arbitraries.integers().between(1, 9).optional(0.7);
    Arbitrary<Boolean> seldom = Arbitraries.frequency(Tuple.of(9, false), Tuple.of(1, true));
    Arbitrary<Snapshot.Builder> snapshot =
        Combinators.combine(owners, madeFor, seldom)
            .as(
                (owner, image, isTagged) -> {
                  Snapshot.Builder builder =
                      Fixtures.snapshot(1)
                          .ownerId(owner)
                          .description(image.map(number -> createdFor(imageId(number))).orElse(""));
                  return isTagged ? builder.putTags("keep", "") : builder;
                });
    return snapshot
        .list()
        .ofMinSize(4)
        .ofMaxSize(7)
        .map(
            builders -> {
              List<Snapshot> snapshots = new ArrayList<>();
              for (int i = 0; i < builders.size(); i++) {
                snapshots.add(builders.get(i).id(snapshotId(i + 1)).build());
              }
              return snapshots;
            });
  }

  private static Arbitrary<List<ImageReference>> references() {
    Arbitrary<ImageReference> toImages =
        Combinators.combine(Arbitraries.integers().between(1, 9), Arbitraries.of("i-1", "i-2"))
            .as((number, user) -> ImageReference.of(imageId(number), "instance", user));
    Arbitrary<ImageReference> toSnapshots =
        Combinators.combine(Arbitraries.integers().between(1, 7), Arbitraries.of("lt-1", "lt-2"))
            .as((number, user) -> ImageReference.of(snapshotId(number), "launch-template", user));
    return Arbitraries.oneOf(toImages, toSnapshots).list().ofMaxSize(4);
  }

  @Provide
  Arbitrary<RetentionStrategy> retentions() {
    RetentionStrategy atLeast = RetentionStrategies.keepAtLeast(2);
    RetentionStrategy young = RetentionStrategies.youngerThan(Duration.ofDays(2));
    return Arbitraries.of(
        RetentionStrategies.nothing(),
        RetentionStrategies.keepNewest(1),
        RetentionStrategies.keepNewest(3),
        RetentionStrategies.keepAtLeast(1),
        RetentionStrategies.keepAtLeast(3),
        young,
        RetentionStrategies.calendarFromNow(2, 1, 0),
        RetentionStrategy.anyOf(RetentionStrategies.keepNewest(1), atLeast),
        young.then(RetentionStrategies.keepNewest(1)),
        young.then(atLeast),
        RetentionStrategies.quotaTarget(3),
        RetentionStrategies.keepNewest(1).then(RetentionStrategies.quotaTarget(4)),
        RetentionStrategies.together(RetentionStrategies.keepNewest(1)),
        RetentionStrategy.anyOf(
            young, RetentionStrategies.together(RetentionStrategies.quotaTarget(2))));
  }

  @Provide
  Arbitrary<SnapshotResolver> resolvers() {
    return Arbitraries.of(
        SnapshotResolvers.blockDevices(),
        SnapshotResolver.named("none()", (image, context) -> Set.of()),
        SnapshotResolver.named("the-second()", (image, context) -> Set.of(snapshotId(2))),
        SnapshotResolver.named(
            "all()",
            (image, context) ->
                context.snapshots().snapshots().stream()
                    .map(Snapshot::id)
                    .collect(Collectors.toSet())));
  }

  @Provide
  Arbitrary<Set<ImageId>> findings() {
    return Arbitraries.integers().between(1, 8).map(Fixtures::imageId).set();
  }

  /** Finds that some images must stay, and remembers whom it was asked about. */
  private static final class LastLook implements CandidateCheck {

    private final Set<ImageId> finds;
    private final String code;
    private final List<ImageId> asked = new ArrayList<>();

    LastLook(Set<ImageId> finds, String code) {
      this.finds = finds;
      this.code = code;
    }

    @Override
    public CandidateFindings check(List<Image> candidates) {
      CandidateFindings.Builder findings = CandidateFindings.builder().scope(SCOPE);
      for (Image candidate : candidates) {
        asked.add(candidate.id());
        if (finds.contains(candidate.id())) {
          findings.putReasons(candidate.id(), List.of(reason()));
        }
      }
      return findings.build();
    }

    private Reason reason() {
      return Reason.of(code, "The candidate check says so");
    }

    /** Says the same of the same images without being asked last. */
    ExclusionFilter asFilter() {
      Set<ImageId> found = new HashSet<>(asked);
      found.retainAll(finds);
      return ExclusionFilter.named(
          "known-from-the-start()",
          (image, context) -> found.contains(image.id()) ? List.of(reason()) : List.of());
    }
  }
}
