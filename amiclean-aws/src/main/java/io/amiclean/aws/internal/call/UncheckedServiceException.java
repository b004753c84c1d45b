package io.amiclean.aws.internal.call;

/**
 * A service was not called, because its answers could not be distinguished from those of others.
 */
public final class UncheckedServiceException extends UnusableAnswerException {

  private static final long serialVersionUID = 1L;

  private final String service;

  /**
   * Creates the exception.
   *
   * @param service the name by which the SDK knows the service
   * @param protocol its protocol, such as {@code rest-xml}
   */
  UncheckedServiceException(String service, String protocol) {
    super("The answers of " + service + " cannot be checked, whose protocol is " + protocol);
    this.service = service + ", whose protocol is " + protocol;
  }

  @Override
  public String said() {
    return "is not called: answers of " + service + ", cannot be checked";
  }
}
