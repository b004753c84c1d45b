package io.amiclean.core.report.html;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.lifecycle.Stage;
import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageState;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.model.Refusal;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.plan.Action;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.SnapshotDecision;
import io.amiclean.api.plan.SnapshotVerdict;
import io.amiclean.api.plan.Verdict;
import io.amiclean.api.policy.CleanupPolicy;
import io.amiclean.api.policy.StrategySpec;
import io.amiclean.api.report.PlanReport;
import io.amiclean.api.testing.Samples;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.lifecycle.LifecyclePolicy;
import io.amiclean.core.lifecycle.LifecycleRule;
import io.amiclean.core.lifecycle.LifecycleTags;
import io.amiclean.core.mapping.Mappers;
import io.amiclean.core.plan.CleanupPlanner;
import io.amiclean.core.retention.RetentionStrategies;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Plans and results to show. */
final class SamplePlans {

  static final Instant NOW = Instant.parse("2017-06-16T00:00:00Z");

  static final CleanupScope SCOPE = CleanupScope.of(AccountId.of("123456789012"), "eu-west-1");

  private static final List<String> ROLES =
      List.of(
          "api", "web", "worker", "batch", "search", "cache", "queue", "auth", "billing", "mail");

  private static final List<String> ENVIRONMENTS = List.of("dev", "test", "stage", "prod", "lab");

  private SamplePlans() {}

  /** The plan of the embedded account, keeping two of each group. */
  static CleanupPlan ofDemoAccount() {
    return plan(InMemoryAccount.demo(), 2, NOW);
  }

  /** A plan of one image with the given name, which also stands in its group and its reason. */
  static CleanupPlan withText(String text) {
    return plan(SCOPE)
        .policy(
            CleanupPolicy.builder()
                .addGroupBy(StrategySpec.custom("function(" + text + ")"))
                .build())
        .addEvidence(
            Evidence.builder()
                .source("instances")
                .items(1)
                .complete(true)
                .readAt(NOW)
                .addNotes("Note " + text)
                .build())
        .addImages(
            image(1, Verdict.RETAINED)
                .name(text)
                .addGroups(text)
                .addReasons(Reason.of(ReasonCodes.KEEP_NEWEST, "Because of " + text, text, text))
                .build())
        .addRefusals(Refusal.of("limit-images", "Refused for " + text))
        .build();
  }

  /** Every verdict once, orphans, and a change of stage. */
  static CleanupPlan withEveryVerdict() {
    return plan(SCOPE)
        .policy(io.amiclean.core.SamplePlans.policy("tags"))
        .addEvidence(Evidence.complete("images", 5, NOW), Evidence.skipped("recycle-bin", NOW))
        .addImages(
            image(1, Verdict.REMOVE)
                .addGroups("front", "web")
                .addReasons(notRetained("front: rank 2 of 3", "web: rank 2 of 2"))
                .addSnapshots(snapshot(1, true, 8), snapshot(2, true, 20))
                .build(),
            image(2, Verdict.RETAINED)
                .addGroups("front")
                .addReasons(
                    Reason.of(ReasonCodes.KEEP_NEWEST, "Among the newest 1", "front: rank 1 of 3"),
                    Reason.of(ReasonCodes.MINIMUM_AGE, "Younger than 30 days", "created today"))
                .addSnapshots(snapshot(3, false, 8))
                .build(),
            image(3, Verdict.EXCLUDED)
                .addGroups("front")
                .addReasons(
                    Reason.of(ReasonCodes.IN_USE, "Instances use it", "i-0a1b2c3d4e5f6a7b8"))
                .build(),
            image(4, Verdict.UNMAPPED)
                .creationDate(java.util.Optional.empty())
                .addReasons(Reason.of(ReasonCodes.NO_GROUP, "No mapper placed it"))
                .build(),
            image(5, Verdict.STAGE)
                .addGroups("web")
                .stageChange(Action.DISABLE_IMAGE)
                .addReasons(Reason.of(ReasonCodes.NEXT_STAGE, "Its next stage is due"))
                .build())
        .addOrphanSnapshots(
            SnapshotDecision.builder()
                .snapshotId(snapshotId(9))
                .verdict(SnapshotVerdict.DELETE)
                .addReasons(Reason.of(ReasonCodes.ORPHAN, "Its image is gone", "ami-0000dead"))
                .build())
        .build();
  }

