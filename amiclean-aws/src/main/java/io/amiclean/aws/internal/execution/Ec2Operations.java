package io.amiclean.aws.internal.execution;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.execution.RemovalOperations;
import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.aws.internal.call.CallTime;
import io.amiclean.aws.internal.call.CheckedClient;
import io.amiclean.aws.internal.call.MutatingCall;
import io.amiclean.aws.internal.call.Refusal;
import io.amiclean.aws.internal.call.UnusableAnswerException;
import io.amiclean.aws.internal.source.Ec2Lookup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DeleteSnapshotRequest;
import software.amazon.awssdk.services.ec2.model.DeleteSnapshotReturnCode;
import software.amazon.awssdk.services.ec2.model.DeregisterImageRequest;
import software.amazon.awssdk.services.ec2.model.DeregisterImageResponse;

/**
 * Removes images and snapshots in EC2. <b>EC2 cannot undo it</b>, unless a rule of the Recycle Bin
 * keeps what was removed. Thread-safe.
 *
 * <p>A call is repeated while EC2 refuses it for its rate or no connection comes about, whatever
 * the client itself would retry; everything else is tried once. Each removal that succeeded is
 * logged at INFO.
 *
 * <p>Outcomes carry EC2's error code; {@code not-sent} stands for a call that never left, {@code
 * no-answer} for one whose answer was lost, {@code foreign-answer} for one that something other
 * than EC2 answered, {@code unconfirmed} for an answer that does not say that it was done, {@code
 * deregistered} and {@code deleted} for success.
 */
public final class Ec2Operations implements RemovalOperations {

  private static final Logger LOG = LoggerFactory.getLogger(Ec2Operations.class);

  private static final String IN_USE = "InvalidSnapshot.InUse";

  /**
   * EC2 shows a change to other calls only after a while (EC2 API Reference, "Eventual
   * consistency"): how long to wait before it is asked again, and again.
   */
  private static final List<Duration> SETTLING =
      Stream.of(1, 2, 4, 8).map(Duration::ofSeconds).toList();

  private static final Duration LATELY = Duration.ofMinutes(1);

  private static final String DEREGISTERED = "deregistered";
  private static final String DELETED = "deleted";

  private final CheckedClient<Ec2Client> ec2;
  private final Supplier<CleanupScope> scope;
  private final Ec2Lookup lookup;
  private final RetryStrategy retry;
  private final CallTime time;

  /** Images of whose deregistration nothing is known. */
  private final Set<ImageId> unknown = ConcurrentHashMap.newKeySet();

  private volatile Optional<Long> lastDeregistration = Optional.empty();

  /**
   * Creates the operations.
   *
   * @param ec2 the client; the caller owns it
   * @param scope the account and region that the client speaks for
   * @param time how it waits
   */
  public Ec2Operations(CheckedClient<Ec2Client> ec2, Supplier<CleanupScope> scope, CallTime time) {
    this(ec2, scope, time, MutatingCall.RETRY);
  }

  Ec2Operations(
      CheckedClient<Ec2Client> ec2,
      Supplier<CleanupScope> scope,
      CallTime time,
      RetryStrategy retry) {
    this.ec2 = Objects.requireNonNull(ec2, "ec2");
    this.scope = Objects.requireNonNull(scope, "scope");
    this.lookup = new Ec2Lookup(ec2);
    this.time = time;
    this.retry = retry;
  }

  @Override
  public CleanupScope scope() {
    return scope.get();
  }

  @Override
  public ActionOutcome deregister(ImageId image) {
    return deregister(image, request -> {}).get(0);
  }

  /**
   * {@inheritDoc}
   *
   * <p>EC2's answers for the snapshots become outcomes: {@code skipped} is {@link Outcome#SKIPPED},
   * {@code missing-permissions}, {@code internal-error} and {@code client-error} are {@link
   * Outcome#FAILED}, each with EC2's word as the code.
   */
  @Override
  public List<ActionOutcome> deregisterWithSnapshots(ImageId image) {
    return deregister(image, request -> request.deleteAssociatedSnapshots(true));
  }

  /**
   * {@inheritDoc}
   *
   * <p>For some seconds after an image was deregistered, EC2 may refuse its snapshots as in use;
   * that is tried again.
   */
  @Override
  public ActionOutcome delete(SnapshotId snapshot) {
    return settled(
        () -> deleteOnce(snapshot),
        outcome -> outcome.code().equals(IN_USE) && hasDeregisteredLately());
  }

  private ActionOutcome deleteOnce(SnapshotId snapshot) {
    MutatingCall transmission = new MutatingCall(retry);
    try {
      transmission.send(
          ec2,
          Ec2Client::deleteSnapshot,
          DeleteSnapshotRequest.builder().snapshotId(snapshot.value()).build());
    } catch (SdkException | UnusableAnswerException e) {
      Refusal refusal = Refusal.of(e, transmission);
      boolean gone = refusal.code().equals("InvalidSnapshot.NotFound");
      return ActionOutcome.deletion(
          snapshot,
          gone ? Outcome.ALREADY_GONE : refusal.outcome(),
          refusal.code(),
          refusal.message());
    }
    return deleted(snapshot);
  }

