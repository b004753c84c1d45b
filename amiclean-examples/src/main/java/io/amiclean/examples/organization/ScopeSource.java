package io.amiclean.examples.organization;

import io.amiclean.api.execution.RemovalOperations;
import io.amiclean.api.lifecycle.LifecycleOperations;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.plan.AccountReader;
import java.util.List;
import java.util.function.BiConsumer;

/** Lists the scopes of an organization, and opens each. Thread-safe. */
public interface ScopeSource {

  /**
   * Lists the scopes.
   *
   * @param unreadable receives what has no scopes, because its regions cannot be read: its name,
   *     and why
   * @return the scopes, each once
   * @throws EvidenceException if the accounts cannot be read
   */
  List<OrganizationScope> list(BiConsumer<String, EvidenceException> unreadable);

  /**
   * Opens a scope.
   *
   * @param scope the scope
   * @return what reads and changes it, to be closed by the caller
   */
  Opened open(OrganizationScope scope);

  /**
   * A scope that is open.
   *
   * @param reader reads it
   * @param operations removes images and snapshots
   * @param lifecycle moves images by a stage
   * @param closing closes its clients
   */
  record Opened(
      AccountReader reader,
      RemovalOperations operations,
      LifecycleOperations lifecycle,
      Runnable closing)
      implements AutoCloseable {

    @Override
    public void close() {
      closing.run();
    }
  }
}
