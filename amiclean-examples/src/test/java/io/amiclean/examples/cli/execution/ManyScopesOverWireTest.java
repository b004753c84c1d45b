package io.amiclean.examples.cli.execution;

import static io.amiclean.examples.cli.OverWire.NOW;
import static io.amiclean.examples.cli.OverWire.ami;
import static io.amiclean.examples.cli.OverWire.created;
import static io.amiclean.examples.cli.OverWire.snap;
import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.aws.wire.WireState;
import io.amiclean.core.json.PlanJson;
import io.amiclean.core.json.ResultJson;
import io.amiclean.examples.cli.CommandLineRun;
import io.amiclean.examples.cli.OverWire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Many regions and accounts in one run. */
@Timeout(120)
@Tag("slow")
class ManyScopesOverWireTest {

  private static final String OWN = "123456789012";
  private static final String OTHER = "210987654321";
  private static final String ROLE = "arn:aws:iam::210987654321:role/amiclean";
  private static final String THIRD_ROLE = "arn:aws:iam::333333333333:role/amiclean";

  /** In no order of the alphabet. */
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

  @TempDir private Path folder;

  @RegisterExtension private final OverWire aws = OverWire.empty();

  private final Map<String, WireState> states = new TreeMap<>();

  @BeforeEach
  void describeRegions() {
    fill(aws.state(), 5);
    states.put("eu-west-1", aws.state());
  }

  @Test
  void twelveOfFourteenRegionsAreDoneWhileOneFailsAndOneIsDenied() {
    serveAllRegions();
    aws.endpoint().failRegion("us-west-1", 500, "InternalError", "An internal error has occurred");
    state("ap-south-1").deny("ec2:DescribeInstances");

    CommandLineRun run = removeAll("--regions", REGIONS);

    assertThat(run.status()).isEqualTo(3);
    assertThat(run.out())
        .contains("Images: 24 succeeded\nSnapshots: 24 succeeded\n")
        .endsWith("Scopes: 12 done, 2 failed: us-west-1, ap-south-1\n");
    assertThat(run.err())
        .contains("amiclean: us-west-1: ", "amiclean: ap-south-1: ")
        .contains("ec2:DescribeInstances is denied");
    states.forEach(
        (region, state) ->
            assertThat(state.imageIds())
                .as(region)
                .hasSize(region.equals("us-west-1") || region.equals("ap-south-1") ? 2 : 0));
    assertThat(aws.endpoint().requests("DeregisterImage"))
        .hasSize(24)
        .noneMatch(request -> request.region().matches("us-west-1|ap-south-1"));
  }

  @Test
  void theReportIsInTheOrderOfTheRegions() {
    serveAllRegions();
    aws.endpoint().latency("DescribeImages", Duration.ofMillis(20));

    CommandLineRun run = removeAll("--regions", REGIONS);

    assertThat(run.status()).isZero();
    List<String> headings = run.out().lines().filter(line -> line.startsWith(OWN + "/")).toList();
    List<String> once = REGIONS.stream().map(region -> OWN + "/" + region).toList();
    assertThat(headings)
        .containsExactlyElementsOf(Stream.concat(once.stream(), once.stream()).toList());
  }

