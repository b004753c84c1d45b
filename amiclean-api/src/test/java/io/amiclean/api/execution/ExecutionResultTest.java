package io.amiclean.api.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.testing.Samples;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExecutionResultTest {

  private static ExecutionResult result(Outcome... outcomes) {
    ExecutionResult.Builder builder =
        ExecutionResult.builder()
            .startedAt(Samples.NOW)
            .finishedAt(Samples.NOW)
            .scope(Samples.SCOPE);
    for (int i = 0; i < outcomes.length; i++) {
      builder.addOutcomes(
          ActionOutcome.deregistration(Samples.imageId(i), outcomes[i], "code", "A sentence."));
    }
    return builder.build();
  }

  @Test
  void countsEveryOutcomeInOrder() {
    assertThat(result(Outcome.FAILED, Outcome.SUCCEEDED, Outcome.FAILED).counts())
        .containsExactly(
            Map.entry(Outcome.SUCCEEDED, 1),
            Map.entry(Outcome.ALREADY_GONE, 0),
            Map.entry(Outcome.SKIPPED, 0),
            Map.entry(Outcome.FAILED, 2),
            Map.entry(Outcome.UNKNOWN, 0));
  }

  @Test
  void doesNotLetItsCountsBeChanged() {
    assertThat(result(Outcome.SUCCEEDED).counts()).isUnmodifiable();
  }

  @ParameterizedTest
  @CsvSource({
    "SUCCEEDED, false",
    "ALREADY_GONE, false",
    "SKIPPED, false",
    "FAILED, true",
    "UNKNOWN, true"
  })
  void hasFailuresIfSomethingFailedOrIsUnknown(Outcome outcome, boolean expected) {
    assertThat(result(Outcome.SUCCEEDED, outcome).hasFailures()).isEqualTo(expected);
  }

  @Test
  void hasNoFailuresIfNothingWasDone() {
    assertThat(result().hasFailures()).isFalse();
  }
}
