package io.amiclean.examples.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.amiclean.api.model.PlanRefusedException;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.execution.PlanExecutor;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.json.PlanDigest;
import io.amiclean.core.json.PlanJson;
import io.amiclean.core.mapping.Mappers;
import io.amiclean.core.plan.CleanupPlanner;
import io.amiclean.core.retention.RetentionStrategies;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SignedOffPlansTest {

  private final InMemoryAccount account =
      InMemoryAccount.builder()
          .image("ami-0000aaaa", image -> image.createdAt("2024-01-01T00:00:00Z"))
          .build();

  private final CleanupPlan plan =
      CleanupPlanner.builder()
          .images(account)
          .snapshots(account)
          .usage(account)
          .groupBy(Mappers.everything("all"))
          .retain(RetentionStrategies.nothing())
          .build()
          .plan();

  private final PlanExecutor executor =
      PlanExecutor.builder().operations(account).account(account).build();

  @Test
  void executesThePlanThatWasSignedOff() throws IOException {
    SignedOffPlans.executeSignedOff(json(), PlanJson.digest(plan), executor);

    assertThat(account.imageIds()).isEmpty();
  }

  @Test
  void refusesAnotherPlan() {
    PlanDigest other = PlanDigest.parse("0".repeat(64));

    assertThatExceptionOfType(PlanRefusedException.class)
        .isThrownBy(() -> SignedOffPlans.executeSignedOff(json(), other, executor));
    assertThat(account.imageIds()).hasSize(1);
  }

  private InputStream json() {
    return new ByteArrayInputStream(PlanJson.write(plan).getBytes(StandardCharsets.UTF_8));
  }
}
