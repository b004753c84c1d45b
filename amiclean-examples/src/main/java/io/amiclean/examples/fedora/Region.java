package io.amiclean.examples.fedora;

import io.amiclean.api.execution.RemovalOperations;
import io.amiclean.api.lifecycle.LifecycleOperations;
import io.amiclean.api.plan.AccountReader;
import io.amiclean.aws.AwsAccount;
import io.amiclean.core.inmemory.InMemoryAccount;

/**
 * A region of an account that the process works on.
 *
 * @param reader reads it
 * @param removals removes images and snapshots
 * @param lifecycle takes launch permissions away, and tags
 */
record Region(AccountReader reader, RemovalOperations removals, LifecycleOperations lifecycle) {

  static Region of(AwsAccount account) {
    return new Region(account, account.operations(), account.lifecycle());
  }

  static Region of(InMemoryAccount account) {
    return new Region(account, account, account);
  }
}
