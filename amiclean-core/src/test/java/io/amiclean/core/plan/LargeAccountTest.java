package io.amiclean.core.plan;

import static io.amiclean.core.Fixtures.codes;
import static io.amiclean.core.Fixtures.imageId;
import static io.amiclean.core.plan.Planning.planner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amiclean.api.exclusion.ExclusionFilter;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.StrategyException;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.Verdict;
import io.amiclean.core.Fixtures;
import io.amiclean.core.json.PlanDigest;
import io.amiclean.core.json.PlanJson;
import io.amiclean.core.mapping.Mappers;
import io.amiclean.core.retention.RetentionStrategies;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Accounts that are worked on by several threads. */
class LargeAccountTest {

  private static final int IMAGES = 20_000;
  private static final int GROUPS = 500;

  /**
   * Images of equal age in 500 groups, each with a snapshot; each two neighbours share one more.
   */
  private static Fixtures.Account account() {
    Fixtures.Account account = Fixtures.account();
    for (int number = 1; number <= IMAGES; number++) {
      Image.Builder image =
          Fixtures.image(number)
              .creationDate(Fixtures.NOW.minusSeconds(number))
              .putTags("role", "role-" + number % GROUPS)
              .addBlockDevices(Fixtures.device("/dev/xvda", Fixtures.snapshotId(number)));
      if (number % 100 < 2) {
        image.addBlockDevices(
            Fixtures.device("/dev/xvdb", Fixtures.snapshotId(IMAGES + number / 100 + 1)));
      }
      account.images(image.build()).snapshots(Fixtures.snapshot(number).build());
    }
    for (int number = IMAGES + 1; number <= IMAGES + IMAGES / 100 + 1; number++) {
      account.snapshots(Fixtures.snapshot(number).build());
    }
    return account;
  }

  private static CleanupPlannerBuilder of(Fixtures.Account account) {
    return planner(account)
        .groupBy(Mappers.tags("role"))
        .retain(RetentionStrategies.keepNewest(4))
        .orphanSnapshots();
  }

  @Test
  void areDecidedOnAsTheirGroupsSay() {
    CleanupPlan plan = of(account()).build().plan();

    assertThat(plan.summary().images()).isEqualTo(IMAGES);
    assertThat(plan.summary().retained()).isEqualTo(4 * GROUPS);
    assertThat(plan.summary().remove()).isEqualTo(IMAGES - 4 * GROUPS);
    assertThat(
            plan.images().stream()
                .filter(image -> image.verdict() == Verdict.RETAINED)
                .map(ImageDecision::imageId))
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, 4 * GROUPS).mapToObj(Fixtures::imageId).toList());
  }

  @Test
  void haveOnePlanHoweverManyThreadsThereAre() throws Exception {
    CleanupPlanner planner = of(account()).build();
    ForkJoinPool one = new ForkJoinPool(1);
    PlanDigest alone;
    try {
      alone = one.submit(() -> PlanJson.digest(planner.plan())).get();
    } finally {
      one.shutdown();
    }

    assertThat(PlanJson.digest(planner.plan())).isEqualTo(alone);
  }

  @Test
  void haveAPlanThatStandsEveryCheckOfOneFromElsewhere() {
    CleanupPlan plan = of(account()).build().plan();

    CleanupPlan inFull =
        CleanupPlan.builder()
            .from(plan)
            .images(
                plan.images().stream()
                    .map(image -> ImageDecision.builder().from(image).build())
                    .toList())
            .build();

    assertThat(inFull).isEqualTo(plan);
    assertThat(inFull.summary()).isEqualTo(plan.summary());
  }

  @Test
  void nameTheFirstImageAtWhichAStrategyFails() {
    ExclusionFilter broken =
        ExclusionFilter.named(
            "broken()",
            (image, context) -> {
              if (image.id().compareTo(imageId(3)) >= 0) {
                throw new IllegalStateException("broken");
              }
              return List.of();
            });

    assertThatThrownBy(() -> of(account()).exclude(broken).build().plan())
        .isInstanceOf(StrategyException.class)
        .hasMessageContaining("failed at " + imageId(3));
  }

  @Test
  void areMappedByMoreThanOneMapperAsSmallOnesAre() {
    CleanupPlan plan =
        planner(account())
            .groupBy(Mappers.tags("role"), Mappers.everything("all"))
            .retain(RetentionStrategies.keepNewest(1))
            .build()
            .plan();

    ImageDecision newest = plan.explain(imageId(1));
    assertThat(newest.groups()).containsExactly("all", "role-1");
    assertThat(codes(newest.reasons())).containsExactly("keep-newest", "keep-newest");
    assertThat(plan.summary().retained()).isEqualTo(GROUPS);
    assertThat(plan.explain(imageId(IMAGES)).reasons().get(0).evidence())
        .containsExactly("all: rank 20000 of 20000", "role-0: rank 40 of 40");
  }
}
