package io.amiclean.core.inmemory;

import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.EvidenceGathering;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageFact;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageInventory;
import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.ImageUsage;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.model.RecycleBinRule;
import io.amiclean.api.model.ResourceId;
import io.amiclean.api.model.Snapshot;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.model.SnapshotInventory;
import io.amiclean.api.plan.CandidateCheck;
import io.amiclean.api.plan.CandidateFindings;
import io.amiclean.api.plan.SnapshotCheck;
import io.amiclean.api.plan.SnapshotFindings;
import io.amiclean.api.source.ImageSource;
import io.amiclean.api.source.ImageUsageSource;
import io.amiclean.api.source.SnapshotSource;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The account in memory as it is read: images, snapshots, who uses them, and the checks. A fault of
 * a read answers half of it, or nothing.
 */
abstract class AccountReads extends AccountChanges
    implements ImageSource, SnapshotSource, ImageUsageSource, CandidateCheck, SnapshotCheck {

  private static final List<AccountCall> USAGE_CALLS =
      List.of(
          AccountCall.READ_INSTANCES,
          AccountCall.READ_LAUNCH_CONFIGURATIONS,
          AccountCall.READ_LAUNCH_TEMPLATES,
          AccountCall.READ_AUTO_SCALING_GROUPS);

  private static final Set<String> USAGE_SOURCES =
      USAGE_CALLS.stream().map(AccountCall::source).collect(Collectors.toUnmodifiableSet());

  final Set<String> skipped;
  final Set<ImageFact> facts;

  AccountReads(
      CleanupScope scope,
      Clock clock,
      Set<String> skipped,
      Set<ImageFact> facts,
      AccountState state,
      CallLog calls) {
    super(scope, clock, state, calls);
    this.skipped = skipped;
    this.facts = facts;
  }

  /** {@inheritDoc} Images of other accounts are among them if the account was given some. */
  @Override
  public ImageInventory loadImages() {
    Instant readAt = clock.instant();
    EvidenceGathering gathering = new EvidenceGathering();
    Optional<Reading<Image>> readImages =
        gathering.read(() -> read(AccountCall.READ_IMAGES, state::images));
    Optional<Reading<ImageId>> readRecycled =
        gathering.read(() -> read(AccountCall.READ_RECYCLE_BIN, state::recycledImages));
    gathering.requireComplete();
    Reading<Image> images = readImages.orElseThrow();
    Reading<ImageId> recycled = readRecycled.orElseThrow();
    Reading<RecycleBinRule> rules = readRecycleBinRules();
    return ImageInventory.builder()
        .scope(scope)
        .readAt(readAt)
        .images(images.items())
        .recycledImageIds(recycled.items())
        .recycleBinRules(rules.items())
        .addEvidence(images.evidence(), recycled.evidence(), rules.evidence())
        .addAllEvidence(facts.stream().map(fact -> evidenceOf(fact, images)).toList())
        .build();
  }

  /** Nothing is kept or removed because of a rule, so that a failure leaves them unknown. */
  private Reading<RecycleBinRule> readRecycleBinRules() {
    AccountCall call = AccountCall.READ_RECYCLE_BIN_RULES;
    try {
      return read(call, state::recycleBinRules);
    } catch (EvidenceException e) {
      return new Reading<>(List.of(), Evidence.skipped(call.source(), clock.instant()));
    }
  }

  private static Evidence evidenceOf(ImageFact fact, Reading<Image> images) {
    long found = images.items().stream().filter(image -> !fact.namesOf(image).isEmpty()).count();
    return Evidence.builder().from(images.evidence()).source(fact.source()).items(found).build();
  }

  @Override
  public SnapshotInventory loadSnapshots() {
    Instant readAt = clock.instant();
    Reading<Snapshot> snapshots = read(AccountCall.READ_SNAPSHOTS, state::ownSnapshots);
    return SnapshotInventory.builder()
        .scope(scope)
        .readAt(readAt)
        .snapshots(snapshots.items())
        .addEvidence(snapshots.evidence())
        .build();
  }

  @Override
  public ImageUsage loadUsage() {
    ImageUsage.Builder usage = ImageUsage.builder().scope(scope).readAt(clock.instant());
    EvidenceGathering gathering = new EvidenceGathering();
    for (AccountCall call : USAGE_CALLS) {
      gathering
          .read(() -> readReferences(call, call.source()))
          .ifPresent(known -> usage.addAllReferences(known.items()).addEvidence(known.evidence()));
    }
    gathering.probe(() -> addOtherUsage(usage));
    gathering.requireComplete();
    return usage.build();
  }

  private Reading<ImageReference> readReferences(AccountCall call, String source) {
    Instant readAt = clock.instant();
    if (skipped.contains(source)) {
      return new Reading<>(List.of(), Evidence.skipped(source, readAt));
    }
    boolean complete = isComplete(call, List.of());
    return usersOf(source, referencesOf(source), complete, readAt);
  }

  private void addOtherUsage(ImageUsage.Builder usage) {
    Set<String> sources = new TreeSet<>();
    state.kindsOfUsers().forEach(kind -> sources.add(sourceOf(kind)));
    sources.removeAll(USAGE_SOURCES);
    Instant readAt = clock.instant();
    boolean complete =
        skipped.containsAll(sources) || isComplete(AccountCall.READ_OTHER_USAGE, List.of());
    for (String source : sources) {
      if (skipped.contains(source)) {
        usage.addEvidence(Evidence.skipped(source, readAt));
      } else {
        Reading<ImageReference> known = usersOf(source, referencesOf(source), complete, readAt);
        usage.addAllReferences(known.items()).addEvidence(known.evidence());
      }
    }
  }

  private List<ImageReference> referencesOf(String source) {
    return state.references().stream()
        .filter(reference -> sourceOf(reference).equals(source))
        .sorted()
        .toList();
  }

  private static Reading<ImageReference> usersOf(
      String source, List<ImageReference> references, boolean complete, Instant readAt) {
    List<ImageReference> read = complete ? references : firstHalf(references);
    long users = read.stream().map(ImageReference::user).distinct().count();
    return new Reading<>(read, evidence(source, users, complete, readAt));
  }

  private static String sourceOf(ImageReference reference) {
    return sourceOf(reference.kind());
  }

  private static String sourceOf(String kind) {
    return kind + "s";
  }

  @Override
  public CandidateFindings check(List<Image> candidates) {
    Instant readAt = clock.instant();
    boolean complete =
        isComplete(AccountCall.CHECK_CANDIDATES, candidates.stream().map(Image::id).toList());
    List<Image> checked = complete ? candidates : firstHalf(candidates);
    Map<ResourceId, List<ImageReference>> users =
        state.references().stream()
            .filter(reference -> !skipped.contains(sourceOf(reference)))
            .sorted()
            .collect(Collectors.groupingBy(ImageReference::target));
    Map<ImageId, List<Reason>> reasons = new TreeMap<>();
    for (Image candidate : checked) {
      List<Reason> why =
          reasonsToKeep(candidate.id(), users.getOrDefault(candidate.id(), List.of()));
      if (!why.isEmpty()) {
        reasons.put(candidate.id(), why);
      }
    }
    return CandidateFindings.builder()
        .scope(scope)
        .reasons(reasons)
        .addEvidence(
            evidence(AccountCall.CHECK_CANDIDATES.source(), checked.size(), complete, readAt))
        .build();
  }

  /** Records a {@link AccountCall#CHECK_CANDIDATES} about no image, which can fail as any other. */
  @Override
  public void probe() {
    isComplete(AccountCall.CHECK_CANDIDATES, List.of());
  }

  @Override
  public SnapshotFindings check(Set<SnapshotId> snapshots) {
    Objects.requireNonNull(snapshots, "snapshots");
    Instant readAt = clock.instant();
    List<SnapshotId> asked = List.copyOf(new TreeSet<>(snapshots));
    boolean complete = isComplete(AccountCall.CHECK_SNAPSHOTS, asked);
    List<SnapshotId> checked = complete ? asked : firstHalf(asked);
    Map<SnapshotId, List<Reason>> reasons = new TreeMap<>();
    for (SnapshotId snapshot : checked) {
      List<Reason> why = state.findings(snapshot);
      if (!why.isEmpty() && state.snapshot(snapshot).isPresent()) {
        reasons.put(snapshot, why);
      }
    }
    return SnapshotFindings.builder()
        .scope(scope)
        .reasons(reasons)
        .addEvidence(
            evidence(AccountCall.CHECK_SNAPSHOTS.source(), checked.size(), complete, readAt))
        .build();
  }

  private List<Reason> reasonsToKeep(ImageId image, List<ImageReference> users) {
    List<Reason> reasons = new ArrayList<>();
    if (!users.isEmpty()) {
      reasons.add(
          Reason.of(
              ReasonCodes.IN_USE,
              "In use by " + ImageReference.describe(users),
              users.stream().map(ImageReference::user).distinct().toList()));
    }
    reasons.addAll(state.findings(image));
    return reasons;
  }

  /** Returns {@code in-memory-account}. */
  @Override
  public String description() {
    return "in-memory-account";
  }

  /**
   * Returns the names of the sources that can be {@linkplain InMemoryAccount#skip skipped}: those
   * of usage that this account has or had, {@code recycle-bin} and {@code recycle-bin-rules}.
   *
   * @return the names, sorted
   */
  public SortedSet<String> sourceNames() {
    SortedSet<String> names = new TreeSet<>(USAGE_SOURCES);
    names.add(AccountCall.READ_RECYCLE_BIN.source());
    names.add(AccountCall.READ_RECYCLE_BIN_RULES.source());
    state.kindsOfUsers().forEach(kind -> names.add(sourceOf(kind)));
    return names;
  }

  /** What one source answered. */
  private record Reading<T>(List<T> items, Evidence evidence) {}

  private <T> Reading<T> read(AccountCall call, Supplier<List<T>> items) {
    Instant readAt = clock.instant();
    if (skipped.contains(call.source())) {
      return new Reading<>(List.of(), Evidence.skipped(call.source(), readAt));
    }
    boolean complete = isComplete(call, List.of());
    List<T> read = complete ? items.get() : firstHalf(items.get());
    return new Reading<>(read, evidence(call.source(), read.size(), complete, readAt));
  }

  private static Evidence evidence(String source, long items, boolean complete, Instant readAt) {
    return Evidence.builder().source(source).items(items).complete(complete).readAt(readAt).build();
  }

  private static <T> List<T> firstHalf(List<T> items) {
    return items.subList(0, items.size() / 2);
  }

  /** Begins a read and returns whether it answers everything; throws if it answers nothing. */
  private boolean isComplete(AccountCall call, List<? extends ResourceId> about) {
    Optional<Fault> fault = calls.begin(call, List.copyOf(about));
    if (fault.isPresent() && !fault.get().answersRead()) {
      throw fault.get().failure(call);
    }
    return fault.isEmpty();
  }
}
