package io.amiclean.core.exclusion;

import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageInventory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Which images were copied or made from which. Thread-safe.
 *
 * <p>An inventory is looked through once: a filter is asked about every image of it, one by one.
 */
final class DerivedImages {

  private record Index(ImageInventory inventory, Map<ImageId, List<String>> imagesBySource) {}

  private final AtomicReference<@Nullable Index> last = new AtomicReference<>();

  /** Returns the ids of the images that were copied or made from one, sorted. */
  @SuppressWarnings("ReferenceEquality") // comparing whole inventories costs what this saves
  List<String> from(ImageId source, ImageInventory inventory) {
    Index index = last.get();
    if (index == null || index.inventory() != inventory) {
      index = new Index(inventory, index(inventory));
      last.set(index);
    }
    return index.imagesBySource().getOrDefault(source, List.of());
  }

  private static Map<ImageId, List<String>> index(ImageInventory inventory) {
    String here = inventory.scope().region();
    Map<ImageId, List<String>> imagesBySource = new HashMap<>();
    for (Image image : inventory.images()) {
      image
          .sourceImageId()
          .filter(source -> !source.equals(image.id()))
          .filter(source -> image.sourceImageRegion().orElse(here).equals(here))
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
