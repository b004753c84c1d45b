package io.amiclean.aws;

import static io.amiclean.aws.AccountOverWire.ami;
import static io.amiclean.aws.AccountOverWire.snap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.EvidenceDeniedException;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.Reason;
import io.amiclean.api.plan.Action;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.aws.source.ReadingOptions;
import io.amiclean.aws.wire.WireRequest;
import io.amiclean.aws.wire.WireState;
import io.amiclean.core.execution.PlanExecutor;
import io.amiclean.core.mapping.Mappers;
import io.amiclean.core.plan.CleanupPlanner;
import io.amiclean.core.retention.RetentionStrategies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Planning for an account whose images others use: all goes that nothing is known to use. */
class UsageInOtherAccountsTest {

  private static final String ROLE = "arn:aws:iam::210987654321:role/reader";

  @AutoClose private final AccountOverWire here = new AccountOverWire();

  @AutoClose
  private final AccountOverWire there =
      new AccountOverWire(new WireState("210987654321", "eu-west-1"));

  @BeforeEach
  void addImages() {
    here.state.image(ami(1).value()).device("/dev/xvda", snap(1).value(), 8);
    here.state.image(ami(2).value()).device("/dev/xvda", snap(2).value(), 8);
  }

  private static CleanupPlan plan(AwsAccount account) {
    return CleanupPlanner.builder()
        .images(account.images())
        .snapshots(account.snapshots())
        .usage(account.usage())
        .groupBy(Mappers.everything("all"))
        .retain(RetentionStrategies.nothing())
        .build()
        .plan();
  }

  private static ExecutionResult execute(AwsAccount account, CleanupPlan plan) {
    return PlanExecutor.builder()
        .account(account)
        .operations(account.operations())
        .build()
        .execute(plan);
  }

  private AwsAccount account() {
    return here.account().usageIn(there.account().build()).build();
  }

  private void assertOnlyTheSecondImageGoes(String user) {
    assertThat(plan(here.account().build()).removals()).as("without the other account").hasSize(2);

    CleanupPlan plan = plan(account());

    assertThat(plan.removals()).extracting(ImageDecision::imageId).containsExactly(ami(2));
    assertThat(plan.images().get(0).reasons()).extracting(Reason::code).containsExactly("in-use");
    assertThat(plan.images().get(0).reasons().get(0).evidence())
        .singleElement()
        .asString()
        .contains(user);
    assertThat(plan.images().get(0).reasons().get(0).message()).contains("in account 210987654321");
  }

  @Test
  void anImageThatAnInstanceThereRunsStays() {
    there.state.instance("i-7").image(ami(1).value());

    assertOnlyTheSecondImageGoes("i-7");
  }

  @Test
  void anImageThatALaunchTemplateThereNamesStays() {
    there.state.launchTemplate("lt-7").version(ami(1).value()).version(ami(9).value());

    assertOnlyTheSecondImageGoes("lt-7");
  }

  @Test
  void aSnapshotThatALaunchTemplateThereNamesStays() {
    there.state.launchTemplate("lt-7").version(ami(9).value(), snap(1).value());

    CleanupPlan plan = plan(account());

    assertThat(plan.removals()).hasSize(2);
    assertThat(plan.removals().get(0).snapshots().get(0).reasons())
        .extracting(Reason::code)
        .containsExactly("snapshot-in-use");
  }

  @Test
  void thePlanSaysWhatWasReadThere() {
    assertThat(plan(account()).evidence())
        .extracting(Evidence::source)
        .contains("instances", "instances(210987654321)", "launch-templates(210987654321)");
  }

  @Test
  void thePlanHoldsWhatWasReadThere() {
    assertThat(plan(account()).reading().usageIn()).containsExactly(there.scope());
    assertThat(plan(here.account().build()).reading().usageIn()).isEmpty();
  }

  @Test
  void anExecutionThatDoesNotReadThereChangesNothing() {
    CleanupPlan plan = plan(account());

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(() -> execute(here.account().build(), plan))
        .withMessageContaining("The usage in 210987654321/eu-west-1 was read for the plan");
    assertThat(here.endpoint.count("DeregisterImage")).isZero();
  }

  @Test
  void anExecutionReadsThereAgain() {
    CleanupPlan plan = plan(account());
    there.state.instance("i-7").image(ami(1).value());

    ExecutionResult result = execute(account(), plan);

    assertThat(result.outcomes())
        .filteredOn(outcome -> outcome.action() == Action.DEREGISTER_IMAGE)
        .extracting(ActionOutcome::code)
        .containsExactly("became-in-use", "deregistered");
    assertThat(here.endpoint.count("DeregisterImage")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ec2:DescribeInstances",
        "ec2:DescribeLaunchTemplates",
        "ec2:DescribeLaunchTemplateVersions",
        "autoscaling:DescribeLaunchConfigurations",
        "autoscaling:DescribeAutoScalingGroups"
      })
  void whatIsDeniedThereRefuses(String permission) {
    there.state.launchTemplate("lt-7").version(ami(1).value());
    there.state.deny(permission);

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(() -> plan(account()))
        .withMessageContaining("In account 210987654321: " + permission + " is denied");
  }

  @Test
  void whatFailsThereRefuses() {
    there.endpoint.sameTokenForEver("DescribeInstances");

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(() -> plan(account()))
        .withMessageContaining("In account 210987654321: ec2:DescribeInstances");
  }

