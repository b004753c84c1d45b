package io.amiclean.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.model.DocumentFormatException;
import io.amiclean.api.plan.Action;
import io.amiclean.core.Fixtures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ResultJsonTest {

  private static final ExecutionResult RESULT =
      ExecutionResult.builder()
          .startedAt(Fixtures.NOW)
          .finishedAt(Fixtures.NOW.plusSeconds(1))
          .scope(Fixtures.SCOPE)
          .addOutcomes(
              ActionOutcome.deregistration(
                  Fixtures.imageId(1), Outcome.FAILED, "OperationNotPermitted", "It is protected"),
              ActionOutcome.deletion(
                  Fixtures.snapshotId(1), Outcome.SKIPPED, "image-not-removed", "ami-00000001"))
          .build();
  private static final String JSON = ResultJson.write(RESULT);

  @Test
  void readsWhatItWrites() {
    assertThat(ResultJson.read(JSON)).isEqualTo(RESULT);
  }

  @ParameterizedTest
  @EnumSource
  void readsEveryAction(Action action) {
    ActionOutcome outcome =
        switch (action) {
          case DELETE_SNAPSHOT, RESTORE_SNAPSHOT ->
              ActionOutcome.change(
                  action, Fixtures.snapshotId(2), Outcome.SUCCEEDED, "code", "Done");
          default ->
              ActionOutcome.change(action, Fixtures.imageId(2), Outcome.SUCCEEDED, "code", "Done");
        };
    ExecutionResult result = ExecutionResult.builder().from(RESULT).addOutcomes(outcome).build();

    assertThat(ResultJson.read(ResultJson.write(result))).isEqualTo(result);
  }

  @Test
  void namesTheOneThatAnOutcomeIsAbout() {
    assertThat(JSON)
        .containsSubsequence(
            "\"action\": \"DEREGISTER_IMAGE\",\n      \"imageId\": \"ami-00000001\",\n      \"outcome\"",
            "\"action\": \"DELETE_SNAPSHOT\",\n      \"snapshotId\": \"snap-00000001\",\n      \"outcome\"");
  }

  @Test
  void countsEveryOutcome() {
    assertThat(JSON)
        .containsSubsequence(
            "\"SUCCEEDED\": 0",
            "\"ALREADY_GONE\": 0",
            "\"SKIPPED\": 1",
            "\"FAILED\": 1",
            "\"UNKNOWN\": 0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "FAILED": 1      | "FAILED": 0   | contradict the outcomes
          DEREGISTER_IMAGE  | DELETE_SNAPSHOT | about another kind of resource
          "imageId"         | "image"        | key 'image' is unknown
          """)
  void refusesAnEditedResult(String original, String edited, String message) {
    assertThatThrownBy(() -> ResultJson.read(JSON.replaceFirst(original, edited)))
        .isInstanceOf(DocumentFormatException.class)
        .hasMessageContaining(message);
  }
}
