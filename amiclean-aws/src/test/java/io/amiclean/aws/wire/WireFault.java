package io.amiclean.aws.wire;

/** An error answer of AWS: HTTP status, error code and message. */
final class WireFault extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final int status;
  private final String code;
  private final String message;

  WireFault(int status, String code, String message) {
    super(code + ": " + message);
    this.status = status;
    this.code = code;
    this.message = message;
  }

  /** With status 400, that of nearly every error that is the caller's. */
  static WireFault of(String code, String message) {
    return new WireFault(400, code, message);
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  String message() {
    return message;
  }
}
