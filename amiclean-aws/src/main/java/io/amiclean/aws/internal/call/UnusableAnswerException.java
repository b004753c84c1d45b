package io.amiclean.aws.internal.call;

/**
 * A call has no answer that anything is decided on. It is neither an exception of the SDK nor one
 * of I/O, so that no retry strategy repeats the call for it.
 */
public abstract sealed class UnusableAnswerException extends RuntimeException
    permits ForeignAnswerException,
        PassedLimitException,
        UncheckedServiceException,
        UnknownOperationException {

  private static final long serialVersionUID = 1L;

  UnusableAnswerException(String message) {
    super(message);
  }

  /** Returns what happened instead of the answer, as the rest of a sentence behind the call. */
  public abstract String said();
}
