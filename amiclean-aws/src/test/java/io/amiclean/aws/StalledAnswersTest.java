package io.amiclean.aws;

import static io.amiclean.aws.AccountOverWire.ami;
import static io.amiclean.aws.AccountOverWire.snap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.Image;
import io.amiclean.api.plan.AccountReading;
import io.amiclean.aws.internal.call.StandingTime;
import io.amiclean.aws.source.ReadingLimits;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Answers that stop half-way, while the connection stays open. */
@Timeout(60)
class StalledAnswersTest {

  private static final ReadingLimits LIMITS =
      ReadingLimits.builder().answerTime(Duration.ofMinutes(2)).build();

  @AutoClose private final AccountOverWire account = new AccountOverWire();
  private final StandingTime time = new StandingTime();

  @BeforeEach
  void describeAccount() {
    account.state.image(ami(1).value());
    account.state.snapshot(snap(1).value());
    account.state.instance("i-00000000000000001").image(ami(1).value());
    account.state.launchTemplate("lt-00000000000000001").version(ami(1).value());
  }

  private AwsAccount ownClients() {
    return account.account().limits(LIMITS).callTime(time).build();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DescribeImages",
        "ListImagesInRecycleBin",
        "DescribeSnapshots",
        "DescribeInstances",
        "DescribeImageReferences",
        "GetCallerIdentity"
      })
  void areGivenUpWithClientsOfTheCallersOwn(String action) {
    assertGivenUp(action, ownClients());
  }

  @ParameterizedTest
  @ValueSource(strings = {"DescribeImages", "DescribeSnapshots", "GetCallerIdentity"})
  void areGivenUpWithClientsThatAmicleanBuilds(String action) {
    try (AwsClients clients =
        AwsClients.builder()
            .region(account.state.region())
            .endpoint(account.endpoint.uri())
            .credentials(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create("AKIDEXAMPLE", "secret")))
            .build()) {
      assertGivenUp(
          action, AwsAccount.builder().clients(clients).limits(LIMITS).callTime(time).build());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DescribeAutoScalingGroups",
        "DescribeLaunchTemplates",
        "DescribeParameters",
        "ListImageRecipes"
      })
  void areGivenUpWhereSeveralSourcesAreReadSideBySide(String action) {
    account.endpoint.stall(action, time::standStill);

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(() -> ownClients().usage().loadUsage())
        // Each of those that wait lets time pass.
        .withMessageContaining("set another one by ReadingLimits.Builder.");
  }

  @Test
  void areBoundedOverAllThatIsReadInOneReading() {
    AwsAccount aws = ownClients();
    AccountReading reading = aws.beginReading();
    List<Image> images = reading.within(() -> aws.images().loadImages()).images();
    time.pass(LIMITS.readingTime());

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(() -> reading.within(() -> aws.candidateChecks().get(0).check(images)))
        .withMessageContaining("part of a reading that took longer than PT6H")
        .withMessageContaining("ReadingLimits.Builder.readingTime");
    assertThat(aws.beginReading().within(() -> aws.images().loadImages()).images()).hasSize(1);
  }

  private void assertGivenUp(String action, AwsAccount aws) {
    account.endpoint.stall(action, time::standStill);

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(() -> read(aws))
        .withMessageContaining(":" + action + " was not answered within PT2M")
        .withMessageContaining("ReadingLimits.Builder.answerTime");
    assertThat(account.endpoint.count(action)).isEqualTo(1);
  }

  private static void read(AwsAccount aws) {
    List<Image> images = aws.images().loadImages().images();
    aws.snapshots().loadSnapshots();
    aws.usage().loadUsage();
    aws.candidateChecks().get(0).check(images);
  }

  @Test
  void leaveItUnknownWhetherAChangeWasMade() {
    account.endpoint.stall("DeleteSnapshot", time::standStill);

    ActionOutcome outcome = ownClients().operations().delete(snap(1));

    assertThat(outcome)
        .returns(Outcome.UNKNOWN, ActionOutcome::outcome)
        .returns("no-answer", ActionOutcome::code);
    assertThat(account.endpoint.count("DeleteSnapshot")).isEqualTo(1);
    assertThat(account.state.snapshotIds()).isEmpty();
  }

  @Test
  void leaveItUnknownWhetherTagsWereSet() {
    account.endpoint.stall("CreateTags", time::standStill);

    assertThat(ownClients().lifecycle().tag(Set.of(ami(1)), Map.of("a", "b")))
        .extracting(ActionOutcome::outcome)
        .containsExactly(Outcome.UNKNOWN);
  }
}
