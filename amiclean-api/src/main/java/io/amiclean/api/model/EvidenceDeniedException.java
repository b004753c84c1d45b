package io.amiclean.api.model;

import org.jspecify.annotations.Nullable;

/** A source may not be read: a permission is missing. */
public class EvidenceDeniedException extends EvidenceException {

  private static final long serialVersionUID = 1L;

  private final String permission;

  /**
   * Creates a denial.
   *
   * @param source the name of the source, such as {@code instances}
   * @param permission the missing IAM action, such as {@code ec2:DescribeInstances}
   * @param message what is wrong and what to do
   * @param cause what led to it, or {@code null} if nothing did
   */
  public EvidenceDeniedException(
      String source, String permission, String message, @Nullable Throwable cause) {
    super(source, message, cause);
    this.permission = permission;
  }

  /**
   * Returns the permission that is missing.
   *
   * @return the IAM action, such as {@code ec2:DescribeInstances}
   */
  public final String permission() {
    return permission;
  }
}
