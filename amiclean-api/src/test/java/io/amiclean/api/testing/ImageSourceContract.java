package io.amiclean.api.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageInventory;
import io.amiclean.api.source.ImageSource;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What every {@link ImageSource} promises. */
public abstract class ImageSourceContract extends SourceContract<ImageSource, ImageInventory> {

  /**
   * Returns the images of the account: all of them, those that cannot be launched included.
   *
   * @return the ids, at least one
   */
  protected abstract Set<ImageId> expectedImages();

  @Test
  void readsEveryImageOnceSortedById() {
    assertThat(source().loadImages().images())
        .extracting(Image::id)
        .isNotEmpty()
        .containsExactlyElementsOf(new TreeSet<>(expectedImages()));
  }

  @Test
  void listsNoImageThatIsInTheRecycleBin() {
    ImageInventory inventory = source().loadImages();

    assertThat(inventory.images())
        .noneMatch(image -> inventory.recycledImageIds().contains(image.id()));
  }

  @Override
  final ImageInventory load(ImageSource source) {
    return source.loadImages();
  }

  @Override
  final CleanupScope scopeOf(ImageInventory read) {
    return read.scope();
  }

  @Override
  final Instant readAtOf(ImageInventory read) {
    return read.readAt();
  }

  @Override
  final List<Evidence> evidenceOf(ImageInventory read) {
    return read.evidence();
  }

  @Override
  final Object contentOf(ImageInventory read) {
    return List.of(read.images(), read.recycledImageIds());
  }
}
