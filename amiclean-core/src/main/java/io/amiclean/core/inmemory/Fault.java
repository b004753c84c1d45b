package io.amiclean.core.inmemory;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.model.EvidenceDeniedException;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.ResourceId;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.plan.Action;
import java.util.List;
import java.util.Objects;

/**
 * How an {@link InMemoryAccount} fails at a call, as its ports show it: reads and look-ups throw,
 * removals and changes answer with an outcome.
 *
 * <p>Immutable and thread-safe, but for the exception that is given to {@link #thrown}.
 */
public abstract sealed class Fault {

  private Fault() {}

  /**
   * A permission is missing. A read or look-up throws {@link EvidenceDeniedException}, which names
   * {@link AccountCall#permission()}; a removal is {@link Outcome#FAILED} with {@code
   * UnauthorizedOperation}. A snapshot that was to go together with its image is {@link
   * Outcome#FAILED} with EC2's code for that, {@code missing-permissions}.
   *
   * @return a fault for any call
   */
  public static Fault denied() {
    return new Denied();
  }

  /**
   * AWS answers with an error. A read or look-up throws {@link EvidenceException}; a removal is
   * {@link Outcome#FAILED} with code and message, and changes nothing.
   *
   * @param code the error code, such as {@code RequestLimitExceeded}
   * @param message the sentence for people
   * @return a fault for any call
   */
  public static Fault error(String code, String message) {
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(message, "message");
    return new Refused(code, message);
  }

  /**
   * A read ends early: it answers with the first half of what there is, as evidence that is not
   * {@link io.amiclean.api.model.Evidence#complete() complete}.
   *
   * @return a fault for reads
   */
  public static Fault incomplete() {
    return new Incomplete();
  }

  /**
   * The request gets lost: the removal or change is {@link Outcome#UNKNOWN} and has not happened.
   *
   * @return a fault for removals and changes
   */
  public static Fault lostBeforeEffect() {
    return new Lost(false);
  }

  /**
   * The answer gets lost: the removal or change is {@link Outcome#UNKNOWN} and has happened, unless
   * the account would have refused it.
   *
   * @return a fault for removals and changes
   */
  public static Fault lostAfterEffect() {
    return new Lost(true);
  }

  /**
   * The call throws before it does anything, as a broken implementation may, or a process that is
   * killed.
   *
   * @param exception what is thrown, each time the same
   * @return a fault for any call
   */
  public static Fault thrown(RuntimeException exception) {
    Objects.requireNonNull(exception, "exception");
    return new Thrown(exception);
  }

  /** Returns whether a call of this kind can fail so. */
  boolean fits(AccountCall.Kind kind) {
    return true;
  }

  /** Returns whether a removal happens all the same. */
  boolean takesEffect() {
    return false;
  }

  /** Returns whether a read answers, if only with a half of what there is. */
  boolean answersRead() {
    return false;
  }

  /** Returns the failure of a read or look-up. */
  abstract RuntimeException failure(AccountCall call);

  /** Returns the outcome of a removal. */
  abstract ActionOutcome outcome(AccountCall call, ResourceId target);

  /** Returns the outcome of a snapshot that was to go together with its image. */
  ActionOutcome outcomeWithImage(SnapshotId snapshot) {
    return outcome(AccountCall.DELETE_SNAPSHOT, snapshot);
  }

  private static final class Denied extends Fault {

    @Override
    RuntimeException failure(AccountCall call) {
      return new EvidenceDeniedException(
          call.source(),
          call.permission(),
          "Reading '"
              + call.source()
              + "' is denied: the permission "
              + call.permission()
              + " is missing",
          null);
    }

    @Override
    ActionOutcome outcome(AccountCall call, ResourceId target) {
      return ActionOutcome.change(
          call.action(),
          target,
          Outcome.FAILED,
          "UnauthorizedOperation",
          "You are not authorized to perform " + call.permission() + " on " + target.value());
    }

    @Override
    ActionOutcome outcomeWithImage(SnapshotId snapshot) {
      return ActionOutcome.change(
          Action.DELETE_SNAPSHOT,
          snapshot,
          Outcome.FAILED,
          "missing-permissions",
          "You are not authorized to perform ec2:DeleteSnapshot on " + snapshot);
    }

    @Override
    public String toString() {
      return "denied";
    }
  }

  private static final class Refused extends Fault {

    private final String code;
    private final String message;

    Refused(String code, String message) {
      this.code = code;
      this.message = message;
    }

    @Override
    RuntimeException failure(AccountCall call) {
      return new EvidenceException(
          call.source(), "Reading '" + call.source() + "' failed with " + code + ": " + message);
    }

    @Override
    ActionOutcome outcome(AccountCall call, ResourceId target) {
      return ActionOutcome.change(call.action(), target, Outcome.FAILED, code, message);
    }

    @Override
    public String toString() {
      return "error " + code;
    }
  }

  private static final class Incomplete extends Fault {

    @Override
    boolean fits(AccountCall.Kind kind) {
      return kind == AccountCall.Kind.READ;
    }

    @Override
    boolean answersRead() {
      return true;
    }

    @Override
    RuntimeException failure(AccountCall call) {
      throw new IllegalStateException(call + " answers, if incompletely");
    }

    @Override
    ActionOutcome outcome(AccountCall call, ResourceId target) {
      throw new IllegalStateException(call + " cannot be incomplete");
    }

    @Override
    public String toString() {
      return "incomplete";
    }
  }

  private static final class Lost extends Fault {

    private final boolean after;

    Lost(boolean after) {
      this.after = after;
    }

    @Override
    boolean fits(AccountCall.Kind kind) {
      return kind == AccountCall.Kind.REMOVAL || kind == AccountCall.Kind.CHANGE;
    }

    @Override
    boolean takesEffect() {
      return after;
    }

    @Override
    RuntimeException failure(AccountCall call) {
      throw new IllegalStateException(call + " does not change anything");
    }

    @Override
    ActionOutcome outcome(AccountCall call, ResourceId target) {
      return ActionOutcome.change(
          call.action(),
          target,
          Outcome.UNKNOWN,
          "no-answer",
          "The request to "
              + (call.kind() == AccountCall.Kind.REMOVAL ? "remove " : "change ")
              + target.value()
              + " got no answer");
    }

    @Override
    public String toString() {
      return after ? "lost after the effect" : "lost before the effect";
    }
  }

  private static final class Thrown extends Fault {

    private final RuntimeException exception;

    Thrown(RuntimeException exception) {
      this.exception = exception;
    }

    @Override
    RuntimeException failure(AccountCall call) {
      return exception;
    }

    @Override
    ActionOutcome outcome(AccountCall call, ResourceId target) {
      throw exception;
    }

    @Override
    public String toString() {
      return "throws " + exception;
    }
  }

  /** Returns the calls that can fail so, for an error message. */
  List<AccountCall> fittingCalls() {
    return List.of(AccountCall.values()).stream().filter(call -> fits(call.kind())).toList();
  }
}
