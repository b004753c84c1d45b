package io.amiclean.examples.cli.account;

import java.util.List;

/**
 * The accounts and regions that a command works on.
 *
 * @param list each of them
 * @param many whether there may be several, each of which is named
 * @param connection what is to be closed in the end
 */
public record Accounts(List<ScopedAccount> list, boolean many, Runnable connection)
    implements AutoCloseable {

  /** Returns one region of one account. */
  public static Accounts one(AccountSources account) {
    return new Accounts(
        List.of(new ScopedAccount("The account", () -> account)), false, account::close);
  }

  @Override
  public void close() {
    connection.run();
  }
}
