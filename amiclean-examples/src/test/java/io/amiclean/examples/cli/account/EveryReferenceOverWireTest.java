package io.amiclean.examples.cli.account;

import static io.amiclean.examples.cli.OverWire.ami;
import static io.amiclean.examples.cli.OverWire.snap;
import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.aws.wire.FurtherResources;
import io.amiclean.aws.wire.WireState;
import io.amiclean.core.json.PlanJson;
import io.amiclean.examples.cli.CommandLineRun;
import io.amiclean.examples.cli.OverWire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each kind of reference that can stand alone: of two images, it keeps the first and nothing else
 * does; without the source that reads it, both go.
 */
@Tag("slow")
class EveryReferenceOverWireTest {

  private static final String INSTANCE = "i-00000000000000001";
  private static final String TEMPLATE = "lt-00000000000000001";
  private static final String OTHER_TEMPLATE = "lt-00000000000000002";
  private static final String FLEET = "fleet-00000000-0000-0000-0000-000000000001";
  private static final String SPOT_FLEET = "sfr-00000000-0000-0000-0000-000000000001";
  private static final String SPOT_REQUEST = "sir-00000001";
  private static final String TASK = "replacevol-00000000000000001";
  private static final String PARAMETERS = "arn:aws:ssm:eu-west-1:123456789012:parameter";
  private static final String IMAGE_BUILDER = "arn:aws:imagebuilder:eu-west-1:123456789012:";

  /** Leaves parameters to those who name them. */
  private static final String[] BY_OTHER_PATH = {"--ssm-path", "/other"};

  /** An image that there is not, for what would otherwise name none. */
  private static final String ELSEWHERE = ami(9);

  @TempDir private Path folder;

  @RegisterExtension private final OverWire aws = OverWire.empty();

  /**
   * A reference to the first image.
   *
   * @param make makes it
   * @param user what the evidence names
   * @param options what the source needs
   * @param without the options that leave the source out
   */
  record Reference(
      Consumer<WireState> make, String user, List<String> options, List<String> without) {}

  private static Named<Reference> reference(
      String source, String name, String user, Consumer<WireState> make, String... options) {
    return Named.of(
        source + ": " + name,
        new Reference(
            make,
            user,
            List.of(options),
            Stream.concat(Arrays.stream(options), Stream.of("--skip-usage", source)).toList()));
  }

  private static Named<Reference> defaultLatest(
      String source, String name, String user, Consumer<WireState> make) {
    return reference(source, name, user, make, "--launch-template-versions", "default-latest");
  }

  /** Of text, chosen by its path: any other path leaves it out. */
  private static Named<Reference> text(String path, String name, Consumer<WireState> make) {
    return Named.of(
        "ssm-parameters: text by " + path,
        new Reference(
            make, PARAMETERS + name, List.of("--ssm-path", path), List.of(BY_OTHER_PATH)));
  }

  /** A template of which the second version is neither default nor latest. */
  private static void template(WireState state, String id) {
    state.launchTemplate(id).version(ELSEWHERE).version(ami(1)).version(ELSEWHERE);
  }

  private static void alias(WireState state, String reference) {
    state.parameter("/golden").value(ELSEWHERE).value(ami(1)).label("stable").value(ELSEWHERE);
    state.launchTemplate(TEMPLATE).version("resolve:ssm:" + reference);
  }

  static Stream<Named<Reference>> references() {
    return Stream.of(
            instances(),
            launchConfigurations(),
            launchTemplates(),
            autoScalingGroups(),
            warmPoolsAndRefreshes(),
            fleets(),
            parameters(),
            batch(),
            stacks(),
            others())
        .flatMap(all -> all);
  }

  private static Stream<Named<Reference>> instances() {
    return Stream.of(
        reference(
            "instances",
            "a stopped one",
            INSTANCE,
            state -> state.instance(INSTANCE).image(ami(1)).state("stopped")),
        reference(
            "instances",
            "one that a service manages",
            INSTANCE,
            state -> state.instance(INSTANCE).image(ami(1)).hidden("eks.amazonaws.com")));
  }

