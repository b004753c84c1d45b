package io.amiclean.examples.cli;

import static io.amiclean.examples.cli.OverWire.ami;
import static io.amiclean.examples.cli.OverWire.snap;
import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.aws.MinimumIamPolicy;
import io.amiclean.aws.source.ReadingOptions;
import io.amiclean.aws.wire.WireRequest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Evidence that is denied, fails, or comes in odd pages. */
class EvidenceOverWireTest {

  /** The images that only one kind of user each keeps. */
  private static final List<Integer> KEPT = List.of(1, 2, 3, 4, 11, 12, 13, 14, 15);

  @RegisterExtension private final OverWire aws = OverWire.empty();

  static List<String> reads() {
    return List.of(
        "autoscaling:DescribeAutoScalingGroups",
        "autoscaling:DescribeInstanceRefreshes",
        "autoscaling:DescribeLaunchConfigurations",
        "autoscaling:DescribeWarmPool",
        "ec2:DescribeFleets",
        "ec2:DescribeFastSnapshotRestores",
        "ec2:DescribeImages",
        "ec2:DescribeInstances",
        "ec2:DescribeLaunchTemplateVersions",
        "ec2:DescribeLaunchTemplates",
        "ec2:DescribeLockedSnapshots",
        "ec2:DescribeSnapshotTierStatus",
        "ec2:DescribeSnapshots",
        "ec2:DescribeSpotFleetRequests",
        "ec2:DescribeSpotInstanceRequests",
        "ec2:ListImagesInRecycleBin");
  }

  static List<String> pagedActions() {
    return reads().stream().map(EvidenceOverWireTest::operation).toList();
  }

  private static String operation(String permission) {
    return permission.substring(permission.indexOf(':') + 1);
  }

  /** Two of everything that is read; the second of each kind keeps an image. */
  @BeforeEach
  void describeAccount() {
    aws.images(5);
    aws.state().instance("i-00000000000000001").image(ami(9));
    aws.state().instance("i-00000000000000002").image(ami(1));
    aws.state().launchConfiguration("one").image(ami(9));
    aws.state().launchConfiguration("two").image(ami(2));
    aws.state().launchTemplate("lt-00000000000000001").version(ami(9)).version(ami(9));
    aws.state()
        .launchTemplate("lt-00000000000000002")
        .version(ami(9))
        .version(ami(3))
        .version(ami(9));
    aws.state().autoScalingGroup("one").launchConfiguration("one");
    aws.state()
        .autoScalingGroup("two")
        .mixedInstances("lt-00000000000000001", "1")
        .overrideImage(ami(4));
    describeLaunchers();
    aws.state().recycledImage(ami(8));
    aws.state().recycledImage(ami(7));
    aws.state()
        .snapshot(snap(7))
        .description("Created by CreateImage(i-0123456789abcdef0) for " + ami(7));
    for (int number : List.of(1, 2)) {
      aws.state()
          .snapshot(snap(number))
          .locked()
          .archived("2024-05-01T00:00:00.000Z")
          .fastRestore("eu-west-1a");
    }
  }

  private void describeLaunchers() {
    for (int number = 11; number <= 15; number++) {
      aws.image(number);
    }
    aws.state()
        .autoScalingGroup("two")
        .warmInstance("i-00000000000000011", ami(9))
        .warmInstance("i-00000000000000012", ami(11));
    aws.state().autoScalingGroup("two").refresh("one").launchTemplate("lt-00000000000000001", "1");
    aws.state()
        .autoScalingGroup("two")
        .refresh("two")
        .mixedInstances("lt-00000000000000001", "1")
        .overrideImage(ami(12));
    aws.state().spotFleet("one").specification(ami(9));
    aws.state().spotFleet("two").specification(ami(13));
    aws.state().fleet("one").launchTemplate("lt-00000000000000001", "1");
    aws.state().fleet("two").launchTemplate("lt-00000000000000001", "1").overrideImage(ami(14));
    aws.state().spotRequest("one").image(ami(9));
    aws.state().spotRequest("two").image(ami(15));
  }

  @Test
  void isReadByTheseActions() {
    aws.run("");

    assertThat(aws.endpoint().requests())
        .extracting(WireRequest::action)
        .containsOnlyOnceElementsOf(List.of("GetCallerIdentity"))
        .containsAll(pagedActions())
        .doesNotContain("DeregisterImage", "DeleteSnapshot")
        .isSubsetOf(
            Stream.concat(pagedActions().stream(), Stream.of("GetCallerIdentity")).toList());
  }

  @ParameterizedTest
  @MethodSource("reads")
  void refusesToPlanWithoutAPermissionAndNamesIt(String permission) {
    aws.state().deny(permission);

    assertRefused(aws.removeAll(), permission + " is denied");
  }

