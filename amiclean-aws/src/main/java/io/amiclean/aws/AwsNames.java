package io.amiclean.aws;

import io.amiclean.api.model.AccountId;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/** Checks the names that users give of regions and roles. */
final class AwsNames {

  private static final Pattern REGION = Pattern.compile("[a-z]+(?:-[a-z0-9]+)+");

  /** IAM User Guide, "IAM and AWS STS quotas", and STS API Reference, "AssumeRole". */
  private static final Pattern ROLE =
      Pattern.compile("arn:aws[a-z-]*:iam::[0-9]{12}:role/(?:[!-~]+/)?[\\w+=,.@-]{1,64}");

  /** IAM User Guide, "IAM and AWS STS quotas". */
  private static final Pattern ROLE_NAME = Pattern.compile("[\\w+=,.@-]{1,64}");

  /** STS API Reference, "AssumeRole". */
  private static final Pattern EXTERNAL_ID = Pattern.compile("[\\w+=,.@:/-]{2,1224}");

  /** In each partition, a region that no account can disable. */
  private static final Map<String, String> ALWAYS_ENABLED =
      Map.of(
          "aws", "us-east-1",
          "aws-cn", "cn-north-1",
          "aws-us-gov", "us-gov-west-1",
          "aws-iso", "us-iso-east-1",
          "aws-iso-b", "us-isob-east-1",
          "aws-iso-e", "eu-isoe-west-1",
          "aws-iso-f", "us-isof-south-1",
          "aws-eusc", "eusc-de-east-1");

  /** STS API Reference, "AssumeRole". */
  private static final Pattern SESSION_NAME = Pattern.compile("[\\w+=,.@-]{2,64}");

  /** STS API Reference, "AssumeRole". */
  private static final int LONGEST_POLICY = 2048;

  private static final Pattern INDENTATION = Pattern.compile("\\n\\s*");

  private AwsNames() {}

  /** Returns the partition of a role. */
  static String partitionOf(String roleArn) {
    return requireRole(roleArn).split(":", -1)[1];
  }

  /** Returns a region in which that role can ask which regions are enabled. */
  static String regionFor(String roleArn) {
    String partition = partitionOf(roleArn);
    String region = ALWAYS_ENABLED.get(partition);
    if (region == null) {
      throw new IllegalArgumentException(
          "Which region of the partition "
              + partition
              + " is always enabled is not known: expected a region for the clients");
    }
    return region;
  }

  /** Checks the name of a role. */
  static String requireRoleName(String name) {
    Objects.requireNonNull(name, "name");
    if (!ROLE_NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'" + name + "' is no name of a role: expected 1 to 64 letters, digits and _+=,.@-");
    }
    return name;
  }

  /** Checks the name of a session with a role. */
  static String requireSessionName(String value) {
    if (!SESSION_NAME.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "'" + value + "' names no session: expected 2 to 64 letters, digits and _+=,.@-");
    }
    return value;
  }

  /** Checks a policy for a session, and takes its indentation away. */
  static String requireSessionPolicy(String policy) {
    String dense = INDENTATION.matcher(policy).replaceAll("");
    if (dense.length() > LONGEST_POLICY) {
      throw new IllegalArgumentException(
          "A session policy of "
              + dense.length()
              + " characters: expected "
              + LONGEST_POLICY
              + " at most; attach longer ones to the role");
    }
    return dense;
  }

  /** Checks the code of a region. */
  static String requireRegion(String code) {
    if (!REGION.matcher(code).matches()) {
      throw new IllegalArgumentException(
          "'" + code + "' is no region: expected a code such as eu-west-1");
    }
    return code;
  }

  /** Checks the ARN of a role. */
  static String requireRole(String roleArn) {
    if (!ROLE.matcher(roleArn).matches()) {
      throw new IllegalArgumentException(
          "'"
              + roleArn
              + "' is no role: expected an ARN such as arn:aws:iam::210987654321:role/amiclean");
    }
    return roleArn;
  }

  /** Returns the account that the ARN of a role names. */
  static AccountId accountOf(String roleArn) {
    return AccountId.of(requireRole(roleArn).split(":", -1)[4]);
  }

  /** Checks an external id. */
  static String requireExternalId(String value) {
    if (!EXTERNAL_ID.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "'" + value + "' is no external id: expected 2 to 1224 letters, digits and _+=,.@:/-");
    }
    return value;
  }
}
