package io.amiclean.examples.cli.account;

import static io.amiclean.examples.cli.OverWire.ami;
import static io.amiclean.examples.cli.OverWire.snap;
import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.aws.MinimumIamPolicy;
import io.amiclean.aws.source.ReadingOptions;
import io.amiclean.aws.wire.FurtherResources;
import io.amiclean.aws.wire.WireRequest;
import io.amiclean.aws.wire.WireState;
import io.amiclean.examples.cli.CommandLineRun;
import io.amiclean.examples.cli.OverWire;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.MapAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Evidence that is denied, fails, or comes in odd pages. */
@Tag("slow")
public class EvidenceOverWireTest {

  /** The images that only one kind of user each keeps. */
  private static final List<Integer> KEPT =
      List.of(1, 2, 3, 4, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26);

  private static final String TEMPLATE = "lt-00000000000000001";
  private static final String OTHER_TEMPLATE = "lt-00000000000000002";

  /** Those that answer at once, for a thing or a few that are named. */
  private static final Set<String> NOT_PAGED =
      Set.of(
          "DescribeImageAttribute",
          "GetContainerRecipe",
          "GetImage",
          "GetImageRecipe",
          "GetParameters");

  /** How often the SDK asks. */
  private static final int ATTEMPTS = 8;

  @RegisterExtension private final OverWire aws = OverWire.empty();

  public static List<String> reads() {
    return List.of(
        "autoscaling:DescribeAutoScalingGroups",
        "autoscaling:DescribeInstanceRefreshes",
        "autoscaling:DescribeLaunchConfigurations",
        "autoscaling:DescribeWarmPool",
        "batch:DescribeComputeEnvironments",
        "cloudformation:DescribeStacks",
        "ec2:DescribeExportImageTasks",
        "ec2:DescribeFastLaunchImages",
        "ec2:DescribeFastSnapshotRestores",
        "ec2:DescribeFleets",
        "ec2:DescribeImageAttribute",
        "ec2:DescribeImageReferences",
        "ec2:DescribeImages",
        "ec2:DescribeInstances",
        "ec2:DescribeLaunchTemplateVersions",
        "ec2:DescribeLaunchTemplates",
        "ec2:DescribeLockedSnapshots",
        "ec2:DescribeReplaceRootVolumeTasks",
        "ec2:DescribeSnapshotTierStatus",
        "ec2:DescribeSnapshots",
        "ec2:DescribeSpotFleetRequests",
        "ec2:DescribeSpotInstanceRequests",
        "ec2:DescribeStoreImageTasks",
        "ec2:ListImagesInRecycleBin",
        "imagebuilder:GetContainerRecipe",
        "imagebuilder:GetImage",
        "imagebuilder:GetImageRecipe",
        "imagebuilder:ListContainerRecipes",
        "imagebuilder:ListImageRecipes",
        "ssm:DescribeParameters",
        "ssm:GetParameters");
  }

  static List<String> actions() {
    return reads().stream().map(EvidenceOverWireTest::operation).toList();
  }

  static List<String> pagedActions() {
    return actions().stream().filter(action -> !NOT_PAGED.contains(action)).toList();
  }

  private static String operation(String permission) {
    return permission.substring(permission.indexOf(':') + 1);
  }

  @BeforeEach
  void describeAccount() {
    describe(aws);
  }

  /** Two of everything that is read; the second of each kind keeps an image. */
  public static void describe(OverWire aws) {
    aws.images(5);
    for (int number = 11; number <= 26; number++) {
      aws.image(number);
    }
    describeTemplatesAndGroups(aws.state());
    describeFleets(aws.state());
    describeParametersAndRecipes(aws.state());
    describeFurther(aws.state());
    describeSnapshots(aws.state());
    aws.state().reference(ami(22), "ssm:Parameter", "one");
    aws.state().reference(ami(22), "ssm:Parameter", "two");
  }

