package io.amiclean.examples.fedora;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.lifecycle.LaunchPermissions;
import io.amiclean.api.model.ImageId;
import io.amiclean.aws.AwsAccount;
import io.amiclean.aws.AwsClients;
import io.amiclean.aws.wire.WireEndpoint;
import io.amiclean.aws.wire.WireRequest;
import io.amiclean.aws.wire.WireState;
import io.amiclean.core.execution.ImageRestorer;
import io.amiclean.core.journal.JournalFile;
import io.amiclean.examples.fedora.archive.FedoraServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Fedora's process over its 14 regions, day by day. */
@Timeout(180)
@Tag("slow")
class CleanAmisOverWireTest {

  private static final Instant DAY_0 = Instant.parse("2017-08-15T06:00:00Z");

  private static final List<String> REGIONS =
      List.of(
          "us-east-1",
          "us-east-2",
          "us-west-1",
          "us-west-2",
          "eu-west-1",
          "eu-west-2",
          "eu-central-1",
          "ap-south-1",
          "ap-southeast-1",
          "ap-southeast-2",
          "ap-northeast-1",
          "ap-northeast-2",
          "sa-east-1",
          "ca-central-1");

  private static final String NIGHTLY = "Fedora-Rawhide-20170815.n.0";
  private static final String GA = "Fedora-26-20170815.0";

  @TempDir private Path folder;

  @AutoClose private final FedoraServer fedora = new FedoraServer();
  private final List<WireState> states = new ArrayList<>();
  @AutoClose private final WireEndpoint aws = endpoint();

  private WireEndpoint endpoint() {
    REGIONS.forEach(region -> states.add(new WireState("123456789012", region)));
    WireEndpoint endpoint = new WireEndpoint(states.get(0));
    states.stream().skip(1).forEach(endpoint::add);
    return endpoint;
  }

  private CleanAmisRun run(int day, String... options) {
    List<String> args = new ArrayList<>(List.of(options));
    args.addAll(
        List.of(
            "--datagrepper-url", fedora.datagrepper().toString(),
            "--compose-url", fedora.composes().toString(),
            "--endpoint-url", aws.uri().toString(),
            "--permswaitperiod", "5",
            "--now", DAY_0.plus(Duration.ofDays(day)).toString()));
    return CleanAmisRun.in(folder, CleanAmisRun.ENVIRONMENT, args);
  }

  private static String id(String prefix, int region, int image) {
    return String.format(Locale.ROOT, "%s-%04x%04x", prefix, region, image);
  }

  /** Publishes public images in every region: first nightly ones, then those of a release. */
  private void publish(int nightly, int released) {
    fedora.compose(GA, "production", "RC-1.5");
    for (int region = 0; region < REGIONS.size(); region++) {
      for (int image = 0; image < nightly + released; image++) {
        String compose = image < nightly ? NIGHTLY : GA;
        String id = id("ami", region, image);
        states.get(region).image(id).device("/dev/xvda", id("snap", region, image), 8).shared();
        fedora.published(DAY_0, REGIONS.get(region), id, compose);
        fedora.message(
            FedoraServer.UPLOAD,
            DAY_0,
            FedoraServer.publication(REGIONS.get(region), id, compose, "completed"));
      }
    }
  }

  private long mutations() {
    return aws.requests().stream()
        .map(WireRequest::action)
        .filter(action -> !action.matches("(?:Describe|List|Get).*"))
        .count();
  }

  @Test
  void imagesArePrivateOnDay5AndGoneOnDay15() {
    publish(1, 1);

    CleanAmisRun early = run(4, "--change-perms");
    assertThat(early.status()).as(early.err()).isZero();
    assertThat(mutations()).isZero();

    CleanAmisRun change = run(5, "--change-perms");
    assertThat(change.status()).as(change.err()).isZero();
    assertThat(aws.requests("ModifyImageAttribute")).hasSize(14);

    CleanAmisRun soon = run(14, "--delete");
    assertThat(soon.status()).as(soon.err()).isZero();
    assertThat(aws.requests("DeregisterImage")).isEmpty();

    CleanAmisRun delete = run(15, "--delete");
    assertThat(delete.status()).as(delete.err()).isZero();
    for (int region = 0; region < REGIONS.size(); region++) {
      assertThat(states.get(region).imageIds()).containsExactly(id("ami", region, 1));
      assertThat(states.get(region).snapshotIds()).containsExactly(id("snap", region, 1));
    }
  }

  @Test
  void whatIsPrivateIsNotTakenAgainAndNotRestoredWhenItsMessagesAreOld() {
    publish(1, 0);
    run(5, "--change-perms");
    aws.clearRequests();

    assertThat(run(6, "--change-perms").status()).isZero();
    assertThat(run(40, "--change-perms").status()).isZero();

    assertThat(mutations()).isZero();
  }

  private AwsClients clients() {
    return AwsClients.builder()
        .region("us-east-1")
        .endpoint(aws.uri())
        .credentials(StaticCredentialsProvider.create(AwsBasicCredentials.create("AKID", "S3CRET")))
        .build();
  }

