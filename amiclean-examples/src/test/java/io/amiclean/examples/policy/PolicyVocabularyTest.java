package io.amiclean.examples.policy;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.exclusion.ExclusionFilter;
import io.amiclean.api.exclusion.SnapshotExclusionFilter;
import io.amiclean.api.mapping.ImageMapper;
import io.amiclean.api.policy.Strategy;
import io.amiclean.api.retention.RetentionStrategy;
import io.amiclean.api.snapshot.SnapshotResolver;
import io.amiclean.core.plan.StrategyRegistry;
import io.amiclean.core.policy.PoliciesByScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code docs/policies.md} shows every strategy, by an example that is read. */
class PolicyVocabularyTest {

  private static final Map<String, Class<? extends Strategy>> KINDS =
      Map.of(
          "groupBy", ImageMapper.class,
          "exclude", ExclusionFilter.class,
          "excludeSnapshots", SnapshotExclusionFilter.class,
          "retain", RetentionStrategy.class,
          "resolveSnapshots", SnapshotResolver.class);

  @TempDir private Path folder;

  private static String page() throws IOException {
    return Files.readString(Path.of("..", "docs", "policies.md"));
  }

  /** Returns the examples of the table of a key. */
  private static List<String> examples(String key) throws IOException {
    String strategies = page().split("## Strategies\n", 2)[1];
    String table = strategies.split("\n\\| `" + key + "` \\|", 2)[1].split("\n\n", 2)[0];
    return Pattern.compile("(?m)^\\| `([^`]+)` \\|")
        .matcher(table)
        .results()
        .map(result -> result.group(1))
        .toList();
  }

  private PoliciesByScope read(String yaml) throws IOException {
    return PolicyCorpus.read(Files.writeString(folder.resolve("policy.yaml"), yaml));
  }

  @ParameterizedTest
  @ValueSource(strings = {"groupBy", "exclude", "excludeSnapshots", "retain", "resolveSnapshots"})
  void everyStrategyIsShownOnce(String key) throws IOException {
    assertThat(examples(key).stream().map(example -> example.replaceFirst(":.*", "")))
        .containsExactlyInAnyOrderElementsOf(
            StrategyRegistry.of().names(requireNonNull(KINDS.get(key))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"groupBy", "exclude", "excludeSnapshots", "retain", "resolveSnapshots"})
  void everyExampleIsRead(String key) throws IOException {
    for (String example : examples(key)) {
      String rest =
          Stream.of("groupBy: [ { everything: all } ]", "retain: [ { nothing: {} } ]")
              .filter(line -> !line.startsWith(key + ":"))
              .reduce("schemaVersion: 1\n", (all, line) -> all + line + "\n");
      String part = key.equals("resolveSnapshots") ? "{ %s }" : "[ { %s } ]";

      read(rest + key + ": " + part.formatted(example) + "\n");
    }
  }

  @Test
  void everyPolicyIsRead() throws IOException {
    List<String> blocks =
        Pattern.compile("(?s)```yaml\n(.*?)```")
            .matcher(page())
            .results()
            .map((MatchResult block) -> block.group(1))
            .toList();

    assertThat(blocks).hasSize(2);
    for (String block : blocks) {
      read(block);
    }
  }

  @Test
  void everyKeyIsExplained() throws IOException {
    String keys = page().split("## Keys", 2)[1].split("## Strategies", 2)[0];

    assertThat(new TreeSet<>(KINDS.keySet())).allSatisfy(key -> assertThat(keys).contains(key));
    assertThat(keys)
        .contains(
            "`schemaVersion`",
            "`name`",
            "`only`",
            "`orphanSnapshots`",
            "`evidence`",
            "`limits`",
            "`withoutProtections`",
            "`recordTags`",
            "`lifecycle`");
  }
}