  private static void describeTemplatesAndGroups(WireState state) {
    state.instance("i-00000000000000001").image(ami(9));
    state.instance("i-00000000000000002").image(ami(1));
    state.launchConfiguration("one").image(ami(9));
    state.launchConfiguration("two").image(ami(2));
    state.launchTemplate(TEMPLATE).version(ami(9)).version(ami(9));
    state.launchTemplate(OTHER_TEMPLATE).version(ami(9)).version(ami(3)).version(ami(9));
    state.autoScalingGroup("one").launchConfiguration("one");
    state
        .autoScalingGroup("two")
        .mixedInstances(TEMPLATE, "1")
        .overrideImage(ami(4))
        .warmInstance("i-00000000000000011", ami(9))
        .warmInstance("i-00000000000000012", ami(11));
    state.autoScalingGroup("two").refresh("one").launchTemplate(TEMPLATE, "1");
    state
        .autoScalingGroup("two")
        .refresh("two")
        .mixedInstances(TEMPLATE, "1")
        .overrideImage(ami(12));
  }

  private static void describeFleets(WireState state) {
    state.spotFleet("one").specification(ami(9));
    state.spotFleet("two").specification(ami(13));
    state.fleet("one").launchTemplate(TEMPLATE, "1");
    state.fleet("two").launchTemplate(TEMPLATE, "1").overrideImage(ami(14));
    state.spotRequest("one").image(ami(9));
    state.spotRequest("two").image(ami(15));
    state.fastLaunchImage(ami(9));
    state.fastLaunchImage(ami(16));
    state.replaceRootVolumeTask("one").image(ami(9));
    state.replaceRootVolumeTask("two").image(ami(17));
    state.storeImageTask(ami(9));
    state.storeImageTask(ami(23));
    state.exportImageTask("one").image(ami(9));
    state.exportImageTask("two").image(ami(24));
  }

  private static void describeFurther(WireState state) {
    Map.of("one", ami(9), "two", ami(25))
        .forEach(
            (name, image) ->
                FurtherResources.computeEnvironment(
                    state, name, "VALID", Map.of("imageId", image)));
    Map.of("one", ami(9), "two", ami(26))
        .forEach(
            (name, image) ->
                FurtherResources.stack(
                    state,
                    name,
                    "CREATE_COMPLETE",
                    Map.of("ParameterKey", "ImageId", "ParameterValue", image)));
  }

  private static void describeParametersAndRecipes(WireState state) {
    state.parameter("golden-1").dataType("aws:ec2:image").value(ami(9));
    state.parameter("golden-2").dataType("aws:ec2:image").value(ami(18));
    state.parameter("/text/1", ami(9));
    state.parameter("/text/2", ami(19));
    state.builtImage("base/1.0.0/1").ami(ami(20));
    state.imageRecipe("one").parent(ami(9));
    state.imageRecipe("two").parent("arn:aws:imagebuilder:eu-west-1:123456789012:image/base/x.x.x");
    state.containerRecipe("one").image(ami(9));
    state.containerRecipe("two").image(ami(21)).withoutImageInSummary();
  }

  private static void describeSnapshots(WireState state) {
    state.recycledImage(ami(8));
    state.recycledImage(ami(7));
    state
        .snapshot(snap(7))
        .description("Created by CreateImage(i-0123456789abcdef0) for " + ami(7));
    for (int number : List.of(1, 2)) {
      state
          .snapshot(snap(number))
          .locked()
          .archived("2024-05-01T00:00:00.000Z")
          .fastRestore("eu-west-1a");
    }
  }

  /** Reads all that there is to read, text parameters included, and removes what may go. */
  private static CommandLineRun removeAll(OverWire aws, String... options) {
    return aws.removeAll(
        Stream.concat(Stream.of(options), Stream.of("--ssm-path", "/text")).toArray(String[]::new));
  }

  @Test
  void isReadByTheseActions() {
    aws.run("n\n", "--keep-previous", "0", "--ssm-path", "/text");

    assertThat(aws.endpoint().requests())
        .extracting(WireRequest::action)
        .containsOnlyOnceElementsOf(List.of("GetCallerIdentity"))
        .containsAll(actions())
        .doesNotContain("DeregisterImage", "DeleteSnapshot")
        .isSubsetOf(
            Stream.concat(actions().stream(), Stream.of("GetCallerIdentity", "ListRules"))
                .toList());
  }