  @Test
  void aComplaintBringsAnImageBackUntilItsHoldIsLifted() {
    publish(2, 0);
    String id = id("ami", 0, 0);
    states
        .get(0)
        .image(id)
        .sharedWith("111111111111")
        .sharedWith("222222222222")
        .sharedWith("arn:aws:organizations::333333333333:organization/o-abcdefghij");
    try (AwsClients clients = clients()) {
      AwsAccount account = AwsAccount.builder().clients(clients).build();
      LaunchPermissions before = account.lifecycle().launchPermissions(ImageId.of(id));
      run(5, "--change-perms");
      assertThat(account.lifecycle().launchPermissions(ImageId.of(id)).isNone()).isTrue();

      ImageRestorer restoring =
          ImageRestorer.builder()
              .operations(account.lifecycle())
              .images(account.images())
              .holdBy("somebody who complained")
              .clock(Clock.fixed(DAY_0.plus(Duration.ofDays(9)), ZoneOffset.UTC))
              .build();
      restoring.restore(List.of(ImageId.of(id)));

      assertThat(before.size()).isEqualTo(4);
      assertThat(account.lifecycle().launchPermissions(ImageId.of(id))).isEqualTo(before);
      run(15, "--delete");
      assertThat(run(16, "--change-perms").err()).contains("us-east-1 keeps " + id);
      assertThat(states.get(0).imageIds()).containsExactly(id);
      assertThat(account.lifecycle().launchPermissions(ImageId.of(id))).isEqualTo(before);

      restoring.liftHold(List.of(ImageId.of(id)));
      run(17, "--change-perms");
      assertThat(account.lifecycle().launchPermissions(ImageId.of(id)).isNone()).isTrue();
    }
  }

  @Test
  void everyRegionThatIsChangedHasAJournalOfThePermissions() throws IOException {
    publish(1, 0);

    CleanAmisRun run = run(5, "--change-perms");

    try (Stream<Path> files = Files.list(folder)) {
      List<Path> journals = files.toList();
      assertThat(journals).hasSize(14);
      for (Path journal : journals) {
        assertThat(run.err()).contains("writes the journal " + journal);
        assertThat(JournalFile.recordedPermissions(journal)).hasSize(1);
      }
    }
  }

  @Test
  void aNewRunWritesAJournalOfItsOwn() throws IOException {
    publish(1, 0);
    aws.failAlways("ModifyImageAttribute", 403, "UnauthorizedOperation", "Not for you.");
    assertThat(run(5, "--change-perms", "--regions", "us-east-1").status()).isEqualTo(3);
    aws.heal();

    assertThat(run(5, "--change-perms", "--regions", "us-east-1").status()).isZero();

    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  void twelveRegionsAreDoneWhileOneFailsAndOneIsDenied() {
    publish(10, 90);
    for (int other = 0; other < 200; other++) {
      fedora.published(DAY_0, "eu-north-1", id("ami", 99, other), NIGHTLY);
    }
    aws.failRegion("us-west-1", 500, "InternalError", "An internal error has occurred");
    states.get(REGIONS.indexOf("ap-south-1")).deny("ec2:DescribeInstances");

    CleanAmisRun run = run(5, "--change-perms", "--report-url", fedora.project().toString());

    assertThat(run.status()).isEqualTo(3);
    assertThat(run.err())
        .contains(
            "amiclean: us-west-1 is left alone: ",
            "amiclean: ap-south-1 is left alone: ",
            "; ec2:DescribeInstances is denied");
    assertThat(aws.requests("ModifyImageAttribute"))
        .hasSize(120)
        .noneMatch(request -> request.region().matches("us-west-1|ap-south-1"));
    String report = fedora.issues().get(0).getOrDefault("issue_content", "");
    assertThat(report.substring(report.indexOf("## Left alone")))
        .contains("| us-west-1 | ", "| ap-south-1 | ")
        .doesNotContain("us-east-1");
    assertThat(report).contains("## 123456789012/ca-central-1", "10 succeeded");
  }

  @Test
  void aDryRunMutatesNothing() throws IOException {
    publish(1, 1);
    assertThat(run(5, "--change-perms", "--dry-run").out()).hasLineCount(14);
    assertThat(mutations()).isZero();
    run(5, "--change-perms");
    aws.clearRequests();

    CleanAmisRun run = run(15, "--delete", "--dry-run");

    assertThat(run.out()).hasLineCount(14).contains("us-east-1 " + id("ami", 0, 0));
    assertThat(run.out()).contains("would be deleted");
    assertThat(mutations()).isZero();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(14);
    }
  }

  @Test
  void whatIsPublicAgainIsNotDeleted() {
    publish(1, 0);
    run(5, "--change-perms");
    states.get(0).image(id("ami", 0, 0)).shared();

    CleanAmisRun run = run(15, "--delete");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.err()).contains("us-east-1 keeps " + id("ami", 0, 0), "is public again");
    assertThat(states.get(0).imageIds()).hasSize(1);
    assertThat(states.get(1).imageIds()).isEmpty();
  }

  @Test
  void thePermissionsThatItShowsSufficeForBothRunsAndTheWayBack() {
    publish(2, 0);
    CleanAmisRun shown = CleanAmisRun.in(folder, CleanAmisRun.ENVIRONMENT, List.of("--iam-policy"));
    states.forEach(state -> state.allowOnly(RegionPlanner.iamPolicy().actions()));

    CleanAmisRun change = run(5, "--change-perms");
    ExecutionResult restored;
    try (AwsClients clients = clients()) {
      AwsAccount account = AwsAccount.builder().clients(clients).build();
      restored =
          ImageRestorer.builder()
              .operations(account.lifecycle())
              .images(account.images())
              .holdBy("somebody who complained")
              .build()
              .restore(List.of(ImageId.of(id("ami", 0, 0))));
    }
    CleanAmisRun delete = run(15, "--delete");

    assertThat(shown.out().strip()).isEqualTo(RegionPlanner.iamPolicy().toJson());
    assertThat(change.status()).as(change.err()).isZero();
    assertThat(restored.hasFailures()).isFalse();
    assertThat(delete.status()).as(delete.err()).isZero();
    assertThat(states.get(0).imageIds()).containsExactly(id("ami", 0, 0));
    assertThat(states.get(1).imageIds()).isEmpty();
  }
}
