package io.amiclean.core.snapshot;

import static io.amiclean.core.Fixtures.context;
import static io.amiclean.core.Fixtures.device;
import static io.amiclean.core.Fixtures.image;
import static io.amiclean.core.Fixtures.snapshotId;
import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.model.BlockDevice;
import io.amiclean.api.model.Image;
import org.junit.jupiter.api.Test;

class SnapshotResolversTest {

  @Test
  void blockDevicesAnswersWithTheSnapshotsOfAllDevices() {
    Image image =
        image(1)
            .addBlockDevices(
                device("/dev/xvda", snapshotId(2)),
                BlockDevice.builder().deviceName("/dev/xvdb").build(),
                device("/dev/xvdc", snapshotId(1)))
            .build();

    assertThat(SnapshotResolvers.blockDevices().resolve(image, context(image)))
        .containsExactly(snapshotId(1), snapshotId(2));
  }

  @Test
  void blockDevicesDescribesItself() {
    assertThat(SnapshotResolvers.blockDevices().description()).isEqualTo("blockDevices()");
  }
}
