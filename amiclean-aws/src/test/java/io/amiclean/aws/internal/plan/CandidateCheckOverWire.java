package io.amiclean.aws.internal.plan;

import static io.amiclean.aws.internal.plan.Candidates.image;

import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.Image;
import io.amiclean.api.plan.CandidateCheck;
import io.amiclean.api.testing.CandidateCheckContract;
import io.amiclean.aws.AccountOverWire;
import java.util.Optional;
import java.util.function.Supplier;

/** The contract of a check over the wire: image 1 must stay, and image 2 may go. */
abstract class CandidateCheckOverWire extends CandidateCheckContract {

  private final AccountOverWire account;
  private final String operation;
  private final Supplier<CandidateCheck> check;

  /** Takes an operation that the check cannot do without. */
  CandidateCheckOverWire(
      AccountOverWire account, String operation, Supplier<CandidateCheck> check) {
    this.account = account;
    this.operation = operation;
    this.check = check;
  }

  @Override
  protected CandidateCheck check() {
    return check.get();
  }

  @Override
  protected CleanupScope scope() {
    return account.scope();
  }

  @Override
  protected Image imageThatMustStay() {
    return image(1);
  }

  @Override
  protected Image imageThatMayGo() {
    return image(2);
  }

  @Override
  protected Optional<CandidateCheck> failingCheck() {
    account.endpoint.failAlways(operation, 500, "InternalFailure", "Later.");
    return Optional.of(check());
  }
}