  @ParameterizedTest
  @MethodSource("reads")
  void refusesToPlanWhenARequestIsRefusedAndNamesIt(String permission) {
    aws.endpoint().failAlways(operation(permission), 400, "SomethingNew", "No, not now.");

    assertRefused(
        aws.removeAll(), permission + " failed (SomethingNew: No, not now.): run it again later");
  }

  /** Side by side, because the SDK tries each of them eight times. */
  @Test
  void refusesToPlanWhenAServiceFailsAndNamesTheOperation() throws Exception {
    Map<String, CommandLineRun> runs = new ConcurrentHashMap<>();
    List<String> reads = reads();
    ExecutorService pool = Executors.newFixedThreadPool(reads.size());
    try {
      List<Future<?>> done =
          reads.stream()
              .<Future<?>>map(
                  read -> pool.submit(() -> runs.put(read, runOnFailing(operation(read)))))
              .toList();
      for (Future<?> run : done) {
        run.get();
      }
    } finally {
      pool.shutdown();
    }

    assertThat(runs)
        .hasSameSizeAs(reads)
        .allSatisfy(
            (read, run) -> {
              assertThat(run.status()).isEqualTo(4);
              assertThat(run.err()).contains(read + " failed (InternalError: ").hasLineCount(1);
              assertThat(run.out()).doesNotContain("deregistered");
            });
  }

  private static CommandLineRun runOnFailing(String operation) {
    OverWire failing = OverWire.empty();
    failing.image(1);
    failing.state().launchTemplate("lt-00000000000000001").version(ami(9));
    failing.state().autoScalingGroup("one");
    failing.endpoint().failAlways(operation, 500, "InternalError", "An internal error.");
    try {
      return failing.removeAll();
    } finally {
      failing.endpoint().close();
    }
  }

  @Test
  void refusesToPlanForAnUnknownAccount() {
    aws.endpoint().failAlways("GetCallerIdentity", 403, "AccessDenied", "No, not you.");

    assertRefused(aws.removeAll(), "sts:GetCallerIdentity is denied");
  }

  @Test
  void refusesCredentialsThatExpired() {
    aws.endpoint().failAlways("GetCallerIdentity", 403, "ExpiredToken", "Its time is over.");

    assertRefused(aws.removeAll(), "AWS does not accept the credentials");
  }

  @Test
  void isCompleteWithTheMinimumPolicy() {
    aws.state().allowOnly(MinimumIamPolicy.of(ReadingOptions.defaults()).actions());

    CommandLineRun run = aws.removeAll("--check-orphans");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(aws.state().imageIds()).doesNotContain(ami(5));
  }

  @Test
  void isCompleteWithTheMinimumPolicyOfFewerSources() {
    aws.state()
        .allowOnly(
            MinimumIamPolicy.of(ReadingOptions.builder().skip("launch-templates").build())
                .actions());

    CommandLineRun run = aws.removeAll("--skip-usage", "launch-templates");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(aws.state().imageIds()).doesNotContain(ami(5));
  }

  @ParameterizedTest
  @MethodSource("pagedActions")
  void isReadToTheEndOfShortPages(String action) {
    aws.endpoint().pageSize(action, 1);

    assertReadToTheEnd();
  }

  @ParameterizedTest
  @MethodSource("pagedActions")
  void isReadToTheEndOfEmptyPages(String action) {
    aws.endpoint().pageSize(action, 1).emptyPages(action);

    assertReadToTheEnd();
  }

  @ParameterizedTest
  @MethodSource("pagedActions")
  void isRefusedWhenItHasNoEnd(String action) {
    aws.endpoint().pageSize(action, 1).sameTokenForEver(action);

    assertRefused(aws.removeAll(), action + " answered with the same page token twice");
    assertThat(aws.endpoint().count(action)).isLessThan(5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"DescribeImages", "DescribeInstances"})
  void isRefusedWhenAPageIsCutOff(String action) {
    aws.endpoint().pageSize(action, 1).halfPage(action, 2);

    assertRefused(aws.removeAll(), "ec2:" + action + " could not be called");
  }

  @ParameterizedTest
  @ValueSource(strings = {"DescribeImages", "DescribeInstances"})
  void isAskedForAgainWhenTheConnectionIsLost(String action) {
    aws.endpoint().pageSize(action, 1).cutBefore(action, 2);

    assertReadToTheEnd();
  }

  private void assertReadToTheEnd() {
    CommandLineRun run = aws.removeAll("--check-orphans");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(aws.state().imageIds())
        .containsExactly(KEPT.stream().map(OverWire::ami).toArray(String[]::new));
    assertThat(aws.state().snapshotIds())
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(KEPT.stream(), Stream.of(7)).map(OverWire::snap).toList());
  }

  private void assertRefused(CommandLineRun run, String message) {
    assertThat(run.status()).isEqualTo(4);
    assertThat(run.err()).startsWith("amiclean: ").contains(message).hasLineCount(1);
    assertThat(aws.changes()).isEmpty();
  }
}
