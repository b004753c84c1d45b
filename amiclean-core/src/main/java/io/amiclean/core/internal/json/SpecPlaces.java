package io.amiclean.core.internal.json;

import io.amiclean.api.model.DocumentFormatException;
import io.amiclean.api.policy.SpecArgument;
import io.amiclean.api.policy.SpecArgumentException;
import io.amiclean.api.policy.UnknownNameException;
import java.util.IdentityHashMap;

/** Where the arguments of specs stand in a document. Not thread-safe. */
public final class SpecPlaces {

  // By identity: the same argument may stand in several places.
  private final IdentityHashMap<SpecArgument, JsonDocument.Place> values = new IdentityHashMap<>();
  private final IdentityHashMap<SpecArgument, JsonDocument.Place> names = new IdentityHashMap<>();

  /** Creates places of a document of which nothing is read yet. */
  public SpecPlaces() {}

  void stands(SpecArgument argument, JsonDocument.Place place) {
    values.put(argument, place);
  }

  void isNamed(SpecArgument argument, JsonDocument.Place place) {
    names.put(argument, place);
  }

  /**
   * Returns a failure at the argument that was refused.
   *
   * @param json the document
   * @param otherwise the place to name where that of the argument is not known
   * @param refusal why the argument was refused
   * @return the failure, to be thrown
   */
  public DocumentFormatException failure(
      JsonDocument json, JsonDocument.Place otherwise, SpecArgumentException refusal) {
    IdentityHashMap<SpecArgument, JsonDocument.Place> places =
        refusal instanceof UnknownNameException ? names : values;
    return json.failure(
        places.getOrDefault(refusal.argument(), otherwise),
        String.valueOf(refusal.getMessage()),
        refusal);
  }
}
