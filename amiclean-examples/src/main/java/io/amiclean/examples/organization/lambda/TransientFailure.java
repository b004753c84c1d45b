package io.amiclean.examples.organization.lambda;

/** What may work later: the name by which a state machine retries. */
public final class TransientFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  TransientFailure(Exception cause) {
    super(String.valueOf(cause.getMessage()), cause);
  }
}
