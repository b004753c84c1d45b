package io.amiclean.core.internal.json;

import java.io.IOException;

/** The versions of the JSON that this release writes, and the only ones that it reads. */
public final class JsonSchemaVersion {

  public static final int CURRENT = 1;

  /** The version of plans. */
  public static final int PLAN = 2;

  private JsonSchemaVersion() {}

  public static void require(JsonDocument json) throws IOException {
    require(json, CURRENT, "");
  }

  /** The version of plans, which hold the policy that they were made with. */
  public static void requireOfPlan(JsonDocument json) throws IOException {
    require(json, PLAN, ": made by an older amiclean: make a new plan");
  }

  private static void require(JsonDocument json, int expected, String older) throws IOException {
    int version = json.integer();
    if (version != expected) {
      throw json.failure(
          "schema version "
              + version
              + " is not understood: expected "
              + expected
              + (version > expected ? "; use the newer release of amiclean that wrote it" : older));
    }
  }
}
