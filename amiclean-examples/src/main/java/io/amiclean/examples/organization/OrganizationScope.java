package io.amiclean.examples.organization;

/**
 * A region of an account, and how a worker opens it.
 *
 * @param account the id of the account
 * @param region the code of the region
 * @param role the ARN of the role to assume; empty for the worker's own credentials
 */
public record OrganizationScope(String account, String region, String role) {

  /**
   * Returns the scope as plans and reports name it.
   *
   * @return account and region, such as {@code 123456789012/eu-west-1}
   */
  public String name() {
    return account + "/" + region;
  }
}