  @Test
  void eachRegionIsShownUnderItsNameAndAllAreAskedForOnce() {
    serve(OWN, "us-east-1", 5);

    CommandLineRun run =
        aws.run("y\n", "--regions", "us-east-1", "eu-west-1", "--keep-previous", "0", "--now", NOW);

    assertThat(run.status()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .isEqualTo(
            """

            Default values : ==>
            mapping_key : tags
            mapping_values : ['environment', 'role']
            keep_previous : 0

            Retrieving AMIs to clean ...

            123456789012/us-east-1

            AMIs to be removed:
            +------------+------------+
            | Group name | candidates |
            +------------+------------+
            |  dev.web   |     2      |
            +------------+------------+
            Account 123456789012, region us-east-1: 2 images read
            2 images to remove, 0 kept, 0 ungrouped
            2 snapshots to delete, 16 GiB, at most USD 0.80 a month
            Removal is for good: no rule of the Recycle Bin holds them

            123456789012/eu-west-1

            AMIs to be removed:
            +------------+------------+
            | Group name | candidates |
            +------------+------------+
            |  dev.web   |     2      |
            +------------+------------+
            Account 123456789012, region eu-west-1: 2 images read
            2 images to remove, 0 kept, 0 ungrouped
            2 snapshots to delete, 16 GiB, at most USD 0.80 a month
            Removal is for good: no rule of the Recycle Bin holds them

            2 scopes: 4 images read
            4 images to remove, 0 kept, 0 ungrouped
            4 snapshots to delete, 32 GiB, at most USD 1.60 a month
            Removal is for good: no rule of the Recycle Bin holds them
            Do you want to continue and remove 4 AMIs [y/N] ? :\s

            123456789012/us-east-1
            %1$s (web-5): deregistered
              %3$s: deleted
            %2$s (web-6): deregistered
              %4$s: deleted

            123456789012/eu-west-1
            %1$s (web-5): deregistered
              %3$s: deleted
            %2$s (web-6): deregistered
              %4$s: deleted

            Images: 4 succeeded
            Snapshots: 4 succeeded
            Scopes: 2 done
            """
                .formatted(ami(5), ami(6), snap(5), snap(6)));
  }

  @Test
  void nothingIsChangedUnlessItIsConfirmed() {
    serve(OWN, "us-east-1", 5);

    CommandLineRun run =
        aws.run("n\n", "--regions", "us-east-1", "eu-west-1", "--keep-previous", "0", "--now", NOW);

    assertThat(run.status()).isZero();
    assertThat(run.out()).endsWith("Scopes: 2 not confirmed\n");
    assertThat(aws.changes()).isEmpty();
  }

  @Test
  void orphansOfAllRegionsAreAskedForFirst() {
    serve(OWN, "us-east-1", 5);
    orphan(aws.state());
    orphan(state("us-east-1"));

    CommandLineRun run =
        aws.run(
            "y\nn\n",
            "--check-orphans",
            "--regions",
            "us-east-1",
            "eu-west-1",
            "--keep-previous",
            "0",
            "--now",
            NOW);

    assertThat(run.status()).isZero();
    assertThat(run.out())
        .containsSubsequence(
            "123456789012/us-east-1",
            "Orphan Snapshots",
            "123456789012/eu-west-1",
            "Orphan Snapshots",
            "remove 2 orphan snapshots [y/N] ? : ",
            "AMIs to be removed:",
            "remove 4 AMIs [y/N] ? : ",
            "Snapshots: 2 succeeded",
            "Scopes: 2 done");
    assertThat(aws.changes())
        .containsExactly("DeleteSnapshot " + snap(99), "DeleteSnapshot " + snap(99));
  }

  @Test
  void allRegionsAreThoseThatAreEnabled() {
    serve(OWN, "us-east-1", 5);
    aws.state().disabledRegion("ap-east-1");

    CommandLineRun run = removeAll("--regions", List.of("all"));

    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("/eu-west-1", "/us-east-1").endsWith("Scopes: 2 done\n");
    assertThat(states.values()).allSatisfy(state -> assertThat(state.imageIds()).isEmpty());
  }

  @Test
  void aRunIsRefusedWhereTheRegionsAreNotTold() {
    aws.set("aws.region", "eu-west-1");
    aws.state().deny("ec2:DescribeRegions");

    CommandLineRun run = removeAll("--regions", List.of("all"));

    assertThat(run.status()).isEqualTo(4);
    assertThat(run.err()).contains("all regions: ec2:DescribeRegions is denied");
    assertThat(aws.changes()).isEmpty();
  }

  @Test
  void accountsAreWorkedOnWithTheirRoles() {
    aws.state().role(ROLE).role(THIRD_ROLE);
    WireState other = serve(OTHER, "eu-west-1", 5);
    WireState third = serve("333333333333", "eu-west-1", 5);

    CommandLineRun run = removeAll("--role-arn", List.of(ROLE, THIRD_ROLE));

    assertThat(run.status()).isZero();
    assertThat(run.out())
        .containsSubsequence("210987654321/eu-west-1", "333333333333/eu-west-1", "Scopes: 2 done");
    assertThat(other.imageIds()).isEmpty();
    assertThat(third.imageIds()).isEmpty();
    assertThat(aws.state().imageIds()).hasSize(2);
  }

  @Test
  void oneAccountIsWorkedOnWithItsRoleAsIfItWereItsOwn() {
    aws.state().role(ROLE);
    WireState other = serve(OTHER, "eu-west-1", 5);

    CommandLineRun run = aws.removeAll("--role-arn", ROLE);

    assertThat(run.status()).isZero();
    assertThat(run.out()).endsWith("Images: 2 succeeded\nSnapshots: 2 succeeded\n");
    assertThat(run.out()).doesNotContain("/eu-west-1", "Scopes");
    assertThat(other.imageIds()).isEmpty();
    assertThat(aws.state().imageIds()).hasSize(2);
  }

  private WireState organization() {
    aws.state()
        .role(ROLE)
        .organizationAccount(OWN, "ACTIVE")
        .organizationAccount(OTHER, "ACTIVE")
        .organizationAccount("333333333333", "SUSPENDED");
    return serve(OTHER, "eu-west-1", 5);
  }

  @Test
  void everyActiveAccountOfTheOrganizationIsWorkedOn() {
    WireState other = organization();

    CommandLineRun run = aws.removeAll("--organization", "amiclean");

    assertThat(run.status()).isZero();
    assertThat(run.out())
        .containsSubsequence("123456789012/eu-west-1", "210987654321/eu-west-1", "Scopes: 2 done");
    assertThat(other.imageIds()).isEmpty();
    assertThat(aws.state().imageIds()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"-f", "plan --out plan.json", "stages", "recycle-bin", "record --out record.json"})
  void anOrganizationWithoutActiveAccountsIsNothingToDo(String command) {
    aws.state().organizationAccount(OTHER, "SUSPENDED");

    CommandLineRun run = aws.run("", (command + " --organization amiclean").split(" "));

    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    assertThat(run.out()).endsWith("Scopes: none, for the organization has no active account\n");
  }

  @Test
  void plansOfAnOrganizationAreAppliedByTheSameRole() {
    WireState other = organization();
    Path plan = folder.resolve("plan.json");
    aws.planAll(plan, "--organization", "amiclean");
    Path ofOther = folder.resolve("plan.210987654321.eu-west-1.json");

    CommandLineRun applied =
        aws.run("", "apply", "-f", ofOther.toString(), "--organization", "amiclean");

    assertThat(applied.err()).isEmpty();
    assertThat(applied.status()).isZero();
    assertThat(other.imageIds()).isEmpty();
    assertThat(aws.state().imageIds()).hasSize(2);
  }

  @Test
  void aPlanOfAnAccountOutsideOfTheOrganizationIsRefused() {
    WireState other = organization();
    Path plan = folder.resolve("plan.json");
    aws.planAll(plan, "--role-arn", ROLE);
    aws.state().organizationAccount(OTHER, "SUSPENDED");

    CommandLineRun applied =
        aws.run("", "apply", "-f", plan.toString(), "--organization", "amiclean");

    assertThat(applied.status()).isEqualTo(4);
    assertThat(applied.err())
        .contains(
            "The plan is of 210987654321/eu-west-1, and the organization has no active account of"
                + " that id");
    assertThat(other.imageIds()).hasSize(2);
  }

  @Test
  void anAccountWhoseRoleCannotBeAssumedIsLeftAlone() {
    aws.state().role(ROLE);
    WireState other = serve(OTHER, "eu-west-1", 5);
    WireState third = serve("333333333333", "eu-west-1", 5);

    CommandLineRun run = removeAll("--role-arn", List.of(THIRD_ROLE, ROLE));

    assertThat(run.status()).isEqualTo(3);
    assertThat(run.err()).contains("333333333333/eu-west-1: ", THIRD_ROLE, "sts:AssumeRole");
    assertThat(run.out()).endsWith("Scopes: 1 done, 1 failed: 333333333333/eu-west-1\n");
    assertThat(other.imageIds()).isEmpty();
    assertThat(third.imageIds()).hasSize(2);
    assertThat(aws.state().imageIds()).hasSize(2);
  }

  @Test
  void aRoleThatStsSaysIsOfAnotherAccountIsRefused() {
    aws.state().role(ROLE);

    CommandLineRun run = aws.removeAll("--role-arn", ROLE);

    assertThat(run.status()).isEqualTo(4);
    assertThat(run.err()).contains("123456789012/eu-west-1", "210987654321/eu-west-1", "role");
    assertThat(aws.state().imageIds()).hasSize(2);
  }

  @Test
  void ofSeveralRolesOnlyThatOfAnotherAccountIsRefused() {
    String ownRole = "arn:aws:iam::123456789012:role/amiclean";
    aws.state().role(ROLE).role(ownRole);

    CommandLineRun run = removeAll("--role-arn", List.of(ROLE, ownRole));

    assertThat(run.status()).isEqualTo(3);
    assertThat(run.err())
        .contains("amiclean: 210987654321/eu-west-1: ", "is of 123456789012/eu-west-1");
    assertThat(run.out()).endsWith("Scopes: 1 done, 1 failed: 210987654321/eu-west-1\n");
    assertThat(aws.state().imageIds()).isEmpty();
  }

  @Test
  void aRunIsRefusedWhereEveryScopeIs() {
    CommandLineRun run = removeAll("--role-arn", List.of(THIRD_ROLE, ROLE));

    assertThat(run.status()).isEqualTo(4);
    assertThat(aws.changes()).containsOnly("AssumeRole nothing");
  }

  @Test
  void limitsCountTheImagesOfOneRegion() {
    serve(OWN, "us-east-1", 5);
    WireState large = serve(OWN, "us-east-2", 5);
    large.image(ami(7)).name("web-7").created(created(7)).tag("environment", "dev");

    CommandLineRun run =
        removeAll("--regions", List.of("us-east-1", "us-east-2", "eu-west-1"), "--max-images", "2");

    assertThat(run.status()).isEqualTo(3);
    assertThat(run.err()).contains("amiclean: 123456789012/us-east-2: The plan is refused: ");
    assertThat(run.out())
        .contains("Images: 4 succeeded")
        .endsWith("Scopes: 2 done, 1 failed: 123456789012/us-east-2\n");
    assertThat(large.imageIds()).hasSize(3);
  }

  @Test
  void eachPlanIsWrittenToAFileOfItsOwnAndApplied() throws IOException {
    aws.state().role(ROLE);
    serve(OTHER, "eu-west-1", 5);
    serve(OTHER, "us-east-1", 5);
    aws.set("aws.region", "eu-west-1");
    Path plan = folder.resolve("plan.json");
    Path east = folder.resolve("plan.210987654321.us-east-1.json");
    Path west = folder.resolve("plan.210987654321.eu-west-1.json");

    CommandLineRun planned =
        aws.run(
            "",
            "plan",
            "--out",
            plan.toString(),
            "--keep-previous",
            "0",
            "--now",
            NOW,
            "--role-arn",
            ROLE,
            "--regions",
            "us-east-1",
            "eu-west-1");

    assertThat(planned.status()).isZero();
    assertThat(planned.out()).endsWith("Scopes: 2 planned\n");
    assertThat(planned.err())
        .contains("us-east-1.json' has the digest sha256:")
        .contains("eu-west-1.json' has the digest sha256:")
        .hasLineCount(2);
    assertThat(files()).containsExactly(west, east);
    assertThat(PlanJson.read(Files.readString(east)).scope()).hasToString("210987654321/us-east-1");

    Path result = folder.resolve("result.json");
    CommandLineRun applied =
        aws.runAnywhere(
            "",
            "apply",
            "-f",
            east.toString(),
            west.toString(),
            "--result-out",
            result.toString(),
            "--journal",
            folder.resolve("journal").toString(),
            "--role-arn",
            ROLE);

    assertThat(applied.err()).isEmpty();
    assertThat(applied.status()).isZero();
    assertThat(applied.out())
        .containsSubsequence(
            "210987654321/us-east-1", "210987654321/eu-west-1", "Images: 4 succeeded");
    assertThat(files())
        .contains(
            folder.resolve("journal.210987654321.eu-west-1"),
            folder.resolve("journal.210987654321.us-east-1"));
    ExecutionResult written =
        ResultJson.read(Files.readString(folder.resolve("result.210987654321.us-east-1.json")));
    assertThat(written.scope()).hasToString("210987654321/us-east-1");
    assertThat(written.outcomes()).hasSize(4);
    assertThat(aws.state().imageIds()).hasSize(2);
  }

  @Test
  void nothingIsExecutedUnlessAllPlansAreSignedOff() throws IOException {
    serve(OWN, "us-east-1", 5);
    plan(folder.resolve("plan.json"), "us-east-1", "eu-west-1");
    List<String> args = new ArrayList<>(List.of("apply", "-f"));
    files().forEach(file -> args.add(file.toString()));
    List<String> signedOff = new ArrayList<>();
    for (Path file : files()) {
      signedOff.add("--require-digest");
      signedOff.add(PlanJson.digest(PlanJson.read(Files.readString(file))).toString());
    }
    args.addAll(signedOff.subList(0, 2));

    CommandLineRun run = aws.runAnywhere("", args.toArray(String[]::new));

    assertThat(run.status()).isEqualTo(4);
    assertThat(run.err()).contains(signedOff.get(3), "us-east-1.json' is refused");
    assertThat(aws.changes()).isEmpty();

    args.addAll(signedOff.subList(2, 4));
    assertThat(aws.runAnywhere("", args.toArray(String[]::new)).status()).isZero();
    assertThat(aws.changes()).isNotEmpty();
  }

  @Test
  void plansThatAreMadeAreWrittenWhileAnotherFails() {
    serve(OWN, "us-east-1", 5).deny("ec2:DescribeInstances");
    Path plan = folder.resolve("plan.json");

    CommandLineRun run = plan(plan, "us-east-1", "eu-west-1");

    assertThat(run.status()).isEqualTo(3);
    assertThat(run.out()).endsWith("Scopes: 1 planned, 1 failed: us-east-1\n");
    assertThat(run.err()).contains("amiclean: us-east-1: ", "ec2:DescribeInstances is denied");
    assertThat(files()).containsExactly(folder.resolve("plan.123456789012.eu-west-1.json"));
  }

  @Test
  void aFileThatExistsIsNotReplacedAndNoOtherWritten() throws IOException {
    serve(OWN, "us-east-1", 5);
    Path existing = folder.resolve("plan.123456789012.us-east-1.json");
    Files.writeString(existing, "precious");

    CommandLineRun run = plan(folder.resolve("plan.json"), "eu-west-1", "us-east-1");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains(existing.toString(), "--overwrite");
    assertThat(files()).containsExactly(existing);
  }

  @Test
  void aPlanOfAnAccountWithoutItsRoleIsLeftAlone() {
    aws.state().role(ROLE);
    WireState other = serve(OTHER, "eu-west-1", 5);
    Path plan = folder.resolve("plan.json");
    serve(OWN, "us-east-1", 5);
    plan(plan, "eu-west-1", "us-east-1");
    aws.planAll(folder.resolve("other.json"), "--role-arn", ROLE);

    CommandLineRun run =
        aws.runAnywhere(
            "",
            "apply",
            "-f",
            folder.resolve("other.json").toString(),
            folder.resolve("plan.123456789012.us-east-1.json").toString());

    assertThat(run.status()).isEqualTo(3);
    assertThat(run.err())
        .contains("amiclean: 210987654321/eu-west-1: The plan is of 210987654321/eu-west-1, but");
    assertThat(other.imageIds()).hasSize(2);
    assertThat(state("us-east-1").imageIds()).isEmpty();
  }

  @Test
  void twoPlansOfOneRegionAreWrongUsage() {
    Path one = folder.resolve("one.json");
    Path two = folder.resolve("two.json");
    aws.planAll(one);
    aws.planAll(two);

    CommandLineRun run = aws.runAnywhere("", "apply", "-f", one.toString(), two.toString());

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err())
        .contains("are both plans of 123456789012/eu-west-1: expected one of each region");
    assertThat(aws.changes()).isEmpty();
  }

