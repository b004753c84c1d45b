package io.amiclean.aws.internal.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amiclean.api.model.EvidenceDeniedException;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.source.ImageUsageSource;
import io.amiclean.aws.AccountOverWire;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Faults of one operation that a source reads pages with, each of which it has to refuse. */
public abstract class ReadFaults {

  @AutoClose private final AccountOverWire account;
  private final String permission;
  private final String action;
  private final String name;

  /**
   * The faults of an operation.
   *
   * @param account an account in which the operation has two items to tell at least
   * @param permission the IAM action
   * @param name the name of the source
   */
  protected ReadFaults(AccountOverWire account, String permission, String name) {
    this.account = account;
    this.permission = permission;
    this.action = permission.substring(permission.indexOf(':') + 1);
    this.name = name;
  }

  protected abstract ImageUsageSource source();

  @BeforeEach
  void readOneByOne() {
    account.endpoint.pageSize(action, 1);
  }

  private void assertRefused(Class<? extends EvidenceException> type, String message) {
    assertThatThrownBy(() -> source().loadUsage())
        .isInstanceOf(type)
        .hasMessageContaining(permission)
        .hasMessageContaining(message)
        .satisfies(e -> assertThat(((EvidenceException) e).source()).isEqualTo(name));
  }

  @Test
  void whenItIsDenied() {
    account.state.deny(permission);

    assertRefused(EvidenceDeniedException.class, "or skip the source '" + name + "'");
  }

  @Test
  void whenItFails() {
    account.endpoint.failAlways(action, 500, "InternalError", "An internal error.");

    assertRefused(EvidenceException.class, "failed (InternalError: An internal error.)");
  }

  @Test
  void whenItFailsAtTheSecondPage() {
    account.endpoint.failAt(action, 2, 500, "InternalError", "An internal error.");

    assertRefused(EvidenceException.class, "failed (InternalError: An internal error.)");
  }

  @Test
  void whenAPageIsCutOff() {
    account.endpoint.halfPage(action, 2);

    assertRefused(EvidenceException.class, "could not be called");
  }

  @Test
  void whenItHasNoEnd() {
    account.endpoint.sameTokenForEver(action);

    assertRefused(EvidenceException.class, "answered with the same page token twice");
  }

  @Test
  void butNotEmptyPages() {
    long expected = source().loadUsage().references().size();
    account.endpoint.emptyPages(action);

    assertThat(source().loadUsage().references()).hasSize((int) expected).hasSizeGreaterThan(1);
  }
}
