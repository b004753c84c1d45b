package io.amiclean.examples.cli.commands;

import io.amiclean.examples.cli.account.Accounts;
import io.amiclean.examples.cli.account.ScopedAccount;
import io.amiclean.examples.cli.terminal.Console;
import io.amiclean.examples.exit.ExitStatus;
import java.io.IOException;

/** Works on regions and accounts one after the other; of several, each is named. */
final class EachScope {

  private EachScope() {}

  /** What is done. */
  @FunctionalInterface
  interface Work {

    /** Returns the exit status of this region alone. */
    int in(ScopedAccount scope) throws IOException;
  }

  /** Returns the exit status of all. */
  static int run(Accounts accounts, Console console, Work work) throws Exception {
    ScopeFailures failures = new ScopeFailures(accounts, console);
    int incomplete = ExitStatus.DONE;
    for (ScopedAccount scope : accounts.list()) {
      if (accounts.many()) {
        console.out().print("\n" + scope + "\n");
      }
      try {
        incomplete = Math.max(incomplete, work.in(scope));
      } catch (IOException | RuntimeException e) {
        failures.add(scope.toString(), e);
      }
      if (accounts.many()) {
        scope.release();
      }
    }
    return Math.max(failures.summarize("done"), incomplete);
  }
}
