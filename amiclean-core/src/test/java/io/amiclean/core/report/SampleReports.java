package io.amiclean.core.report;

import static io.amiclean.core.Fixtures.NOW;
import static io.amiclean.core.Fixtures.SCOPE;
import static io.amiclean.core.Fixtures.imageId;
import static io.amiclean.core.Fixtures.snapshotId;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.model.Refusal;
import io.amiclean.api.plan.Action;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.SnapshotDecision;
import io.amiclean.api.plan.SnapshotVerdict;
import io.amiclean.api.plan.Verdict;
import io.amiclean.api.report.CleanupReport;
import io.amiclean.api.report.PlanReport;
import io.amiclean.api.testing.Samples;
import io.amiclean.core.Fixtures;
import io.amiclean.core.SamplePlans;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.mapping.Mappers;
import io.amiclean.core.plan.CleanupPlanner;
import io.amiclean.core.retention.RetentionStrategies;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Plans and results that show everything that a report can show. */
final class SampleReports {

  /** Quotes, a formula, markup, a mention, line ends, escape codes, and changes of direction. */
  static final String AWKWARD =
      "=a\"b'c<script>alert(1)</script>|`d`@root #1 [x](y)\r\n\u001b[31m\u009b1m\u202eé😀\t\\u0041";

  private static final Set<String> OF_OUTCOMES =
      Set.of(ReasonCodes.BECAME_IN_USE, ReasonCodes.IMAGE_NOT_REMOVED);

  private static final Set<String> OF_SNAPSHOTS =
      Set.of(
          ReasonCodes.IMAGE_KEPT,
          ReasonCodes.SHARED_SNAPSHOT,
          ReasonCodes.SNAPSHOT_LOCKED,
          ReasonCodes.SNAPSHOT_ARCHIVED,
          ReasonCodes.SNAPSHOT_FAST_RESTORE,
          ReasonCodes.SNAPSHOT_SHARED,
          ReasonCodes.SNAPSHOT_IN_USE,
          ReasonCodes.UNKNOWN_OWNER,
          ReasonCodes.NOT_RESOLVED,
          ReasonCodes.SNAPSHOT_NOT_COMPLETED,
          ReasonCodes.IMAGE_IN_RECYCLE_BIN,
          ReasonCodes.IMAGE_EXISTS,
          ReasonCodes.ONLY_OF_REMOVED_IMAGES,
          ReasonCodes.ORPHAN);

  private SampleReports() {}

  /** What the inventory of the first document gives with the options that it uses. */
  static CleanupReport ofTheFirstDocument() {
    Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    InMemoryAccount account = InMemoryAccount.demo().withClock(clock);
    CleanupPlan plan =
        CleanupPlanner.builder()
            .images(account)
            .snapshots(account)
            .usage(account)
            .groupBy(Mappers.tags("environment", "role"))
            .retain(RetentionStrategies.keepNewest(4))
            .clock(clock)
            .build()
            .plan();
    return CleanupReport.of(plan);
  }

  /** Every verdict, reason code, action and outcome, and names with every awkward character. */
  static CleanupReport ofEverything() {
    CleanupPlan other =
        CleanupPlan.builder()
            .policy(Samples.policy())
            .createdAt(NOW)
            .scope(CleanupScope.of(Fixtures.OTHER_ACCOUNT, "mars-north-1"))
            .addRefusals(Refusal.of("limit-images", "More than " + AWKWARD))
            .build();
    return CleanupReport.builder()
        .addPlans(PlanReport.of(everyCode(), everyOutcome()), PlanReport.of(other))
        .addResults(
            ExecutionResult.builder()
                .startedAt(NOW)
                .finishedAt(NOW.plusSeconds(2))
                .scope(CleanupScope.of(Fixtures.OTHER_ACCOUNT, "eu-west-1"))
                .addOutcomes(
                    ActionOutcome.deregistration(
                        imageId(1), Outcome.SUCCEEDED, "done", "Deregistered"),
                    ActionOutcome.deletion(snapshotId(1), Outcome.FAILED, "Client.X", AWKWARD))
                .build())
        .build();
  }

  /** A plan of no image. */
  static CleanupReport ofNothing() {
    return CleanupReport.of(
        CleanupPlan.builder().policy(Samples.policy()).createdAt(NOW).scope(SCOPE).build());
  }

