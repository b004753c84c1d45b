package io.amiclean.aws.internal.call;

/**
 * An endpoint of the caller's own answered that something went wrong there, without an error code
 * as every service sends it: it does not know the operation.
 */
public final class UnknownOperationException extends UnusableAnswerException {

  private static final long serialVersionUID = 1L;

  private final int status;

  /**
   * Creates the exception.
   *
   * @param operation the operation that was called, such as {@code DescribeImages}
   * @param status the HTTP status of the answer
   */
  UnknownOperationException(String operation, int status) {
    super(operation + " is not known to the endpoint, which answers with HTTP status " + status);
    this.status = status;
  }

  @Override
  public String said() {
    return "is answered with HTTP status " + status + " and no error code";
  }
}