  private static Stream<Named<Reference>> launchConfigurations() {
    return Stream.of(
        reference(
            "launch-configurations",
            "one of no group",
            "launchConfigurationName/alone",
            state -> state.launchConfiguration("alone").image(ami(1))));
  }

  private static Stream<Named<Reference>> launchTemplates() {
    return Stream.of(
        reference(
            "launch-templates",
            "a version that is neither default nor latest",
            TEMPLATE,
            state -> template(state, TEMPLATE)),
        reference(
            "launch-templates",
            "one that a service manages",
            TEMPLATE,
            state ->
                state.launchTemplate(TEMPLATE).version(ami(1)).hidden("workspaces.amazonaws.com")),
        reference(
            "launch-templates",
            "an alias by name",
            TEMPLATE,
            state -> {
              state.parameter("/golden", ami(1));
              state.launchTemplate(TEMPLATE).version("resolve:ssm:/golden");
            },
            BY_OTHER_PATH),
        reference(
            "launch-templates",
            "an alias by name and version",
            TEMPLATE,
            state -> alias(state, "/golden:2")),
        reference(
            "launch-templates",
            "an alias by name and label",
            TEMPLATE,
            state -> alias(state, "/golden:stable")),
        reference(
            "launch-templates",
            "an alias by ARN",
            TEMPLATE,
            state -> {
              state.parameter("/golden", ami(1));
              state.launchTemplate(TEMPLATE).version("resolve:ssm:" + PARAMETERS + "/golden");
            },
            BY_OTHER_PATH),
        reference(
            "launch-templates",
            "an alias by ARN and label",
            TEMPLATE,
            state -> alias(state, PARAMETERS + "/golden:stable")));
  }

  private static Stream<Named<Reference>> autoScalingGroups() {
    String group = "autoScalingGroupName/web";
    return Stream.of(
        defaultLatest(
            "auto-scaling-groups",
            "at zero, an older version",
            group,
            state -> {
              template(state, TEMPLATE);
              state.autoScalingGroup("web").launchTemplate(TEMPLATE, "2").capacity(0);
            }),
        reference(
            "auto-scaling-groups",
            "at zero, the image of an override",
            group,
            state -> {
              state.launchTemplate(TEMPLATE).version(ELSEWHERE);
              state
                  .autoScalingGroup("web")
                  .mixedInstances(TEMPLATE, "$Default")
                  .overrideImage(ami(1))
                  .capacity(0);
            }),
        defaultLatest(
            "auto-scaling-groups",
            "at zero, an older version of an override",
            group,
            state -> {
              state.launchTemplate(TEMPLATE).version(ELSEWHERE);
              template(state, OTHER_TEMPLATE);
              state
                  .autoScalingGroup("web")
                  .mixedInstances(TEMPLATE, "$Default")
                  .override(OTHER_TEMPLATE, "2")
                  .capacity(0);
            }),
        reference(
            "auto-scaling-groups",
            "the image of a member",
            group,
            state -> state.autoScalingGroup("web").member(INSTANCE, ami(1)),
            "--skip-usage",
            "instances"));
  }

