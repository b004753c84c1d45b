package io.amiclean.examples.cli.options;

import io.amiclean.api.exclusion.ExclusionFilter;
import io.amiclean.api.exclusion.SnapshotExclusionFilter;
import io.amiclean.core.exclusion.ExclusionFilters;
import io.amiclean.core.exclusion.SnapshotExclusionFilters;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.TypeConversionException;

/**
 * A tag that protects images and snapshots, as {@code --tag-exclude} names it.
 *
 * @param key the key of the tag
 * @param value its value, or empty for any
 */
public record TagExclusion(String key, Optional<String> value) {

  /** Returns the tag as it is named. */
  public String text() {
    return key + value.map(text -> "=" + text).orElse("");
  }

  /** Returns what protects images. */
  public ExclusionFilter images() {
    return value
        .map(text -> ExclusionFilters.tagged(key, text))
        .orElseGet(() -> ExclusionFilters.tagged(key));
  }

  /** Returns what protects snapshots. */
  SnapshotExclusionFilter snapshots() {
    return value
        .map(text -> SnapshotExclusionFilters.tagged(key, text))
        .orElseGet(() -> SnapshotExclusionFilters.tagged(key));
  }

  /** Returns whether the tag is among some. */
  boolean matches(Map<String, String> tags) {
    return value.map(text -> text.equals(tags.get(key))).orElseGet(() -> tags.containsKey(key));
  }

  static TagExclusion parse(String text) {
    int end = text.indexOf('=');
    String key = end < 0 ? text : text.substring(0, end);
    if (key.isBlank()) {
      throw new TypeConversionException("'" + text + "' names no tag: expected KEY or KEY=VALUE");
    }
    if (end < 0) {
      return new TagExclusion(key, Optional.empty());
    }
    String value = text.substring(end + 1);
    if (value.isBlank()) {
      throw new TypeConversionException(
          ("'%s' has no value: expected KEY=VALUE, or KEY alone, which protects whatever"
                  + " the value is")
              .formatted(text));
    }
    return new TagExclusion(key, Optional.of(value));
  }
}
