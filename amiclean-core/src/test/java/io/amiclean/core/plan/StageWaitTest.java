package io.amiclean.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.lifecycle.Stage;
import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.Verdict;
import io.amiclean.api.testing.Samples;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StageWaitTest {

  private static final ImageId ID = ImageId.of("ami-50504e36");

  @Test
  void isToldByThePlan() {
    assertThat(
            StageWait.in(
                plan("stage disabled", "since 2017-06-16T00:00:00Z", "until 2017-06-26T00:00:00Z")))
        .containsExactly(new StageWait(ID, Stage.DISABLED, Instant.parse("2017-06-26T00:00:00Z")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "since 2017-06-16T00:00:00Z",
        "stage disabled",
        "stage retired,until 2017-06-26T00:00:00Z",
        "stage disabled,until tomorrow"
      })
  void isNotGuessedFromOtherEvidence(String evidence) {
    assertThat(StageWait.in(plan(evidence.split(",", -1)))).isEmpty();
  }

  private static CleanupPlan plan(String... evidence) {
    return CleanupPlan.builder()
        .policy(Samples.policy())
        .createdAt(Instant.parse("2017-06-16T00:00:00Z"))
        .scope(CleanupScope.of(AccountId.of("123456789012"), "eu-west-1"))
        .addImages(
            ImageDecision.builder()
                .imageId(ID)
                .name("front")
                .verdict(Verdict.RETAINED)
                .addReasons(Reason.of(ReasonCodes.WAITING_IN_STAGE, "It waits", evidence))
                .build())
        .build();
  }
}