  /** A plan that removes an image and only one of its snapshots. */
  static CleanupPlan withASnapshotThatStays() {
    return plan(SCOPE)
        .addImages(
            image(1, Verdict.REMOVE)
                .addReasons(notRetained("front: rank 2 of 3"))
                .addSnapshots(snapshot(1, true, 20), snapshot(2, false, 100))
                .build())
        .build();
  }

  /** What became of {@link #withEveryVerdict()}: everything has another outcome. */
  static PlanReport executed() {
    return PlanReport.of(
        withEveryVerdict(),
        ExecutionResult.builder()
            .startedAt(NOW)
            .finishedAt(NOW.plusSeconds(60))
            .scope(SCOPE)
            .addOutcomes(
                ActionOutcome.deregistration(imageId(1), Outcome.SUCCEEDED, "ok", "Deregistered"),
                ActionOutcome.change(
                    Action.DISABLE_IMAGE,
                    imageId(5),
                    Outcome.SKIPPED,
                    "became-in-use",
                    "An instance uses it"),
                ActionOutcome.deletion(snapshotId(1), Outcome.ALREADY_GONE, "gone", "Was gone"),
                ActionOutcome.deletion(
                    snapshotId(2), Outcome.FAILED, "UnauthorizedOperation", "Not permitted"),
                ActionOutcome.deletion(snapshotId(9), Outcome.UNKNOWN, "timeout", "No answer"))
            .build());
  }

  /** A plan of an account with images in use, on hold, protected and in stages, and orphans. */
  static CleanupPlan showcase() {
    Instant now = Instant.parse("2025-09-01T06:00:00Z");
    LifecycleTags tags = LifecycleTags.defaults();
    InMemoryAccount.Builder contents = InMemoryAccount.builder();
    for (int number = 1; number <= 12; number++) {
      int build = number;
      contents.image(
          imageId(build).value(),
          image -> {
            image
                .name("web-build-" + build)
                .createdAt(now.minus(Duration.ofDays(200 - 10L * build)).toString())
                .tag("role", build % 2 == 0 ? "web" : "api")
                .tag("owner", build % 3 == 0 ? "team-web" : "team-api")
                .snapshot(snapshotId(build).value(), 16)
                .snapshot(snapshotId(100).value(), 100);
            switch (build) {
              case 1 -> image.tag(tags.hold(), "2025-08-01T00:00:00Z anna");
              case 2 -> image.deregistrationProtected();
              case 3 -> image.tags(tags.mark(Stage.PRIVATE, now.minus(Duration.ofDays(20))));
              case 4 ->
                  image
                      .state(ImageState.DISABLED)
                      .tags(tags.mark(Stage.DISABLED, now.minus(Duration.ofDays(2))));
              default -> {
                // An image like most.
              }
            }
          });
    }
    InMemoryAccount account =
        contents
            .instance("i-0a1b2c3d4e5f60001", imageId(5).value())
            .autoScalingGroup("api-prod", imageId(6).value())
            .snapshot(
                snapshotId(201).value(),
                snapshot -> snapshot.madeFor("ami-0fffffffffffffff1").sizeGiB(100))
            .snapshot(
                snapshotId(202).value(),
                snapshot -> snapshot.madeFor("ami-0fffffffffffffff2").sizeGiB(20).locked())
            .build()
            .withClock(Clock.fixed(now, ZoneOffset.UTC));
    return CleanupPlanner.builder()
        .account(account)
        .groupBy(Mappers.tags("role"))
        .retain(RetentionStrategies.keepNewest(2))
        .lifecycle(
            LifecyclePolicy.of(
                LifecycleRule.makePrivate(),
                LifecycleRule.disable().after(Duration.ofDays(10)),
                LifecycleRule.deregister().after(Duration.ofDays(10))))
        .orphanSnapshots()
        .recordTags("owner")
        .clock(Clock.fixed(now, ZoneOffset.UTC))
        .build()
        .plan();
  }

