package io.amiclean.core.snapshot;

import io.amiclean.api.policy.StrategySpec;
import io.amiclean.api.snapshot.SnapshotResolver;

/** The built-in resolvers. All are pure and safe for use by several threads. */
public final class SnapshotResolvers {

  private static final SnapshotResolver BLOCK_DEVICES =
      SnapshotResolver.named(
          StrategySpec.of("blockDevices"), (image, context) -> image.snapshotIds());

  private SnapshotResolvers() {}

  /**
   * Answers with all snapshots of the image's block device mapping, root device and data devices
   * alike. Which of them stay because other images refer to them is the planner's to say.
   *
   * @return the resolver
   */
  public static SnapshotResolver blockDevices() {
    return BLOCK_DEVICES;
  }
}
