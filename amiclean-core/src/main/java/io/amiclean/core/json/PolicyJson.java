package io.amiclean.core.json;

import com.google.common.hash.Hashing;
import io.amiclean.api.model.DocumentFormatException;
import io.amiclean.api.plan.StrategyProvider;
import io.amiclean.api.policy.CleanupPolicy;
import io.amiclean.core.document.DocumentTokens;
import io.amiclean.core.internal.json.JsonText;
import io.amiclean.core.internal.json.JsonWriting;
import io.amiclean.core.plan.StrategyRegistry;
import io.amiclean.core.policy.PoliciesByScope;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Policies as JSON, schema version 1: the form of a policy file. Equal policies are equal byte for
 * byte. Reading is strict: an unknown key, an unknown strategy and an argument of the wrong type
 * are refused with line and column. {@code policy.schema.json} beside this class is the JSON
 * Schema.
 *
 * <p>Thread-safe.
 */
public final class PolicyJson {

  private PolicyJson() {}

  /**
   * Reads a policy file, with the {@linkplain StrategyRegistry#installed() installed} strategies.
   *
   * @param file the file, in UTF-8
   * @return the policy
   * @throws DocumentFormatException if the file is broken, or has an unknown key, an unknown
   *     strategy or an argument of the wrong type, naming file, line and column
   * @throws IOException if the file cannot be read
   */
  public static CleanupPolicy read(Path file) throws IOException {
    Objects.requireNonNull(file, "file");
    try (InputStream input = Files.newInputStream(file)) {
      return read("policy '" + file + "'", input, StrategyRegistry.installed());
    }
  }

  /**
   * Reads a policy from a string, with the {@linkplain StrategyRegistry#installed() installed}
   * strategies.
   *
   * @param json the JSON
   * @return the policy
   * @throws DocumentFormatException as {@link #read(Path)} does
   */
  public static CleanupPolicy read(String json) {
    return read(json, StrategyRegistry.installed());
  }

  /**
   * Reads a policy from a string.
   *
   * @param json the JSON
   * @param strategies the strategies that it may name
   * @return the policy
   * @throws DocumentFormatException as {@link #read(Path)} does
   */
  public static CleanupPolicy read(String json, StrategyProvider.Strategies strategies) {
    Objects.requireNonNull(strategies, "strategies");
    Objects.requireNonNull(json, "json");
    return JsonText.read(json, input -> read("policy", input, strategies));
  }

  private static CleanupPolicy read(
      String name, InputStream input, StrategyProvider.Strategies strategies) throws IOException {
    return PolicyJsonReader.read(name, input, strategies)
        .single()
        .orElseThrow(
            () ->
                new DocumentFormatException(
                    "The "
                        + name
                        + " is not usable: it gives policies to certain scopes; expected one policy"
                        + " for all",
                    null));
  }

  /**
   * Reads what a policy file says: one policy for all scopes, or policies of certain ones, with the
   * {@linkplain StrategyRegistry#installed() installed} strategies.
   *
   * @param file the file, in UTF-8
   * @return the policies
   * @throws DocumentFormatException as {@link #read(Path)} does
   * @throws IOException if the file cannot be read
   */
  public static PoliciesByScope readByScope(Path file) throws IOException {
    Objects.requireNonNull(file, "file");
    try (InputStream input = Files.newInputStream(file)) {
      return readByScope("policy '" + file + "'", input, StrategyRegistry.installed());
    }
  }

  /**
   * Reads what a policy file says.
   *
   * @param name what the document is, for error messages, such as {@code policy}
   * @param input the JSON in UTF-8; it is not closed
   * @param strategies the strategies that it may name
   * @return the policies
   * @throws DocumentFormatException as {@link #read(Path)} does
   * @throws IOException if the input cannot be read
   */
  public static PoliciesByScope readByScope(
      String name, InputStream input, StrategyProvider.Strategies strategies) throws IOException {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(input, "input");
    Objects.requireNonNull(strategies, "strategies");
    return PolicyJsonReader.read(name, input, strategies);
  }

  /**
   * Reads what a policy file of another syntax says, such as YAML: the same keys, and refused for
   * the same reasons.
   *
   * @param name what the document is, for error messages, such as {@code policy}
   * @param tokens the document, before its first token
   * @param strategies the strategies that it may name
   * @return the policies
   * @throws DocumentFormatException as {@link #read(Path)} does
   * @throws IOException if the input cannot be read
   */
  public static PoliciesByScope readByScope(
      String name, DocumentTokens tokens, StrategyProvider.Strategies strategies)
      throws IOException {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(tokens, "tokens");
    Objects.requireNonNull(strategies, "strategies");
    return PolicyJsonReader.read(name, tokens, strategies);
  }

  /**
   * Writes a policy into a string.
   *
   * @param policy the policy; custom parts are written as {@code custom}, which no file may have
   * @return the JSON
   */
  public static String write(CleanupPolicy policy) {
    return JsonWriting.toString(json -> PolicyJsonWriter.write(policy, json));
  }

  /**
   * Returns the digest of a policy. A plan names it, so that who signs a plan off signs the policy
   * off as well.
   *
   * @param policy the policy
   * @return {@code sha256:} and 64 hexadecimal digits of the SHA-256 of what {@link
   *     #write(CleanupPolicy)} returns
   */
  public static String digest(CleanupPolicy policy) {
    return "sha256:" + Hashing.sha256().hashString(write(policy), StandardCharsets.UTF_8);
  }

  /**
   * Writes what a policy file says into a string.
   *
   * @param policies the policies, as for {@link #write(CleanupPolicy)}
   * @return the JSON
   */
  public static String write(PoliciesByScope policies) {
    return JsonWriting.toString(json -> PolicyJsonWriter.write(policies, json));
  }
}
