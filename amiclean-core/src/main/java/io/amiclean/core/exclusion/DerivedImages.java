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

/** Which images were copied or made from which. Thread-safe. */
final class DerivedImages {

  private final LastAnswer<ImageInventory, Map<ImageId, List<String>>> imagesBySource =
      new LastAnswer<>(DerivedImages::imagesBySource);

  /** Returns the ids of the images that were copied or made from one, sorted. */
  List<String> from(ImageId source, ImageInventory inventory) {
    return imagesBySource.about(inventory).getOrDefault(source, List.of());
  }

  private static Map<ImageId, List<String>> imagesBySource(ImageInventory inventory) {
    Map<ImageId, List<String>> imagesBySource = new HashMap<>();
    for (Image image : inventory.images()) {
      ImageLineage.of(image)
          .sourceIn(inventory.scope().region())
          .filter(source -> !source.equals(image.id()))
          .ifPresent(
              source ->
                  imagesBySource
                      .computeIfAbsent(source, id -> new ArrayList<>(1))
                      .add(image.id().value()));
    }
    imagesBySource.replaceAll((source, images) -> List.copyOf(images));
    return imagesBySource;
  }
}
