package io.amiclean.aws;

import static io.amiclean.aws.AccountOverWire.ami;
import static io.amiclean.aws.AccountOverWire.snap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.model.EvidenceDeniedException;
import io.amiclean.api.model.Reason;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.SnapshotDecision;
import io.amiclean.api.plan.SnapshotVerdict;
import io.amiclean.api.plan.Verdict;
import io.amiclean.api.policy.Protection;
import io.amiclean.aws.source.ReadingOptions;
import io.amiclean.aws.wire.Ec2State;
import io.amiclean.aws.wire.WireState;
import io.amiclean.core.exclusion.ExclusionFilters;
import io.amiclean.core.execution.PlanExecutor;
import io.amiclean.core.mapping.Mappers;
import io.amiclean.core.plan.CleanupPlanner;
import io.amiclean.core.plan.CleanupPlannerBuilder;
import io.amiclean.core.retention.RetentionStrategies;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What protects images and snapshots, from EC2's answer to the plan: each protection alone. Image 1
 * has the snapshots 1 and 2, image 3 nothing.
 */
@Tag("slow")
class ProtectionsOverWireTest {

  private static final String BACKUP = "AWS Backup";
  private static final String LIFECYCLE_MANAGER = "Data Lifecycle Manager";
  private static final String OTHER = "999999999999";

  @AutoClose private final AccountOverWire account = new AccountOverWire();
  private final Ec2State.Image image =
      account
          .state
          .image(ami(1).value())
          .device("/dev/xvda", snap(1).value(), 8)
          .device("/dev/sdf", snap(2).value(), 8);
  private final Ec2State.Snapshot snapshot = account.state.snapshot(snap(1).value());

  ProtectionsOverWireTest() {
    account.state.image(ami(3).value());
  }

  private AwsAccount aws(String... skipped) {
    return account.account().options(ReadingOptions.builder().skip(skipped).build()).build();
  }

  /** A planner by which everything goes that nothing protects. */
  private CleanupPlannerBuilder planner(String... skipped) {
    AwsAccount aws = aws(skipped);
    return CleanupPlanner.builder()
        .images(aws.images())
        .snapshots(aws.snapshots())
        .usage(aws.usage())
        .groupBy(Mappers.everything("all"))
        .retain(RetentionStrategies.nothing())
        .orphanSnapshots()
        .clock(account.clock);
  }

  private static Arguments protectedImage(
      String name, Consumer<Ec2State.Image> how, String code, String evidence) {
    return argumentSet(name, how, code, evidence);
  }

  static Stream<Arguments> images() {
    return Stream.of(
        protectedImage(
            "protection without cooldown",
            image -> image.protection("enabled-without-cooldown"),
            "deregistration-protected",
            "enabled-without-cooldown"),
        protectedImage(
            "protection with cooldown",
            image -> image.protection("enabled-with-cooldown"),
            "deregistration-protected",
            "enabled-with-cooldown"),
        protectedImage(
            "protection while the cooldown runs",
            image -> image.protection("disabled after 2024-05-01T12:00:00.000Z"),
            "deregistration-protected",
            "disabled after 2024-05-01T12:00:00.000Z"),
        protectedImage(
            "AWS Backup's tag",
            image -> image.tag("aws:backup:source-resource", "i-1"),
            "managed-by",
            BACKUP),
        protectedImage(
            "AWS Backup's description",
            image -> image.description("This image is created by the AWS Backup service."),
            "managed-by",
            BACKUP),
        protectedImage(
            "AWS Backup's name",
            image ->
                image.name("AwsBackup_i-0123456789abcdef0_01234567-89ab-cdef-0123-456789abcdef"),
            "managed-by",
            BACKUP),
        protectedImage(
            "AWS Backup's owner alias",
            image -> image.with("imageOwnerAlias", "aws-backup-vault"),
            "managed-by",
            BACKUP),
        protectedImage(
            "Data Lifecycle Manager's tag",
            image -> image.tag("aws:dlm:lifecycle-policy-id", "policy-0123456789abcdef0"),
            "managed-by",
            LIFECYCLE_MANAGER),
        protectedImage(
            "Data Lifecycle Manager's tag that users may edit",
            image -> image.tag("dlm:managed", "true"),
            "managed-by",
            LIFECYCLE_MANAGER),
        protectedImage(
            "Data Lifecycle Manager's description",
            image ->
                image.description("Created for policy: policy-0123456789abcdef0 schedule: daily"),
            "managed-by",
            LIFECYCLE_MANAGER),
        protectedImage(
            "a product code of Marketplace",
            image ->
                image.with(
                    "productCodes",
                    List.of(Map.of("productCode", "abc123", "type", "marketplace"))),
            "marketplace",
            "abc123"));
  }

