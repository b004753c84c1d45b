package io.amiclean.examples.cli.commands;

import io.amiclean.examples.cli.account.Accounts;
import io.amiclean.examples.cli.account.ScopedAccount;
import io.amiclean.examples.cli.terminal.Console;
import io.amiclean.examples.exit.ExitStatus;
import io.amiclean.examples.exit.Failures;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Does something in each of several regions and accounts, one after the other, and says under which
 * name. One that fails is named and left alone.
 */
final class EachScope {

  private EachScope() {}

  /** What is done. */
  @FunctionalInterface
  interface Work {

    /** Returns the exit status of this region alone. */
    int in(ScopedAccount scope) throws IOException;
  }

  /** Returns the exit status of all. */
  static int run(Accounts accounts, Console console, Work work) {
    Map<String, Exception> failures = new LinkedHashMap<>();
    int incomplete = ExitStatus.DONE;
    for (ScopedAccount scope : accounts.list()) {
      console.out().print("\n" + scope + "\n");
      try {
        incomplete = Math.max(incomplete, work.in(scope));
      } catch (IOException | RuntimeException e) {
        failures.put(scope.toString(), e);
        Failures.print(scope.toString(), e, console.err());
      }
    }
    int done = accounts.list().size() - failures.size();
    int status = ManyScopes.summarize(done, "done", failures, console);
    return Math.max(status, incomplete);
  }
}
