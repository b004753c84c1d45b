package io.amiclean.aws.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.EvidenceUnavailableException;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.aws.AwsAccount;
import io.amiclean.aws.AwsClients;
import io.amiclean.aws.budget.RequestBudget;
import io.amiclean.aws.source.ReadingOptions;
import io.amiclean.core.execution.PlanExecutor;
import io.amiclean.core.mapping.Mappers;
import io.amiclean.core.plan.CleanupPlanner;
import io.amiclean.core.retention.RetentionStrategies;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.opentest4j.TestAbortedException;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * What amiclean does on an endpoint. What the endpoint does not know is reported as skipped, with
 * the action that it lacks, so that a run lists what the endpoint can do; what it answers wrongly
 * fails.
 */
abstract class EndpointConformance {

  /**
   * What an endpoint holds.
   *
   * @param used an image that a running instance uses
   * @param unused another one, on a snapshot of its own
   * @param snapshot that snapshot
   */
  record Resources(ImageId used, ImageId unused, SnapshotId snapshot) {}

  private AwsClients clients;
  private Resources resources;

  /** Returns where the endpoint is; aborts the test where there is none. */
  abstract URI endpoint();

  /** Makes the resources. */
  abstract Resources make(AwsClients through);

  @BeforeEach
  void begin() {
    clients =
        AwsClients.builder()
            .region("us-east-1")
            .endpoint(endpoint())
            .credentials(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create("AKIDEXAMPLE", "secret")))
            .budget(RequestBudget.unlimited())
            .build();
    resources = make(clients);
  }

  @AfterEach
  void end() {
    if (clients != null) {
      clients.close();
    }
  }

  private AwsAccount account(ReadingOptions options) {
    return AwsAccount.builder().clients(clients).options(options).build();
  }

  private AwsAccount known() {
    return account(ReadingOptions.builder().skipUnavailable().build());
  }

  private CleanupPlanner planner(AwsAccount aws) {
    return CleanupPlanner.builder()
        .account(aws)
        .groupBy(Mappers.everything("all"))
        .retain(RetentionStrategies.nothing())
        .selectOnly(List.of(resources.used(), resources.unused()))
        .build();
  }

  @Test
  void saysWhichAccountItIs() {
    assertThat(known().scope().region()).isEqualTo("us-east-1");
  }

  @Test
  void listsTheImagesOfTheAccount() {
    assertThat(known().images().loadImages().images())
        .extracting(Image::id)
        .contains(resources.used(), resources.unused());
  }

  /** One test for each source that can be left out. */
  @TestFactory
  Stream<DynamicTest> knowsTheSource() {
    return AwsAccount.sourceNames().stream().map(source -> dynamicTest(source, () -> read(source)));
  }

  private void read(String source) {
    List<String> others = new ArrayList<>(AwsAccount.sourceNames());
    others.remove(source);
    AwsAccount aws = account(ReadingOptions.builder().skip(others).build());
    try {
      List<Evidence> evidence = new ArrayList<>(aws.images().loadImages().evidence());
      evidence.addAll(aws.snapshots().loadSnapshots().evidence());
      evidence.addAll(aws.usage().loadUsage().evidence());
      List<Image> candidates =
          aws.images().loadImages().images().stream()
              .filter(image -> image.id().equals(resources.unused()))
              .toList();
      aws.candidateChecks().forEach(check -> evidence.addAll(check.check(candidates).evidence()));
      assertThat(evidence)
          .filteredOn(read -> read.source().equals(source))
          .allSatisfy(
              read ->
                  assumeTrue(
                      !read.skipped(), () -> "The endpoint does not know it: " + read.notes()));
    } catch (EvidenceUnavailableException e) {
      throw new TestAbortedException("The endpoint does not know " + e.permission(), e);
    }
  }

  @Test
  void keepsTheImageOfAnInstance() {
    CleanupPlan plan = planner(known()).plan();

    assertThat(plan.explain(resources.used()).reasons())
        .extracting(reason -> reason.code())
        .contains("in-use");
    assertThat(plan.explain(resources.unused()).isRemoval()).isTrue();
  }

  @Test
  void removesAnImageThatNothingUses() {
    AwsAccount aws = known();
    CleanupPlanner planner = planner(aws);
    CleanupPlan plan = planner.plan();

    ExecutionResult result =
        PlanExecutor.builder().operations(aws.operations()).planner(planner).build().execute(plan);

    assertThat(result.outcomes())
        .filteredOn(outcome -> outcome.resource().equals(resources.unused()))
        .isNotEmpty()
        .allSatisfy(outcome -> assertThat(outcome.outcome()).isEqualTo(Outcome.SUCCEEDED));
    assertThat(aws.images().loadImages().images())
        .extracting(Image::id)
        .contains(resources.used())
        .doesNotContain(resources.unused());
    assumeTrue(
        aws.snapshots().loadSnapshots().snapshot(resources.snapshot()).isEmpty(),
        "The endpoint ignores that DeregisterImage is to delete the snapshots");
  }
}
