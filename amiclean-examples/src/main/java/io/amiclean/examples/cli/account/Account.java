package io.amiclean.examples.cli.account;

import io.amiclean.api.execution.ImageOperations;
import io.amiclean.api.execution.SnapshotOperations;
import io.amiclean.api.lifecycle.LifecycleOperations;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.ImageId;
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
 * @param images reads its images
 * @param snapshots reads its snapshots
 * @param usage reads who uses them
 * @param lastLook asks what is too dear to ask of every image
 * @param reading says how it is read
 * @param imageOperations removes images
 * @param snapshotOperations removes snapshots
 * @param lifecycle moves images through stages, and back
 * @param recycleBin its Recycle Bin, if it has one
 * @param units says which organizational units hold it
 * @param connection what is to be closed in the end
 */
public record Account(
    ImageSource images,
    SnapshotSource snapshots,
    ImageUsageSource usage,
    List<CandidateCheck> lastLook,
    ReadingPolicy reading,
    ImageOperations imageOperations,
    SnapshotOperations snapshotOperations,
    LifecycleOperations lifecycle,
    Optional<RecycleBin> recycleBin,
    OrganizationalUnits units,
    Runnable connection)
    implements AccountSources {

  /** Returns the same account, with a source of usage more, that pins images. */
  Account usedAlsoBy(ImageUsageSource more, Collection<ImageId> pinned) {
    return new Account(
        images,
        snapshots,
        ImageUsageSource.allOf(usage, more),
        lastLook,
        ReadingPolicy.builder().from(reading).pinnedImages(pinned).build(),
        imageOperations,
        snapshotOperations,
        lifecycle,
        recycleBin,
        units,
        connection);
  }

  @Override
  public CleanupScope scope() {
    return imageOperations.scope();
  }

  @Override
  public void close() {
    connection.run();
  }
}
