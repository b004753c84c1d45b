package io.amiclean.core.report.html;

import io.amiclean.api.plan.ImageDecision;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The columns of recorded tags: one for each key, such as {@code owner}, as long as they are few,
 * else one for all.
 */
final class TagColumns {

  private static final int MOST = 3;

  private final List<String> keys;

  private TagColumns(List<String> keys) {
    this.keys = keys;
  }

  /** Returns the columns for the tags of images. */
  static TagColumns of(Stream<ImageDecision> images) {
    return new TagColumns(
        images.flatMap(image -> image.tags().keySet().stream()).distinct().sorted().toList());
  }

  private boolean eachItsOwn() {
    return keys.size() <= MOST;
  }

  /** Returns the heads of the columns; none if no image has such tags. */
  List<String> heads() {
    return eachItsOwn() ? keys : List.of("Tags");
  }

  /** Returns the number of columns, as a part of the class of the table. */
  int count() {
    return heads().size();
  }

  /** Returns what an image has in the columns. */
  List<Cell> cells(ImageDecision image) {
    if (eachItsOwn()) {
      return keys.stream()
          .map(key -> new Cell(Optional.ofNullable(image.tags().get(key)).stream().toList()))
          .toList();
    }
    return List.of(
        new Cell(
            image.tags().entrySet().stream()
                .map(tag -> tag.getKey() + "=" + tag.getValue())
                .toList()));
  }

  /** What an image has in a column. */
  record Cell(List<String> values) {}
}
