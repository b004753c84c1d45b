package io.amiclean.examples.cli.account;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One of the accounts and regions that a command works on, opened at its first use. */
public final class ScopedAccount {

  private final String name;
  private final Supplier<? extends AccountSources> opening;
  private @Nullable AccountSources opened;

  public ScopedAccount(String name, Supplier<? extends AccountSources> opening) {
    this.name = name;
    this.opening = opening;
  }

  /** Returns what is read, the same until its release; what cannot be opened is tried again. */
  public synchronized AccountSources sources() {
    AccountSources sources = opened;
    if (sources == null) {
      sources = opening.get();
      opened = sources;
    }
    return sources;
  }

  /**
   * Returns the account that is changed.
   *
   * @throws IllegalStateException if it is the recording of one
   */
  public Account account() {
    if (sources() instanceof Account account) {
      return account;
    }
    throw new IllegalStateException(name + " is a recording, of which nothing can be executed");
  }

  /** Closes the account until its next use: of thousands only few are to be open at a time. */
  public synchronized void release() {
    if (opened != null) {
      opened.close();
      opened = null;
    }
  }

  /** Returns account and region, as far as they are known before anything is read. */
  @Override
  public String toString() {
    return name;
  }
}
