package io.amiclean.core.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.amiclean.api.exclusion.ExclusionFilter;
import io.amiclean.api.exclusion.SnapshotExclusionFilter;
import io.amiclean.api.mapping.ImageMapper;
import io.amiclean.api.model.DocumentFormatException;
import io.amiclean.api.policy.Strategy;
import io.amiclean.api.retention.RetentionStrategy;
import io.amiclean.api.snapshot.SnapshotResolver;
import io.amiclean.core.plan.StrategyRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The schema that editors have refuses what the reader refuses, as far as a schema can say it. */
class PolicySchemaTest {

  private static final Path FOLDER =
      Path.of("src", "test", "resources", "io", "amiclean", "core", "json", "policies");

  /** What a schema cannot say. */
  private static final Set<String> BEYOND_A_SCHEMA =
      Set.of("json-nested-too-deep.json", "json-trailing-text.json");

  /** What no validator can read. */
  private static final Set<String> NO_JSON =
      Set.of(
          "json-comment.json",
          "json-cut-off.json",
          "json-duplicate-key.json",
          "json-empty.json",
          "json-missing-comma.json");

  private static final String TEXT = schemaText();

  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(TEXT, InputFormat.JSON);

  private static String schemaText() {
    try (InputStream json = PolicyJson.class.getResourceAsStream("policy.schema.json")) {
      return new String(
          Objects.requireNonNull(json, "the schema").readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static Stream<Path> good() throws IOException {
    return files("good");
  }

  static Stream<Path> broken() throws IOException {
    return files("broken").filter(file -> !NO_JSON.contains(name(file)));
  }

  private static Stream<Path> files(String folder) throws IOException {
    try (Stream<Path> files = Files.list(FOLDER.resolve(folder))) {
      return files.sorted().toList().stream();
    }
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  private static List<String> problems(String json) {
    return SCHEMA
        .validate(
            json,
            InputFormat.JSON,
            run -> run.executionConfig(config -> config.formatAssertionsEnabled(true)))
        .stream()
        .map(Object::toString)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("good")
  void acceptsWhatIsRead(Path file) throws IOException {
    PolicyJson.readByScope(file);

    assertThat(problems(Files.readString(file))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("broken")
  void refusesWhatIsRefused(Path file) throws IOException {
    assertThat(isRead(file)).isFalse();

    List<String> problems = problems(Files.readString(file));
    if (BEYOND_A_SCHEMA.contains(name(file))) {
      assertThat(problems).as("not beyond a schema any more").isEmpty();
    } else {
      assertThat(problems).isNotEmpty();
    }
  }

  private static boolean isRead(Path file) throws IOException {
    try {
      PolicyJson.readByScope(file);
      return true;
    } catch (DocumentFormatException e) {
      return false;
    }
  }

  @Test
  void knowsEveryStrategyAndNoOther() {
    Map<String, Class<? extends Strategy>> kinds =
        Map.of(
            "mapper", ImageMapper.class,
            "exclusion", ExclusionFilter.class,
            "snapshotExclusion", SnapshotExclusionFilter.class,
            "retention", RetentionStrategy.class,
            "resolver", SnapshotResolver.class);
    kinds.forEach(
        (definition, kind) ->
            assertThat(strategies(definition))
                .as(definition)
                .containsExactlyInAnyOrderElementsOf(StrategyRegistry.of().names(kind)));
  }

  /** The names of the properties of a definition, by their indentation. */
  private static List<String> strategies(String definition) {
    int begin = TEXT.indexOf("\n    \"" + definition + "\": {");
    String body = TEXT.substring(begin, TEXT.indexOf("\n    }", begin));
    List<String> names = new ArrayList<>();
    body.lines()
        .map(Pattern.compile(" {8}\"(\\w+)\": \\{")::matcher)
        .filter(matcher -> matcher.matches())
        .forEach(matcher -> names.add(matcher.group(1)));
    return names;
  }
}