  @Override
  public boolean exists(ImageId image) {
    return unknown.remove(image)
        ? settled(() -> lookup.exists(image), exists -> exists)
        : lookup.exists(image);
  }

  @Override
  public Map<ImageId, AccountId> owners(Set<ImageId> images) {
    return lookup.owners(images);
  }

  @Override
  public boolean exists(SnapshotId snapshot) {
    return lookup.exists(snapshot);
  }

  private boolean hasDeregisteredLately() {
    return lastDeregistration.filter(last -> time.nanos() - last < LATELY.toNanos()).isPresent();
  }

  /** Asks until an answer is settled, or has had time enough. */
  private <T> T settled(Supplier<T> asking, Predicate<T> isOpen) {
    T answer = asking.get();
    for (Duration pause : SETTLING) {
      if (!isOpen.test(answer)) {
        return answer;
      }
      try {
        time.await(new CompletableFuture<>(), pause.toNanos());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return answer;
      }
      answer = asking.get();
    }
    return answer;
  }

  private List<ActionOutcome> deregister(
      ImageId image, Consumer<DeregisterImageRequest.Builder> more) {
    MutatingCall transmission = new MutatingCall(retry);
    DeregisterImageResponse answer;
    try {
      answer =
          transmission.send(
              ec2,
              Ec2Client::deregisterImage,
              DeregisterImageRequest.builder().imageId(image.value()).applyMutation(more).build());
    } catch (SdkException | UnusableAnswerException e) {
      return refused(image, lookedUp(image, Refusal.of(e, transmission)));
    }
    Optional<Refusal> unconfirmed = Refusal.of(answer.returnValue(), "not-deregistered");
    if (unconfirmed.isPresent()) {
      return refused(image, unconfirmed.get());
    }
    lastDeregistration = Optional.of(time.nanos());
    List<ActionOutcome> outcomes = new ArrayList<>();
    LOG.info("Deregistered {} in {}", image, scope);
    outcomes.add(
        ActionOutcome.deregistration(image, Outcome.SUCCEEDED, DEREGISTERED, "Deregistered"));
    answer.deleteSnapshotResults().forEach(result -> addSnapshot(image, result, outcomes));
    return outcomes;
  }

  private List<ActionOutcome> refused(ImageId image, Refusal refusal) {
    if (refusal.outcome() == Outcome.UNKNOWN) {
      unknown.add(image);
    }
    return List.of(
        ActionOutcome.deregistration(image, refusal.outcome(), refusal.code(), refusal.message()));
  }

  /**
   * EC2 refuses images that are gone already and images in a state that forbids it with the same
   * code, so that the image is looked up.
   */
  private Refusal lookedUp(ImageId image, Refusal refusal) {
    if (refusal.code().equals("InvalidAMIID.NotFound")) {
      return refusal.as(Outcome.ALREADY_GONE);
    }
    if (!refusal.code().equals("InvalidAMIID.Unavailable")) {
      return refusal;
    }
    try {
      return lookup.exists(image) ? refusal : refusal.as(Outcome.ALREADY_GONE);
    } catch (EvidenceException e) {
      LOG.debug("{} was refused as unavailable, and cannot be looked up", image, e);
      return refusal;
    }
  }

  private void addSnapshot(
      ImageId image, DeleteSnapshotReturnCode result, List<ActionOutcome> outcomes) {
    SnapshotId snapshot;
    try {
      snapshot = SnapshotId.of(String.valueOf(result.snapshotId()));
    } catch (IllegalArgumentException e) {
      // The image is gone all the same; the executor deletes its snapshots one by one.
      LOG.debug("EC2 answered for an odd snapshot of {}", image, e);
      return;
    }
    String code = Objects.requireNonNullElse(result.returnCodeAsString(), "unknown");
    outcomes.add(
        switch (code) {
          case "success" -> deleted(snapshot);
          case "skipped" ->
              ActionOutcome.deletion(
                  snapshot, Outcome.SKIPPED, code, "Another image refers to the snapshot");
          case "missing-permissions" ->
              ActionOutcome.deletion(
                  snapshot, Outcome.FAILED, code, "The permission ec2:DeleteSnapshot is missing");
          default ->
              ActionOutcome.deletion(
                  snapshot,
                  Outcome.FAILED,
                  code,
                  "EC2 deregistered the image and left the snapshot: " + code);
        });
  }

  private ActionOutcome deleted(SnapshotId snapshot) {
    LOG.info("Deleted {} in {}", snapshot, scope);
    return ActionOutcome.deletion(snapshot, Outcome.SUCCEEDED, DELETED, "Deleted");
  }
}