  private static Stream<Named<Reference>> warmPoolsAndRefreshes() {
    String group = "autoScalingGroupName/web";
    return Stream.of(
        defaultLatest(
            "warm-pools",
            "an older version",
            group,
            state -> {
              template(state, TEMPLATE);
              state
                  .autoScalingGroup("web")
                  .launchTemplate(TEMPLATE, "$Latest")
                  .warmInstance(INSTANCE, TEMPLATE, "2");
            }),
        reference(
            "warm-pools",
            "the image of an override",
            group,
            state -> {
              state.launchTemplate(TEMPLATE).version(ELSEWHERE);
              state
                  .autoScalingGroup("web")
                  .mixedInstances(TEMPLATE, "$Default")
                  .overrideImage(ELSEWHERE)
                  .warmInstance(INSTANCE, ami(1));
            }),
        defaultLatest(
            "instance-refreshes",
            "an older version",
            group,
            state -> {
              template(state, TEMPLATE);
              state
                  .autoScalingGroup("web")
                  .launchTemplate(TEMPLATE, "$Latest")
                  .refresh("one")
                  .launchTemplate(TEMPLATE, "2");
            }),
        reference(
            "instance-refreshes",
            "the image of an override",
            group,
            state -> {
              state.launchTemplate(TEMPLATE).version(ELSEWHERE);
              state
                  .autoScalingGroup("web")
                  .refresh("one")
                  .mixedInstances(TEMPLATE, "$Default")
                  .overrideImage(ami(1));
            }),
        defaultLatest(
            "instance-refreshes",
            "an older version of an override",
            group,
            state -> {
              state.launchTemplate(TEMPLATE).version(ELSEWHERE);
              template(state, OTHER_TEMPLATE);
              state
                  .autoScalingGroup("web")
                  .refresh("one")
                  .status("RollbackInProgress")
                  .mixedInstances(TEMPLATE, "$Default")
                  .override(OTHER_TEMPLATE, "2");
            }));
  }

  private static Stream<Named<Reference>> fleets() {
    return Stream.of(
        reference(
            "spot-fleets",
            "a launch specification",
            SPOT_FLEET,
            state -> state.spotFleet(SPOT_FLEET).specification(ami(1))),
        defaultLatest(
            "spot-fleets",
            "an older version",
            SPOT_FLEET,
            state -> {
              template(state, TEMPLATE);
              state.spotFleet(SPOT_FLEET).state("modifying").launchTemplate(TEMPLATE, "2");
            }),
        defaultLatest(
            "ec2-fleets",
            "an active one, an older version",
            FLEET,
            state -> {
              template(state, TEMPLATE);
              state.fleet(FLEET).launchTemplate(TEMPLATE, "2");
            }),
        reference(
            "ec2-fleets",
            "one that is modified, the image of an override",
            FLEET,
            state -> {
              state.launchTemplate(TEMPLATE).version(ELSEWHERE);
              state
                  .fleet(FLEET)
                  .state("modifying")
                  .launchTemplate(TEMPLATE, "1")
                  .overrideImage(ami(1));
            }),
        reference(
            "ec2-fleets",
            "an instant one, through its instances",
            FLEET,
            state -> {
              template(state, TEMPLATE);
              state.fleet(FLEET).type("instant").launchTemplate(TEMPLATE, "2");
              state.instance(INSTANCE).image(ELSEWHERE).tag("aws:ec2:fleet-id", FLEET);
            },
            "--launch-template-versions",
            "in-use"),
        reference(
            "spot-requests",
            "an open one",
            SPOT_REQUEST,
            state -> state.spotRequest(SPOT_REQUEST).image(ami(1))),
        reference(
            "spot-requests",
            "an active one",
            SPOT_REQUEST,
            state -> state.spotRequest(SPOT_REQUEST).image(ami(1)).state("active")));
  }

  private static Stream<Named<Reference>> parameters() {
    return Stream.of(
        reference(
            "ssm-parameters",
            "of the data type for images",
            PARAMETERS + "/golden",
            state -> state.parameter("/golden").dataType("aws:ec2:image").value(ami(1))),
        reference(
            "ssm-parameters",
            "of the data type text",
            PARAMETERS + "/golden",
            state -> state.parameter("/golden", "web=" + ami(1))),
        text("/golden", "/golden/web", state -> state.parameter("/golden/web", ami(1))),
        text(
            "/golden/list",
            "/golden/list",
            state ->
                state.parameter("/golden/list").type("StringList").value(ELSEWHERE + "," + ami(1))),
        text(
            "/json",
            "/json/images",
            state ->
                state.parameter(
                    "/json/images",
                    "{\"eu-west-1\":{\"web\":\"%s\"},\"db\":[\"%s\"]}"
                        .formatted(ELSEWHERE, ami(1)))),
        text(
            "golden-*-ami", "/golden-web-ami", state -> state.parameter("golden-web-ami", ami(1))));
  }

