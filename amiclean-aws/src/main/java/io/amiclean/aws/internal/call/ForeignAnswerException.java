package io.amiclean.aws.internal.call;

/**
 * A call was answered, and not by the service: by a portal, a proxy, a half-broken emulator, or by
 * what nothing is known of.
 */
public final class ForeignAnswerException extends UnusableAnswerException {

  private static final long serialVersionUID = 1L;

  private final String what;

  /**
   * Creates the exception.
   *
   * @param operation the operation that was called, such as {@code DescribeImages}
   * @param what what came instead of the answer, as the object of a sentence
   */
  ForeignAnswerException(String operation, String what) {
    super(operation + " was answered with " + what);
    this.what = what;
  }

  /** Returns what came instead of the answer, without control characters. */
  String what() {
    return what;
  }

  @Override
  public String said() {
    return "was answered with "
        + what
        + ", which is not the service's own answer: check the endpoint, and proxies and portals on"
        + " the way to it";
  }
}
