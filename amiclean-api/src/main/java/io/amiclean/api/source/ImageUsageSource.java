package io.amiclean.api.source;

import io.amiclean.api.internal.Arguments;
import io.amiclean.api.internal.SourceReading;
import io.amiclean.api.model.EvidenceGathering;
import io.amiclean.api.model.ImageUsage;
import io.amiclean.api.model.ReadingInterruptedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Knows who uses images and snapshots. Implementations may do I/O and must be safe for use by
 * several threads.
 */
@FunctionalInterface
public interface ImageUsageSource {

  /**
   * Reads all references that this source knows of. An image that it does not name may still be
   * used by a user that another source knows.
   *
   * @return the complete usage, as far as this source goes
   * @throws io.amiclean.api.model.EvidenceException if it could not be read to its end
   */
  ImageUsage loadUsage();

  /**
   * Joins sources of one scope; they are read in the given order. An interrupt ends that before the
   * next one, by {@link ReadingInterruptedException}.
   *
   * @param sources one or more sources
   * @return a source that knows what any of them knows
   * @throws IllegalArgumentException if there are none
   */
  static ImageUsageSource allOf(List<? extends ImageUsageSource> sources) {
    Objects.requireNonNull(sources, "sources");
    List<ImageUsageSource> all = List.copyOf(sources);
    if (all.isEmpty()) {
      throw new IllegalArgumentException("No usage sources to join: expected at least one");
    }
    return () -> {
      EvidenceGathering gathering = new EvidenceGathering();
      List<ImageUsage> usages = new ArrayList<>();
      for (ImageUsageSource source : all) {
        ReadingInterruptedException.throwIfInterrupted("usage");
        gathering
            .read(() -> SourceReading.read(source, source::loadUsage, ImageUsage::evidence))
            .ifPresent(usages::add);
      }
      gathering.requireComplete();
      return ImageUsage.union(usages);
    };
  }

  /**
   * Joins sources of one scope; they are read in the given order. An interrupt ends that before the
   * next one, by {@link ReadingInterruptedException}.
   *
   * @param sources one or more sources
   * @return a source that knows what any of them knows
   * @throws IllegalArgumentException if there are none
   */
  static ImageUsageSource allOf(ImageUsageSource... sources) {
    return allOf(Arguments.requireElements(sources, "sources"));
  }
}
