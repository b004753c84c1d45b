package io.amiclean.core.inventory;

import com.google.common.collect.Lists;
import com.google.common.util.concurrent.ThreadFactoryBuilder;
import io.amiclean.api.internal.Arguments;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageInventory;
import io.amiclean.api.model.ImageState;
import io.amiclean.api.model.ImageUsage;
import io.amiclean.api.model.Progress;
import io.amiclean.api.model.ProgressListener;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ResourceId;
import io.amiclean.api.model.ScopeMismatchException;
import io.amiclean.api.model.Snapshot;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.model.SnapshotInventory;
import io.amiclean.api.plan.AccountReader;
import io.amiclean.api.plan.AccountReading;
import io.amiclean.api.plan.CandidateCheck;
import io.amiclean.api.plan.CandidateFindings;
import io.amiclean.api.plan.SnapshotCheck;
import io.amiclean.api.plan.SnapshotFindings;
import io.amiclean.api.source.ImageSource;
import io.amiclean.api.source.ImageUsageSource;
import io.amiclean.api.source.SnapshotSource;
import io.amiclean.core.internal.LogContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records an account: reads all that a planner would, and asks the checks about everything that
 * might ever go. It changes nothing.
 *
 * <p>Which image goes depends on the rules, and those are to be tried later; so each check is asked
 * about every image that the account owns, that is available or disabled, and that the usage does
 * not name, and each check of snapshots about every snapshot that the account owns. They are asked
 * about one at a time, eight of them side by side, because only then it is known what was read for
 * which of them. That takes about as many calls as there are such images for each source of the
 * checks.
 *
 * <p>Immutable, and thread-safe if its sources and checks are.
 */
public final class AccountRecorder {

  /** The task of this recorder's progress. */
  public static final String TASK = "candidate-checks";

  private static final Logger LOG = LoggerFactory.getLogger(AccountRecorder.class);

  private static final int CALLS = 8;

  /** How many are asked about before a failure is noticed. */
  private static final int PART = 8 * CALLS;

  private static final Set<ImageState> ASKED = Set.of(ImageState.AVAILABLE, ImageState.DISABLED);

  private final Supplier<AccountReading> readings;
  private final ImageSource images;
  private final SnapshotSource snapshots;
  private final ImageUsageSource usage;
  private final List<CandidateCheck> checks;
  private final List<SnapshotCheck> snapshotChecks;
  private final boolean togetherFirst;
  private final ProgressListener progress;

  private AccountRecorder(Builder builder) {
    this.readings = builder.readings;
    this.images = required(builder.images, "images");
    this.snapshots = required(builder.snapshots, "snapshots");
    this.usage = required(builder.usage, "usage");
    this.checks = List.copyOf(builder.checks);
    this.snapshotChecks = List.copyOf(builder.snapshotChecks);
    this.togetherFirst = builder.togetherFirst;
    this.progress = builder.progress;
  }

  private static <T> T required(@Nullable T part, String method) {
    if (part == null) {
      throw new IllegalStateException("The recorder lacks " + method + "(...)");
    }
    return part;
  }

  /**
   * Returns a new builder.
   *
   * @return a builder that still lacks images, snapshots and usage
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Reads the account. What is listed is one reading, whose limits count; each question to a check
   * is another one.
   *
   * @return the account as it is now
   * @throws EvidenceException if a source or a check failed, was denied, is incomplete or of
   *     another scope, or if this thread is interrupted
   */
  public RecordedAccount record() {
    // In the order of the planner, and for its reasons.
    AccountReading reading = readings.get();
    SnapshotInventory readSnapshots = reading.within(snapshots::loadSnapshots);
    readSnapshots.evidence().forEach(Evidence::requireUsable);
    ImageInventory readImages = reading.within(images::loadImages);
    readImages.evidence().forEach(Evidence::requireUsable);
    ImageUsage readUsage = reading.within(usage::loadUsage);
    readUsage.evidence().forEach(Evidence::requireUsable);
    List<Image> candidates =
        readImages.images().stream().filter(image -> mayGo(image, readUsage)).toList();
    List<SnapshotId> deletions =
        readSnapshots.snapshots().stream()
            .filter(snapshot -> isOwn(snapshot, readSnapshots.scope()))
            .map(Snapshot::id)
            .toList();
    LOG.debug(
        "Recording {}: the checks are asked about {} images and {} snapshots",
        readImages.scope(),
        candidates.size(),
        deletions.size());
    return LogContext.within(
        readImages.scope(),
        () -> recordAnswers(readImages, readSnapshots, readUsage, candidates, deletions));
  }

