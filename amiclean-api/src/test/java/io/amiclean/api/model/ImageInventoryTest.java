package io.amiclean.api.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.amiclean.api.testing.Samples;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ImageInventoryTest {

  @Test
  void sortsImagesById() {
    assertThat(Samples.inventory(List.of(Samples.image(3), Samples.image(1), Samples.image(2))))
        .isEqualTo(Samples.inventory(Samples.images(3)));
  }

  @Test
  void keepsAnImageThatWasReadTwiceOnce() {
    ImageInventory inventory =
        ImageInventory.builder()
            .from(Samples.inventory(Samples.images(2)))
            .addImages(Samples.image(1))
            .build();

    assertThat(inventory).isEqualTo(Samples.inventory(Samples.images(2)));
  }

  @Test
  void keepsTheRestWhenItSorts() {
    ImageInventory inventory =
        ImageInventory.builder()
            .from(Samples.inventory(List.of(Samples.image(2), Samples.image(1))))
            .addRecycledImageIds(Samples.imageId(9))
            .build();

    assertThat(inventory.recycledImageIds()).containsExactly(Samples.imageId(9));
    assertThat(inventory.evidence()).hasSize(1);
    assertThat(inventory.scope()).isEqualTo(Samples.SCOPE);
    assertThat(inventory.readAt()).isEqualTo(Samples.NOW);
  }

  @Test
  void refusesAnImageThatWasReadDifferently() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Samples.inventory(
                    List.of(Samples.image(1), Samples.imageBuilder(1).name("other").build())))
        .withMessageContaining(Samples.imageId(1).value());
  }

  @Test
  void findsAnImage() {
    ImageInventory inventory = Samples.inventory(Samples.images(7));

    assertThat(Samples.images(7))
        .allSatisfy(image -> assertThat(inventory.image(image.id())).hasValue(image));
  }

  @Test
  void findsNoImageThatItDoesNotHold() {
    ImageInventory inventory =
        Samples.inventory(List.of(Samples.image(1), Samples.image(3), Samples.image(5)));

    assertThat(List.of(0, 2, 4, 6))
        .allSatisfy(number -> assertThat(inventory.image(Samples.imageId(number))).isEmpty());
    assertThat(Samples.inventory(List.of()).image(Samples.imageId(1))).isEmpty();
  }

  @Test
  void namesTheImagesOfEverySnapshot() {
    Image one = Samples.imageBuilder(1).addBlockDevices(Samples.device("/dev/sdb", 2)).build();

    assertThat(Samples.inventory(List.of(Samples.image(2), one)).imagesBySnapshot())
        .isEqualTo(
            Map.of(
                Samples.snapshotId(1), List.of(one.id()),
                Samples.snapshotId(2), List.of(one.id(), Samples.imageId(2))));
  }

  @Test
  void namesAnImageOnceForASnapshotThatItHasTwice() {
    Image image = Samples.imageBuilder(1).addBlockDevices(Samples.device("/dev/sdb", 1)).build();

    assertThat(Samples.inventory(List.of(image)).imagesBySnapshot())
        .containsExactly(Map.entry(Samples.snapshotId(1), List.of(image.id())));
  }

  @Test
  void doesNotLetItsIndexBeChanged() {
    Map<SnapshotId, List<ImageId>> index = Samples.inventory(Samples.images(1)).imagesBySnapshot();

    assertThat(index).isUnmodifiable();
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> index.values().forEach(images -> images.add(Samples.imageId(2))));
  }

  @Test
  void sortsSnapshotsById() {
    assertThat(
            Samples.snapshotInventory(
                List.of(Samples.snapshot(2), Samples.snapshot(1), Samples.snapshot(2))))
        .extracting(SnapshotInventory::snapshots)
        .isEqualTo(List.of(Samples.snapshot(1), Samples.snapshot(2)));
  }

  @Test
  void refusesASnapshotThatWasReadDifferently() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Samples.snapshotInventory(
                    List.of(
                        Samples.snapshot(1), Samples.snapshotBuilder(1).description("").build())))
        .withMessageContaining(Samples.snapshotId(1).value());
  }

  @Test
  void findsASnapshot() {
    SnapshotInventory inventory = Samples.snapshotInventory(List.of(Samples.snapshot(1)));

    assertThat(inventory.snapshot(Samples.snapshotId(1))).hasValue(Samples.snapshot(1));
    assertThat(inventory.snapshot(Samples.snapshotId(2))).isEmpty();
  }
}
