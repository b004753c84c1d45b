package io.amiclean.examples.cli.execution;

import static io.amiclean.examples.cli.OverWire.ami;
import static io.amiclean.examples.cli.OverWire.snap;
import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.Reason;
import io.amiclean.api.plan.SnapshotDecision;
import io.amiclean.api.plan.SnapshotVerdict;
import io.amiclean.aws.wire.Ec2State;
import io.amiclean.aws.wire.WireState;
import io.amiclean.core.json.PlanJson;
import io.amiclean.examples.cli.CommandLineRun;
import io.amiclean.examples.cli.OverWire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each way in which a snapshot can be kept without its image: of two snapshots of an image, it
 * keeps the first and nothing else does; without it, all go.
 */
@Tag("slow")
class SnapshotsByThemselvesOverWireTest {

  private static final String TEMPLATE = "lt-00000000000000001";
  private static final String FLEET = "fleet-00000000-0000-0000-0000-000000000001";
  private static final String SPOT_FLEET = "sfr-00000000-0000-0000-0000-000000000001";
  private static final String SPOT_REQUEST = "sir-00000001";
  private static final String TASK = "replacevol-00000000000000001";

  /** An image that there is not, for what would otherwise name none. */
  private static final String ELSEWHERE = ami(9);

  /** Less than 90 days before the time that is planned for. */
  private static final String LATELY = "2024-03-03T00:00:01.000Z";

  private static final String LONG_AGO = "2024-03-03T00:00:00.000Z";

  @TempDir private Path folder;

  @RegisterExtension private final OverWire aws = OverWire.empty();

  /**
   * What keeps the first snapshot.
   *
   * @param make makes it
   * @param code the reason that the plan gives
   * @param evidence what it names
   * @param without the options that leave it out
   */
  record Keeper(Consumer<WireState> make, String code, String evidence, List<String> without) {}

  private static Named<Keeper> keeper(
      String name, String code, String evidence, Consumer<WireState> make, String... without) {
    return Named.of(name, new Keeper(make, code, evidence, List.of(without)));
  }

  private static Named<Keeper> user(
      String source, String name, String evidence, Consumer<WireState> make) {
    return keeper(source + ": " + name, "snapshot-in-use", evidence, make, "--skip-usage", source);
  }

  private static Consumer<WireState> snapshot(Consumer<Ec2State.Snapshot> change) {
    return state -> change.accept(state.snapshot(snap(1)));
  }

  static Stream<Named<Keeper>> keepers() {
    return Stream.concat(
        users(),
        Stream.of(
            keeper(
                "a lock",
                "snapshot-locked",
                "2117-06-01T00:00:00Z",
                snapshot(Ec2State.Snapshot::locked),
                "--skip-usage",
                "locked-snapshots"),
            keeper(
                "archiving less than 90 days ago",
                "snapshot-archived",
                "2024-03-03T00:00:01Z",
                snapshot(archived -> archived.archived(LATELY)),
                "--delete-archived"),
            keeper(
                "archiving that goes on",
                "snapshot-archived",
                "unknown",
                snapshot(archiving -> archiving.tiering("archival-in-progress")),
                "--skip-usage",
                "snapshot-tiers"),
            keeper(
                "fast restore",
                "snapshot-fast-restore",
                "eu-west-1a",
                snapshot(fast -> fast.fastRestore("eu-west-1a")),
                "--skip-usage",
                "fast-snapshot-restores")));
  }

