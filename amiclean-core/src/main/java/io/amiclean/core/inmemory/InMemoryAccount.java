package io.amiclean.core.inmemory;

import io.amiclean.api.execution.RemovalOperations;
import io.amiclean.api.internal.Arguments;
import io.amiclean.api.lifecycle.LifecycleOperations;
import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.DocumentFormatException;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageFact;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.Snapshot;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.plan.AccountReader;
import io.amiclean.api.plan.CandidateCheck;
import io.amiclean.api.plan.SnapshotCheck;
import io.amiclean.api.policy.ReadingPolicy;
import io.amiclean.api.source.ImageSource;
import io.amiclean.api.source.ImageUsageSource;
import io.amiclean.api.source.SnapshotSource;
import io.amiclean.core.internal.json.JsonText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A region of an account, held in memory: what a unit test of a pipeline, a strategy or an error
 * path plans and executes on instead of AWS. It implements every port, keeps EC2's rules, records
 * what it was asked, and fails where a test wants it to.
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
 * gets none, an image holds 50 tags, and one that a rule holds is in the Recycle Bin when it is
 * removed.
 *
 * <p>Who uses what is read by four sources, {@code instances}, {@code launch-configurations},
 * {@code launch-templates} and {@code auto-scaling-groups}, and by one more for every other kind of
 * user. As a {@link CandidateCheck} it says the same of the candidates, as it is at that moment,
 * and what was given by {@link AccountContents#finding}; the latter it says of snapshots, too, as a
 * {@link SnapshotCheck}.
 *
 * <p>Thread-safe: each removal and each read of one source happens at once or not at all. {@link
 * #skip(String...)} and {@link #withClock} answer another view of the same account: images, calls
 * and faults are shared.
 */
public final class InMemoryAccount extends AccountReads
    implements AccountReader,
        ImageSource,
        SnapshotSource,
        ImageUsageSource,
        CandidateCheck,
        SnapshotCheck,
        RemovalOperations,
        LifecycleOperations {

  private InMemoryAccount(
      CleanupScope scope,
      Clock clock,
      Set<String> skipped,
      Set<ImageFact> facts,
      AccountState state,
      CallLog calls) {
    super(scope, clock, skipped, facts, state, calls);
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
   *   "recycledImages": [ "ami-52504e34" ],
   *   "recycleBinRules": [ { "id": "9fe5Cs4sKqw", "kind": "IMAGE", "days": 14 } ] }
   * }</pre>
   *
   * <p>These members are required, but for {@code snapshots}, {@code references}, {@code
   * recycledImages}, {@code recycleBinRules} and, of block devices and snapshots, {@code
   * startTime}, {@code sizeGiB} and a device's {@code snapshotId}. Further optional members: of
   * images {@code description}, {@code state}, {@code ownerId} (null: unknown), {@code ownerAlias},
   * {@code sharing}, {@code deprecationTime}, {@code lastLaunchedTime}, {@code
   * deregistrationProtection}, {@code architecture}, {@code platform}, {@code sourceImageId},
   * {@code sourceImageRegion}, {@code productCodes} (a list of {@code id} and {@code type}) and
   * {@code facts}; of snapshots {@code description}, {@code copied} (true or false), {@code state},
   * {@code ownerId} (null: unknown), {@code fullSizeBytes}, {@code storageTier}, {@code archivedAt}
   * (which archives it), {@code locked} (true or false), {@code lockedUntil} (which locks it),
   * {@code fastRestoreZones} (a list) and {@code tags}; of references {@code detail}; of rules
   * {@code tags} and {@code excludedTags} (lists of {@code key} and {@code value}), {@code
   * available} and {@code locked}. Times are as above; states, sharing and tiers are the lower-case
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
    Objects.requireNonNull(document, "document");
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
    Objects.requireNonNull(document, "document");
    return JsonText.read(document, InMemoryAccount::fromJson);
  }

  @Override
  public ImageSource images() {
    return this;
  }

  @Override
  public SnapshotSource snapshots() {
    return this;
  }

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
   * Returns a view of this account in which sources are left out of reading: those of usage, {@code
   * recycle-bin} and {@code recycle-bin-rules}. Their evidence is {@link Evidence#skipped}.
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
    return skip(Arguments.requireElements(sourceNames, "sourceNames"));
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
    Objects.requireNonNull(kinds, "kinds");
    Set<ImageFact> all = new TreeSet<>(facts);
    all.addAll(kinds);
    return new InMemoryAccount(
        scope, clock, skipped, Collections.unmodifiableSet(all), state, calls);
  }

  /**
   * Adds to the account, such as an instance that is launched between planning and execution.
   * Nothing is recorded as a call.
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
    Objects.requireNonNull(user, "user");
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

  @Override
  public String toString() {
    return "InMemoryAccount(" + scope() + ")";
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
      Objects.requireNonNull(accountId, "accountId");
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
