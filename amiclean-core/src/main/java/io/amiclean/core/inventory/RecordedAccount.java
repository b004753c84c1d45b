package io.amiclean.core.inventory;

import io.amiclean.api.internal.AmicleanStyle;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageInventory;
import io.amiclean.api.model.ImageUsage;
import io.amiclean.api.model.ResourceId;
import io.amiclean.api.model.ScopeMismatchException;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.model.SnapshotInventory;
import io.amiclean.api.plan.AccountReader;
import io.amiclean.api.plan.CandidateCheck;
import io.amiclean.api.plan.CandidateFindings;
import io.amiclean.api.plan.SnapshotCheck;
import io.amiclean.api.plan.SnapshotFindings;
import io.amiclean.api.policy.ReadingPolicy;
import io.amiclean.api.source.ImageSource;
import io.amiclean.api.source.ImageUsageSource;
import io.amiclean.api.source.SnapshotSource;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.immutables.value.Value;

/**
 * An account as it was when it was recorded: it answers a planner as the account did then, without
 * credentials and without a network, so that rules can be tried on real data. Nothing can be
 * executed on it. Immutable and thread-safe.
 *
 * <pre>{@code
 * RecordedAccount account = InventoryJson.read(Files.newInputStream(Path.of("inventory.json")));
 * CleanupPlan plan =
 *     CleanupPlanner.builder()
 *         .account(account)
 *         .groupBy(tags("environment", "role"))
 *         .retain(keepNewest(4))
 *         .build()
 *         .plan();
 * }</pre>
 *
 * @see AccountRecorder
 */