  private static Stream<Named<Keeper>> users() {
    return Stream.of(
        user(
            "launch-templates",
            "an older version",
            TEMPLATE,
            state ->
                state
                    .launchTemplate(TEMPLATE)
                    .version(ELSEWHERE)
                    .version(ELSEWHERE, snap(1))
                    .version(ELSEWHERE)),
        user(
            "launch-configurations",
            "one of no group",
            "launchConfigurationName/alone",
            state ->
                state.launchConfiguration("alone").image(ELSEWHERE).device("/dev/sdf", snap(1))),
        user(
            "ec2-fleets",
            "an override",
            FLEET,
            state -> {
              state.launchTemplate(TEMPLATE).version(ELSEWHERE);
              state.fleet(FLEET).launchTemplate(TEMPLATE, "1").overrideImage(ELSEWHERE, snap(1));
            }),
        user(
            "spot-fleets",
            "a launch specification",
            SPOT_FLEET,
            state -> state.spotFleet(SPOT_FLEET).specification(ELSEWHERE, snap(1))),
        user(
            "spot-requests",
            "an open one",
            SPOT_REQUEST,
            state -> state.spotRequest(SPOT_REQUEST).image(ELSEWHERE, snap(1))),
        user(
            "image-builder-recipes",
            "the block device of an image recipe",
            "image-recipe/web/1.0.0",
            state -> state.imageRecipe("web").parent(ELSEWHERE).snapshot(snap(1))),
        user(
            "image-builder-recipes",
            "the block device of a container recipe",
            "container-recipe/web/1.0.0",
            state -> state.containerRecipe("web").snapshot(snap(1))),
        user(
            "replace-root-volume-tasks",
            "a task in progress",
            TASK,
            state -> state.replaceRootVolumeTask(TASK).snapshot(snap(1))));
  }

  @BeforeEach
  void makeImage() {
    aws.image(1).device("/dev/xvdb", snap(2), 8);
  }

  @ParameterizedTest
  @MethodSource("keepers")
  void keepsTheSnapshotAndNeitherItsImageNorTheOther(Keeper keeper) {
    aws.state().blindReferences();
    keeper.make().accept(aws.state());

    CommandLineRun run = aws.removeAll();

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(aws.state().imageIds()).isEmpty();
    assertThat(aws.state().snapshotIds()).containsExactly(snap(1));
  }

  @ParameterizedTest
  @MethodSource("keepers")
  void isWhyTheSnapshotStaysInThePlan(Keeper keeper) throws IOException {
    aws.state().blindReferences();
    keeper.make().accept(aws.state());

    List<SnapshotDecision> snapshots = snapshotsOfPlan(List.of());

    assertThat(snapshots)
        .extracting(SnapshotDecision::verdict)
        .containsExactly(SnapshotVerdict.KEEP, SnapshotVerdict.DELETE);
    assertThat(snapshots.get(0).reasons())
        .singleElement()
        .returns(keeper.code(), Reason::code)
        .satisfies(
            reason ->
                assertThat(reason.evidence())
                    .singleElement()
                    .asString()
                    .contains(keeper.evidence()));
  }

  /** Planned only: EC2 itself refuses to delete what is locked. */
  @ParameterizedTest
  @MethodSource("keepers")
  void protectsNothingWhereItIsLeftOut(Keeper keeper) throws IOException {
    aws.state().blindReferences();
    keeper.make().accept(aws.state());

    assertThat(snapshotsOfPlan(keeper.without()))
        .extracting(SnapshotDecision::verdict)
        .containsOnly(SnapshotVerdict.DELETE);
  }

  @Test
  void archivingAsLongAgoAsItIsBilledForKeepsNothing() {
    aws.state().snapshot(snap(1)).archived(LONG_AGO);

    assertThat(aws.removeAll().status()).isZero();

    assertThat(aws.state().snapshotIds()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"succeeded", "failed", "failed-detached"})
  void aTaskThatEndedKeepsNothing(String state) {
    aws.state().replaceRootVolumeTask(TASK).snapshot(snap(1)).state(state);

    assertThat(aws.removeAll().status()).isZero();

    assertThat(aws.state().snapshotIds()).isEmpty();
  }

  private List<SnapshotDecision> snapshotsOfPlan(List<String> options) throws IOException {
    Path file = folder.resolve("plan.json");
    CommandLineRun run = aws.planAll(file, options.toArray(String[]::new));
    assertThat(run.status()).as(run.err()).isZero();
    return PlanJson.read(Files.readString(file)).explain(ImageId.of(ami(1))).snapshots();
  }
}