  @Test
  void oneRegionIsShownAsIfItWereGivenAlone() {
    String alone = aws.run("n\n", "--keep-previous", "0", "--now", NOW).out();

    CommandLineRun run =
        aws.run("n\n", "--keep-previous", "0", "--now", NOW, "--regions", "eu-west-1");

    assertThat(run.out()).isEqualTo(alone);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "--regions eu-west-1 Ireland, 'Ireland' is no region",
        "--regions eu-west-1 us-east-1 eu-west-1, The region eu-west-1 stands twice",
        "--regions all eu-west-1, expected 'all' alone",
        "--regions all all, expected 'all' alone",
        "--regions eu-west-1 --region eu-west-1, expected one of them",
        "--role-arn arn:aws:iam::1:role/x, 'arn:aws:iam::1:role/x' is no role",
        "--role-arn arn:aws:iam::210987654321:role/a arn:aws:iam::210987654321:role/b,"
            + " \"The account 210987654321 stands twice, with the roles\"",
        "--regions all --demo, expected no --regions",
        "--regions all --from-ids ami-00000001, use it with --region",
      })
  void wrongScopesAreWrongUsage(String options, String message) {
    CommandLineRun run = CommandLineRun.of(options.split(" ", -1));

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains(message);
    assertThat(aws.endpoint().requests()).isEmpty();
  }

  @Test
  void permissionsCoverRegionsAndRoles() {
    CommandLineRun run =
        CommandLineRun.of("iam-policy", "--regions", "all", "--role-arn", ROLE, THIRD_ROLE);

    assertThat(run.status()).isZero();
    assertThat(run.out())
        .contains("\"ec2:DescribeRegions\"", "\"sts:AssumeRole\"", ROLE, THIRD_ROLE);
    assertThat(CommandLineRun.of("iam-policy").out())
        .doesNotContain("ec2:DescribeRegions", "sts:AssumeRole");
  }

  private WireState state(String region) {
    return Objects.requireNonNull(states.get(region));
  }

  private void serveAllRegions() {
    REGIONS.stream()
        .filter(region -> !region.equals("eu-west-1"))
        .forEach(region -> serve(OWN, region, 5));
  }

  private WireState serve(String account, String region, int first) {
    WireState state = new WireState(account, region);
    fill(state, first);
    aws.endpoint().add(state);
    states.put(account.equals(OWN) ? region : account + "/" + region, state);
    return state;
  }

  /** Two images of the group dev.web. */
  private static void fill(WireState state, int first) {
    for (int number = first; number < first + 2; number++) {
      state
          .image(ami(number))
          .name("web-" + number)
          .created(created(number))
          .tag("environment", "dev")
          .tag("role", "web")
          .device("/dev/xvda", snap(number), 8);
    }
  }

  private static void orphan(WireState state) {
    state
        .snapshot(snap(99))
        .with("description", "Created by CreateImage(i-00000000) for ami-0000000000000dead");
  }

  private CommandLineRun removeAll(String option, List<String> values, String... more) {
    List<String> options = new ArrayList<>(List.of(option));
    options.addAll(values);
    options.addAll(List.of(more));
    return aws.removeAll(options.toArray(String[]::new));
  }

  private CommandLineRun plan(Path file, String... regions) {
    List<String> options = new ArrayList<>(List.of("--regions"));
    options.addAll(List.of(regions));
    return aws.planAll(file, options.toArray(String[]::new));
  }

  private List<Path> files() {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
