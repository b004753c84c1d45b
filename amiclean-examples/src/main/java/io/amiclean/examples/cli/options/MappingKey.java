package io.amiclean.examples.cli.options;

import io.amiclean.api.mapping.ImageMapper;
import io.amiclean.core.mapping.Mappers;
import java.util.List;
import java.util.Locale;

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

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