  @ParameterizedTest
  @MethodSource("images")
  void anImageIsKeptByItsProtectionAlone(
      Consumer<Ec2State.Image> how, String code, String evidence) {
    how.accept(image);

    CleanupPlan plan = planner().build().plan();

    assertExcluded(plan, code, evidence);
    assertThat(plan.removals()).extracting(ImageDecision::imageId).containsExactly(ami(3));
  }

  private static void assertExcluded(CleanupPlan plan, String code, String evidence) {
    ImageDecision decision = plan.explain(ami(1));
    assertThat(decision.verdict()).isEqualTo(Verdict.EXCLUDED);
    assertThat(decision.reasons())
        .extracting(Reason::code, Reason::evidence)
        .containsExactly(tuple(code, List.of(evidence)));
  }

  @Test
  void anImageWithoutProtectionGoes() {
    assertThat(planner().build().plan().removals())
        .extracting(ImageDecision::imageId)
        .containsExactly(ami(1), ami(3));
  }

  @ParameterizedTest
  @ValueSource(strings = {"CreatedBy", "Ec2ImageBuilderArn"})
  void anImageOfImageBuilderIsKeptByChoice(String tag) {
    image.tag(tag, "EC2 Image Builder");

    assertThat(planner().build().plan().explain(ami(1)).isRemoval()).isTrue();
    assertExcluded(
        planner().exclude(ExclusionFilters.builtByImageBuilder()).build().plan(),
        "managed-by",
        "EC2 Image Builder");
  }

  @Test
  void aSnapshotOfAnImageInTheRecycleBinIsKept() {
    account.state.recycledImage(ami(9).value());
    account
        .state
        .snapshot(snap(9).value())
        .description("Created by CreateImage(i-0123456789abcdef0) for " + ami(9));

    assertThat(orphan(planner().build().plan()))
        .returns(SnapshotVerdict.KEEP, SnapshotDecision::verdict)
        .satisfies(
            kept ->
                assertThat(kept.reasons())
                    .extracting(Reason::code, Reason::evidence)
                    .containsExactly(tuple("image-in-recycle-bin", List.of(ami(9).value()))));
    assertThat(orphan(planner("recycle-bin").build().plan()).isDeletion()).isTrue();
  }

  private static SnapshotDecision orphan(CleanupPlan plan) {
    assertThat(plan.orphanSnapshots()).hasSize(1);
    return plan.orphanSnapshots().get(0);
  }

  /** How a snapshot is protected, and how the planner is blinded for it. */
  private static Arguments protectedSnapshot(
      String name,
      Consumer<WireState> how,
      String code,
      String evidence,
      List<String> skipped,
      Consumer<CleanupPlannerBuilder> without) {
    return argumentSet(name, how, code, evidence, skipped.toArray(String[]::new), without);
  }

  private static Arguments protectedSnapshot(
      String name, Consumer<Ec2State.Snapshot> how, String code, String evidence, String source) {
    return protectedSnapshot(
        name,
        state -> how.accept(state.snapshot(snap(1).value())),
        code,
        evidence,
        List.of(source),
        planner -> {});
  }

