package io.amiclean.aws;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a role is assumed.
 *
 * @param name what CloudTrail calls the session; {@code null} for {@code amiclean}
 * @param externalId what the role's trust policy may ask for, or {@code null}
 * @param policy an IAM policy that limits what the session may do, or {@code null}
 */
record RoleSession(@Nullable String name, @Nullable String externalId, @Nullable String policy) {

  private static final String AMICLEAN = "amiclean";

  /** A session of which nothing is set. */
  static final RoleSession DEFAULT = new RoleSession(null, null, null);

  RoleSession withName(String value) {
    Objects.requireNonNull(value, "value");
    return new RoleSession(AwsNames.requireSessionName(value), externalId, policy);
  }

  RoleSession withExternalId(String value) {
    Objects.requireNonNull(value, "value");
    return new RoleSession(name, AwsNames.requireExternalId(value), policy);
  }

  RoleSession withPolicy(String json) {
    Objects.requireNonNull(json, "policy");
    return new RoleSession(name, externalId, AwsNames.requireSessionPolicy(json));
  }

  /** Whether anything is set. */
  boolean isGiven() {
    return !equals(DEFAULT);
  }

  String nameOrDefault() {
    return name == null ? AMICLEAN : name;
  }
}
