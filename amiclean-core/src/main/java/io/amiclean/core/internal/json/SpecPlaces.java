package io.amiclean.core.internal.json;

import io.amiclean.api.model.DocumentFormatException;
import io.amiclean.api.policy.SpecArgument;
import io.amiclean.api.policy.SpecArgumentException;
import io.amiclean.api.policy.UnknownNameException;
import io.amiclean.core.document.DocumentTokens.Token;
import io.amiclean.core.document.Place;
import java.io.IOException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Reads the arguments of specs, and knows where they stand in a document. Not thread-safe. */
public final class SpecPlaces {

  /** How deep arguments may be nested: what makes strategies of them calls itself. */
  private static final int DEEPEST = 50;

  // By identity: the same argument may stand in several places.
  private final IdentityHashMap<SpecArgument, Place> values = new IdentityHashMap<>();
  private final IdentityHashMap<SpecArgument, Place> names = new IdentityHashMap<>();
  private int depth;

  /** Creates places of a document of which nothing is read yet. */
  public SpecPlaces() {}

  /**
   * Reads an argument of a strategy: a text, a whole number, a flag, a list or fields.
   *
   * @param json the document, at the argument
   * @return the argument
   * @throws IOException if the input cannot be read
   */
  public SpecArgument read(JsonDocument json) throws IOException {
    Place place = json.place();
    if (depth == DEEPEST) {
      throw json.failure("it is nested too deep: expected at most " + DEEPEST + " levels");
    }
    depth++;
    SpecArgument argument = argument(json);
    depth--;
    values.put(argument, place);
    return argument;
  }

  private SpecArgument argument(JsonDocument json) throws IOException {
    Token token = json.tokens().current();
    if (token == null) {
      throw unexpected(json);
    }
    return switch (token) {
      case TEXT -> SpecArgument.of(json.text());
      case WHOLE -> SpecArgument.of(json.longInteger());
      case TRUE, FALSE -> SpecArgument.of(json.flag());
      case LIST -> new SpecArgument.Items(json.list(this::read));
      case OBJECT -> new SpecArgument.Fields(fields(json));
      case DECIMAL -> throw unexpected(json, "a whole number, or a text in quotes");
      default -> throw unexpected(json);
    };
  }

  private static DocumentFormatException unexpected(JsonDocument json) throws IOException {
    return unexpected(json, "a text, a whole number, true or false, a list or an object");
  }

  private static DocumentFormatException unexpected(JsonDocument json, String expected)
      throws IOException {
    return json.failure("expected " + expected + ", found " + json.found());
  }

  private List<Map.Entry<String, SpecArgument>> fields(JsonDocument json) throws IOException {
    List<Map.Entry<String, SpecArgument>> fields = new ArrayList<>();
    while (json.tokens().next() == Token.KEY) {
      Place named = json.place();
      String key = json.tokens().text();
      json.tokens().next();
      SpecArgument value = read(json);
      names.put(value, named);
      fields.add(Map.entry(key, value));
    }
    return fields;
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
      JsonDocument json, Place otherwise, SpecArgumentException refusal) {
    IdentityHashMap<SpecArgument, Place> places =
        refusal instanceof UnknownNameException ? names : values;
    return json.failure(
        places.getOrDefault(refusal.argument(), otherwise),
        String.valueOf(refusal.getMessage()),
        refusal);
  }
}
