package io.amiclean.examples.cli;

import io.amiclean.api.execution.ImageOperations;
import io.amiclean.api.execution.SnapshotOperations;
import io.amiclean.api.lifecycle.LifecycleOperations;
import io.amiclean.api.plan.CandidateCheck;
import io.amiclean.api.source.ImageSource;
import io.amiclean.api.source.ImageUsageSource;
import io.amiclean.api.source.SnapshotSource;
import io.amiclean.aws.lifecycle.RecycleBin;
import java.util.List;
import java.util.Optional;

/**
 * The account that a command works on.
 *
 * @param images reads its images
 * @param snapshots reads its snapshots
 * @param usage reads who uses them
 * @param lastLook asks what is too dear to ask of every image
 * @param imageOperations removes images
 * @param snapshotOperations removes snapshots
 * @param lifecycle moves images through stages, and back
 * @param recycleBin its Recycle Bin, if it has one
 * @param connection what is to be closed in the end
 */
record Account(
    ImageSource images,
    SnapshotSource snapshots,
    ImageUsageSource usage,
    List<CandidateCheck> lastLook,
    ImageOperations imageOperations,
    SnapshotOperations snapshotOperations,
    LifecycleOperations lifecycle,
    Optional<RecycleBin> recycleBin,
    Runnable connection)
    implements AccountSources {

  /** Returns the same account, with a source of usage more. */
  Account usedAlsoBy(ImageUsageSource more) {
    return new Account(
        images,
        snapshots,
        ImageUsageSource.allOf(usage, more),
        lastLook,
        imageOperations,
        snapshotOperations,
        lifecycle,
        recycleBin,
        connection);
  }

  @Override
  public void close() {
    connection.run();
  }
}
