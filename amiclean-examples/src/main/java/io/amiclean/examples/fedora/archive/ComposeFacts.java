package io.amiclean.examples.fedora.archive;

/** The names of what Fedora's release system knows of an image, in {@code Image.facts()}. */
public final class ComposeFacts {

  /** The id of the compose, such as {@code Fedora-Cloud-27-20170815.n.0}. */
  public static final String COMPOSE = "fedora:compose";

  /**
   * The type of the compose: {@code nightly}, {@code test}, {@code development}, {@code ci} or
   * {@code production}. Absent if the id does not contain it.
   */
  public static final String TYPE = "fedora:compose-type";

  /** The label of the compose, such as {@code RC-1.5}. Absent if it is unknown. */
  public static final String LABEL = "fedora:compose-label";

  /** When the image was published, in ISO-8601, the last time if it was more than once. */
  public static final String PUBLISHED = "fedora:published";

  /** Present, as {@code two-week}, if the compose is a released Two-Week Atomic Host. */
  public static final String RELEASED = "fedora:released";

  /** Why nothing can be decided on the other facts. Absent if something can. */
  public static final String PROBLEM = "fedora:problem";

  private ComposeFacts() {}
}
