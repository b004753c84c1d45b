package io.amiclean.examples.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.model.DocumentFormatException;
import io.amiclean.core.json.PolicyJson;
import io.amiclean.core.policy.PoliciesByScope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever stands in a file, it is refused with its place, or its policy says what the file says.
 */
class MutatedPoliciesTest {

  private static final List<String> PIECES =
      List.of(
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          "\"",
          "'",
          "-",
          "\n",
          "  ",
          "\t",
          "#",
          "&a ",
          "*a ",
          "!!int ",
          "---\n",
          "? ",
          "| ",
          "> ",
          "null",
          "true",
          "no",
          "on",
          "0",
          "-1",
          "4",
          "1e9",
          "0x1F",
          "010",
          "99999999999999999999",
          "P30D",
          "PT0S",
          "P-1D",
          "keepNewest",
          "retain",
          "groupBy",
          "anyOf",
          "then",
          "tags",
          "exclude",
          "policies",
          "default",
          "only",
          "\u0000",
          "\u2028",
          "\ud800",
          "\\u0041",
          "\\",
          "%",
          "@",
          "`",
          "schemaVersion",
          "<<",
          ".inf",
          "~",
          "[]",
          "{}",
          "é");

  @TempDir private Path folder;

  private int accepted;

  @Test
  void areRefusedOrSayTheSame() throws IOException {
    mutate(3_000, 17);
  }

  @Test
  @Tag("slow")
  void areRefusedOrSayTheSameWhateverTheyAre() throws IOException {
    mutate(Integer.getInteger("amiclean.mutations", 10_000), 1);
  }

  private void mutate(int count, long seed) throws IOException {
    Random random = new Random(seed);
    List<Path> seeds = new ArrayList<>();
    for (int often = 0; often < 20; often++) {
      seeds.addAll(PolicyCorpus.good());
    }
    seeds.addAll(PolicyCorpus.broken());
    for (int i = 0; i < count; i++) {
      Path original = seeds.get(random.nextInt(seeds.size()));
      String text = Files.readString(original, StandardCharsets.ISO_8859_1);
      for (int changes = 1 + random.nextInt(2); changes > 0; changes--) {
        text = mutated(text, random);
      }
      String ending = original.toString().endsWith(".json") ? ".json" : ".yaml";
      check(folder.resolve("policy" + ending), text.getBytes(StandardCharsets.ISO_8859_1));
    }
    assertThat(accepted).as("mutants that are policies").isGreaterThan(count / 20);
  }

  private static String mutated(String text, Random random) {
    int from = random.nextInt(text.length() + 1);
    int to = Math.min(text.length(), from + random.nextInt(12));
    String before = text.substring(0, from);
    String part = text.substring(from, to);
    String after = text.substring(to);
    String piece =
        new String(
            PIECES.get(random.nextInt(PIECES.size())).getBytes(StandardCharsets.UTF_8),
            StandardCharsets.ISO_8859_1);
    return switch (random.nextInt(7)) {
      case 0 -> before + after;
      case 1 -> before + part + part + after;
      case 2 -> before + piece + part + after;
      case 3 -> before + piece + after;
      case 4 -> before + (char) random.nextInt(256) + part + after;
      case 5 -> lines(text, random);
      default -> digits(text, random);
    };
  }

  /** Repeats, moves or leaves out a line. */
  private static String lines(String text, Random random) {
    List<String> lines = new ArrayList<>(text.lines().toList());
    if (!lines.isEmpty()) {
      String line = lines.get(random.nextInt(lines.size()));
      if (random.nextBoolean()) {
        lines.remove(line);
      }
      if (random.nextBoolean()) {
        lines.add(random.nextInt(lines.size() + 1), line);
      }
    }
    return String.join("\n", lines) + "\n";
  }

  private static String digits(String text, Random random) {
    return text.replaceFirst(String.valueOf(random.nextInt(10)), String.valueOf(random.nextInt()));
  }

  private void check(Path file, byte[] content) throws IOException {
    Files.write(file, content);
    PoliciesByScope read;
    try {
      read = PolicyCorpus.read(file);
    } catch (DocumentFormatException e) {
      assertThat(e)
          .as(() -> shown(content))
          .hasMessageMatching("(?s)The policy is not usable: line \\d+, column \\d+.*: .*");
      return;
    } catch (RuntimeException | StackOverflowError e) {
      throw new AssertionError("Neither read nor refused: " + shown(content), e);
    }
    accepted++;
    byte[] shown = PolicyJson.write(read).getBytes(StandardCharsets.UTF_8);
    Object tree =
        file.toString().endsWith(".json") ? PolicyTree.ofJson(content) : PolicyTree.ofYaml(content);
    assertThat(PolicyTree.ofJson(shown)).as(() -> shown(content)).isEqualTo(tree);
    byte[] yaml = PolicyYaml.write(read).getBytes(StandardCharsets.UTF_8);
    assertThat(PolicyCorpus.read(Files.write(folder.resolve("shown.yaml"), yaml)))
        .as(() -> shown(content))
        .isEqualTo(read);
  }

  private static String shown(byte[] content) {
    return new String(content, StandardCharsets.UTF_8);
  }
}