  private static CleanupPlan everyCode() {
    List<String> ofSnapshots = new ArrayList<>();
    List<String> ofImages = new ArrayList<>();
    codes()
        .filter(code -> !OF_OUTCOMES.contains(code))
        .forEach(code -> (OF_SNAPSHOTS.contains(code) ? ofSnapshots : ofImages).add(code));
    CleanupPlan.Builder plan =
        CleanupPlan.builder()
            .createdAt(NOW)
            .scope(SCOPE)
            .policy(SamplePlans.policy("tags"))
            .addEvidence(Evidence.complete("images", ofImages.size(), NOW));
    for (int number = 1; number <= ofImages.size(); number++) {
      plan.addImages(image(number, ofImages.get(number - 1)));
    }
    int number = ofImages.size();
    ImageDecision.Builder withSnapshots =
        SamplePlans.image(++number, Verdict.REMOVE, ReasonCodes.NOT_RETAINED).addGroups("back");
    for (String code : ofSnapshots) {
      SnapshotDecision.Builder snapshot =
          SnapshotDecision.builder()
              .snapshotId(snapshotId(++number))
              .verdict(isDeletion(code) ? SnapshotVerdict.DELETE : SnapshotVerdict.KEEP)
              .addReasons(Reason.of(code, "Because of " + code, "evidence"))
              .sizeGiB(8);
      if (code.equals(ReasonCodes.ORPHAN)) {
        plan.addOrphanSnapshots(snapshot.build());
      } else if (code.equals(ReasonCodes.SNAPSHOT_ARCHIVED)) {
        withSnapshots.addSnapshots(
            snapshot.archived(true).archivedAt(NOW.minus(Duration.ofDays(1))).build());
      } else if (isDeletion(code)) {
        withSnapshots.addSnapshots(
            snapshot.fullSizeBytes(1L << 31).archived(true).build(),
            SamplePlans.delete(snapshotId(++number), code));
      } else {
        withSnapshots.addSnapshots(snapshot.build());
      }
    }
    return plan.addImages(
            withSnapshots.build(),
            SamplePlans.image(++number, Verdict.EXCLUDED, ReasonCodes.IN_USE)
                .name(AWKWARD)
                .addGroups(AWKWARD)
                .addReasons(Reason.of(ReasonCodes.EXCLUDED_TAG, AWKWARD, AWKWARD))
                .addSnapshots(SamplePlans.keep(snapshotId(++number), ReasonCodes.IMAGE_KEPT))
                .build())
        .build();
  }

  private static Stream<String> codes() {
    return Arrays.stream(ReasonCodes.class.getFields())
        .map(
            field -> {
              try {
                return (String) field.get(null);
              } catch (IllegalAccessException e) {
                throw new IllegalStateException(e);
              }
            })
        .sorted();
  }

  private static boolean isDeletion(String code) {
    return code.equals(ReasonCodes.ORPHAN) || code.equals(ReasonCodes.ONLY_OF_REMOVED_IMAGES);
  }

  private static ImageDecision image(int number, String code) {
    return switch (code) {
      case ReasonCodes.NOT_RETAINED ->
          SamplePlans.image(number, Verdict.REMOVE, code)
              .addGroups("front")
              .addSnapshots(
                  SamplePlans.delete(snapshotId(number), ReasonCodes.ONLY_OF_REMOVED_IMAGES))
              .build();
      case ReasonCodes.NEXT_STAGE ->
          SamplePlans.image(number, Verdict.STAGE, code)
              .stageChange(Action.DISABLE_IMAGE)
              .addGroups("front")
              .build();
      case ReasonCodes.RESTORE_PROPOSED ->
          SamplePlans.image(number, Verdict.STAGE, code)
              .stageChange(Action.RESTORE_IMAGE)
              .addGroups("front")
              .build();
      case ReasonCodes.NO_GROUP ->
          SamplePlans.image(number, Verdict.UNMAPPED, code).creationDate(Optional.empty()).build();
      case ReasonCodes.KEEP_NEWEST, ReasonCodes.MINIMUM_AGE ->
          SamplePlans.image(number, Verdict.RETAINED, code).addGroups("front").build();
      default -> SamplePlans.image(number, Verdict.EXCLUDED, code).addGroups("front").build();
    };
  }

  private static ExecutionResult everyOutcome() {
    CleanupPlan plan = everyCode();
    ExecutionResult.Builder result =
        ExecutionResult.builder().startedAt(NOW).finishedAt(NOW.plusSeconds(9)).scope(SCOPE);
    Outcome[] outcomes = Outcome.values();
    int next = 0;
    for (ImageDecision image : plan.stageChanges()) {
      result.addOutcomes(
          ActionOutcome.change(
              image.actions().get(0), image.imageId(), outcomes[next++], "code", AWKWARD));
    }
    for (ImageDecision image : plan.removals()) {
      result.addOutcomes(
          ActionOutcome.deregistration(
              image.imageId(), outcomes[next++], ReasonCodes.BECAME_IN_USE, "The message"));
      for (SnapshotDecision snapshot : image.snapshots()) {
        if (snapshot.isDeletion()) {
          result.addOutcomes(
              ActionOutcome.deletion(
                  snapshot.snapshotId(),
                  outcomes[next++ % outcomes.length],
                  ReasonCodes.IMAGE_NOT_REMOVED,
                  "The message"));
        }
      }
    }
    return result.build();
  }
}