@Value.Immutable
@AmicleanStyle
public abstract class RecordedAccount
    implements AccountReader, ImageSource, SnapshotSource, ImageUsageSource {

  RecordedAccount() {}

  static Builder builder() {
    return new Builder();
  }

  /** The images as they were read. */
  abstract ImageInventory imageInventory();

  /** The snapshots as they were read. */
  abstract SnapshotInventory snapshotInventory();

  /** Who used what, as it was read. */
  abstract ImageUsage imageUsage();

  /** The answers of the checks of images, in the order in which the checks were asked. */
  abstract List<RecordedCheck<ImageId>> lastLook();

  /** The answers of the checks of snapshots, in the order in which the checks were asked. */
  abstract List<RecordedCheck<SnapshotId>> snapshotLastLook();

  /**
   * Returns the scope that was recorded.
   *
   * @return the scope
   */
  public final CleanupScope scope() {
    return imageInventory().scope();
  }

  /**
   * Returns this account, which reads its images.
   *
   * @return this account
   */
  @Override
  public final ImageSource images() {
    return this;
  }

  /**
   * Returns this account, which reads its snapshots.
   *
   * @return this account
   */
  @Override
  public final SnapshotSource snapshots() {
    return this;
  }

  /**
   * Returns this account, which reads who used what.
   *
   * @return this account
   */
  @Override
  public final ImageUsageSource usage() {
    return this;
  }

  @Override
  public final ImageInventory loadImages() {
    return imageInventory();
  }

  @Override
  public final SnapshotInventory loadSnapshots() {
    return snapshotInventory();
  }

  @Override
  public final ImageUsage loadUsage() {
    return imageUsage();
  }

  /**
   * Returns the checks of images, as they were answered then. Asked about an image that it was not
   * asked about then, a check throws an {@link io.amiclean.api.model.EvidenceException}: no
   * evidence is not evidence of no use.
   *
   * @return the checks, for a planner
   */
  @Override
  public final List<CandidateCheck> candidateChecks() {
    return lastLook().stream().map(this::candidateCheck).toList();
  }

  /**
   * Returns how the account was read, as far as its evidence says.
   *
   * @return the reading
   */
  @Override
  public final ReadingPolicy reading() {
    return ReadingPolicy.builder()
        .skippedSources(
            evidence().filter(Evidence::skipped).map(Evidence::source).distinct().toList())
        .build();
  }

  private CandidateCheck candidateCheck(RecordedCheck<ImageId> check) {
    return CandidateCheck.named(
        check.description(),
        candidates -> {
          RecordedCheck.Findings<ImageId> found =
              check.about(candidates.stream().map(Image::id).toList());
          return CandidateFindings.builder()
              .scope(scope())
              .reasons(found.reasons())
              .evidence(found.evidence())
              .build();
        });
  }

  /**
   * Returns the checks of snapshots, as {@link #candidateChecks()} does with those of images.
   *
   * @return the checks, for a planner
   */
  @Override
  public final List<SnapshotCheck> snapshotChecks() {
    return snapshotLastLook().stream().map(this::snapshotCheck).toList();
  }

  private SnapshotCheck snapshotCheck(RecordedCheck<SnapshotId> check) {
    return SnapshotCheck.named(
        check.description(),
        deletions -> {
          // One that does not exist is nothing to keep.
          RecordedCheck.Findings<SnapshotId> found =
              check.about(
                  deletions.stream()
                      .filter(id -> snapshotInventory().snapshot(id).isPresent())
                      .sorted()
                      .toList());
          return SnapshotFindings.builder()
              .scope(scope())
              .reasons(found.reasons())
              .evidence(found.evidence())
              .build();
        });
  }

  /**
   * Returns all that was read, the checks included.
   *
   * @return the evidence of each source, and of each image or snapshot that a check was about
   */
  public final Stream<Evidence> evidence() {
    return Stream.of(
            imageInventory().evidence().stream(),
            snapshotInventory().evidence().stream(),
            imageUsage().evidence().stream(),
            lastLook().stream().flatMap(RecordedAccount::evidence),
            snapshotLastLook().stream().flatMap(RecordedAccount::evidence))
        .flatMap(evidence -> evidence);
  }

  private static Stream<Evidence> evidence(RecordedCheck<?> check) {
    return check.answers().values().stream().flatMap(answer -> answer.evidence().stream());
  }

  /**
   * Returns the same account as if it had been read at another time, for a plan that is to be equal
   * to one that was made then. A limit on the age of evidence cannot know afterwards how old it is.
   *
   * @param time the time
   * @return the same account, with this time instead of all times of reading that are known
   */
  public final RecordedAccount datedAt(Instant time) {
    return builder()
        .from(withListsDatedAt(time))
        .lastLook(lastLook().stream().map(check -> datedAt(time, check)).toList())
        .snapshotLastLook(snapshotLastLook().stream().map(check -> datedAt(time, check)).toList())
        .build();
  }

  /** Returns the same account, in which only answers of checks keep their times. */
  final RecordedAccount withListsDatedAt(Instant time) {
    return builder()
        .from(this)
        .imageInventory(
            ImageInventory.builder()
                .from(imageInventory())
                .readAt(time)
                .evidence(datedAt(time, imageInventory().evidence()))
                .build())
        .snapshotInventory(
            SnapshotInventory.builder()
                .from(snapshotInventory())
                .readAt(time)
                .evidence(datedAt(time, snapshotInventory().evidence()))
                .build())
        .imageUsage(
            ImageUsage.builder()
                .from(imageUsage())
                .readAt(time)
                .evidence(datedAt(time, imageUsage().evidence()))
                .build())
        .build();
  }

  private static List<Evidence> datedAt(Instant time, List<Evidence> evidence) {
    return evidence.stream()
        .map(read -> Evidence.builder().from(read).readAt(read.readAt().map(known -> time)).build())
        .toList();
  }

  private static <I extends ResourceId> RecordedCheck<I> datedAt(
      Instant time, RecordedCheck<I> check) {
    Map<I, RecordedAnswer> answers = new LinkedHashMap<>();
    check
        .answers()
        .forEach(
            (id, answer) ->
                answers.put(
                    id, new RecordedAnswer(answer.reasons(), datedAt(time, answer.evidence()))));
    return new RecordedCheck<>(check.description(), answers);
  }

  @Value.Check
  void check() {
    if (!snapshotInventory().scope().equals(scope())) {
      throw new ScopeMismatchException("snapshots", scope(), snapshotInventory().scope());
    }
    if (!imageUsage().scope().equals(scope())) {
      throw new ScopeMismatchException("usage", scope(), imageUsage().scope());
    }
  }

  /**
   * Builds a {@link RecordedAccount}; {@code imageInventory}, {@code snapshotInventory} and {@code
   * imageUsage} have to be set. Not thread-safe.
   */
  static final class Builder extends ImmutableRecordedAccount.Builder {
    Builder() {}
  }
}
