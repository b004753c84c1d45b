package io.amiclean.aws.internal.source;

import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.EvidenceDeniedException;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.EvidenceFailuresException;
import io.amiclean.api.model.EvidenceUnavailableException;
import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.ImageUsage;
import io.amiclean.api.model.ReadingInterruptedException;
import io.amiclean.api.source.ImageUsageSource;
import io.amiclean.aws.internal.EvidenceSources;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Usage by another account, such as one that images are shared with, as usage of the scope whose
 * images are cleaned up.
 *
 * <p>Details of references name the account, such as {@code running, in account 210987654321}, and
 * so do the names of evidence, such as {@code instances(210987654321)}. Other images that it uses
 * are in the answer as well, and protect nothing here.
 *
 * <p>Thread-safe as far as its parts are.
 *
 * @param here the scope whose images are cleaned up
 * @param there the scope of the other account, in the same region
 * @param usage the usage of the other account
 */
public record CrossAccountUsage(
    Supplier<CleanupScope> here, Supplier<CleanupScope> there, ImageUsageSource usage)
    implements ImageUsageSource {

  private static final Logger LOG = LoggerFactory.getLogger(CrossAccountUsage.class);

  private static final String SOURCE = "account";

  /**
   * Returns the other account.
   *
   * @return the account whose usage is read
   * @throws EvidenceException if it cannot be found out, if it is the account whose images are
   *     cleaned up, or if its region is another one
   */
  public AccountId account() {
    return elsewhere().accountId();
  }

  /**
   * Reads the usage of the other account.
   *
   * @return all that it uses, as usage of the scope whose images are cleaned up
   * @throws EvidenceException as {@link #account()} does, or if a source of the other account could
   *     not be read to its end; it names that account
   */
  @Override
  public ImageUsage loadUsage() {
    CleanupScope other = elsewhere();
    AccountId account = other.accountId();
    ImageUsage known = load(account);
    if (!known.scope().equals(other)) {
      throw new EvidenceException(
          SOURCE,
          "The usage of " + other + " is of " + known.scope() + ": expected that of " + other);
    }
    LOG.debug(
        "{} references in account {} count as usage of {}",
        known.references().size(),
        account,
        here.get());
    return ImageUsage.builder()
        .scope(here.get())
        .readAt(known.readAt())
        .addOtherScopes(other)
        .addAllReferences(
            known.references().stream().map(reference -> of(account, reference)).toList())
        .addAllEvidence(known.evidence().stream().map(evidence -> of(account, evidence)).toList())
        .build();
  }

  private CleanupScope elsewhere() {
    CleanupScope own = here.get();
    CleanupScope other = there.get();
    if (own.accountId().equals(other.accountId())) {
      throw new EvidenceException(
          SOURCE,
          "The usage of another account than "
              + own.accountId()
              + " is asked for, but its credentials are of that very account: give those of the"
              + " other account, such as a role there");
    }
    if (!own.region().equals(other.region())) {
      throw new EvidenceException(
          SOURCE,
          "The usage of account "
              + other.accountId()
              + " is read in "
              + other.region()
              + ", but the images are in "
              + own.region()
              + ": read it in the region of the images");
    }
    return other;
  }

  private ImageUsage load(AccountId account) {
    try {
      return usage.loadUsage();
    } catch (ReadingInterruptedException e) {
      throw e;
    } catch (EvidenceFailuresException e) {
      throw EvidenceFailuresException.of(
          e.failures().stream().map(failure -> of(account, failure)).toList());
    } catch (EvidenceException e) {
      throw of(account, e);
    }
  }

  private static EvidenceException of(AccountId account, EvidenceException failure) {
    String source = named(account, failure.source());
    String message = "In account " + account + ": " + failure.getMessage();
    if (failure instanceof EvidenceDeniedException denied) {
      return new EvidenceDeniedException(source, denied.permission(), message, failure);
    }
    return failure instanceof EvidenceUnavailableException unavailable
        ? new EvidenceUnavailableException(source, unavailable.permission(), message, failure)
        : new EvidenceException(source, message, failure);
  }

  private static ImageReference of(AccountId account, ImageReference reference) {
    String where = "in account " + account;
    return ImageReference.of(
        reference.target(),
        reference.kind(),
        reference.user(),
        reference.detail().map(detail -> detail + ", " + where).orElse(where));
  }

  private static Evidence of(AccountId account, Evidence evidence) {
    return Evidence.builder().from(evidence).source(named(account, evidence.source())).build();
  }

  private static String named(AccountId account, String source) {
    return EvidenceSources.named(source, account);
  }
}