  private static Arguments protectedSnapshot(
      String name,
      Consumer<Ec2State.Snapshot> how,
      String code,
      String evidence,
      Protection protection) {
    return protectedSnapshot(
        name,
        state -> how.accept(state.snapshot(snap(1).value())),
        code,
        evidence,
        List.of(),
        planner -> planner.withoutProtection(protection));
  }

  static Stream<Arguments> snapshots() {
    return Stream.of(
        protectedSnapshot(
            "a lock",
            snapshot -> snapshot.locked("compliance", "2024-06-01T00:00:00.000Z"),
            "snapshot-locked",
            "2024-06-01T00:00:00Z",
            "locked-snapshots"),
        protectedSnapshot(
            "a lock, left out as a protection",
            snapshot -> snapshot.locked("governance", null),
            "snapshot-locked",
            "no end",
            Protection.SNAPSHOT_LOCKED),
        protectedSnapshot(
            "archiving",
            snapshot -> snapshot.archived("2024-02-01T00:00:01.000Z"),
            "snapshot-archived",
            "2024-02-01T00:00:01Z",
            Protection.SNAPSHOT_ARCHIVED),
        protectedSnapshot(
            "archiving that goes on",
            snapshot -> snapshot.tiering("archival-in-progress"),
            "snapshot-archived",
            "unknown",
            "snapshot-tiers"),
        protectedSnapshot(
            "fast restore",
            snapshot -> snapshot.fastRestore("eu-west-1a"),
            "snapshot-fast-restore",
            "eu-west-1a",
            "fast-snapshot-restores"),
        protectedSnapshot(
            "fast restore, left out as a protection",
            snapshot -> snapshot.fastRestore("eu-west-1a", "enabling"),
            "snapshot-fast-restore",
            "eu-west-1a",
            Protection.SNAPSHOT_FAST_RESTORE),
        protectedSnapshot(
            "AWS Backup's tag",
            snapshot -> snapshot.tag("aws:backup:source-resource", "vol-1"),
            "managed-by",
            BACKUP,
            Protection.MANAGED),
        protectedSnapshot(
            "AWS Backup's description",
            snapshot -> snapshot.description("This snapshot is created by the AWS Backup service."),
            "managed-by",
            BACKUP,
            Protection.MANAGED),
        protectedSnapshot(
            "Data Lifecycle Manager's tag",
            snapshot -> snapshot.tag("aws:dlm:lifecycle-policy-id", "policy-0"),
            "managed-by",
            LIFECYCLE_MANAGER,
            Protection.MANAGED),
        protectedSnapshot(
            "a launch template's device",
            state ->
                state
                    .launchTemplate("lt-00000000000000001")
                    .version(ami(9).value(), snap(1).value()),
            "snapshot-in-use",
            "lt-00000000000000001",
            List.of("launch-templates"),
            planner -> {}),
        protectedSnapshot(
            "a launch configuration's device",
            state ->
                state
                    .launchConfiguration("old")
                    .image(ami(9).value())
                    .device("/dev/sdf", snap(1).value()),
            "snapshot-in-use",
            "arn:aws:autoscaling:eu-west-1:123456789012:launchConfiguration:00000000-0000-0000-0000-000000000000:launchConfigurationName/old",
            List.of("launch-configurations"),
            planner -> {}));
  }

  @ParameterizedTest
  @MethodSource("snapshots")
  void aSnapshotIsKeptByItsProtectionAloneAndKeepsNothingElse(
      Consumer<WireState> how,
      String code,
      String evidence,
      String[] skipped,
      Consumer<CleanupPlannerBuilder> without) {
    how.accept(account.state);

    CleanupPlan plan = planner().build().plan();
    CleanupPlannerBuilder blind = planner(skipped);
    without.accept(blind);

    assertKeptAlone(plan, code, evidence);
    assertThat(snapshotOfImage(blind.build().plan(), 0).isDeletion()).isTrue();
    assertThat(execute(plan).hasFailures()).isFalse();
    assertOnlyTheFirstSnapshotIsLeft();
  }

