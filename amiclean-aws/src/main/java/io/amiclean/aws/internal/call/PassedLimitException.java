package io.amiclean.aws.internal.call;

import java.util.Optional;

/** A call passed one of the {@link Limits}, and was given up. */
public final class PassedLimitException extends UnusableAnswerException {

  private static final long serialVersionUID = 1L;

  private final String said;

  /**
   * Creates the exception.
   *
   * @param operation the operation that was called, such as {@code DescribeImages}
   * @param what what it did, as the rest of a sentence, with the value of the limit
   * @param limit the name of the limit, such as {@code answerTime}
   */
  public PassedLimitException(String operation, String what, String limit) {
    super(operation + " " + what);
    this.said =
        what
            + ", the limit '"
            + limit
            + "': check the endpoint and the network, or set another one by ReadingLimits.Builder."
            + limit;
  }

  /** Returns what is behind a failure: what a body throws, the SDK takes for one of its own. */
  public static Optional<PassedLimitException> behind(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof PassedLimitException passed) {
        return Optional.of(passed);
      }
    }
    return Optional.empty();
  }

  @Override
  public String said() {
    return said;
  }
}
