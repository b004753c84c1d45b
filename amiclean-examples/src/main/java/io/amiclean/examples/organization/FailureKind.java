package io.amiclean.examples.organization;

import com.google.common.base.Enums;
import io.amiclean.api.model.AmicleanException;
import io.amiclean.api.model.EvidenceDeniedException;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.EvidenceFailuresException;
import io.amiclean.api.model.EvidenceUnavailableException;
import io.amiclean.api.model.PlanRefusedException;
import io.amiclean.api.model.ScopeMismatchException;

/** Whether an engine tries a unit of work again that failed, and what it reports if not. */
public enum FailureKind {
  /** Throttling, a network that is down, an incomplete answer: it may work later. */
  TRANSIENT(ScopeStatus.FAILED),
  /** A permission is missing: it does not work before a person has changed something. */
  DENIED(ScopeStatus.DENIED),
  /** The plan must not be executed. */
  REFUSED(ScopeStatus.REFUSED),
  /** A policy, a file, a strategy or a program is wrong: it would fail the same each time. */
  BROKEN(ScopeStatus.FAILED);

  private final ScopeStatus status;

  FailureKind(ScopeStatus status) {
    this.status = status;
  }

  /**
   * Returns what is reported of a scope that is given up.
   *
   * @return the status
   */
  public ScopeStatus status() {
    return status;
  }

  /**
   * Returns the kind of a name.
   *
   * @param name the name of a kind, or of what an engine has thrown by itself
   * @return the kind; {@link #TRANSIENT} if the name is that of none
   */
  public static FailureKind named(String name) {
    return Enums.getIfPresent(FailureKind.class, name).or(TRANSIENT);
  }

  /**
   * Returns the kind of a failure.
   *
   * @param failure what was thrown
   * @return its kind; of several failures at once that of the first which is not transient
   */
  public static FailureKind of(Throwable failure) {
    if (failure instanceof EvidenceFailuresException several) {
      return several.failures().stream()
          .map(FailureKind::of)
          .filter(kind -> kind != TRANSIENT)
          .findFirst()
          .orElse(TRANSIENT);
    }
    if (failure instanceof EvidenceDeniedException) {
      return DENIED;
    }
    if (failure instanceof PlanRefusedException) {
      return REFUSED;
    }
    if (failure instanceof EvidenceUnavailableException
        || failure instanceof ScopeMismatchException) {
      return BROKEN;
    }
    if (failure instanceof EvidenceException) {
      // One that stands for several regions has the account's own as its cause.
      Throwable cause = failure.getCause();
      return cause instanceof EvidenceException ? of(cause) : TRANSIENT;
    }
    return failure instanceof AmicleanException
            || failure instanceof IllegalArgumentException
            || failure instanceof IllegalStateException
            || failure instanceof NullPointerException
        ? BROKEN
        : TRANSIENT;
  }
}
