package io.amiclean.aws;

import io.amiclean.api.model.AccountId;
import java.util.Optional;

/** IAM policies as JSON, indented. */
final class PolicyDocument {

  private PolicyDocument() {}

  /** Returns a policy of statements, which are JSON already. */
  static String of(String statements) {
    return """
    {
      "Version": "2012-10-17",
      "Statement": [
    %s
      ]
    }\
    """
        .formatted(statements);
  }

  /** Returns a policy that lets an account assume the role that it is of. */
  static String trusting(AccountId account, String partition, Optional<String> externalId) {
    String condition =
        externalId
            .map(
                id ->
                    """
                    ,
                          "Condition": {
                            "StringEquals": {
                              "sts:ExternalId": "%s"
                            }
                          }\
                    """
                        .formatted(id))
            .orElse("");
    return of(
        """
            {
              "Sid": "AmicleanTrust",
              "Effect": "Allow",
              "Principal": {
                "AWS": "arn:%s:iam::%s:root"
              },
              "Action": "sts:AssumeRole"%s
            }\
        """
            .formatted(partition, account, condition));
  }
}
