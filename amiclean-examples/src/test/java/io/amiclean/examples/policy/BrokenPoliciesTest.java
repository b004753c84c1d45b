package io.amiclean.examples.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.model.DocumentFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * What is wrong with each of many broken files, where, and what would be right; {@code
 * -Damiclean.golden=write} writes the messages again.
 */
class BrokenPoliciesTest {

  @Test
  void areRefusedWithThePlaceAndWhatWouldBeRight() throws IOException {
    Map<String, String> messages = messages();
    String actual =
        messages.entrySet().stream()
            .map(entry -> entry.getKey() + "\n  " + entry.getValue() + "\n")
            .collect(Collectors.joining());
    if ("write".equals(System.getProperty("amiclean.golden"))) {
      Files.writeString(PolicyCorpus.messages(), actual);
    }

    assertThat(actual).isEqualTo(Files.readString(PolicyCorpus.messages()));
    assertThat(messages)
        .hasSizeGreaterThanOrEqualTo(60)
        .allSatisfy(
            (file, message) ->
                assertThat(message)
                    .as(file)
                    .matches("The policy is not usable: line \\d+, column \\d+.*: .*"));
  }

  @Test
  void othersAreRead() throws IOException {
    for (Path file : PolicyCorpus.good()) {
      assertThat(refusal(file)).startsWith("accepted: ");
    }
  }

  private static Map<String, String> messages() throws IOException {
    Map<String, String> messages = new TreeMap<>();
    for (Path file : PolicyCorpus.broken()) {
      messages.put(String.valueOf(file.getFileName()), refusal(file));
    }
    return messages;
  }

  private static String refusal(Path file) throws IOException {
    try {
      return "accepted: " + PolicyCorpus.read(file);
    } catch (DocumentFormatException e) {
      // Which strategies there are is shown elsewhere.
      return String.valueOf(e.getMessage())
          .replaceFirst("( is no strategy of .*xpected one of ).*", "$1...");
    }
  }
}
