package io.amiclean.core.inmemory;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.RemovalOperations;
import io.amiclean.api.lifecycle.LaunchPermissions;
import io.amiclean.api.lifecycle.LifecycleOperations;
import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.DocumentFormatException;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageFact;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageInventory;
import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.ImageState;
import io.amiclean.api.model.ImageUsage;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.model.ResourceId;
import io.amiclean.api.model.Sharing;
import io.amiclean.api.model.Snapshot;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.model.SnapshotInventory;
import io.amiclean.api.plan.AccountReader;
import io.amiclean.api.plan.Action;
import io.amiclean.api.plan.CandidateCheck;
import io.amiclean.api.plan.CandidateFindings;
import io.amiclean.api.plan.SnapshotCheck;
import io.amiclean.api.plan.SnapshotFindings;
import io.amiclean.api.policy.ReadingPolicy;
import io.amiclean.api.source.ImageSource;
import io.amiclean.api.source.ImageUsageSource;
import io.amiclean.api.source.SnapshotSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A region of an account, held in memory: what a unit test of a pipeline, a strategy or an error
 * path plans and executes on instead of AWS. It implements every port, keeps EC2's rules, records
 * what it was asked, and fails where it is told to.
 *
 * <pre>{@code
 * InMemoryAccount account =
 *     InMemoryAccount.builder()
 *         .image("ami-0a1b2c3d", image -> image
 *             .name("web-41").tag("role", "web").createdAt("2017-06-14T08:00:00Z")
 *             .snapshot("snap-0a1b2c3d", 8))
 *         .image("ami-4e5f6a7b", image -> image
 *             .name("web-42").tag("role", "web").createdAt("2017-06-15T08:00:00Z")
 *             .snapshot("snap-4e5f6a7b", 8))
 *         .instance("i-0a1b2c3d", "ami-4e5f6a7b")
 *         .build();
 * }</pre>
 *
 * <p>EC2's rules: a deregistered image is gone, and its snapshots stay unless they are asked for; a
 * snapshot cannot be deleted while an image refers to it, whatever that image's state; images and
 * snapshots of other accounts or of AWS Backup, images that are protected from deregistration and
 * locked snapshots are refused; snapshots that another image refers to are skipped when an image is
 * deregistered together with its snapshots; a disabled image has lost its launch permissions and
 * gets none, and an image holds 50 tags.
 *
 * <p>Who uses what is told by four sources, {@code instances}, {@code launch-configurations},
 * {@code launch-templates} and {@code auto-scaling-groups}, and by one more for every other kind of
 * user. As a {@link CandidateCheck} it says the same of the candidates, as it is at that moment,
 * and what was told by {@link AccountContents#finding}; the latter it says of snapshots, too, as a
 * {@link SnapshotCheck}.
 *
 * <p>Thread-safe: each removal and each read of one source happens at once or not at all. {@link
 * #skip(String...)} and {@link #withClock} answer another view of the same account: images, calls
 * and faults are shared.
 */
public final class InMemoryAccount
    implements AccountReader,
        ImageSource,
        SnapshotSource,
        ImageUsageSource,
        CandidateCheck,
        SnapshotCheck,
        RemovalOperations,
        LifecycleOperations {

  private static final Set<ImageState> UNDISABLED = EnumSet.of(ImageState.AVAILABLE);
  private static final Set<ImageState> EITHER =
      EnumSet.of(ImageState.AVAILABLE, ImageState.DISABLED);

  private static final List<AccountCall> USAGE_CALLS =
      List.of(
          AccountCall.READ_INSTANCES,
          AccountCall.READ_LAUNCH_CONFIGURATIONS,
          AccountCall.READ_LAUNCH_TEMPLATES,
          AccountCall.READ_AUTO_SCALING_GROUPS);

  private static final Set<String> USAGE_SOURCES =
      USAGE_CALLS.stream().map(AccountCall::source).collect(Collectors.toUnmodifiableSet());

  private final CleanupScope scope;
  private final Clock clock;
  private final Set<String> skipped;
  private final Set<ImageFact> facts;
  private final AccountState state;
  private final CallLog calls;

  private InMemoryAccount(
      CleanupScope scope,
      Clock clock,
      Set<String> skipped,
      Set<ImageFact> facts,
      AccountState state,
      CallLog calls) {
    this.scope = scope;
    this.clock = clock;
    this.skipped = skipped;
    this.facts = facts;
    this.state = state;
    this.calls = calls;
  }

  /**
   * Returns a new builder of an empty account.
   *
   * @return the builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns the account that amiclean is shown with: ten images of each of two environments, made
   * on 2017-06-15, and an older one without tags. Nobody uses them.
   *
   * @return a new account each time
   */
  public static InMemoryAccount demo() {
    try (InputStream document = InMemoryAccount.class.getResourceAsStream("blog-2017.json")) {
      return fromJson(
          Objects.requireNonNull(document, "blog-2017.json is missing beside InMemoryAccount"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads an account from a JSON document:
   *
   * <pre>{@code
   * { "account": "123456789012",
   *   "region": "eu-west-1",
   *   "images": [
   *     { "imageId": "ami-50504e36",
   *       "name": "front-a3c56c4",
   *       "creationDate": "2017-06-15T09:55:42.000Z",      // null: unknown
   *       "tags": { "environment": "dev", "role": "front" },
   *       "blockDevices": [
   *         { "deviceName": "/dev/xvda", "snapshotId": "snap-0c464715", "sizeGiB": 8 } ] } ],
   *   "snapshots": [
   *     { "snapshotId": "snap-17204e52", "startTime": "2017-06-15T09:56:43.000Z", "sizeGiB": 8 } ],
   *   "references": [
   *     { "target": "ami-50504e36", "kind": "instance", "user": "i-0c464715" } ],
   *   "recycledImages": [ "ami-52504e34" ] }
   * }</pre>
   *
   * <p>These members are required, but for {@code snapshots}, {@code references}, {@code
   * recycledImages} and, of block devices and snapshots, {@code startTime}, {@code sizeGiB} and a
   * device's {@code snapshotId}. Optional are besides: of images {@code description}, {@code
   * state}, {@code ownerId} (null: unknown), {@code ownerAlias}, {@code sharing}, {@code
   * deprecationTime}, {@code lastLaunchedTime}, {@code deregistrationProtection}, {@code
   * architecture}, {@code platform}, {@code sourceImageId}, {@code sourceImageRegion}, {@code
   * productCodes} (a list of {@code id} and {@code type}) and {@code facts}; of snapshots {@code
   * description}, {@code state}, {@code ownerId} (null: unknown), {@code fullSizeBytes}, {@code
   * storageTier}, {@code archivedAt} (which archives it), {@code locked} (true or false), {@code
   * lockedUntil} (which locks it), {@code fastRestoreZones} (a list) and {@code tags}; of
   * references {@code detail}. Times are as above; states, sharing and tiers are the lower-case
   * names of {@link io.amiclean.api.model.ImageState}, {@link io.amiclean.api.model.SnapshotState},
   * {@link io.amiclean.api.model.Sharing} and {@link io.amiclean.api.model.StorageTier}. What is
   * left out is as {@link ImageSpec} and {@link SnapshotSpec} have it.
   *
   * @param document the document, read to its end and not closed
   * @return the account
   * @throws DocumentFormatException if the document is not as it should be
   * @throws IOException if it cannot be read
   */
  public static InMemoryAccount fromJson(InputStream document) throws IOException {
    return AccountDocument.read(document);
  }

  /**
   * Reads an account from a JSON document.
   *
   * @param document the document, as for {@link #fromJson(InputStream)}
   * @return the account
   * @throws DocumentFormatException if the document is not as it should be
   */
  public static InMemoryAccount fromJson(String document) {
    try {
      return fromJson(new ByteArrayInputStream(document.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns this account, which reads its images.
   *
   * @return this account
   */
  @Override
  public ImageSource images() {
    return this;
  }

  /**
   * Returns this account, which reads its snapshots.
   *
   * @return this account
   */
  @Override
  public SnapshotSource snapshots() {
    return this;
  }

  /**
   * Returns this account, which reads who uses what.
   *
   * @return this account
   */
  @Override
  public ImageUsageSource usage() {
    return this;
  }

  @Override
  public List<CandidateCheck> candidateChecks() {
    return List.of(this);
  }

  @Override
  public List<SnapshotCheck> snapshotChecks() {
    return List.of(this);
  }

  @Override
  public ReadingPolicy reading() {
    return ReadingPolicy.builder().skippedSources(skipped).build();
  }

  /**
   * Returns the names of the sources that can be {@linkplain #skip(String...) skipped}: those of
   * usage that this account has now, and {@code recycle-bin}.
   *
   * @return the names, sorted
   */
  public SortedSet<String> sourceNames() {
    SortedSet<String> names = new TreeSet<>(USAGE_SOURCES);
    names.add(AccountCall.READ_RECYCLE_BIN.source());
    state.references().forEach(reference -> names.add(sourceOf(reference)));
    return names;
  }

  /**
   * Returns a view of this account in which sources are left out of reading: those of usage, and
   * {@code recycle-bin}. Their evidence is {@link Evidence#skipped}.
   *
   * @param sourceNames the names of sources, such as {@code instances}
   * @return another view of this same account
   * @throws IllegalArgumentException if a name is not that of a source that can be left out
   */
  public InMemoryAccount skip(Collection<String> sourceNames) {
    Set<String> skippable = sourceNames();
    for (String name : sourceNames) {
      if (!skippable.contains(name)) {
        throw new IllegalArgumentException(
            "'" + name + "' is no source that can be skipped: expected one of " + skippable);
      }
    }
    Set<String> all = new TreeSet<>(skipped);
    all.addAll(sourceNames);
    return new InMemoryAccount(scope, clock, Collections.unmodifiableSet(all), facts, state, calls);
  }

  /**
   * Returns a view of this account in which sources are left out of reading.
   *
   * @param sourceNames the names of sources, as for {@link #skip(Collection)}
   * @return another view of this same account
   * @throws IllegalArgumentException if a name is not that of a source that can be left out
   */
  public InMemoryAccount skip(String... sourceNames) {
    return skip(Arrays.asList(sourceNames));
  }

  /**
   * Returns a view of this account whose times of reading come from another clock.
   *
   * @param clock the clock
   * @return another view of this same account
   */
  public InMemoryAccount withClock(Clock clock) {
    Objects.requireNonNull(clock, "clock");
    return new InMemoryAccount(scope, clock, skipped, facts, state, calls);
  }

  /**
   * Returns a view of this account whose evidence says that facts of images are read, too: those
   * that the images were given.
   *
   * @param kinds the kinds of facts
   * @return another view of this same account
   */
  @Override
  public InMemoryAccount withFacts(Set<ImageFact> kinds) {
    Set<ImageFact> all = new TreeSet<>(facts);
    all.addAll(kinds);
    return new InMemoryAccount(
        scope, clock, skipped, Collections.unmodifiableSet(all), state, calls);
  }

  /**
   * Adds what comes to be while the account is looked at, such as an instance that is launched
   * between planning and execution. Nothing is recorded as a call.
   *
   * @param more says what is added
   * @throws IllegalArgumentException if an id is malformed or exists already; nothing is added then
   */
  public void add(Consumer<Additions> more) {
    Additions additions = new Additions();
    more.accept(additions);
    state.add(additions);
  }

  /**
   * Takes away a user with all its references, such as an instance that is terminated. Nothing is
   * recorded as a call.
   *
   * @param user the ARN or id of the user
   * @throws IllegalArgumentException if there is no such user
   */
  public void removeUser(String user) {
    state.removeUser(user);
  }

  /**
   * Returns the images that exist at the moment. Nothing is recorded as a call.
   *
   * @return the ids, sorted
   */
  public NavigableSet<ImageId> imageIds() {
    return state.images().stream().map(Image::id).collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * Returns the snapshots that exist at the moment, those of other accounts included. Nothing is
   * recorded as a call.
   *
   * @return the ids, sorted
   */
  public NavigableSet<SnapshotId> snapshotIds() {
    return state.snapshots().stream()
        .map(Snapshot::id)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * Fails at the call that is made as the {@code nth} from now on. Where several faults fit a call,
   * the one that was told last happens.
   *
   * @param call which call
   * @param nth 1 for the next one
   * @param fault how it fails
   * @throws IllegalArgumentException if {@code nth} is less than 1, or the call cannot fail so
   */
  public void failAt(AccountCall call, int nth, Fault fault) {
    calls.failAt(call, nth, fault);
  }

  /**
   * Fails at every call about an image or a snapshot, from now on. A fault of {@link
   * AccountCall#DELETE_SNAPSHOT} is also that of a snapshot that is to go together with its image;
   * of images that are tagged together only that one fails.
   *
   * @param call which call
   * @param about the image or snapshot
   * @param fault how it fails
   * @throws IllegalArgumentException if the call is never about such an id, or cannot fail so
   */
  public void failAt(AccountCall call, ResourceId about, Fault fault) {
    calls.failAt(call, about, fault);
  }

  /**
   * Fails at every call from now on. A fault of {@link AccountCall#DELETE_SNAPSHOT} is also that of
   * snapshots that are to go together with their image.
   *
   * @param call which call
   * @param fault how it fails
   * @throws IllegalArgumentException if the call cannot fail so
   */
  public void failAlways(AccountCall call, Fault fault) {
    calls.failAlways(call, fault);
  }

  /**
   * Lets something happen right before a call takes effect, such as somebody else's removal of the
   * same image. It may use this account.
   *
   * @param call which call
   * @param nth 1 for the next one from now on
   * @param action what happens, in the thread of the caller
   * @throws IllegalArgumentException if {@code nth} is less than 1
   */
  public void before(AccountCall call, int nth, Runnable action) {
    Objects.requireNonNull(call, "call");
    Objects.requireNonNull(action, "action");
    calls.before(call, nth, action);
  }

  /** Forgets all that was told by {@code failAt}, {@code failAlways} and {@code before}. */
  public void clearFaults() {
    calls.clearFaults();
  }

  /**
   * Returns all calls so far, failed ones included, in their order. A source that is skipped is not
   * called.
   *
   * @return the calls
   */
  public List<RecordedCall> calls() {
    return calls.calls();
  }

  /**
   * Returns all calls of one sort so far, failed ones included, in their order.
   *
   * @param call which calls
   * @return the calls
   */
  public List<RecordedCall> calls(AccountCall call) {
    Objects.requireNonNull(call, "call");
    return calls.calls().stream().filter(made -> made.call() == call).toList();
  }

  /** Forgets the calls so far; faults that are to come are still counted by them. */
  public void clearCalls() {
    calls.clearCalls();
  }

  @Override
  public CleanupScope scope() {
    return scope;
  }

  /** {@inheritDoc} Images of other accounts are among them if the account was told of some. */
  @Override
  public ImageInventory loadImages() {
    Instant readAt = clock.instant();
    Reading<Image> images = read(AccountCall.READ_IMAGES, state::images);
    Reading<ImageId> recycled = read(AccountCall.READ_RECYCLE_BIN, state::recycledImages);
    return ImageInventory.builder()
        .scope(scope)
        .readAt(readAt)
        .images(images.items())
        .recycledImageIds(recycled.items())
        .addEvidence(images.evidence(), recycled.evidence())
        .addAllEvidence(facts.stream().map(fact -> evidenceOf(fact, images)).toList())
        .build();
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
    for (AccountCall call : USAGE_CALLS) {
      Reading<ImageReference> known = readReferences(call, call.source());
      usage.addAllReferences(known.items()).addEvidence(known.evidence());
    }
    addOtherUsage(usage);
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
    state.references().forEach(reference -> sources.add(sourceOf(reference)));
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
    List<ImageReference> told = complete ? references : firstHalf(references);
    long users = told.stream().map(ImageReference::user).distinct().count();
    return new Reading<>(told, evidence(source, users, complete, readAt));
  }

  private static String sourceOf(ImageReference reference) {
    return reference.kind() + "s";
  }

  @Override
  public CandidateFindings check(List<Image> candidates) {
    Instant readAt = clock.instant();
    boolean complete =
        isComplete(AccountCall.CHECK_CANDIDATES, candidates.stream().map(Image::id).toList());
    List<Image> looked = complete ? candidates : firstHalf(candidates);
    Map<ResourceId, List<ImageReference>> users =
        state.references().stream()
            .filter(reference -> !skipped.contains(sourceOf(reference)))
            .sorted()
            .collect(Collectors.groupingBy(ImageReference::target));
    Map<ImageId, List<Reason>> reasons = new TreeMap<>();
    for (Image candidate : looked) {
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
            evidence(AccountCall.CHECK_CANDIDATES.source(), looked.size(), complete, readAt))
        .build();
  }

  @Override
  public SnapshotFindings check(Set<SnapshotId> snapshots) {
    Instant readAt = clock.instant();
    List<SnapshotId> asked = List.copyOf(new TreeSet<>(snapshots));
    boolean complete = isComplete(AccountCall.CHECK_SNAPSHOTS, asked);
    List<SnapshotId> looked = complete ? asked : firstHalf(asked);
    Map<SnapshotId, List<Reason>> reasons = new TreeMap<>();
    for (SnapshotId snapshot : looked) {
      List<Reason> why = state.findings(snapshot);
      if (!why.isEmpty() && state.snapshot(snapshot).isPresent()) {
        reasons.put(snapshot, why);
      }
    }
    return SnapshotFindings.builder()
        .scope(scope)
        .reasons(reasons)
        .addEvidence(
            evidence(AccountCall.CHECK_SNAPSHOTS.source(), looked.size(), complete, readAt))
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

  @Override
  public ActionOutcome deregister(ImageId image) {
    return remove(
            AccountCall.DEREGISTER_IMAGE,
            image,
            List.of(image),
            () -> List.of(state.deregister(image)))
        .get(0);
  }

  @Override
  public List<ActionOutcome> deregisterWithSnapshots(ImageId image) {
    Stream<SnapshotId> snapshots =
        state.image(image).stream().flatMap(known -> known.snapshotIds().stream());
    return remove(
        AccountCall.DEREGISTER_IMAGE,
        image,
        Stream.<ResourceId>concat(Stream.of(image), snapshots).toList(),
        () ->
            state.deregisterWithSnapshots(
                image, snapshot -> calls.faultAlong(AccountCall.DELETE_SNAPSHOT, snapshot)));
  }

  @Override
  public ActionOutcome delete(SnapshotId snapshot) {
    return remove(
            AccountCall.DELETE_SNAPSHOT,
            snapshot,
            List.of(snapshot),
            () -> List.of(state.delete(snapshot)))
        .get(0);
  }

  @Override
  public boolean exists(ImageId image) {
    requireAnswer(AccountCall.LOOK_UP_IMAGE, image);
    return state.image(image).isPresent();
  }

  @Override
  public Map<ImageId, AccountId> owners(Set<ImageId> images) {
    Map<ImageId, AccountId> owners = new TreeMap<>();
    for (ImageId image : new TreeSet<>(images)) {
      requireAnswer(AccountCall.LOOK_UP_IMAGE, image);
      state.image(image).flatMap(Image::ownerId).ifPresent(owner -> owners.put(image, owner));
    }
    return owners;
  }

  @Override
  public boolean exists(SnapshotId snapshot) {
    requireAnswer(AccountCall.LOOK_UP_SNAPSHOT, snapshot);
    return state.snapshot(snapshot).isPresent();
  }

  @Override
  public LaunchPermissions launchPermissions(ImageId image) {
    requireAnswer(AccountCall.READ_LAUNCH_PERMISSIONS, image);
    return state
        .launchPermissions(image)
        .orElseThrow(
            () ->
                new EvidenceException(
                    AccountCall.READ_LAUNCH_PERMISSIONS.source(),
                    "The launch permissions of " + image + " cannot be read: it does not exist"));
  }

  @Override
  public List<ActionOutcome> tag(Set<ImageId> images, Map<String, String> tags) {
    Objects.requireNonNull(tags, "tags");
    return retag(
        AccountCall.TAG_IMAGE,
        images,
        known -> Ec2Rules.refusalOfTags(known, tags),
        all -> all.putAll(tags));
  }

  @Override
  public List<ActionOutcome> untag(Set<ImageId> images, Set<String> keys) {
    Objects.requireNonNull(keys, "keys");
    return retag(
        AccountCall.UNTAG_IMAGE,
        images,
        known -> Optional.empty(),
        all -> all.keySet().removeAll(keys));
  }

  private List<ActionOutcome> retag(
      AccountCall call,
      Set<ImageId> images,
      Function<Image, Optional<ActionOutcome>> refusal,
      Consumer<Map<String, String>> effect) {
    List<ImageId> ids = images.stream().sorted().toList();
    if (ids.isEmpty()) {
      return List.of();
    }
    Map<ResourceId, Fault> faults = calls.beginTogether(call, List.copyOf(ids));
    return ids.stream()
        .map(
            id ->
                outcomes(
                    call,
                    id,
                    Optional.ofNullable(faults.get(id)),
                    () ->
                        List.of(
                            state.change(
                                call.action(), id, refusal, () -> state.retag(id, effect)))))
        .flatMap(List::stream)
        .toList();
  }

  @Override
  public ActionOutcome deprecate(ImageId image, Instant at) {
    Objects.requireNonNull(at, "at");
    return change(
        AccountCall.DEPRECATE_IMAGE,
        image,
        known ->
            at.isBefore(clock.instant())
                ? Ec2Rules.refused(
                    Action.DEPRECATE_IMAGE,
                    image,
                    "InvalidParameterValue",
                    "The time " + at + " is in the past")
                : Optional.empty(),
        // EC2 rounds to the nearest minute.
        () ->
            state.deprecate(
                image, Optional.of(at.plusSeconds(30).truncatedTo(ChronoUnit.MINUTES))));
  }

  @Override
  public ActionOutcome cancelDeprecation(ImageId image) {
    return change(
        AccountCall.CANCEL_DEPRECATION,
        image,
        // EC2 User Guide, "Deprecate an Amazon EC2 AMI".
        known ->
            known.sharing() == Sharing.PUBLIC
                ? Ec2Rules.refused(
                    Action.RESTORE_IMAGE,
                    image,
                    "OperationNotPermitted",
                    "The deprecation of a public image cannot be cancelled")
                : Optional.empty(),
        () -> state.deprecate(image, Optional.empty()));
  }

  @Override
  public ActionOutcome revoke(ImageId image, LaunchPermissions permissions) {
    Objects.requireNonNull(permissions, "permissions");
    return change(
        AccountCall.REVOKE_LAUNCH_PERMISSIONS,
        image,
        known -> Optional.empty(),
        () -> state.permit(image, before -> before.without(permissions)));
  }

  @Override
  public ActionOutcome grant(ImageId image, LaunchPermissions permissions) {
    Objects.requireNonNull(permissions, "permissions");
    return change(
        AccountCall.GRANT_LAUNCH_PERMISSIONS,
        image,
        known ->
            permissions.isNone()
                ? Optional.empty()
                : Ec2Rules.refusalUnlessIn(Action.RESTORE_IMAGE, known, UNDISABLED),
        () -> state.permit(image, before -> before.and(permissions)));
  }

  @Override
  public ActionOutcome disable(ImageId image) {
    return change(
        AccountCall.DISABLE_IMAGE,
        image,
        known -> Ec2Rules.refusalUnlessIn(Action.DISABLE_IMAGE, known, EITHER),
        () -> {
          state.permit(image, before -> LaunchPermissions.none());
          state.put(image, ImageState.DISABLED);
        });
  }

  @Override
  public ActionOutcome enable(ImageId image) {
    return change(
        AccountCall.ENABLE_IMAGE,
        image,
        known -> Ec2Rules.refusalUnlessIn(Action.RESTORE_IMAGE, known, EITHER),
        () -> state.put(image, ImageState.AVAILABLE));
  }

  private ActionOutcome change(
      AccountCall call,
      ImageId image,
      Function<Image, Optional<ActionOutcome>> refusal,
      Runnable effect) {
    return remove(
            call,
            image,
            List.of(image),
            () -> List.of(state.change(call.action(), image, refusal, effect)))
        .get(0);
  }

  /** A removal or change by EC2's rules, with its outcomes. */
  @FunctionalInterface
  private interface Removal {
    List<ActionOutcome> perform();
  }

  /** What one source told. */
  private record Reading<T>(List<T> items, Evidence evidence) {}

  private <T> Reading<T> read(AccountCall call, Supplier<List<T>> items) {
    Instant readAt = clock.instant();
    if (skipped.contains(call.source())) {
      return new Reading<>(List.of(), Evidence.skipped(call.source(), readAt));
    }
    boolean complete = isComplete(call, List.of());
    List<T> told = complete ? items.get() : firstHalf(items.get());
    return new Reading<>(told, evidence(call.source(), told.size(), complete, readAt));
  }

  private static Evidence evidence(String source, long items, boolean complete, Instant readAt) {
    return Evidence.builder().source(source).items(items).complete(complete).readAt(readAt).build();
  }

  private static <T> List<T> firstHalf(List<T> items) {
    return items.subList(0, items.size() / 2);
  }

  /** Begins a read and returns whether it tells everything; throws if it tells nothing. */
  private boolean isComplete(AccountCall call, List<? extends ResourceId> about) {
    Optional<Fault> fault = calls.begin(call, List.copyOf(about));
    if (fault.isPresent() && !fault.get().answersRead()) {
      throw fault.get().failure(call);
    }
    return fault.isEmpty();
  }

  private void requireAnswer(AccountCall call, ResourceId about) {
    Optional<Fault> fault = calls.begin(call, List.of(about));
    if (fault.isPresent()) {
      throw fault.get().failure(call);
    }
  }

  private List<ActionOutcome> remove(
      AccountCall call, ResourceId target, List<ResourceId> about, Removal removal) {
    return outcomes(call, target, calls.begin(call, about), removal);
  }

  private static List<ActionOutcome> outcomes(
      AccountCall call, ResourceId target, Optional<Fault> fault, Removal removal) {
    if (fault.isEmpty()) {
      return removal.perform();
    }
    if (fault.get().takesEffect()) {
      removal.perform();
    }
    return List.of(fault.get().outcome(call, target));
  }

  /** Builds an {@link InMemoryAccount}. Not thread-safe. */
  public static final class Builder extends AccountContents<Builder> {

    private AccountId account = AccountId.of("123456789012");
    private String region = "eu-west-1";
    private Clock clock = Clock.systemUTC();

    Builder() {}

    @Override
    Builder self() {
      return this;
    }

    /**
     * Sets the account, {@code 123456789012} by default.
     *
     * @param accountId twelve digits
     * @return this
     */
    public Builder account(String accountId) {
      account = AccountId.of(accountId);
      return this;
    }

    /**
     * Sets the region, {@code eu-west-1} by default.
     *
     * @param region the code of the region
     * @return this
     */
    public Builder region(String region) {
      this.region = Objects.requireNonNull(region, "region");
      return this;
    }

    /**
     * Sets the clock that times of reading come from, {@link Clock#systemUTC()} by default.
     *
     * @param clock the clock
     * @return this
     */
    public Builder clock(Clock clock) {
      this.clock = Objects.requireNonNull(clock, "clock");
      return this;
    }

    /**
     * Builds the account.
     *
     * @return a new account, apart from those that were built before
     * @throws IllegalArgumentException if the region is blank
     */
    public InMemoryAccount build() {
      CleanupScope scope = CleanupScope.of(account, region);
      AccountState state = new AccountState(account);
      state.add(this);
      return new InMemoryAccount(scope, clock, Set.of(), Set.of(), state, new CallLog());
    }
  }

  /** Says what is added to an {@link InMemoryAccount} that exists. Not thread-safe. */
  public static final class Additions extends AccountContents<Additions> {

    Additions() {}

    @Override
    Additions self() {
      return this;
    }
  }
}
