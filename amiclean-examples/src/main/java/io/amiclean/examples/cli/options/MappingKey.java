package io.amiclean.examples.cli.options;

import io.amiclean.api.mapping.ImageMapper;
import io.amiclean.core.mapping.Mappers;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.TypeConversionException;

/** What images are grouped by. */
enum MappingKey {
  TAGS {
    @Override
    ImageMapper mapper(List<String> values) {
      return Mappers.tags(values);
    }
  },
  NAME {
    @Override
    ImageMapper mapper(List<String> values) {
      return Mappers.nameContains(values);
    }
  };

  abstract ImageMapper mapper(List<String> values);

  static MappingKey parse(String text) {
    return Stream.of(values())
        .filter(key -> key.toString().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'" + text + "' is no mapping key: expected tags or name"));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
