package io.amiclean.examples.cli.account;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One of several accounts and regions that a command works on, opened at its first use. */
public final class ScopedAccount {

  private final String name;
  private final Supplier<Account> opening;
  private @Nullable Account opened;

  public ScopedAccount(String name, Supplier<Account> opening) {
    this.name = name;
    this.opening = opening;
  }

  /** Returns the account, the same at each call; one that cannot be opened is tried again. */
  public synchronized Account account() {
    Account account = opened;
    if (account == null) {
      account = opening.get();
      opened = account;
    }
    return account;
  }

  /** Returns account and region, as far as they are known before anything is read. */
  @Override
  public String toString() {
    return name;
  }
}
