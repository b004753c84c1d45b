package io.amiclean.core.lifecycle;

import com.google.common.collect.ImmutableMap;
import io.amiclean.api.lifecycle.MalformedStageException;
import io.amiclean.api.model.Image;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tags of an image that hold the record of its launch permissions: the key itself, then the key
 * with {@code -2}, {@code -3} and so on.
 *
 * @param key the key of the first tag
 */
record PermissionTags(String key) {

  /** EC2 User Guide, "Tag restrictions": as many characters the value of a tag can have. */
  private static final int LONGEST_VALUE = 256;

  /** Returns the tags that an image has of its record, in their order. */
  Map<String, String> of(Image image) {
    Map<String, String> tags = new LinkedHashMap<>();
    for (String next = key(0); image.tags().containsKey(next); next = key(tags.size())) {
      tags.put(next, image.tags().getOrDefault(next, ""));
    }
    return tags;
  }

  /**
   * Reads the record of an image.
   *
   * @throws MalformedStageException if it cannot be understood
   */
  Optional<PermissionRecord> read(Image image) {
    List<String> texts = List.copyOf(of(image).values());
    if (texts.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(PermissionRecord.parse(texts));
    } catch (IllegalArgumentException e) {
      throw new MalformedStageException(
          "The tag "
              + key
              + "="
              + String.join(" ", texts)
              + " holds no launch permissions: "
              + e.getMessage());
    }
  }

  /** Returns the tags that hold a record, as far as so many have room for it. */
  Map<String, String> write(PermissionRecord record, int most) {
    List<String> texts = record.texts(LONGEST_VALUE, most);
    ImmutableMap.Builder<String, String> tags = ImmutableMap.builder();
    for (int index = 0; index < texts.size(); index++) {
      tags.put(key(index), texts.get(index));
    }
    return tags.buildOrThrow();
  }

  private String key(int index) {
    return index == 0 ? key : key + "-" + (index + 1);
  }
}
