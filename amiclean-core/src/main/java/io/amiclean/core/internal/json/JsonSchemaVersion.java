package io.amiclean.core.internal.json;

import java.io.IOException;

/** The version of the JSON that this release writes, and the only one that it reads. */
public final class JsonSchemaVersion {

  public static final int CURRENT = 1;

  private JsonSchemaVersion() {}

  public static void require(JsonDocument json) throws IOException {
    int version = json.integer();
    if (version != CURRENT) {
      throw json.failure(
          "schema version "
              + version
              + " is not understood: expected "
              + CURRENT
              + (version > CURRENT ? "; use the newer release of amiclean that wrote it" : ""));
    }
  }
}
