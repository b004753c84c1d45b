package io.amiclean.examples.policy;

import io.amiclean.api.model.DocumentFormatException;
import io.amiclean.api.plan.StrategyProvider;
import io.amiclean.core.document.BrokenSyntaxException;
import io.amiclean.core.document.Place;
import io.amiclean.core.json.PolicyJson;
import io.amiclean.core.policy.PoliciesByScope;
import io.amiclean.core.source.InputFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Policy files in JSON or YAML. A file is what its name says: YAML if that ends in {@code .yaml} or
 * {@code .yml}, JSON if it ends in {@code .json}; with another name, it is JSON if it begins with a
 * brace. The classes of the YAML parser are loaded for YAML alone. Thread-safe.
 */
public final class PolicyFiles {

  /** As many bytes a policy file can have: 4 MiB, which is more than 100,000 image ids. */
  public static final long MOST_BYTES = 1L << 22;

  private PolicyFiles() {}

  /**
   * Reads a policy file.
   *
   * @param file the file, in UTF-8
   * @param strategies the strategies that it may name
   * @return its policies
   * @throws DocumentFormatException if the file is broken, or has an unknown key, an unknown
   *     strategy or an argument of the wrong type, naming line and column
   * @throws IOException if the file cannot be read, or is larger than {@link #MOST_BYTES}
   */
  public static PoliciesByScope read(Path file, StrategyProvider.Strategies strategies)
      throws IOException {
    byte[] content;
    try (InputStream in = InputFile.open(file, MOST_BYTES)) {
      content = in.readAllBytes();
    }
    try {
      // Of JSON as well: its parser takes some keys that are not in UTF-8 for others.
      PolicyText text = PolicyText.of(content);
      return isYaml(file, content)
          ? PolicyJson.readByScope("policy", new YamlTokens(text), strategies)
          : PolicyJson.readByScope("policy", new ByteArrayInputStream(content), strategies);
    } catch (BrokenSyntaxException e) {
      Place place = e.place();
      throw new DocumentFormatException(
          "The policy is not usable: line %s, column %s: %s"
              .formatted(place.line(), place.column(), e.getMessage()),
          e);
    }
  }

  /**
   * Returns whether the name of a file says that it is YAML.
   *
   * @param file the file
   * @return whether it ends in {@code .yaml} or {@code .yml}
   */
  public static boolean isNamedYaml(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".yaml") || name.endsWith(".yml");
  }

  private static boolean isYaml(Path file, byte[] content) {
    if (isNamedYaml(file)) {
      return true;
    }
    return !file.toString().toLowerCase(Locale.ROOT).endsWith(".json") && !beginsWithBrace(content);
  }

  private static boolean beginsWithBrace(byte[] content) {
    for (byte octet : content) {
      if (octet != ' ' && octet != '\t' && octet != '\n' && octet != '\r') {
        return octet == '{';
      }
    }
    return false;
  }
}
