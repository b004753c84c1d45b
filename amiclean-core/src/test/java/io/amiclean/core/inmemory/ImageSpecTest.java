package io.amiclean.core.inmemory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.BlockDevice;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import org.junit.jupiter.api.Test;

class ImageSpecTest {

  @Test
  void namesDevicesInTheirOrderBeyondTheAlphabet() {
    ImageSpec spec = new ImageSpec();
    for (int i = 0; i < 28; i++) {
      spec.snapshot("snap-0a1b2c3d", 8);
    }

    assertThat(built(spec).blockDevices())
        .extracting(BlockDevice::deviceName)
        .startsWith("/dev/xvda", "/dev/xvdb")
        .endsWith("/dev/xvdz", "/dev/xvdba", "/dev/xvdbb")
        .doesNotHaveDuplicates();
  }

  @Test
  void refusesADeviceWithoutSize() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ImageSpec().snapshot("snap-0a1b2c3d", 0))
        .withMessage("'0' is no size in GiB: expected 1 or more");
  }

  private static Image built(ImageSpec spec) {
    spec.id(ImageId.of("ami-0a1b2c3d"));
    return spec.toImage(AccountId.of("123456789012"));
  }
}