  /** A plan for images of three years, in up to 50 groups of which it keeps the newest 20. */
  static CleanupPlan large(CleanupScope scope, int groups, int images) {
    Instant now = Instant.parse("2025-09-01T06:00:00Z");
    Random random = new Random(groups * 31L + images);
    InMemoryAccount.Builder account =
        InMemoryAccount.builder().account(scope.accountId().value()).region(scope.region());
    for (int number = 0; number < images; number++) {
      int group = number % groups;
      String role = ROLES.get(group % ROLES.size());
      String environment = ENVIRONMENTS.get(group / ROLES.size());
      double share = (double) (number / groups + 1) / ((double) images / groups);
      double days = Math.pow(share, 1.4) * 1050 * (0.9 + group % 7 * 0.05);
      Instant created = now.minus(Duration.ofMinutes((long) (days * 1440) + random.nextInt(2000)));
      String id = hex("ami-0", random.nextLong());
      String name = role + "-" + environment + "-" + created.toString().substring(0, 10) + "-";
      int snapshots = group % 3 == 0 ? 2 : 1;
      boolean tagged = random.nextInt(60) > 0;
      account.image(
          id,
          image -> {
            image.name(name + hex("", random.nextLong()).substring(0, 7)).createdAt(created);
            if (tagged) {
              image.tag("environment", environment).tag("role", role);
            }
            for (int i = 0; i < snapshots; i++) {
              image.snapshot(hex("snap-0", random.nextLong()), 8 << group % 5);
            }
          });
      if (random.nextInt(40) == 0) {
        account.instance(hex("i-0", random.nextLong()), id);
      }
    }
    return plan(account.build(), 20, now);
  }

  private static String hex(String prefix, long number) {
    return prefix + String.format(Locale.ROOT, "%016x", number);
  }

  /** A plan of an account, keeping some of each group. */
  static CleanupPlan plan(InMemoryAccount contents, int kept, Instant now) {
    Clock clock = Clock.fixed(now, ZoneOffset.UTC);
    InMemoryAccount account = contents.withClock(clock);
    return CleanupPlanner.builder()
        .images(account)
        .snapshots(account)
        .usage(account)
        .groupBy(Mappers.tags("environment", "role"))
        .retain(RetentionStrategies.keepNewest(kept))
        .clock(clock)
        .build()
        .plan();
  }

  /** Returns how many images of a group have a verdict. */
  static long count(CleanupPlan plan, Verdict verdict, String group) {
    return plan.images().stream()
        .filter(image -> image.verdict() == verdict && image.groups().contains(group))
        .count();
  }

  static ImageId imageId(int number) {
    return ImageId.of(String.format(Locale.ROOT, "ami-%08x", number));
  }

  static SnapshotId snapshotId(int number) {
    return SnapshotId.of(String.format(Locale.ROOT, "snap-0%016x", number));
  }

  private static CleanupPlan.Builder plan(CleanupScope scope) {
    return CleanupPlan.builder().policy(Samples.policy()).createdAt(NOW).scope(scope);
  }

  private static ImageDecision.Builder image(int number, Verdict verdict) {
    return ImageDecision.builder()
        .imageId(imageId(number))
        .name("image-" + number)
        .creationDate(NOW.minus(Duration.ofDays(number)))
        .verdict(verdict);
  }

  private static Reason notRetained(String... ranks) {
    return Reason.of(
        ReasonCodes.NOT_RETAINED,
        "Nothing excludes the image, and no group that it is in retains it",
        ranks);
  }

  private static SnapshotDecision snapshot(int number, boolean deleted, int sizeGib) {
    return SnapshotDecision.builder()
        .snapshotId(snapshotId(number))
        .verdict(deleted ? SnapshotVerdict.DELETE : SnapshotVerdict.KEEP)
        .addReasons(
            deleted
                ? Reason.of(
                    ReasonCodes.ONLY_OF_REMOVED_IMAGES,
                    "Only images that are removed refer to the snapshot")
                : Reason.of(ReasonCodes.IMAGE_KEPT, "The image of the snapshot stays"))
        .sizeGiB(sizeGib)
        .build();
  }
}
