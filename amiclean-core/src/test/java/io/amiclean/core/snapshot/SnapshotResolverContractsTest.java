package io.amiclean.core.snapshot;

import static io.amiclean.api.testing.Samples.device;
import static io.amiclean.api.testing.Samples.imageBuilder;
import static io.amiclean.api.testing.Samples.snapshotId;

import io.amiclean.api.model.BlockDevice;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.snapshot.SnapshotResolver;
import io.amiclean.api.testing.SnapshotResolverContract;
import java.util.Set;
import org.junit.jupiter.api.Nested;

/** Every built-in resolver keeps the contract. */
class SnapshotResolverContractsTest {

  @Nested
  class BlockDevices extends SnapshotResolverContract {
    @Override
    protected SnapshotResolver strategy() {
      return SnapshotResolvers.blockDevices();
    }

    @Override
    protected Image imageWithSnapshots() {
      return imageBuilder(1)
          .addBlockDevices(
              device("/dev/xvdb", 2), BlockDevice.builder().deviceName("/dev/xvdc").build())
          .build();
    }

    @Override
    protected Set<SnapshotId> itsSnapshots() {
      return Set.of(snapshotId(1), snapshotId(2));
    }
  }
}
