package io.amiclean.examples.fedora;

import static io.amiclean.aws.AccountOverWire.ami;
import static io.amiclean.aws.AccountOverWire.snap;
import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.aws.wire.Ec2State;
import io.amiclean.aws.wire.WireEndpoint;
import io.amiclean.aws.wire.WireRequest;
import io.amiclean.aws.wire.WireState;
import io.amiclean.examples.fedora.archive.FedoraServer;
import io.amiclean.examples.fedora.archive.FedoraServer.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CleanAmisTest {

  private static final Instant NOW = Instant.parse("2017-08-25T12:00:00Z");
  private static final String REGION = "us-east-1";

  private static final String NIGHTLY = "Fedora-Rawhide-20170810.n.0";
  private static final String DATED = "Fedora-Atomic-26-20170810.0";
  private static final String RELEASED = "Fedora-Atomic-26-20170811.0";
  private static final String BETA = "Fedora-27-20170810.0";
  private static final String GA = "Fedora-27-20170811.0";
  private static final String UNKNOWN = "Fedora-27-20170812.0";

  @TempDir private Path folder;

  @AutoClose private final FedoraServer fedora = new FedoraServer();

  @AutoClose
  private final WireEndpoint aws = new WireEndpoint(new WireState("123456789012", REGION));

  private final Map<String, String> environment = new HashMap<>(CleanAmisRun.ENVIRONMENT);

  private CleanAmisRun run(String... options) {
    List<String> args = new ArrayList<>(List.of(options));
    args.addAll(
        List.of(
            "--datagrepper-url", fedora.datagrepper().toString(),
            "--compose-url", fedora.composes().toString(),
            "--endpoint-url", aws.uri().toString(),
            "--now", NOW.toString()));
    if (!args.contains("--regions")) {
      args.addAll(List.of("--regions", REGION));
    }
    return plainRun(args.toArray(String[]::new));
  }

  private CleanAmisRun plainRun(String... args) {
    return CleanAmisRun.in(folder, environment, List.of(args));
  }

  private Ec2State.Image published(int image, String compose, int daysAgo) {
    fedora.published(NOW.minus(Duration.ofDays(daysAgo)), REGION, ami(image).value(), compose);
    return aws.state()
        .image(ami(image).value())
        .name("Fedora-" + image)
        .device("/dev/xvda", snap(image).value(), 8)
        .shared();
  }

  private void oneOfEach() {
    published(1, NIGHTLY, 15);
    published(2, DATED, 15);
    published(3, RELEASED, 15);
    published(4, BETA, 15);
    published(5, GA, 15);
    published(6, UNKNOWN, 15);
    published(7, NIGHTLY, 9);
    published(8, NIGHTLY, 29);
    published(9, NIGHTLY, 15).tag("LaunchPermissionRevoked", "22082017");
    fedora.compose(DATED, "production", "RC-20170810.0");
    fedora.compose(RELEASED, "production", "RC-20170811.0");
    fedora.compose(BETA, "production", "Beta-1.4");
    fedora.compose(GA, "production", "RC-1.5");
    fedora.message(
        FedoraServer.TWO_WEEK,
        NOW.minus(Duration.ofDays(3)),
        "{\"x86_64\": {\"atomic_raw\": {\"compose_id\": \"" + RELEASED + "\"}}}");
  }

  /** The images that were made private or deregistered. */
  private List<String> changed() {
    return Stream.of("ModifyImageAttribute", "DeregisterImage")
        .flatMap(action -> aws.requests(action).stream())
        .map(request -> request.parameter("ImageId").orElseThrow())
        .sorted()
        .toList();
  }

  private static List<String> ids(int... images) {
    return Arrays.stream(images).mapToObj(image -> ami(image).value()).toList();
  }

  @Test
  void selectsWhatTheDocumentSelects() {
    oneOfEach();

    assertThat(run("--change-perms").status()).isZero();

    assertThat(changed()).isEqualTo(ids(1, 2));
  }

  @Test
  void looksAtTheTimesThatItIsGiven() {
    oneOfEach();

    run("--change-perms", "--days", "30", "--permswaitperiod", "5");

    assertThat(changed()).isEqualTo(ids(1, 2, 7, 8));
  }

  @Test
  void printsTheImagesOfADryRunWithReasonsAndChangesNothing() {
    oneOfEach();

    CleanAmisRun run =
        run("--change-perms", "--dry-run", "--report-url", fedora.project().toString());

    assertThat(run.out())
        .isEqualTo(
            """
            us-east-1 %s (Fedora-1) would become private, nightly-compose: Its compose is a nightly one (compose %s, label unknown)
            us-east-1 %s (Fedora-2) would become private, dated-label: The label of its compose holds a date, so it is no release (compose %s, label RC-20170810.0)
            """
                .formatted(ami(1), NIGHTLY, ami(2), DATED));
    assertThat(run.status()).isZero();
    assertThat(changed()).isEmpty();
    assertThat(fedora.issues()).isEmpty();
    assertThat(aws.requests())
        .extracting(WireRequest::action)
        .allMatch(action -> action.matches("(?:Describe|List|Get).*"));
  }

  @Test
  void saysWhatStaysThatSomebodyShouldLookAt() {
    published(1, UNKNOWN, 15);
    fedora.message(FedoraServer.PUBLISH, NOW.minus(Duration.ofDays(12)), "{}");

    CleanAmisRun run = run("--change-perms", "--dry-run");

    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains("amiclean: datagrepper: Skipped: the message 2017-2")
        .contains("amiclean: us-east-1 keeps " + ami(1) + "; Fedora-1; The label of its compose");
  }

  @Test
  void deletesWhatHasBeenPrivateForLongEnough() {
    privateSince(1, "15082017");
    privateSince(2, "16082017");
    privateSince(3, "31022017");
    privateSince(4, "15082017").shared();
    published(5, NIGHTLY, 15);
    aws.state().image(ami(6).value()).tag("LaunchPermissionRevoked", "01012017");

    CleanAmisRun run = run("--delete", "--report-file", folder.resolve("report.md").toString());

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(changed()).isEqualTo(ids(1));
    assertThat(folder.resolve("report.md"))
        .content()
        .contains(
            "| " + ami(3) + " | Fedora-3 | The tag LaunchPermissionRevoked=31022017 is no day",
            "| " + ami(4) + " | Fedora-4 | It was made private and is public again",
            "| " + ami(6) + " | " + ami(6) + " | It was made private, but no message")
        .doesNotContain("| " + ami(2) + " |");
  }

  private Ec2State.Image privateSince(int image, String value) {
    fedora.published(NOW.minus(Duration.ofDays(15)), REGION, ami(image).value(), NIGHTLY);
    return aws.state()
        .image(ami(image).value())
        .name("Fedora-" + image)
        .device("/dev/xvda", snap(image).value(), 8)
        .device("/dev/xvdb", snap(image + 100).value(), 8)
        .tag("LaunchPermissionRevoked", value);
  }

  @Test
  void deletesAllSnapshotsOfAnImage() {
    privateSince(1, "15082017");

    run("--delete");

    assertThat(aws.state().snapshotIds()).isEmpty();
  }

  @Test
  void reportsToPagure() {
    oneOfEach();

    CleanAmisRun run = run("--change-perms", "--report-url", fedora.project().toString());

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(fedora.issues())
        .singleElement()
        .satisfies(
            issue -> {
              assertThat(issue).containsEntry("title", "Launch permissions revoked, 2017-08-25");
              assertThat(issue.get("issue_content"))
                  .contains(
                      "## 123456789012/us-east-1",
                      "| " + ami(1) + " | Fedora-1 | " + NIGHTLY + " |",
                      "| " + ami(6) + " | Fedora-6 | The label of its compose is unknown");
            });
  }

  @Test
  void keepsTheReportInAFileIfPagureRefusesIt() throws IOException {
    oneOfEach();
    environment.put("PAGURE_ACCESS_TOKEN", "ANOTHER-T0KEN");

    CleanAmisRun run = run("--change-perms", "--report-url", fedora.project().toString());

    assertThat(run.status()).isEqualTo(3);
    Path kept = folder.resolve("clean-amis-20170825T120000Z.md");
    assertThat(run.err())
        .contains("Pagure answered 401", "the report is kept in " + kept)
        .doesNotContain("ANOTHER-T0KEN");
    assertThat(kept).content().contains("2 succeeded", ami(1).value());
  }

  @Test
  void keepsEveryReportThatNobodyTook() throws IOException {
    oneOfEach();
    fedora.fault(
        request ->
            request.path().startsWith("/api") ? Optional.of(Answer.status(500)) : Optional.empty());

    run("--change-perms", "--report-url", fedora.project().toString());
    run("--change-perms", "--report-url", fedora.project().toString());

    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).filteredOn(file -> file.toString().endsWith(".md")).hasSize(2);
    }
  }

  @Test
  void namesTheReportFileThatHoldsWhatPagureDidNotTake() {
    oneOfEach();
    fedora.fault(
        request ->
            request.path().startsWith("/api") ? Optional.of(Answer.status(500)) : Optional.empty());
    Path file = folder.resolve("report.md");

    CleanAmisRun run =
        run(
            "--change-perms",
            "--report-url",
            fedora.project().toString(),
            "--report-file",
            file.toString());

    assertThat(run.status()).isEqualTo(3);
    assertThat(run.err()).contains("the report is kept in " + file);
    assertThat(file).content().contains("2 succeeded");
  }

  @Test
  void publishesAReportThatNoFileTook() {
    oneOfEach();
    Path file = folder.resolve("report.md");
    fedora.fault(
        request -> {
          if (request.path().startsWith("/datagrepper")) {
            file.toFile().mkdir(); // after the arguments were looked at
          }
          return Optional.empty();
        });

    CleanAmisRun run =
        run(
            "--change-perms",
            "--report-url",
            fedora.project().toString(),
            "--report-file",
            file.toString());

    assertThat(run.status()).isEqualTo(3);
    assertThat(run.err()).contains("The report could not be written to " + file);
    assertThat(fedora.issues()).hasSize(1);
  }

  @Test
  void executesNothingIfEveryRegionIsDenied() {
    oneOfEach();
    aws.state().deny("ec2:DescribeSnapshots");

    CleanAmisRun run = run("--change-perms", "--report-url", fedora.project().toString());

    assertThat(run.status()).isEqualTo(4);
    assertThat(run.err()).contains("us-east-1 is left alone", "ec2:DescribeSnapshots");
    assertThat(fedora.issues().get(0).get("issue_content")).contains("## Left alone", REGION);
    assertThat(changed()).isEmpty();
  }

  @Test
  void saysWhichRegionIsNotDoneWhileOthersAre() {
    oneOfEach();
    aws.failRegion("eu-west-1", 403, "UnauthorizedOperation", "Not for you.");

    CleanAmisRun run = run("--change-perms", "--regions", REGION, "eu-west-1");

    assertThat(run.status()).isEqualTo(3);
    assertThat(run.err()).contains("eu-west-1 is left alone").doesNotContain(REGION + " is left");
    assertThat(changed()).isEqualTo(ids(1, 2));
  }

  static Stream<Arguments> answersOfNoUse() {
    String message = "{\"msg_id\": \"2017-1\", \"timestamp\": 1.0, \"topic\": \"t\", \"msg\": {}}";
    return Stream.of(
        Arguments.of("answered 500", Answer.status(500)),
        Arguments.of("no JSON document", new Answer(200, "text/html", "<html></html>")),
        Arguments.of("no JSON document", Answer.json("{\"raw_messages\": [{\"msg_id\": ")),
        Arguments.of("lacks the list 'raw_messages'", Answer.json("{\"pages\": 1}")),
        Arguments.of(
            "repeats the message 2017-1",
            Answer.json("{\"raw_messages\": [" + message + "], \"pages\": 9}")));
  }

  @ParameterizedTest
  @MethodSource("answersOfNoUse")
  void touchesNoRegionIfDatagrepperIsOfNoUse(String says, Answer answer) {
    oneOfEach();
    fedora.fault(
        request ->
            request.path().startsWith("/datagrepper") ? Optional.of(answer) : Optional.empty());

    CleanAmisRun run = run("--change-perms");

    assertThat(run.status()).isEqualTo(4);
    assertThat(run.err())
        .startsWith("amiclean: 'datagrepper' ")
        .contains(fedora.datagrepper().toString(), says)
        .hasLineCount(1);
    assertThat(aws.requests()).isEmpty();
    assertThat(changed()).isEmpty();
  }

  @Test
  void keepsTheReportInAFileIfPagureIsUnreachable() {
    oneOfEach();

    CleanAmisRun run = run("--change-perms", "--report-url", "http://127.0.0.1:9/project");

    assertThat(run.status()).isEqualTo(3);
    Path kept = folder.resolve("clean-amis-20170825T120000Z.md");
    assertThat(run.err()).contains("no answer", "the report is kept in " + kept);
    assertThat(kept).content().contains("2 succeeded", ami(1).value());
  }

  static Stream<Arguments> wrongUsages() {
    return Stream.of(
        wrong("--delete"),
        wrong("amiclean: Missing required argument", "--dry-run"),
        wrong("exclusive", "--change-perms", "--delete"),
        wrong("exclusive", "--delete", "--iam-policy"),
        wrong("'--deleteall'", "--deleteall"),
        wrong("--days 0", "--delete", "--days", "0"),
        wrong("--permswaitperiod -1", "--change-perms", "--permswaitperiod=-1"),
        wrong("--deletewaitperiod -1", "--delete", "--deletewaitperiod=-1"),
        wrong("within 7 days", "--change-perms", "--days", "7"),
        wrong("'seven'", "--delete", "--days", "seven"),
        wrong("'mars'", "--delete", "--regions", "mars"),
        wrong("stands twice", "--delete", "--regions", "us-east-1", "us-east-1"),
        wrong("'pagure'", "--delete", "--report-url", "pagure"),
        wrong("'ftp://x'", "--delete", "--datagrepper-url", "ftp://x"),
        wrong("no plain URL", "--delete", "--compose-url", "http://me:S3CRET@x"),
        wrong("'yesterday'", "--delete", "--now", "yesterday"),
        wrong("exists", "--delete", "--report-file", "/"),
        wrong("no folder", "--delete", "--report-file", "/nowhere/report.md"));
  }

  private static Arguments wrong(String says, String... args) {
    return Arguments.of(says, List.of(args));
  }

  @ParameterizedTest
  @MethodSource("wrongUsages")
  void refusesWrongUsage(String says, List<String> args) {
    CleanAmisRun run = plainRun(args.toArray(String[]::new));

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err())
        .startsWith("amiclean: ")
        .contains(says, "'CleanAmis --help' lists the options.")
        .hasLineCount(2)
        .doesNotContain("S3CRET");
  }

  @Test
  void needsATokenToReport() {
    environment.remove("PAGURE_ACCESS_TOKEN");

    CleanAmisRun run = run("--delete", "--report-url", fedora.project().toString());

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("PAGURE_ACCESS_TOKEN");
    assertThat(aws.requests()).isEmpty();
  }

  @Test
  void needsBothHalvesOfTheCredentials() {
    environment.remove("AWS_SECRET_ACCESS_KEY");

    CleanAmisRun run = run("--delete");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("AWS_SECRET_ACCESS_KEY is not");
  }
}