  private RecordedAccount recordAnswers(
      ImageInventory readImages,
      SnapshotInventory readSnapshots,
      ImageUsage readUsage,
      List<Image> candidates,
      List<SnapshotId> deletions) {
    CleanupScope scope = readImages.scope();
    return RecordedAccount.builder()
        .imageInventory(readImages)
        .snapshotInventory(readSnapshots)
        .imageUsage(readUsage)
        .lastLook(
            checks.stream()
                .map(
                    check ->
                        record(
                            check.description(),
                            candidates,
                            Image::id,
                            asked -> answer(check, asked, scope)))
                .toList())
        .snapshotLastLook(
            snapshotChecks.stream()
                .map(
                    check ->
                        record(
                            check.description(),
                            deletions,
                            id -> id,
                            asked -> answer(check, asked, scope)))
                .toList())
        .build();
  }

  private static boolean mayGo(Image image, ImageUsage usage) {
    return image.ownerId().filter(usage.scope().accountId()::equals).isPresent()
        && ASKED.contains(image.state())
        && usage.referencesTo(image.id()).isEmpty();
  }

  private static boolean isOwn(Snapshot snapshot, CleanupScope scope) {
    return snapshot.ownerId().filter(scope.accountId()::equals).isPresent();
  }

  private <T, I extends ResourceId> RecordedCheck<I> record(
      String description,
      List<T> asked,
      Function<T, I> idOf,
      Function<List<T>, Map<I, RecordedAnswer>> check) {
    if (togetherFirst && !asked.isEmpty()) {
      Map<I, RecordedAnswer> prepared = check.apply(asked);
      LOG.debug("{} was asked about {} together", description, prepared.size());
    }
    Map<I, RecordedAnswer> answers = new HashMap<>();
    ExecutorService threads =
        Executors.newFixedThreadPool(
            CALLS,
            new ThreadFactoryBuilder().setDaemon(true).setNameFormat("amiclean-record-%d").build());
    try {
      for (List<T> part : Lists.partition(asked, PART)) {
        List<Callable<RecordedAnswer>> calls = new ArrayList<>();
        for (T one : part) {
          calls.add(
              LogContext.carried(
                  () ->
                      Objects.requireNonNull(
                          check.apply(List.of(one)).get(idOf.apply(one)), "answer")));
        }
        List<Future<RecordedAnswer>> done = threads.invokeAll(calls);
        for (int i = 0; i < part.size(); i++) {
          answers.put(idOf.apply(part.get(i)), done.get(i).get());
        }
        progress.onProgress(Progress.of(TASK, answers.size(), asked.size()));
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException("The check " + description + " failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EvidenceException(description, "Asking '" + description + "' was interrupted", e);
    } finally {
      threads.shutdownNow();
    }
    return new RecordedCheck<>(description, answers);
  }

  /** Of one image, the evidence is what was read for it; of several, it is not used. */
  private static Map<ImageId, RecordedAnswer> answer(
      CandidateCheck check, List<Image> asked, CleanupScope scope) {
    CandidateFindings findings = check.check(asked);
    requireScope(check.description(), scope, findings.scope());
    return answers(Lists.transform(asked, Image::id), findings.reasons(), findings.evidence());
  }

  private static Map<SnapshotId, RecordedAnswer> answer(
      SnapshotCheck check, List<SnapshotId> asked, CleanupScope scope) {
    SnapshotFindings findings = check.check(Set.copyOf(asked));
    requireScope(check.description(), scope, findings.scope());
    return answers(asked, findings.reasons(), findings.evidence());
  }

  private static <I> Map<I, RecordedAnswer> answers(
      List<I> asked, Map<I, List<Reason>> reasons, List<Evidence> evidence) {
    evidence.forEach(Evidence::requireUsable);
    Map<I, RecordedAnswer> answers = new HashMap<>();
    asked.forEach(
        id -> answers.put(id, new RecordedAnswer(reasons.getOrDefault(id, List.of()), evidence)));
    return answers;
  }

  private static void requireScope(String check, CleanupScope expected, CleanupScope found) {
    if (!found.equals(expected)) {
      throw new ScopeMismatchException(check, expected, found);
    }
  }

  /** Builds an {@link AccountRecorder}. Not thread-safe. */
  public static final class Builder {

    private final List<CandidateCheck> checks = new ArrayList<>();
    private final List<SnapshotCheck> snapshotChecks = new ArrayList<>();
    private Supplier<AccountReading> readings = () -> Supplier::get;
    private @Nullable ImageSource images;
    private @Nullable SnapshotSource snapshots;
    private @Nullable ImageUsageSource usage;
    private boolean togetherFirst;
    private ProgressListener progress = ProgressListener.none();

    private Builder() {}

    /**
     * Sets everything that is read: images, snapshots, usage and checks.
     *
     * @param account the account; its checks add to those given before
     * @return this builder
     */
    public Builder account(AccountReader account) {
      Objects.requireNonNull(account, "account");
      readings = account::beginReading;
      checks.addAll(account.candidateChecks());
      snapshotChecks.addAll(account.snapshotChecks());
      return images(account.images()).snapshots(account.snapshots()).usage(account.usage());
    }

    /**
     * Sets where the images come from. Required.
     *
     * @param source the source; the last one given counts
     * @return this builder
     */
    public Builder images(ImageSource source) {
      this.images = Objects.requireNonNull(source, "source");
      return this;
    }

    /**
     * Sets where the snapshots come from. Required.
     *
     * @param source the source; the last one given counts
     * @return this builder
     */
    public Builder snapshots(SnapshotSource source) {
      this.snapshots = Objects.requireNonNull(source, "source");
      return this;
    }

    /**
     * Sets who knows what is in use. Required; {@link ImageUsageSource#allOf} joins several.
     *
     * @param source the source; the last one given counts
     * @return this builder
     */
    public Builder usage(ImageUsageSource source) {
      this.usage = Objects.requireNonNull(source, "source");
      return this;
    }

    /**
     * Adds a check of images. Default: none; a plan that asks for one cannot be made offline then.
     *
     * @param added the checks, in addition to those given before
     * @return this builder
     */
    public Builder check(CandidateCheck... added) {
      checks.addAll(Arguments.requireElements(added, "added"));
      return this;
    }

    /**
     * Adds a check of snapshots. Default: none.
     *
     * @param added the checks, in addition to those given before
     * @return this builder
     */
    public Builder checkSnapshots(SnapshotCheck... added) {
      snapshotChecks.addAll(Arguments.requireElements(added, "added"));
      return this;
    }

    /**
     * Asks each check about everything at once before it is asked about one after the other: for
     * checks that take long for the first answer and remember it, such as those that have reports
     * made. Default: not.
     *
     * @return this builder
     */
    public Builder askTogetherFirst() {
      this.togetherFirst = true;
      return this;
    }

    /**
     * Sets what receives how many have been asked about. Default: nothing.
     *
     * @param listener the listener
     * @return this builder
     */
    public Builder progress(ProgressListener listener) {
      this.progress = Objects.requireNonNull(listener, "listener");
      return this;
    }

    /**
     * Builds the recorder. Nothing is read.
     *
     * @return the recorder
     * @throws IllegalStateException if images, snapshots or usage are missing, naming the method
     */
    public AccountRecorder build() {
      return new AccountRecorder(this);
    }
  }
}
