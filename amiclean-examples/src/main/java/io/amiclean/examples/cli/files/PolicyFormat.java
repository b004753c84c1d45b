package io.amiclean.examples.cli.files;

import java.util.Locale;

/** What a policy file can be written as. */
public enum PolicyFormat {
  JSON,
  YAML;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