  private static Stream<Named<Reference>> batch() {
    String environment = "arn:aws:batch:eu-west-1:123456789012:compute-environment/render";
    return Stream.of(
        reference(
            "batch-compute-environments",
            "the image",
            environment,
            state -> environment(state, Map.of("imageId", ami(1)))),
        reference(
            "batch-compute-environments",
            "the image for a type, of one that is invalid",
            environment,
            state ->
                FurtherResources.computeEnvironment(
                    state,
                    "render",
                    "INVALID",
                    Map.of(
                        "ec2Configuration",
                        List.of(Map.of("imageType", "ECS_AL2023", "imageIdOverride", ami(1)))))),
        defaultLatest(
            "batch-compute-environments",
            "an older version",
            environment,
            state -> {
              template(state, TEMPLATE);
              environment(
                  state,
                  Map.of("launchTemplate", Map.of("launchTemplateId", TEMPLATE, "version", "2")));
            }),
        defaultLatest(
            "batch-compute-environments",
            "an older version of an override",
            environment,
            state -> {
              state.launchTemplate(TEMPLATE).version(ELSEWHERE);
              template(state, OTHER_TEMPLATE);
              environment(
                  state,
                  Map.of(
                      "launchTemplate",
                      Map.of(
                          "launchTemplateId",
                          TEMPLATE,
                          "overrides",
                          List.of(Map.of("launchTemplateId", OTHER_TEMPLATE, "version", "2")))));
            }));
  }

  private static void environment(WireState state, Map<String, ?> resources) {
    FurtherResources.computeEnvironment(state, "render", "VALID", resources);
  }

  private static Stream<Named<Reference>> stacks() {
    String stack = "arn:aws:cloudformation:eu-west-1:123456789012:stack/web/";
    return Stream.of(
        reference(
            "cloudformation-stacks",
            "the value of a parameter",
            stack,
            state ->
                stack(
                    state,
                    "UPDATE_ROLLBACK_COMPLETE",
                    Map.of("ParameterKey", "Images", "ParameterValue", ELSEWHERE + "," + ami(1)))),
        reference(
            "cloudformation-stacks",
            "what a parameter was resolved to",
            stack,
            state -> {
              state.parameter("/golden", ELSEWHERE);
              stack(
                  state,
                  "CREATE_COMPLETE",
                  Map.of(
                      "ParameterKey",
                      "ImageId",
                      "ParameterValue",
                      "/golden",
                      "ResolvedValue",
                      ami(1)));
            }));
  }

  private static void stack(WireState state, String status, Map<String, String> parameter) {
    FurtherResources.stack(state, "web", status, parameter);
  }

  private static Stream<Named<Reference>> others() {
    return Stream.of(
        reference(
            "image-builder-recipes",
            "the parent of an image recipe",
            IMAGE_BUILDER + "image-recipe/web/1.0.0",
            state -> state.imageRecipe("web").parent(ami(1))),
        reference(
            "image-builder-recipes",
            "the parent of an image recipe by a parameter",
            IMAGE_BUILDER + "image-recipe/web/1.0.0",
            state -> {
              state.parameter("/golden", ami(1));
              state.imageRecipe("web").parent("ssm:/golden");
            },
            BY_OTHER_PATH),
        reference(
            "image-builder-recipes",
            "the parent of an image recipe by Image Builder's ARN",
            IMAGE_BUILDER + "image-recipe/web/1.0.0",
            state -> {
              state.builtImage("base/1.0.0/1").ami(ami(1));
              state.imageRecipe("web").parent(IMAGE_BUILDER + "image/base/x.x.x");
            }),
        reference(
            "image-builder-recipes",
            "a container recipe",
            IMAGE_BUILDER + "container-recipe/web/1.0.0",
            state -> state.containerRecipe("web").image(ami(1))),
        reference(
            "image-builder-recipes",
            "a container recipe whose summary does not say so",
            IMAGE_BUILDER + "container-recipe/web/1.0.0",
            state -> state.containerRecipe("web").image(ami(1)).withoutImageInSummary()),
        reference("fast-launch-images", "an image", ami(1), state -> state.fastLaunchImage(ami(1))),
        reference(
            "store-image-tasks",
            "one in progress",
            "s3://images/" + ami(1) + ".bin",
            state -> state.storeImageTask(ami(1))),
        reference(
            "export-image-tasks",
            "an active one",
            "export-ami-1",
            state -> state.exportImageTask("export-ami-1").image(ami(1))),
        reference(
            "replace-root-volume-tasks",
            "a task in progress",
            TASK,
            state -> state.replaceRootVolumeTask(TASK).image(ami(1))));
  }

