package io.amiclean.aws;

import static io.amiclean.aws.AccountOverWire.ami;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.ImageReference;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.aws.source.LaunchTemplateVersions;
import io.amiclean.aws.source.ReadingOptions;
import io.amiclean.core.execution.PlanExecutor;
import io.amiclean.core.mapping.Mappers;
import io.amiclean.core.plan.CleanupPlanner;
import io.amiclean.core.retention.RetentionStrategies;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.imagebuilder.ImagebuilderClient;

class AwsAccountTest {

  @AutoClose private final AccountOverWire account = new AccountOverWire();

  @Test
  void asksForTheAccountOnce() {
    AwsAccount aws = account.account().build();

    assertThat(account.endpoint.requests()).as("nothing is asked before it is needed").isEmpty();
    assertThat(aws.scope()).isEqualTo(account.scope());
    assertThat(aws.images().loadImages().scope()).isEqualTo(account.scope());
    assertThat(aws.operations().scope()).isEqualTo(account.scope());
    assertThat(account.endpoint.count("GetCallerIdentity")).isEqualTo(1);
  }

  @Test
  void asksForTheAccountAgainAfterAFailure() {
    AwsAccount aws = account.account().build();
    account.endpoint.failAt("GetCallerIdentity", 1, 500, "InternalFailure", "Later.");

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(aws::scope)
        .withMessageContaining("sts:GetCallerIdentity");
    assertThat(aws.scope()).isEqualTo(account.scope());
  }

  @Test
  void namesWhatCanBeSkipped() {
    assertThat(AwsAccount.sourceNames())
        .contains("recycle-bin", "instances", "launch-permissions")
        .doesNotContain("images", "snapshots", "image-usage-reports");
  }

  @Test
  void readsWithoutWhatIsSkipped() {
    ReadingOptions options = ReadingOptions.builder().skip("recycle-bin", "instances").build();
    AwsAccount aws = account.account().options(options).build();

    aws.images().loadImages();
    aws.usage().loadUsage();

    assertThat(account.endpoint.count("ListImagesInRecycleBin")).isZero();
    assertThat(account.endpoint.count("DescribeInstances")).isZero();
    assertThat(aws.iamPolicy()).isEqualTo(MinimumIamPolicy.of(options));
  }

  @Test
  void countsTheLaunchTemplateVersionsThatItIsToldTo() {
    ReadingOptions newest =
        ReadingOptions.builder().launchTemplateVersions(LaunchTemplateVersions.newest(1)).build();
    account.state.launchTemplate("lt-1").version(ami(1).value()).version(ami(2).value());
    AwsAccount aws = account.account().options(newest).build();

    assertThat(aws.usage().loadUsage().references())
        .extracting(ImageReference::target)
        .containsExactly(ami(2));
    assertThat(aws.iamPolicy()).isEqualTo(MinimumIamPolicy.of(newest));
  }

  @Test
  void plansWithTheLastLook() {
    account.state.image(ami(1).value()).sharedWith("999999999999");
    account.state.image(ami(2).value());
    account.state.image(ami(3).value());
    account.state.reference(ami(2).value(), "ssm:Parameter", "arn:aws:ssm:parameter");

    CleanupPlan plan = plan(account.account().build());

    assertThat(plan.images())
        .extracting(ImageDecision::imageId, decision -> decision.reasons().iterator().next().code())
        .containsExactly(
            tuple(ami(1), "shared-usage-unknown"),
            tuple(ami(2), "in-use"),
            tuple(ami(3), "not-retained"));
    assertThat(plan.evidence())
        .extracting(Evidence::source)
        .contains("image-references", "launch-permissions");
  }

  @Test
  void takesTheLastLookAgainBeforeTheRemoval() {
    account.state.image(ami(1).value());
    account.state.image(ami(2).value());
    account.state.image(ami(3).value());
    AwsAccount aws = account.account().build();
    CleanupPlan plan = plan(aws);
    account.state.image(ami(1).value()).sharedWith("999999999999");
    account.state.reference(ami(2).value(), "ssm:Parameter", "arn:aws:ssm:parameter");

    ExecutionResult result =
        PlanExecutor.builder()
            .operations(aws.operations(), aws.operations())
            .account(aws)
            .build()
            .execute(plan);

    assertThat(account.state.imageIds()).containsExactly(ami(1).value(), ami(2).value());
    assertThat(result.outcomes())
        .extracting(ActionOutcome::code)
        .containsExactlyInAnyOrder("shared-usage-unknown", "became-in-use", "deregistered");
  }

  private static CleanupPlan plan(AwsAccount aws) {
    return CleanupPlanner.builder()
        .images(aws.images())
        .snapshots(aws.snapshots())
        .usage(aws.usage())
        .groupBy(Mappers.everything("all"))
        .retain(RetentionStrategies.nothing())
        .check(aws.candidateChecks().get(0))
        .build()
        .plan();
  }

  @Test
  void goesOnWhenTheProgressListenerFails() {
    AwsAccount aws =
        account
            .account()
            .progress(
                progress -> {
                  throw new IllegalStateException("broken");
                })
            .build();

    assertThat(aws.images().loadImages().images()).isEmpty();
  }

  @Test
  void needsEveryClient() {
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> AwsAccount.builder().ec2(account.clients.ec2()).build())
        .withMessageContaining("autoScaling");
  }

  @Test
  void leavesNothingOutThatAwsItselfDoesNotKnow() {
    ReadingOptions options = ReadingOptions.builder().skipUnavailable().build();
    try (Ec2Client ofAws =
        Ec2Client.builder()
            .region(Region.of(account.state.region()))
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .httpClient(UrlConnectionHttpClient.create())
            .build()) {
      AwsAccountBuilder builder = account.account().options(options).ec2(ofAws);

      assertThatExceptionOfType(IllegalArgumentException.class)
          .isThrownBy(builder::build)
          .withMessageContaining("the endpoint is AWS's: expected the endpoint of an emulator");
    }
  }

  @Test
  void refusesClientsOfDifferentRegions() {
    try (AutoScalingClient elsewhere =
        AutoScalingClient.builder()
            .region(Region.of("ap-south-2"))
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .httpClient(UrlConnectionHttpClient.create())
            .build()) {
      AwsAccountBuilder builder = account.account().autoScaling(elsewhere);

      assertThatExceptionOfType(IllegalArgumentException.class)
          .isThrownBy(builder::build)
          .withMessageContaining("ap-south-2")
          .withMessageContaining(account.state.region());
    }
  }

  @Test
  void namesTheServiceWhoseClientIsOfAnotherRegion() {
    try (ImagebuilderClient elsewhere =
        ImagebuilderClient.builder()
            .region(Region.of("ap-south-2"))
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .httpClient(UrlConnectionHttpClient.create())
            .build()) {
      AwsAccountBuilder builder = account.account().imageBuilder(elsewhere);

      assertThatExceptionOfType(IllegalArgumentException.class)
          .isThrownBy(builder::build)
          .withMessageContaining("and that of Image Builder for ap-south-2");
    }
  }
}
