package io.amiclean.aws.internal.lifecycle;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.Image;
import io.amiclean.aws.internal.Batches;
import io.amiclean.aws.internal.call.AwsFailures;
import io.amiclean.aws.internal.call.CheckedClient;
import io.amiclean.aws.internal.call.MutatingCall;
import io.amiclean.aws.internal.call.Refusal;
import io.amiclean.aws.internal.call.UnusableAnswerException;
import io.amiclean.aws.internal.source.Ec2Lookup;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Request;
import software.amazon.awssdk.services.ec2.model.Ec2Response;

/**
 * Makes changes of images, and finds out what became of those that EC2 refuses. Each change that
 * succeeded is logged at INFO. Thread-safe.
 */
final class ImageChangeCalls {

  private static final Logger LOG = LoggerFactory.getLogger(Ec2Lifecycle.class);

  /** EC2 API Reference, "CreateTags" and "DeleteTags": as many resources a call can have. */
  private static final int MOST_TOGETHER = 1000;

  /**
   * Codes that EC2 may answer with where the image is in that state already: which of them it uses
   * is not documented, so that the image itself is described.
   */
  private static final Set<String> MAY_BE_SO =
      Set.of(
          "IncorrectState",
          "InvalidAMIID.Unavailable",
          "InvalidParameterValue",
          "InvalidRequest",
          "OperationNotPermitted");

  private final CheckedClient<Ec2Client> ec2;
  private final Supplier<CleanupScope> scope;
  private final Ec2Lookup lookup;
  private final RetryStrategy retry;

  ImageChangeCalls(
      CheckedClient<Ec2Client> ec2, Supplier<CleanupScope> scope, RetryStrategy retry) {
    this.ec2 = ec2;
    this.scope = scope;
    this.lookup = new Ec2Lookup(ec2);
    this.retry = retry;
  }

  /** Makes the same change of images, by as few calls as EC2 allows. */
  <Q extends Ec2Request, P extends Ec2Response> List<ActionOutcome> makeTogether(
      List<ImageChange> changes,
      BiFunction<Ec2Client, Q, P> operation,
      Function<List<String>, Q> request) {
    if (changes.isEmpty()) {
      return List.of();
    }
    if (changes.size() > MOST_TOGETHER) {
      return makeInParts(changes, MOST_TOGETHER, operation, request);
    }
    MutatingCall transmission = new MutatingCall(retry);
    try {
      transmission.send(
          ec2,
          operation,
          request.apply(changes.stream().map(change -> change.image().value()).toList()));
    } catch (SdkException | UnusableAnswerException e) {
      Refusal refusal = Refusal.of(e, transmission).naming(changes.get(0).permission());
      if (changes.size() == 1) {
        return List.of(settled(changes.get(0), refusal, described -> false));
      }
      if (mayBeForOne(e, refusal)) {
        LOG.debug("Tagging {} images together was refused: {}", changes.size(), refusal);
        return makeInParts(changes, (changes.size() + 1) / 2, operation, request);
      }
      return changes.stream().map(change -> change.of(refusal)).toList();
    }
    return changes.stream().map(this::done).toList();
  }

  private <Q extends Ec2Request, P extends Ec2Response> List<ActionOutcome> makeInParts(
      List<ImageChange> changes,
      int size,
      BiFunction<Ec2Client, Q, P> operation,
      Function<List<String>, Q> request) {
    return Batches.of(changes, size).stream()
        .flatMap(part -> makeTogether(part, operation, request).stream())
        .toList();
  }

  /**
   * EC2 refuses the whole call for one image that is gone, has no room for tags, or is not to be
   * tagged by these credentials, and does not say in one way which it is.
   */
  private static boolean mayBeForOne(RuntimeException failure, Refusal refusal) {
    return failure instanceof SdkServiceException
        && refusal.outcome() == Outcome.FAILED
        && !AwsFailures.isThrottling(failure);
  }

  /**
   * Makes a change.
   *
   * @param operation the operation that makes it
   * @param request its request
   * @param done returns what EC2 says of it: whether it was done
   * @param isSo whether an image is described as the change would leave it
   */
  <Q extends Ec2Request, P extends Ec2Response> ActionOutcome make(
      ImageChange change,
      BiFunction<Ec2Client, Q, P> operation,
      Q request,
      Function<P, @Nullable Boolean> done,
      Predicate<Image> isSo) {
    MutatingCall transmission = new MutatingCall(retry);
    Boolean answer;
    try {
      answer = done.apply(transmission.send(ec2, operation, request));
    } catch (SdkException | UnusableAnswerException e) {
      return settled(change, Refusal.of(e, transmission).naming(change.permission()), isSo);
    }
    return Refusal.of(answer, "not-done").map(change::of).orElseGet(() -> done(change));
  }

  private ActionOutcome done(ImageChange change) {
    LOG.info("{} in {}: {}", change.image(), scope, change.done());
    return change.outcome(Outcome.SUCCEEDED, change.code(), change.done());
  }

  /**
   * EC2 refuses images that are gone, images in a state that forbids the change, and those in the
   * state that it would bring with codes that do not distinguish them; describing the image does.
   */
  private ActionOutcome settled(ImageChange change, Refusal refusal, Predicate<Image> isSo) {
    if (refusal.code().equals("InvalidAMIID.NotFound")) {
      return change.of(refusal.as(Outcome.ALREADY_GONE));
    }
    if (!MAY_BE_SO.contains(refusal.code())) {
      return change.of(refusal);
    }
    Optional<Image> described;
    try {
      described = lookup.find(change.image());
    } catch (EvidenceException e) {
      LOG.debug("{} was refused, and cannot be looked up", change, e);
      return change.of(refusal);
    }
    if (described.isEmpty()) {
      // Other codes are also for images of other accounts, which describing does not find.
      return change.of(
          refusal.code().equals("InvalidAMIID.Unavailable")
              ? refusal.as(Outcome.ALREADY_GONE)
              : refusal);
    }
    if (described.filter(isSo).isPresent()) {
      LOG.debug("{} was refused as {}, and is so already", change, refusal);
      return change.outcome(
          Outcome.SUCCEEDED,
          "already-so",
          "It is so already, and EC2 answered: " + refusal.message());
    }
    return change.of(refusal);
  }
}
