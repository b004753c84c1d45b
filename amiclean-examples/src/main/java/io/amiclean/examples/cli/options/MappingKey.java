package io.amiclean.examples.cli.options;

import io.amiclean.api.mapping.ImageMapper;
import io.amiclean.core.mapping.Mappers;
import java.util.List;
import java.util.Locale;

/** What images are grouped by. */
enum MappingKey {
  TAGS,
  NAME;

  ImageMapper mapper(List<String> values) {
    return switch (this) {
      case TAGS -> Mappers.tags(values);
      case NAME -> Mappers.nameContains(values);
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
