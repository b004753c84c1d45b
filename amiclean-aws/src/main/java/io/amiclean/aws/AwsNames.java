package io.amiclean.aws;

import io.amiclean.api.model.AccountId;
import java.util.regex.Pattern;

/** Checks the names that users give of regions and roles. */
final class AwsNames {

  private static final Pattern REGION = Pattern.compile("[a-z]+(?:-[a-z0-9]+)+");

  /** IAM User Guide, "IAM and AWS STS quotas", and STS API Reference, "AssumeRole". */
  private static final Pattern ROLE =
      Pattern.compile("arn:aws[a-z-]*:iam::[0-9]{12}:role/(?:[!-~]+/)?[\\w+=,.@-]{1,64}");

  /** STS API Reference, "AssumeRole". */
  private static final Pattern EXTERNAL_ID = Pattern.compile("[\\w+=,.@:/-]{2,1224}");

  private AwsNames() {}

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
