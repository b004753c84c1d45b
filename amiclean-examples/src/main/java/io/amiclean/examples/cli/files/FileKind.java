package io.amiclean.examples.cli.files;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.google.common.collect.ImmutableSet;
import io.amiclean.api.model.DocumentFormatException;
import io.amiclean.core.source.InputFile;
import io.amiclean.examples.exit.Failures;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What a file holds that the command line reads or writes, known by its content. */
public enum FileKind {
  RESULT("a result, as --result-out writes it", ImmutableSet.of("outcomes")),
  DIFFERENCE(
      "a difference, as 'amiclean diff --out' writes it", ImmutableSet.of("before", "after")),
  BACKTEST(
      "a backtest, as 'amiclean policy backtest --format json' writes it",
      ImmutableSet.of("recordings", "results")),
  INVENTORY("an inventory, as 'amiclean record' writes it", ImmutableSet.of("images", "snapshots")),
  PLAN("a plan, as 'amiclean plan --out' writes it", ImmutableSet.of("createdAt", "images")),
  JOURNAL("a journal, as --journal writes it", ImmutableSet.of("plan")),
  PRICES("a price list", ImmutableSet.of("currency", "regions")),
  LISTING("a listing of 'aws ec2 describe-images'", ImmutableSet.of("Images")),
  POLICY("a policy", ImmutableSet.of("retain"));

  private static final Logger LOG = LoggerFactory.getLogger(FileKind.class);

  private static final JsonFactory JSON = new JsonFactory();

  /** Every key of a policy but for the version; YAML has them at the beginning of lines. */
  private static final List<String> POLICY_KEYS =
      List.of(
          "groupBy",
          "retain",
          "exclude",
          "excludeSnapshots",
          "only",
          "lifecycle",
          "limits",
          "policies");

  private static final int MOST_LINES = 200;

  private final String description;
  private final ImmutableSet<String> keys;

  FileKind(String description, ImmutableSet<String> keys) {
    this.description = description;
    this.keys = keys;
  }

  /** Returns what a file is, such as {@code a plan}, and what writes it. */
  @Override
  public String toString() {
    return description;
  }

  /** Returns what has these keys at its top. */
  static Optional<FileKind> of(Set<String> keys) {
    Optional<FileKind> known =
        Stream.of(values()).filter(kind -> keys.containsAll(kind.keys)).findFirst();
    return known.isPresent() || Collections.disjoint(keys, POLICY_KEYS)
        ? known
        : Optional.of(POLICY);
  }

  /** Returns what a file is, if it can be read and known. */
  static Optional<FileKind> of(Path file) {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try (InputStream in = InputFile.open(file, InputFile.DOCUMENT_BYTES)) {
      return of(keys(in));
    } catch (DocumentFormatException e) {
      LOG.debug("{} is no JSON object", file, e);
      return isYamlPolicy(file) ? Optional.of(POLICY) : Optional.empty();
    } catch (IOException e) {
      LOG.debug("{} is not known", file, e);
      return Optional.empty();
    }
  }

  private static boolean isYamlPolicy(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .limit(MOST_LINES)
          .anyMatch(line -> POLICY_KEYS.stream().anyMatch(key -> line.startsWith(key + ":")));
    } catch (IOException | UncheckedIOException e) {
      LOG.debug("{} is no text", file, e);
      return false;
    }
  }

  /**
   * Returns the keys as far as they can be read: what is wrong behind them is said later.
   *
   * @throws DocumentFormatException if there is no object
   */
  static Set<String> keys(InputStream content) throws IOException {
    Set<String> keys = new HashSet<>();
    try (JsonParser json = JSON.createParser(content)) {
      JsonToken first = json.nextToken();
      if (first != null && first != JsonToken.START_OBJECT) {
        throw new DocumentFormatException(
            "expected an object, found " + (first.isStructStart() ? "a list" : "a value"), null);
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        keys.add(json.currentName());
        json.nextToken();
        json.skipChildren();
      }
    } catch (JsonProcessingException e) {
      if (keys.isEmpty()) {
        throw new DocumentFormatException(
            "it is not well-formed JSON: " + e.getOriginalMessage(), e);
      }
    }
    return keys;
  }

  /** Reads what the content of a file says. */
  @FunctionalInterface
  public interface Reading<T> {
    T of(InputStream content) throws IOException;
  }

  /**
   * Reads a file of this kind.
   *
   * @param name what the file is called, such as {@code plan file}
   * @param origin what writes such a file
   * @throws DocumentFormatException if the file is of another kind, which is named if it is known
   */
  public <T> T read(
      Path file, String name, String origin, CommandSpec command, Reading<T> reading) {
    try (InputStream content = InputFile.open(file, InputFile.DOCUMENT_BYTES)) {
      return reading.of(content);
    } catch (DocumentFormatException e) {
      throw refuse(file, e);
    } catch (IOException e) {
      throw unreadable(file, name, origin, command, e);
    }
  }

  /** Returns why a file is wrong usage that cannot be read. */
  public static ParameterException unreadable(
      Path file, String name, String origin, CommandSpec command, IOException failure) {
    return new ParameterException(
        command.commandLine(),
        "The %s '%s' %s"
            .formatted(
                name,
                file,
                failure instanceof NoSuchFileException
                    ? "does not exist" + origin
                    : "cannot be read: " + Failures.reason(failure)),
        failure);
  }

  /**
   * Checks that a file is not known to be of another kind.
   *
   * @throws DocumentFormatException if it is, with the name of that kind
   */
  void requireNoOther(Path file) {
    Optional<FileKind> found = of(file);
    if (found.isPresent() && found.get() != this) {
      throw new DocumentFormatException(
          "'" + file + "' is refused: " + otherwise(found.get()), null);
    }
  }

  private String otherwise(FileKind found) {
    return "it is " + found + "; expected " + this;
  }

  /** Refuses a file that is not what it should be, and says what it is instead if that is known. */
  public DocumentFormatException refuse(Path file, DocumentFormatException failure) {
    String why = otherThanExpected(file).orElseGet(failure::getMessage);
    return new DocumentFormatException("'" + file + "' is refused: " + why, failure);
  }

  private Optional<String> otherThanExpected(Path file) {
    Optional<FileKind> found = of(file);
    if (!found.equals(Optional.of(this))) {
      return found.map(this::otherwise);
    }
    return this == POLICY && file.toString().endsWith(".json") && isYamlPolicy(file)
        ? Optional.of("it is YAML; expected JSON, or a name that ends in .yaml")
        : Optional.empty();
  }
}
