package io.amiclean.core.execution;

/**
 * The codes of outcomes that amiclean itself gives. They are stable. Refusals of EC2 carry EC2's
 * error code; skipped actions carry the {@linkplain io.amiclean.api.model.ReasonCodes reason} why.
 */
public final class OutcomeCodes {

  /** The image was gone before the execution began. */
  public static final String ALREADY_GONE = "already-gone";

  /** The answer was lost, and looking it up showed that it is done. */
  public static final String FOUND_DONE = "found-done";

  /** The answer was lost, and looking it up showed that it is not done. */
  public static final String FOUND_UNDONE = "found-undone";

  /** The execution was interrupted before this action began. */
  public static final String INTERRUPTED = "interrupted";

  /** The deadline of the execution passed before this action began. */
  public static final String DEADLINE = "deadline";

  /** The account could not be re-checked, so that nothing more was removed. */
  public static final String RECHECK_FAILED = "recheck-failed";

  /** The journal could not be written, so that the call was not made. */
  public static final String JOURNAL_FAILED = "journal-failed";

  /** The image is in the stage that it was to be moved into, or further, or is restored already. */
  public static final String ALREADY_DONE = "already-done";

  /** The image is in no stage, so that restoring it has nothing to give back. */
  public static final String NEVER_STAGED = "never-staged";

  /** The launch permissions could not be read, so that they could not be recorded. */
  public static final String PERMISSIONS_UNKNOWN = "permissions-unknown";

  /** The tags have no room for the record of the launch permissions, and no journal keeps it. */
  public static final String RECORD_TOO_LONG = "record-too-long";

  /** The image has no room for the tags of a stage: EC2 accepts 50 tags of a resource's own. */
  public static final String TOO_MANY_TAGS = "too-many-tags";

  /** The tags that record the launch permissions of an image in a stage were removed. */
  public static final String RECORD_MISSING = "record-missing";

  /** Only the journal holds all launch permissions that are to be given back. */
  public static final String RECORD_INCOMPLETE = "record-incomplete";

  /** The operations answered with something that is no outcome, or not at all. */
  static final String UNEXPECTED = "unexpected";

  private OutcomeCodes() {}
}