  @Test
  void whatIsSkippedHereIsStillReadThere() {
    there.state.instance("i-7").image(ami(1).value());
    AwsAccount account =
        here.account()
            .options(ReadingOptions.builder().skip("instances").build())
            .usageIn(there.account().build())
            .build();

    assertThat(plan(account).removals()).extracting(ImageDecision::imageId).containsExactly(ami(2));
  }

  @Test
  void everyAccountIsRead() {
    try (AccountOverWire third = new AccountOverWire(new WireState("310987654321", "eu-west-1"))) {
      there.state.instance("i-7").image(ami(1).value());
      third.state.instance("i-8").image(ami(2).value());
      AwsAccount account =
          here.account().usageIn(there.account().build()).usageIn(third.account().build()).build();

      assertThat(here.endpoint.requests()).isEmpty();
      assertThat(account.accountsRead())
          .extracting(AccountId::value)
          .containsExactly("123456789012", "210987654321", "310987654321");
      assertThat(plan(account).removals()).isEmpty();
    }
  }

  @Test
  void severalAccountsAreReadAtATime() {
    CountDownLatch both = new CountDownLatch(2);
    here.endpoint.meet("DescribeInstances", both);
    there.endpoint.meet("DescribeInstances", both);

    assertThat(plan(account()).removals()).hasSize(2);
  }

  @Test
  void theFailureOfTheAccountThatWasGivenFirstIsTold() {
    try (AccountOverWire third = new AccountOverWire(new WireState("310987654321", "eu-west-1"))) {
      CountDownLatch both = new CountDownLatch(2);
      for (AccountOverWire other : List.of(there, third)) {
        other.endpoint.meet("DescribeInstances", both);
        other.state.deny("ec2:DescribeInstances");
      }
      AwsAccount account =
          here.account().usageIn(third.account().build()).usageIn(there.account().build()).build();

      assertThatExceptionOfType(EvidenceDeniedException.class)
          .isThrownBy(() -> plan(account))
          .withMessageContaining("In account 310987654321");
    }
  }

  @Test
  void anAccountAloneReadsItself() {
    assertThat(here.account().build().accountsRead()).containsExactly(here.scope().accountId());
  }

  @Test
  void nothingIsAskedOfTheOtherAccountBeforeItIsNeeded() {
    account();

    assertThat(there.endpoint.requests()).isEmpty();
  }

  @Test
  void theOtherAccountNeedsNoPermissionToRemove() {
    there.state.allowOnly(
        there.account().build().iamPolicy().actions().stream()
            .filter(action -> !action.equals("ec2:DeregisterImage"))
            .filter(action -> !action.equals("ec2:DeleteSnapshot"))
            .toList());

    assertThat(plan(account()).removals()).hasSize(2);
  }

  @Test
  void theSameAccountIsRefused() {
    AwsAccount account = here.account().usageIn(here.account().build()).build();

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(() -> plan(account))
        .withMessageContaining("123456789012");
  }

  @Test
  void anotherRegionIsRefusedAtOnce() {
    try (AccountOverWire far = new AccountOverWire(new WireState("210987654321", "us-east-1"))) {
      AwsAccountBuilder builder = here.account().usageIn(far.account().build());

      assertThatExceptionOfType(IllegalArgumentException.class)
          .isThrownBy(builder::build)
          .withMessageContaining("eu-west-1")
          .withMessageContaining("us-east-1");
    }
  }

  @Test
  void anAccountThatReadsOthersItselfIsRefusedAtOnce() {
    AwsAccount nested = there.account().usageIn(here.account().build()).build();
    AwsAccountBuilder builder = here.account().usageIn(nested);

    assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(builder::build);
  }

  @Test
  void aRoleReadsTheOtherAccount(@TempDir Path home) throws IOException {
    there.state.role(ROLE).instance("i-7").image(ami(1).value());
    try (AwsClients clients = clients(home)) {
      AwsAccount account =
          here.account().usageIn(AwsAccount.builder().clients(clients).build()).build();

      assertThat(plan(account).removals())
          .extracting(ImageDecision::imageId)
          .containsExactly(ami(2));
      assertThat(there.endpoint.requests("AssumeRole")).hasSize(1);
    }
  }

  @Test
  void aRoleThatCannotBeAssumedRefuses(@TempDir Path home) throws IOException {
    there.state.role(ROLE).deny("sts:AssumeRole");
    try (AwsClients clients = clients(home)) {
      AwsAccount account =
          here.account().usageIn(AwsAccount.builder().clients(clients).build()).build();

      assertThatExceptionOfType(EvidenceException.class)
          .isThrownBy(() -> plan(account))
          .withMessageContaining(ROLE)
          .withMessageContaining("sts:AssumeRole");
      assertThatExceptionOfType(EvidenceException.class)
          .isThrownBy(account::accountsRead)
          .withMessageContaining(ROLE);
      assertThat(there.endpoint.requests())
          .extracting(WireRequest::action)
          .containsOnly("AssumeRole");
    }
  }

  /** The double stands for the role's account, and for STS that is asked for the role. */
  private AwsClients clients(Path home) throws IOException {
    Path config =
        Files.write(
            home.resolve("config"),
            List.of(
                "[profile build]",
                "aws_access_key_id = AKIDEXAMPLE",
                "aws_secret_access_key = secret"));
    String before = System.getProperty("aws.configFile");
    System.setProperty("aws.configFile", config.toString());
    try {
      return AwsClients.builder()
          .profile("build")
          .region("eu-west-1")
          .endpoint(there.endpoint.uri())
          .assumeRole(ROLE)
          .build();
    } finally {
      if (before == null) {
        System.clearProperty("aws.configFile");
      } else {
        System.setProperty("aws.configFile", before);
      }
    }
  }
}
