package io.amiclean.examples.cli.commands;

import io.amiclean.examples.cli.account.Accounts;
import io.amiclean.examples.cli.terminal.Console;
import io.amiclean.examples.exit.ExitStatus;
import io.amiclean.examples.exit.Failures;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What failed in which scope. The failure of one alone is that of its command; of many each is
 * named, and the others go on. Not thread-safe.
 */
final class ScopeFailures {

  private final Accounts accounts;
  private final Console console;
  private final Map<String, Exception> failures = new LinkedHashMap<>();

  ScopeFailures(Accounts accounts, Console console) {
    this.accounts = accounts;
    this.console = console;
  }

  /** Prints the name of a scope, unless it is alone. */
  void printHeading(Object scope) {
    if (accounts.many()) {
      console.details().print("\n" + scope + "\n");
    }
  }

  /**
   * Names what failed in a scope.
   *
   * @throws Exception the failure, if the scope is alone
   */
  void add(String scope, Exception failure) throws Exception {
    if (!accounts.many()) {
      throw failure;
    }
    failures.put(scope, failure);
    Failures.print(scope, failure, console.err());
  }

  /**
   * Says how the scopes ended, unless there is one alone.
   *
   * @param others what is said of those that did not fail
   * @return the exit status that says the same
   */
  int summarize(String others) {
    if (!accounts.many()) {
      return ExitStatus.DONE;
    }
    if (accounts.list().isEmpty()) {
      console.out().print("Scopes: none, for the organization has no active account\n");
      return ExitStatus.DONE;
    }
    int done = accounts.list().size() - failures.size();
    console.out().print("Scopes: " + done + " " + others);
    if (!failures.isEmpty()) {
      console.out().print(", " + failures.size() + " failed: ");
      console.out().print(String.join(", ", failures.keySet()));
    }
    console.out().print("\n");
    if (failures.isEmpty()) {
      return ExitStatus.DONE;
    }
    if (done > 0) {
      return ExitStatus.INCOMPLETE;
    }
    return failures.values().stream().allMatch(Failures::isRefusal)
        ? ExitStatus.REFUSED
        : ExitStatus.FAILED;
  }
}
