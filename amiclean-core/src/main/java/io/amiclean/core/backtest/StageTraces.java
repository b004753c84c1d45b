package io.amiclean.core.backtest;

import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageState;
import io.amiclean.api.model.Sharing;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What simulated stages of the lifecycle left on an image, whatever a later recording says of it.
 *
 * @param tags the tags that were set
 * @param removedTags the keys of the tags that were removed
 * @param state the state
 * @param sharing who else may launch it
 * @param deprecationTime the deprecation time
 */
record StageTraces(
    Map<String, String> tags,
    Set<String> removedTags,
    ImageState state,
    Sharing sharing,
    Optional<Instant> deprecationTime) {

  /**
   * Returns the traces of a stage, those of earlier stages included.
   *
   * @param closed whether nobody else may launch the image any more
   */
  static StageTraces between(
      Image before, Image after, @Nullable StageTraces earlier, boolean closed) {
    Map<String, String> set = new TreeMap<>(earlier == null ? Map.of() : earlier.tags());
    Set<String> removed = new TreeSet<>(earlier == null ? Set.of() : earlier.removedTags());
    after.tags().entrySet().stream()
        .filter(tag -> !tag.getValue().equals(before.tags().get(tag.getKey())))
        .forEach(tag -> set.put(tag.getKey(), tag.getValue()));
    before.tags().keySet().stream()
        .filter(key -> !after.tags().containsKey(key))
        .forEach(removed::add);
    set.keySet().retainAll(after.tags().keySet());
    removed.removeAll(after.tags().keySet());
    return new StageTraces(
        set,
        removed,
        after.state(),
        closed ? Sharing.PRIVATE : after.sharing(),
        after.deprecationTime());
  }

  /** Returns an image as the stages left it. */
  Image on(Image recorded) {
    Map<String, String> all = new TreeMap<>(recorded.tags());
    all.keySet().removeAll(removedTags);
    all.putAll(tags);
    return Image.builder()
        .from(recorded)
        .tags(all)
        .state(state)
        .sharing(sharing)
        .deprecationTime(deprecationTime)
        .build();
  }
}
