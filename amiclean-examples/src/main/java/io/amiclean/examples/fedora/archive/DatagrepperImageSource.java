package io.amiclean.examples.fedora.archive;

import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageInventory;
import io.amiclean.api.source.ImageSource;
import java.util.List;
import java.util.Map;

/**
 * The images of a region, as another source reads them, with what Fedora's release system knows of
 * them as facts. An image that was not published within the time that was read has none.
 *
 * <p>The other source is read at each call; what was published is read before, once for all
 * regions. Thread-safe if the other source is.
 *
 * @see ComposeFacts
 */
public final class DatagrepperImageSource implements ImageSource {

  private final ImageSource images;
  private final PublishedImages published;

  /**
   * Creates a source.
   *
   * @param images the images of a region, such as {@code aws.images()}
   * @param published what was published in all regions
   */
  public DatagrepperImageSource(ImageSource images, PublishedImages published) {
    this.images = images;
    this.published = published;
  }

  @Override
  public ImageInventory loadImages() {
    ImageInventory inventory = images.loadImages();
    Map<ImageId, Map<String, String>> facts = published.in(inventory.scope().region());
    List<Image> joined =
        inventory.images().stream()
            .map(
                image ->
                    Image.builder()
                        .from(image)
                        .putAllFacts(facts.getOrDefault(image.id(), Map.of()))
                        .build())
            .toList();
    return ImageInventory.builder()
        .from(inventory)
        .readAt(
            published.readAt().isBefore(inventory.readAt())
                ? published.readAt()
                : inventory.readAt())
        .images(joined)
        .addAllEvidence(published.evidence())
        .build();
  }
}
