package io.amiclean.examples.cli.account;

import java.util.List;

/**
 * The accounts and regions that a command works on.
 *
 * @param list each of them
 * @param connection what is to be closed in the end
 */
public record Accounts(List<ScopedAccount> list, Runnable connection) implements AutoCloseable {

  @Override
  public void close() {
    connection.run();
  }
}
