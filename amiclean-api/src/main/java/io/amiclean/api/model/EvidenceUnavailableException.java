package io.amiclean.api.model;

import org.jspecify.annotations.Nullable;

/**
 * A source does not exist where it is asked: the endpoint, such as that of an emulator or of a
 * region that lacks a service, does not know what it is read with.
 */
public class EvidenceUnavailableException extends EvidenceException {

  private static final long serialVersionUID = 1L;

  private final String permission;

  /**
   * Creates a failure of a source that does not exist.
   *
   * @param source the name of the source, such as {@code instances}
   * @param permission the IAM action of the operation, such as {@code ec2:DescribeInstances}
   * @param message what is wrong and what to do
   * @param cause what led to it, or {@code null} if nothing did
   */
  public EvidenceUnavailableException(
      String source, String permission, String message, @Nullable Throwable cause) {
    super(source, message, cause);
    this.permission = permission;
  }

  /**
   * Returns the operation that is not known, by the IAM action that it needs.
   *
   * @return the IAM action, such as {@code ec2:DescribeInstances}
   */
  public final String permission() {
    return permission;
  }
}
