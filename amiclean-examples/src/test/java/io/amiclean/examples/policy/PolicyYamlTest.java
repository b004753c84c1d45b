package io.amiclean.examples.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.core.plan.StrategyRegistry;
import io.amiclean.core.policy.PoliciesByScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyYamlTest {

  @TempDir private Path folder;

  private String write(String value) throws IOException {
    PoliciesByScope policies = read(policy(value));
    String yaml = PolicyYaml.write(policies);
    assertThat(read(yaml)).isEqualTo(policies);
    return yaml;
  }

  private PoliciesByScope read(String yaml) throws IOException {
    return PolicyFiles.read(
        Files.writeString(folder.resolve("policy.yaml"), yaml), StrategyRegistry.of());
  }

  private static String policy(String value) {
    return """
    schemaVersion: 1
    groupBy: [ { tags: [role] } ]
    retain: [ { keepNewest: 4 } ]
    exclude: [ { tagged: { key: keep, value: "%s" } } ]
    """
        .formatted(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "yes",
        "No",
        "ON",
        "off",
        "y",
        "N",
        "true",
        "null",
        "~",
        "0777",
        "0b101",
        "1_000",
        "12:30",
        "1e3",
        "1_0.5",
        "2024-06-01",
        "2024-06-01T00:00:00Z",
        "=",
        "<<",
        "4",
        "012345678901"
      })
  void quotesTextThatToolsOfYaml11TakeForSomethingElse(String value) throws IOException {
    assertThat(write(value)).containsPattern("value: ['\"]" + value + "['\"]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"yesterday", "nope", "once", "P30D", "1.2.3", "team-a", "web", "a=b"})
  void leavesOtherTextPlain(String value) throws IOException {
    assertThat(write(value)).contains("value: " + value);
  }
}
