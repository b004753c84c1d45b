package io.amiclean.examples.cli.options;

import io.amiclean.api.exclusion.ExclusionFilter;
import io.amiclean.api.exclusion.SnapshotExclusionFilter;
import io.amiclean.core.exclusion.ExclusionFilters;
import io.amiclean.core.exclusion.SnapshotExclusionFilters;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import picocli.CommandLine.TypeConversionException;

/**
 * A tag that protects images and snapshots, as {@code --tag-exclude} names it.
 *
 * @param text the tag as it is named
 * @param key the key of the tag
 * @param value its value, or empty for any
 * @param images protects images
 * @param snapshots protects snapshots
 * @param tags whether the tag is among some
 */
public record TagExclusion(
    String text,
    String key,
    Optional<String> value,
    ExclusionFilter images,
    SnapshotExclusionFilter snapshots,
    Predicate<Map<String, String>> tags) {

  /** Returns whether the tag is among some. */
  boolean matches(Map<String, String> present) {
    return tags.test(present);
  }

  static TagExclusion parse(String text) {
    int end = text.indexOf('=');
    String key = end < 0 ? text : text.substring(0, end);
    if (key.isBlank()) {
      throw new TypeConversionException("'" + text + "' names no tag: expected KEY or KEY=VALUE");
    }
    if (end < 0) {
      return new TagExclusion(
          text,
          key,
          Optional.empty(),
          ExclusionFilters.tagged(key),
          SnapshotExclusionFilters.tagged(key),
          tags -> tags.containsKey(key));
    }
    String value = text.substring(end + 1);
    if (value.isBlank()) {
      throw new TypeConversionException(
          ("'%s' has no value: expected KEY=VALUE, or KEY alone, which protects whatever"
                  + " the value is")
              .formatted(text));
    }
    return new TagExclusion(
        text,
        key,
        Optional.of(value),
        ExclusionFilters.tagged(key, value),
        SnapshotExclusionFilters.tagged(key, value),
        tags -> value.equals(tags.get(key)));
  }
}
