package io.amiclean.examples.cli.account;

import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.plan.AccountReader;
import io.amiclean.core.policy.OrganizationalUnits;

/** What a plan is made from: an account, or the recording of one. */
public interface AccountSources extends AccountReader, AutoCloseable {

  /** Returns which region of which account this is. */
  CleanupScope scope();

  /** Says which organizational units hold the account. */
  OrganizationalUnits units();

  @Override
  void close();
}
