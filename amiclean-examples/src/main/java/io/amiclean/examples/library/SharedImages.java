package io.amiclean.examples.library;

import io.amiclean.aws.AwsAccount;
import io.amiclean.aws.AwsClients;

/** Images that are shared with another account, which says what it does with them. */
public final class SharedImages {

  private SharedImages() {}

  /**
   * Returns an account whose images are shared with another one.
   *
   * @param ours the clients of the account that owns the images
   * @param theirs the clients of the other account, in the same region
   * @return the account
   */
  public static AwsAccount withUsageElsewhere(AwsClients ours, AwsClients theirs) {
    return AwsAccount.builder()
        .clients(ours)
        .usageIn(AwsAccount.builder().clients(theirs).build())
        .build();
  }
}