  private static void assertKeptAlone(CleanupPlan plan, String code, String evidence) {
    assertThat(plan.explain(ami(1)).isRemoval()).isTrue();
    assertThat(snapshotOfImage(plan, 0).verdict()).isEqualTo(SnapshotVerdict.KEEP);
    assertThat(snapshotOfImage(plan, 0).reasons())
        .extracting(Reason::code, Reason::evidence)
        .containsExactly(tuple(code, List.of(evidence)));
    assertThat(snapshotOfImage(plan, 1).isDeletion()).isTrue();
  }

  private static SnapshotDecision snapshotOfImage(CleanupPlan plan, int index) {
    return plan.explain(ami(1)).snapshots().get(index);
  }

  private ExecutionResult execute(CleanupPlan plan) {
    AwsAccount aws = aws();
    return PlanExecutor.builder()
        .operations(aws.operations())
        .planner(planner().checkSnapshots(aws.sharedSnapshots()).build())
        .build()
        .execute(plan);
  }

  private void assertOnlyTheFirstSnapshotIsLeft() {
    assertThat(account.state.imageIds()).isEmpty();
    assertThat(account.state.snapshotIds()).containsExactly(snap(1).value());
    assertThat(account.endpoint.requests("DeregisterImage"))
        .filteredOn(
            request -> request.parameter("ImageId").filter(ami(1).value()::equals).isPresent())
        .noneMatch(request -> request.isTrue("DeleteAssociatedSnapshots"));
  }

  @Test
  void aSnapshotThatIsArchivedForAsLongAsItIsBilledGoes() {
    snapshot.archived("2024-02-01T00:00:00.000Z");

    assertThat(snapshotOfImage(planner().build().plan(), 0).isDeletion()).isTrue();
  }

  @Test
  void aSharedSnapshotIsKeptByChoice() {
    snapshot.sharedWith(OTHER);

    CleanupPlan plan = planner().checkSnapshots(aws().sharedSnapshots()).build().plan();

    assertThat(snapshotOfImage(planner().build().plan(), 0).isDeletion()).isTrue();
    assertKeptAlone(plan, "snapshot-shared", OTHER);
    assertThat(execute(plan).hasFailures()).isFalse();
    assertOnlyTheFirstSnapshotIsLeft();
  }

  @Test
  void onlySnapshotsThatWouldBeDeletedAreAskedAbout() {
    account.state.image(ami(4).value()).device("/dev/xvda", snap(4).value(), 8);
    account.state.instance("i-1").image(ami(4).value());
    snapshot.locked();

    planner().checkSnapshots(aws().sharedSnapshots()).build().plan();

    assertThat(account.endpoint.requests("DescribeSnapshotAttribute"))
        .extracting(request -> request.parameters().get("SnapshotId"))
        .containsExactly(snap(2).value());
  }

  @Test
  void aSnapshotThatGotSharedSinceIsSkipped() {
    CleanupPlan plan = planner().checkSnapshots(aws().sharedSnapshots()).build().plan();
    snapshot.shared();

    ExecutionResult result = execute(plan);

    assertThat(result.outcomes())
        .extracting(ActionOutcome::resource, ActionOutcome::outcome, ActionOutcome::code)
        .contains(tuple(snap(1), Outcome.SKIPPED, "snapshot-shared"));
    assertOnlyTheFirstSnapshotIsLeft();
  }

  @Test
  void withoutThePermissionToLookNothingIsPlanned() {
    account.state.deny("ec2:DescribeSnapshotAttribute");
    CleanupPlanner planner = planner().checkSnapshots(aws().sharedSnapshots()).build();

    assertThatExceptionOfType(EvidenceDeniedException.class)
        .isThrownBy(planner::plan)
        .satisfies(e -> assertThat(e.permission()).isEqualTo("ec2:DescribeSnapshotAttribute"));
  }
}
