package io.amiclean.examples.fedora;

/** The two runs of Fedora's process. */
enum ProcessStep {
  /** Images lose their launch permissions, so that somebody may complain. */
  CHANGE_PERMISSIONS("Launch permissions revoked", "would become private"),
  /** Images that nobody complained of go, and their snapshots. */
  DELETE("AMIs deleted", "would be deleted");

  private final String subject;
  private final String forecast;

  ProcessStep(String subject, String forecast) {
    this.subject = subject;
    this.forecast = forecast;
  }

  /** What a report of it is about. */
  String subject() {
    return subject;
  }

  /** What a dry run says of an image. */
  String forecast() {
    return forecast;
  }
}