  @Test
  void namesTheOptionThatLeavesOutWhatIsDeniedAndItsDanger() {
    aws.state().deny("ec2:DescribeLockedSnapshots");

    assertRefused(
        removeAll(aws),
        "; --skip-usage locked-snapshots leaves it out, and what is in use by nothing else goes"
            + " then");
  }

  @ParameterizedTest
  @MethodSource("reads")
  void refusesToPlanWithoutAPermissionAndNamesIt(String permission) {
    aws.state().deny(permission);

    CommandLineRun run = removeAll(aws);

    assertThat(run.status()).isEqualTo(4);
    assertThat(run.err()).startsWith("amiclean: ").contains(permission + " is denied");
    assertThat(aws.changes()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("reads")
  void refusesToPlanWhenARequestIsRefusedAndNamesIt(String permission) {
    aws.endpoint().failAlways(operation(permission), 400, "SomethingNew", "No, not now.");

    assertRefused(
        removeAll(aws), permission + " failed (SomethingNew: No, not now.): run it again later");
  }

  @Test
  void refusesToPlanWhenAServiceFailsAndNamesTheOperation() throws Exception {
    assertThatOnAccountsWithEach(
            action ->
                failing ->
                    failing
                        .endpoint()
                        .failAlways(action, 500, "InternalError", "An internal error."))
        .allSatisfy(
            (read, run) ->
                assertThat(run.err()).contains(read + " failed (InternalError: ").hasLineCount(1));
  }

  @Test
  void refusesToPlanWhenEveryAnswerIsCutOffAndNamesTheOperation() throws Exception {
    assertThatOnAccountsWithEach(
            action ->
                failing -> {
                  failing.endpoint().pageSize(action, 1);
                  int first = pagedActions().contains(action) ? 2 : 1;
                  // What is asked about each of two things is asked side by side.
                  for (int nth = first; nth < first + 2 * ATTEMPTS; nth++) {
                    failing.endpoint().halfPage(action, nth);
                  }
                })
        .allSatisfy(
            (read, run) ->
                assertThat(run.err()).contains(read + " could not be called").hasLineCount(1));
  }

  /**
   * Runs that are refused, each on an account of its own, under the operation that goes wrong. Side
   * by side, because the SDK tries some of them eight times.
   */
  private static MapAssert<String, CommandLineRun> assertThatOnAccountsWithEach(
      Function<String, Consumer<OverWire>> fault) throws Exception {
    Map<String, CommandLineRun> runs = new ConcurrentHashMap<>();
    List<String> reads =
        Stream.concat(reads().stream(), Stream.of("sts:GetCallerIdentity")).toList();
    ExecutorService pool = Executors.newFixedThreadPool(reads.size());
    try {
      List<Future<?>> done =
          reads.stream()
              .<Future<?>>map(
                  read -> pool.submit(() -> runs.put(read, runWith(fault.apply(operation(read))))))
              .toList();
      for (Future<?> run : done) {
        run.get();
      }
    } finally {
      pool.shutdown();
    }
    return assertThat(runs)
        .hasSameSizeAs(reads)
        .allSatisfy((read, run) -> assertThat(run.status()).as(run.err()).isEqualTo(4));
  }

  private static CommandLineRun runWith(Consumer<OverWire> fault) {
    OverWire failing = OverWire.empty();
    describe(failing);
    fault.accept(failing);
    try {
      CommandLineRun run = removeAll(failing);
      assertThat(failing.changes()).isEmpty();
      return run;
    } finally {
      failing.endpoint().close();
    }
  }

  @Test
  void refusesToPlanForAnUnknownAccount() {
    aws.endpoint().failAlways("GetCallerIdentity", 403, "AccessDenied", "No, not you.");

    assertRefused(removeAll(aws), "sts:GetCallerIdentity is denied");
  }

  @Test
  void refusesCredentialsThatExpired() {
    aws.endpoint().failAlways("GetCallerIdentity", 403, "ExpiredToken", "Its time is over.");

    assertRefused(removeAll(aws), "AWS does not accept the credentials");
  }

  private static ReadingOptions.Builder reading() {
    return ReadingOptions.builder().ssmPaths(List.of("/text"));
  }

  @Test
  void isCompleteWithTheMinimumPolicy() {
    aws.state().allowOnly(MinimumIamPolicy.of(reading().build()).actions());

    CommandLineRun run = removeAll(aws, "--check-orphans");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(aws.state().imageIds()).doesNotContain(ami(5));
  }

  @Test
  void isCompleteWithTheMinimumPolicyOfFewerSources() {
    aws.state()
        .allowOnly(MinimumIamPolicy.of(reading().skip("launch-templates").build()).actions());

    CommandLineRun run = removeAll(aws, "--skip-usage", "launch-templates");

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

    assertRefused(removeAll(aws), action + " answered with the same page token twice");
    assertThat(aws.endpoint().count(action)).isLessThan(5);
  }

  /** Half of the JSON of Systems Manager or Image Builder is what the SDK asks for again. */
  @ParameterizedTest
  @MethodSource("actions")
  void isNeverHalfOfAnAnswer(String action) {
    aws.endpoint().halfPage(action, 1);

    CommandLineRun run = removeAll(aws);

    if (run.status() == 0) {
      assertThatOnlyKeptImagesAreLeft();
    } else {
      assertRefused(run, ":" + action + " could not be called");
    }
  }

  @ParameterizedTest
  @MethodSource("actions")
  void isAskedForAgainWhenTheConnectionIsLost(String action) {
    aws.endpoint().cutBefore(action, 1);

    assertReadToTheEnd();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ssm | 404 | ssm-parameters",
        "ssm | 501 | ssm-parameters",
        "imagebuilder | 404 | image-builder-recipes",
        "imagebuilder | 405 | image-builder-recipes",
        "autoscaling | 400 |"
            + " launch-configurations auto-scaling-groups warm-pools instance-refreshes"
      })
  void isPlannedWithoutAServiceOnceAllThatTheEndpointDoesNotKnowIsSkipped(
      String service, int status, String sources) {
    aws.endpoint().doesNotKnow(service, status, "");

    CommandLineRun first = planWithout(List.of());

    assertThat(first.status()).isEqualTo(4);
    assertThat(first.err()).contains("The endpoint does not know " + service + ":");
    List<String> skipped =
        Pattern.compile("skip the source '([a-z-]+)'")
            .matcher(first.err())
            .results()
            .map(name -> name.group(1))
            .toList();
    assertThat(skipped).containsExactlyInAnyOrder(sources.split(" "));
    assertThat(planWithout(skipped).status()).isZero();
  }

  private CommandLineRun planWithout(List<String> skipped) {
    List<String> options = new ArrayList<>(List.of("--keep-previous", "0"));
    if (!skipped.isEmpty()) {
      options.add("--skip-usage");
      options.addAll(skipped);
    }
    return aws.run("n\n", options.toArray(String[]::new));
  }

  private void assertReadToTheEnd() {
    CommandLineRun run = removeAll(aws, "--check-orphans");

    assertThat(aws.state().snapshotIds())
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(KEPT.stream(), Stream.of(7)).map(OverWire::snap).toList());
    assertThat(run.status()).as(run.err()).isZero();
    assertThatOnlyKeptImagesAreLeft();
  }

  private void assertThatOnlyKeptImagesAreLeft() {
    assertThat(aws.state().imageIds())
        .containsExactly(KEPT.stream().map(OverWire::ami).toArray(String[]::new));
  }

  private void assertRefused(CommandLineRun run, String message) {
    assertThat(run.status()).isEqualTo(4);
    assertThat(run.err()).startsWith("amiclean: ").contains(message).hasLineCount(1);
    assertThat(aws.changes()).isEmpty();
  }
}