  @BeforeEach
  void makeImages() {
    aws.images(2);
  }

  @ParameterizedTest
  @MethodSource("references")
  void keepsTheImageByItself(Reference reference) {
    aws.state().blindReferences();
    reference.make().accept(aws.state());

    CommandLineRun run = removeAll(reference.options());

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(aws.state().imageIds()).containsExactly(ami(1));
    assertThat(aws.state().snapshotIds()).containsExactly(snap(1));
  }

  @ParameterizedTest
  @MethodSource("references")
  void isWhyTheImageStaysInThePlan(Reference reference) throws IOException {
    aws.state().blindReferences();
    reference.make().accept(aws.state());

    CleanupPlan plan = plan(reference.options());

    assertThat(plan.explain(ImageId.of(ami(1))).reasons())
        .singleElement()
        .returns(ReasonCodes.IN_USE, Reason::code)
        .satisfies(
            reason ->
                assertThat(reason.evidence())
                    .anySatisfy(user -> assertThat(user).contains(reference.user())));
    assertThat(plan.explain(ImageId.of(ami(2))).isRemoval()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("references")
  void protectsNothingWhereItIsNotRead(Reference reference) {
    aws.state().blindReferences();
    reference.make().accept(aws.state());

    CommandLineRun run = removeAll(reference.without());

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(aws.state().imageIds()).isEmpty();
    assertThat(aws.state().snapshotIds()).isEmpty();
  }

  @Test
  void pinnedIdsKeepTheImageByThemselves() throws IOException {
    aws.state().blindReferences();
    Path pins = Files.writeString(folder.resolve("main.tf"), "ami = \"" + ami(1) + "\"\n");
    List<String> options = List.of("--pinned-ids", pins.toString());

    assertThat(plan(options).explain(ImageId.of(ami(1))).reasons())
        .containsExactly(Reason.of("in-use", "In use by pinned main.tf:1", "main.tf:1"));
    assertThat(removeAll(options).status()).isZero();
    assertThat(aws.state().imageIds()).containsExactly(ami(1));
    removeAll(List.of());
    assertThat(aws.state().imageIds()).isEmpty();
  }

  @Test
  void whatOnlyEc2KnowsKeepsTheImageAndIsReported() throws IOException {
    String user = PARAMETERS + "/unseen";
    aws.state().reference(ami(1), "ssm:Parameter", user);

    CommandLineRun run = removeAll(List.of());

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.err())
        .isEqualTo(
            "amiclean: image-references: EC2 reports a use of "
                + ami(1)
                + " that amiclean's own sources did not see: "
                + user
                + ".\n");
    assertThat(aws.state().imageIds()).containsExactly(ami(1));
    assertThat(plan(List.of()).explain(ImageId.of(ami(1))).reasons())
        .singleElement()
        .returns(ReasonCodes.IN_USE, Reason::code)
        .returns(List.of(user), Reason::evidence);
    removeAll(List.of("--skip-usage", "image-references"));
    assertThat(aws.state().imageIds()).isEmpty();
  }

  static Stream<Named<Consumer<WireState>>> endedUsers() {
    return Stream.of(
            Stream.of(
                ended(
                    "a terminated instance",
                    state -> state.instance(INSTANCE).image(ami(1)).state("terminated")),
                ended(
                    "an instant fleet without instances",
                    state -> {
                      state.launchTemplate(TEMPLATE).version(ELSEWHERE);
                      state
                          .fleet(FLEET)
                          .type("instant")
                          .launchTemplate(TEMPLATE, "1")
                          .overrideImage(ami(1));
                    })),
            Stream.of("cancelled", "cancelled_running", "cancelled_terminating", "failed")
                .map(
                    ending ->
                        ended(
                            "a Spot Fleet request that is " + ending,
                            state ->
                                state.spotFleet(SPOT_FLEET).specification(ami(1)).state(ending))),
            Stream.of("deleted", "deleted_running", "deleted_terminating", "failed")
                .map(
                    ending ->
                        ended(
                            "a fleet that is " + ending,
                            state -> {
                              state.launchTemplate(TEMPLATE).version(ELSEWHERE);
                              state
                                  .fleet(FLEET)
                                  .state(ending)
                                  .launchTemplate(TEMPLATE, "1")
                                  .overrideImage(ami(1));
                            })),
            Stream.of("closed", "cancelled", "failed")
                .map(
                    ending ->
                        ended(
                            "a Spot request that is " + ending,
                            state -> state.spotRequest(SPOT_REQUEST).image(ami(1)).state(ending))),
            Stream.of("succeeded", "failed", "failed-detached")
                .map(
                    ending ->
                        ended(
                            "a task to replace a root volume that " + ending,
                            state ->
                                state.replaceRootVolumeTask(TASK).image(ami(1)).state(ending))),
            Stream.of("Completed", "Failed")
                .map(
                    ending ->
                        ended(
                            "a task to store an image that " + ending,
                            state -> state.storeImageTask(ami(1)).state(ending))),
            Stream.of("completed", "deleted")
                .map(
                    ending ->
                        ended(
                            "a task to export an image that is " + ending,
                            state ->
                                state.exportImageTask("export-1").image(ami(1)).state(ending))),
            Stream.of(
                ended(
                    "a compute environment that is deleted",
                    state ->
                        FurtherResources.computeEnvironment(
                            state, "render", "DELETED", Map.of("imageId", ami(1)))),
                ended(
                    "a stack that can be deleted only",
                    state ->
                        stack(
                            state,
                            "ROLLBACK_COMPLETE",
                            Map.of("ParameterKey", "ImageId", "ParameterValue", ami(1))))),
            Stream.of("Successful", "Failed", "Cancelled", "RollbackSuccessful", "RollbackFailed")
                .map(
                    ending ->
                        ended(
                            "an instance refresh that ended as " + ending,
                            state -> {
                              state.launchTemplate(TEMPLATE).version(ELSEWHERE);
                              state
                                  .autoScalingGroup("web")
                                  .refresh("one")
                                  .status(ending)
                                  .mixedInstances(TEMPLATE, "1")
                                  .overrideImage(ami(1));
                            })))
        .flatMap(all -> all);
  }

  private static Named<Consumer<WireState>> ended(String name, Consumer<WireState> user) {
    return Named.of(name, user);
  }

  @ParameterizedTest
  @MethodSource("endedUsers")
  void whatHasEndedLetsTheImageGo(Consumer<WireState> user) {
    user.accept(aws.state());

    CommandLineRun run = removeAll(List.of());

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(aws.state().imageIds()).isEmpty();
  }

  private CommandLineRun removeAll(List<String> options) {
    return aws.removeAll(options.toArray(String[]::new));
  }

  private CleanupPlan plan(List<String> options) throws IOException {
    Path file = folder.resolve("plan.json");
    CommandLineRun run = aws.planAll(file, options.toArray(String[]::new));
    assertThat(run.status()).as(run.err()).isZero();
    return PlanJson.read(Files.readString(file));
  }
}
