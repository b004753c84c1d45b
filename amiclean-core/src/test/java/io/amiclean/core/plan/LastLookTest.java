package io.amiclean.core.plan;

import static io.amiclean.core.Fixtures.NOW;
import static io.amiclean.core.Fixtures.SCOPE;
import static io.amiclean.core.Fixtures.account;
import static io.amiclean.core.Fixtures.codes;
import static io.amiclean.core.Fixtures.device;
import static io.amiclean.core.Fixtures.image;
import static io.amiclean.core.Fixtures.imageId;
import static io.amiclean.core.Fixtures.snapshot;
import static io.amiclean.core.Fixtures.snapshotId;
import static io.amiclean.core.plan.Planning.decision;
import static io.amiclean.core.plan.Planning.planner;
import static io.amiclean.core.plan.Planning.removed;
import static io.amiclean.core.plan.Planning.snapshotOf;
import static io.amiclean.core.plan.Planning.sweeping;
import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.Reason;
import io.amiclean.api.plan.CandidateCheck;
import io.amiclean.api.plan.CandidateFindings;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.policy.PlanLimits;
import io.amiclean.core.Fixtures;
import io.amiclean.core.mapping.Mappers;
import io.amiclean.core.retention.RetentionStrategies;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LastLookTest {

  private final List<List<ImageId>> asked = new ArrayList<>();

  private static Fixtures.Account images(int... numbers) {
    Fixtures.Account account = account();
    for (int number : numbers) {
      account.images(image(number).build());
    }
    return account;
  }

  /** A check that finds these images shared, and remembers what it was asked. */
  private CandidateCheck finding(Set<ImageId> shared) {
    return candidates -> {
      asked.add(candidates.stream().map(Image::id).toList());
      CandidateFindings.Builder findings =
          CandidateFindings.builder()
              .scope(SCOPE)
              .addEvidence(Evidence.complete("launch-permissions", candidates.size(), NOW));
      for (Image candidate : candidates) {
        if (shared.contains(candidate.id())) {
          findings.putReasons(
              candidate.id(), List.of(Reason.of("shared-usage-unknown", "Shared with others")));
        }
      }
      return findings.build();
    };
  }

  @Test
  void onlyCandidatesAreAskedAbout() {
    planner(images(1, 2, 3).used(imageId(2), "instance", "i-1"))
        .groupBy(Mappers.everything("all"))
        .retain(RetentionStrategies.keepNewest(1))
        .check(finding(Set.of()))
        .build()
        .plan();

    assertThat(asked).containsExactly(List.of(imageId(3)));
  }

  @Test
  void withoutCandidatesNobodyIsAsked() {
    sweeping(account()).check(finding(Set.of())).build().plan();

    assertThat(asked).isEmpty();
  }

  @Test
  void whatItFindsProtectsTheImageAndItsSnapshots() {
    Fixtures.Account account =
        account()
            .images(
                image(1).addBlockDevices(device("/dev/xvda", snapshotId(1))).build(),
                image(2).addBlockDevices(device("/dev/xvda", snapshotId(1))).build())
            .snapshots(snapshot(1).build());
    CleanupPlan plan = sweeping(account).check(finding(Set.of(imageId(1)))).build().plan();

    assertThat(removed(plan)).containsExactly(2);
    assertThat(codes(decision(plan, 1).reasons())).containsExactly("shared-usage-unknown");
    assertThat(codes(snapshotOf(plan, 2, 1).reasons())).containsExactly("shared-snapshot");
  }

  @Test
  void imagesThatBecomeCandidatesByAFindingAreAskedAboutToo() {
    CleanupPlan plan =
        planner(images(1, 2, 3))
            .groupBy(Mappers.everything("all"))
            .retain(RetentionStrategies.keepAtLeast(2))
            .check(finding(Set.of(imageId(3), imageId(2))))
            .build()
            .plan();

    assertThat(asked)
        .containsExactly(List.of(imageId(3)), List.of(imageId(2)), List.of(imageId(1)));
    assertThat(removed(plan)).containsExactly(1);
  }

  @Test
  void oneEntryOfTheEvidenceTellsOfAllThatWasAsked() {
    CleanupPlan plan =
        planner(images(1, 2, 3))
            .groupBy(Mappers.everything("all"))
            .retain(RetentionStrategies.keepAtLeast(2))
            .check(finding(Set.of(imageId(3), imageId(2))))
            .build()
            .plan();

    assertThat(asked).hasSize(3);
    assertThat(plan.evidence())
        .filteredOn(evidence -> evidence.source().equals("launch-permissions"))
        .containsExactly(
            Evidence.builder()
                .from(Evidence.complete("launch-permissions", 3, NOW))
                .subject(Evidence.Subject.CANDIDATES)
                .build());
  }

  @Test
  void nobodyIsAskedTwiceAboutTheSameImage() {
    CandidateCheck check = finding(Set.of(imageId(3)));
    planner(images(1, 2, 3))
        .groupBy(Mappers.everything("all"))
        .retain(RetentionStrategies.keepAtLeast(2))
        .check(check, check)
        .build()
        .plan();

    assertThat(asked).containsExactly(List.of(imageId(3)), List.of(imageId(2)));
  }

  @Test
  void everyCheckIsAskedAboutWhatTheOthersLetGo() {
    CleanupPlan plan =
        sweeping(images(1, 2, 3))
            .check(finding(Set.of(imageId(1))), finding(Set.of(imageId(2))))
            .build()
            .plan();

    assertThat(asked)
        .containsExactly(
            List.of(imageId(1), imageId(2), imageId(3)), List.of(imageId(2), imageId(3)));
    assertThat(removed(plan)).containsExactly(3);
  }

  @Test
  void thePlanHoldsWhatTheCheckRead() {
    CleanupPlan plan = sweeping(images(1)).check(finding(Set.of())).build().plan();

    assertThat(plan.evidence())
        .contains(
            Evidence.builder()
                .from(Evidence.complete("launch-permissions", 1, NOW))
                .subject(Evidence.Subject.CANDIDATES)
                .build());
  }

  @Test
  void limitsCountWhatIsLeftAfterTheLastLook() {
    CleanupPlan plan =
        sweeping(images(1, 2, 3))
            .check(finding(Set.of(imageId(3))))
            .limits(PlanLimits.removeAtMost(2))
            .build()
            .plan();

    assertThat(plan.refusals()).isEmpty();
  }
}
