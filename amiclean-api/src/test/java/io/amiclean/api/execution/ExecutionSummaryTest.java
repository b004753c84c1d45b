package io.amiclean.api.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.testing.Samples;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExecutionSummaryTest {

  private static ExecutionSummary summary(Map<Outcome, Integer> counts) {
    return ExecutionSummary.builder()
        .startedAt(Samples.NOW)
        .finishedAt(Samples.NOW.plusSeconds(1))
        .scope(Samples.SCOPE)
        .counts(counts)
        .build();
  }

  @Test
  void countsNothingWhereNoCountIsGiven() {
    assertThat(summary(Map.of(Outcome.FAILED, 2)).counts())
        .containsExactly(
            Map.entry(Outcome.SUCCEEDED, 0),
            Map.entry(Outcome.ALREADY_GONE, 0),
            Map.entry(Outcome.SKIPPED, 0),
            Map.entry(Outcome.FAILED, 2),
            Map.entry(Outcome.UNKNOWN, 0));
  }

  @ParameterizedTest
  @CsvSource({
    "SUCCEEDED, false",
    "ALREADY_GONE, false",
    "SKIPPED, false",
    "FAILED, true",
    "UNKNOWN, true"
  })
  void failuresAreWhatAPersonShouldLookAt(Outcome outcome, boolean failures) {
    assertThat(summary(Map.of(outcome, 1)).hasFailures()).isEqualTo(failures);
  }

  @Test
  void isTheResultWithoutItsOutcomes() {
    ExecutionResult result =
        ExecutionResult.builder()
            .startedAt(Samples.NOW)
            .finishedAt(Samples.NOW.plusSeconds(1))
            .scope(Samples.SCOPE)
            .addOutcomes(
                ActionOutcome.deregistration(
                    Samples.imageId(1), Outcome.SKIPPED, "in-use", "It is in use"))
            .build();

    assertThat(result.summary()).isEqualTo(summary(Map.of(Outcome.SKIPPED, 1)));
  }
}
