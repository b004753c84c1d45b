package io.amiclean.examples.cli.account;

import io.amiclean.api.execution.RemovalOperations;
import io.amiclean.api.lifecycle.LifecycleOperations;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.plan.AccountReader;
import io.amiclean.api.plan.AccountReading;
import io.amiclean.api.plan.CandidateCheck;
import io.amiclean.api.policy.ReadingPolicy;
import io.amiclean.api.source.ImageSource;
import io.amiclean.api.source.ImageUsageSource;
import io.amiclean.api.source.SnapshotSource;
import io.amiclean.aws.lifecycle.RecycleBin;
import io.amiclean.core.policy.OrganizationalUnits;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The account that a command works on.
 *
 * @param source reads it
 * @param usage reads who uses its images and snapshots
 * @param candidateChecks ask what is too dear to ask of every image
 * @param reading says how it is read
 * @param operations removes images and snapshots
 * @param lifecycle moves images through stages, and back
 * @param recycleBin its Recycle Bin, if it has one
 * @param units says which organizational units hold it
 * @param connection what is to be closed in the end
 */
public record Account(
    AccountReader source,
    ImageUsageSource usage,
    List<CandidateCheck> candidateChecks,
    ReadingPolicy reading,
    RemovalOperations operations,
    LifecycleOperations lifecycle,
    Optional<RecycleBin> recycleBin,
    OrganizationalUnits units,
    Runnable connection)
    implements AccountSources {

  @Override
  public ImageSource images() {
    return source.images();
  }

  @Override
  public SnapshotSource snapshots() {
    return source.snapshots();
  }

  @Override
  public AccountReading beginReading() {
    return source.beginReading();
  }

  /** Returns the same account, with a source of usage more, that pins images. */
  Account usedAlsoBy(ImageUsageSource more, Collection<ImageId> pinned) {
    return new Account(
        source,
        ImageUsageSource.allOf(usage, more),
        candidateChecks,
        ReadingPolicy.builder().from(reading).pinnedImages(pinned).build(),
        operations,
        lifecycle,
        recycleBin,
        units,
        connection);
  }

  @Override
  public CleanupScope scope() {
    return operations.scope();
  }

  @Override
  public void close() {
    connection.run();
  }
}
