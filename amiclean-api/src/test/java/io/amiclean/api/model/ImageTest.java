package io.amiclean.api.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.amiclean.api.testing.Samples;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageTest {

  @Test
  void sortsNewestFirst() {
    List<Image> images = new ArrayList<>(Samples.images(3));
    Collections.reverse(images);

    images.sort(Image.NEWEST_FIRST);

    assertThat(images).containsExactlyElementsOf(Samples.images(3));
  }

  @Test
  void sortsEquallyOldImagesById() {
    Image one = Samples.imageBuilder(1).creationDate(Samples.NOW).build();
    Image two = Samples.imageBuilder(2).creationDate(Samples.NOW).build();

    assertThat(List.of(two, one).stream().sorted(Image.NEWEST_FIRST)).containsExactly(one, two);
  }

  @Test
  void sortsImagesOfUnknownAgeLastById() {
    Image unknown = Image.builder().id(Samples.imageId(1)).build();
    Image unknownToo = Image.builder().id(Samples.imageId(2)).build();
    Image ancient = Samples.imageBuilder(3).creationDate(Instant.EPOCH).build();

    assertThat(List.of(unknownToo, unknown, ancient).stream().sorted(Image.NEWEST_FIRST))
        .containsExactly(ancient, unknown, unknownToo);
  }

  @ParameterizedTest
  @CsvSource({
    "enabled-without-cooldown, true",
    "enabled-with-cooldown, true",
    "disabled, false",
    "2025-06-02T12:00:00Z, true",
    "something-new, true"
  })
  void countsEveryProtectionButDisabledAsProtection(String protection, boolean expected) {
    Image image = Samples.imageBuilder(1).deregistrationProtection(protection).build();

    assertThat(image.isDeregistrationProtected()).isEqualTo(expected);
  }

  @Test
  void isNotProtectedIfNothingIsSaidOfProtection() {
    assertThat(Samples.image(1).isDeregistrationProtected()).isFalse();
  }

  @Test
  void namesItsSnapshotsOnceSortedById() {
    Image image =
        Image.builder()
            .id(Samples.imageId(1))
            .addBlockDevices(
                Samples.device("/dev/sdc", 2),
                Samples.device("/dev/sda", 1),
                Samples.device("/dev/sdb", 2),
                BlockDevice.builder().deviceName("/dev/sdd").build())
            .build();

    assertThat(image.snapshotIds()).containsExactly(Samples.snapshotId(1), Samples.snapshotId(2));
  }

  @Test
  void guessesNothingThatIsNotSaid() {
    Image image = Image.builder().id(Samples.imageId(1)).build();

    assertThat(image.name()).isEmpty();
    assertThat(image.state()).isEqualTo(ImageState.UNKNOWN);
    assertThat(image.sharing()).isEqualTo(Sharing.UNKNOWN);
    assertThat(image.creationDate()).isEmpty();
    assertThat(image.snapshotIds()).isEmpty();
  }

  @Test
  void isNotBuiltWithoutAnId() {
    assertThatIllegalStateException()
        .isThrownBy(() -> Image.builder().name("front").build())
        .withMessageContaining("id");
  }

  @Test
  void equalsAnImageWhoseTagsCameInAnotherOrder() {
    assertThat(Samples.imageBuilder(1).putTags("a", "1").putTags("b", "2").build())
        .isEqualTo(Samples.imageBuilder(1).putTags("b", "2").putTags("a", "1").build());
  }
}
