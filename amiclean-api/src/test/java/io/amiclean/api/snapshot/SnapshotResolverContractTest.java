package io.amiclean.api.snapshot;

import io.amiclean.api.model.Image;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.testing.Samples;
import io.amiclean.api.testing.SnapshotResolverContract;
import java.util.Set;

class SnapshotResolverContractTest extends SnapshotResolverContract {

  @Override
  protected SnapshotResolver strategy() {
    return (image, context) -> image.snapshotIds();
  }

  @Override
  protected Image imageWithSnapshots() {
    return Samples.imageBuilder(1).addBlockDevices(Samples.device("/dev/xvdb", 2)).build();
  }

  @Override
  protected Set<SnapshotId> itsSnapshots() {
    return Set.of(Samples.snapshotId(1), Samples.snapshotId(2));
  }
}
