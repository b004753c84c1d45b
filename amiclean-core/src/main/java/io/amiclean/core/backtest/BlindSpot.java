package io.amiclean.core.backtest;

/**
 * What recordings cannot show of the past. None of it counts as proof that a removal was harmless.
 */
public enum BlindSpot {
  /** A use that began and ended between two recordings leaves no trace but the last launch. */
  USE_BETWEEN_RECORDINGS(
      "A use that began and ended between two recordings is not known, unless it was a launch."),
  /** What was removed before the first recording, or made and removed between two, is in none. */
  UNRECORDED_IMAGES(
      "Images that were deregistered before the first recording, or created and deregistered between"
          + " two, are in none."),
  /** Tags, states and launch permissions of a day are those of a recording. */
  ATTRIBUTES_AS_RECORDED(
      "Tags, state and launch permissions are those of the last recording before a day, or of the"
          + " first one that holds the image."),
  /** EC2 holds the last launch of an image only: an earlier one is overwritten. */
  OVERWRITTEN_LAUNCHES(
      "EC2 keeps the last launch of an image only: earlier ones, which may have protected it, are"
          + " overwritten."),
  /** The use that the first recording names stands in for that of the days before it. */
  USE_BEFORE_FIRST_RECORDING(
      "What was in use before the first recording is not known. What that recording shows in use,"
          + " and was not launched after the day, is taken to be in use on the day."),
  /** A limit on the age of evidence cannot be judged afterwards. */
  AGE_OF_EVIDENCE("The policy limits the age of evidence; each day counts as read on that day."),
  /** The image or snapshot is in no recording that was made after its removal. */
  NOT_RECORDED_AFTERWARDS("No recording made afterwards holds it."),
  /** Sources of usage were left out of the recordings that were made after the removal. */
  SOURCES_LEFT_OUT("The recordings made afterwards left out sources of usage."),
  /**
   * EC2 reports the last launch up to 24 hours late (EC2 User Guide, "Check when an AMI was last
   * used"), so that a recording made within that time shows nothing.
   */
  LAUNCH_NOT_YET_REPORTED(
      "It was removed less than 24 hours before the last recording that holds it: EC2 reports launches"
          + " up to 24 hours late."),
  /** A candidate check holds no recorded answer, and might have kept the image or snapshot. */
  CHECK_NOT_RECORDED("A candidate check, which might have kept it, was not asked about it.");

  private final String sentence;

  BlindSpot(String sentence) {
    this.sentence = sentence;
  }

  /**
   * Returns what is not known, for people.
   *
   * @return a sentence
   */
  public String sentence() {
    return sentence;
  }
}
