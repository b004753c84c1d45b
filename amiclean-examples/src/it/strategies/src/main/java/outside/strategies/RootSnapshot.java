package outside.strategies;

import io.amiclean.api.model.BlockDevice;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.snapshot.SnapshotResolver;
import java.util.Set;
import java.util.stream.Collectors;

/** Removes the snapshot of the first device with an image, and leaves those of its data. */
final class RootSnapshot implements SnapshotResolver {

  @Override
  public Set<SnapshotId> resolve(Image image, PlanningContext context) {
    return image.blockDevices().stream()
        .limit(1)
        .map(BlockDevice::snapshotId)
        .flatMap(id -> id.stream())
        .collect(Collectors.toUnmodifiableSet());
  }
}
