package io.amiclean.core.exclusion;

import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageInventory;
import io.amiclean.api.model.ImageLineage;
import io.amiclean.core.internal.LastAnswer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Which images were copied or made from which. Thread-safe. */
final class DerivedImages {

  private final LastAnswer<ImageInventory, Map<ImageId, List<String>>> imagesBySource;

  /**
   * Creates an index.
   *
   * @param furtherSources from which images one was made, in addition to its source
   */
  DerivedImages(Function<Image, Set<ImageId>> furtherSources) {
    this.imagesBySource = new LastAnswer<>(inventory -> imagesBySource(inventory, furtherSources));
  }

  /** Returns the ids of the images that were copied or made from one, sorted. */
  List<String> from(ImageId source, ImageInventory inventory) {
    return imagesBySource.about(inventory).getOrDefault(source, List.of());
  }

  private static Map<ImageId, List<String>> imagesBySource(
      ImageInventory inventory, Function<Image, Set<ImageId>> furtherSources) {
    Map<ImageId, List<String>> imagesBySource = new HashMap<>();
    for (Image image : inventory.images()) {
      Set<ImageId> sources = new TreeSet<>(furtherSources.apply(image));
      ImageLineage.of(image).sourceIn(inventory.scope().region()).ifPresent(sources::add);
      sources.remove(image.id());
      for (ImageId source : sources) {
        imagesBySource.computeIfAbsent(source, id -> new ArrayList<>(1)).add(image.id().value());
      }
    }
    imagesBySource.replaceAll((source, images) -> List.copyOf(images));
    return imagesBySource;
  }
}
