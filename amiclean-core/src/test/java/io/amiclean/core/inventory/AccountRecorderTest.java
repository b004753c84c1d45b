package io.amiclean.core.inventory;

import static io.amiclean.core.Fixtures.NOW;
import static io.amiclean.core.Fixtures.SCOPE;
import static io.amiclean.core.Fixtures.imageId;
import static io.amiclean.core.Fixtures.snapshotId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageInventory;
import io.amiclean.api.model.ImageState;
import io.amiclean.api.model.Progress;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ScopeMismatchException;
import io.amiclean.api.plan.CandidateCheck;
import io.amiclean.api.plan.CandidateFindings;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.Fixtures;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.json.PlanJson;
import io.amiclean.core.mapping.Mappers;
import io.amiclean.core.plan.CleanupPlanner;
import io.amiclean.core.plan.CleanupPlannerBuilder;
import io.amiclean.core.retention.RetentionStrategies;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AccountRecorderTest {

  private final InMemoryAccount live =
      InMemoryAccount.builder()
          .image(imageId(1).value(), image -> image.createdAt("2017-01-01T00:00:00Z"))
          .image(
              imageId(2).value(),
              image -> image.createdAt("2017-02-01T00:00:00Z").snapshot(snapshotId(2).value(), 8))
          .image(imageId(3).value(), image -> image.createdAt("2017-03-01T00:00:00Z"))
          .image(imageId(4).value(), image -> image.state(ImageState.DISABLED))
          .image(imageId(5).value(), image -> image.state(ImageState.PENDING))
          .image(imageId(6).value(), image -> image.ownedBy(Fixtures.OTHER_ACCOUNT.value()))
          .snapshot(snapshotId(7).value(), snapshot -> snapshot.madeFor(imageId(99).value()))
          .snapshot(
              snapshotId(8).value(), snapshot -> snapshot.ownedBy(Fixtures.OTHER_ACCOUNT.value()))
          .instance("i-00000001", imageId(3).value())
          .finding(imageId(1).value(), Reason.of("shared-usage-unknown", "Shared"))
          .finding(snapshotId(7).value(), Reason.of("snapshot-shared", "Shared"))
          .build()
          .withClock(Clock.fixed(NOW, ZoneOffset.UTC));

  private AccountRecorder.Builder recorder() {
    return AccountRecorder.builder().images(live).snapshots(live).usage(live);
  }

  private RecordedAccount record() {
    return AccountRecorder.builder().account(live).build().record();
  }

  private static CleanupPlannerBuilder planner() {
    return CleanupPlanner.builder()
        .groupBy(Mappers.everything("all"))
        .retain(RetentionStrategies.nothing())
        .orphanSnapshots()
        .clock(Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private static CleanupPlan plan(RecordedAccount account) {
    return planner().account(account).build().plan();
  }

  @Test
  void theRecordingGivesTheSamePlanAsTheAccount() {
    CleanupPlan plan = planner().account(live).build().plan();

    assertThat(plan.removals()).hasSize(1);
    assertThat(PlanJson.write(plan(InventoryJson.read(InventoryJson.write(record())))))
        .isEqualTo(PlanJson.write(plan));
  }

  @Test
  void asksAboutWhatIsOwnedAvailableOrDisabledAndNotInUse() {
    assertThat(record().lastLook())
        .singleElement()
        .satisfies(
            check ->
                assertThat(check.answers()).containsOnlyKeys(imageId(1), imageId(2), imageId(4)));
    assertThat(record().snapshotLastLook())
        .singleElement()
        .satisfies(
            check -> assertThat(check.answers()).containsOnlyKeys(snapshotId(2), snapshotId(7)));
  }

  @Test
  void anImageThatWasNotAskedAboutIsNoCandidate() {
    RecordedAccount recorded = record();
    CleanupPlanner planner =
        planner()
            .images(recorded)
            .snapshots(recorded)
            .withoutUsageEvidence()
            .check(recorded.candidateChecks().get(0))
            .build();

    assertThatThrownBy(planner::plan)
        .isInstanceOf(EvidenceException.class)
        .hasMessageContaining("about " + imageId(3))
        .hasMessageContaining("record the account again");
  }

  @Test
  void aFailureOfACheckIsThatOfTheRecording() {
    CandidateCheck failing =
        CandidateCheck.named(
            "failing",
            candidates -> {
              throw new EvidenceException("launch-permissions", "Denied");
            });

    assertThatThrownBy(() -> recorder().check(failing).build().record())
        .isInstanceOf(EvidenceException.class)
        .hasMessage("Denied");
  }

  @Test
  void anIncompleteSourceIsNotRecorded() {
    Evidence half =
        Evidence.builder().source("images").items(1).complete(false).readAt(NOW).build();

    assertThatThrownBy(
            () ->
                recorder()
                    .images(
                        () ->
                            ImageInventory.builder()
                                .from(live.loadImages())
                                .addEvidence(half)
                                .build())
                    .build()
                    .record())
        .isInstanceOf(EvidenceException.class)
        .hasMessageContaining("'images' was not read to its end");
  }

  @Test
  void aCheckOfAnotherScopeIsRefused() {
    CandidateCheck elsewhere =
        candidates ->
            CandidateFindings.builder()
                .scope(CleanupScope.of(Fixtures.OTHER_ACCOUNT, SCOPE.region()))
                .build();

    assertThatThrownBy(() -> recorder().check(elsewhere).build().record())
        .isInstanceOf(ScopeMismatchException.class);
  }

  @Test
  void asksTogetherFirstOnDemandOnly() {
    List<Set<ImageId>> asked = Collections.synchronizedList(new ArrayList<>());
    CandidateCheck check =
        candidates -> {
          asked.add(candidates.stream().map(Image::id).collect(Collectors.toSet()));
          return live.check(candidates);
        };

    recorder().check(check).build().record();
    assertThat(asked).hasSize(3).allSatisfy(ids -> assertThat(ids).hasSize(1));

    asked.clear();
    recorder().check(check).askTogetherFirst().build().record();
    assertThat(asked).hasSize(4);
    assertThat(asked.get(0)).hasSize(3);
  }

  @Test
  void tellsHowFarItHasCome() {
    List<Progress> progress = Collections.synchronizedList(new ArrayList<>());

    recorder().check(live).progress(progress::add).build().record();

    assertThat(progress).containsExactly(Progress.of("candidate-checks", 3, 3));
  }

  @Test
  void saysWhatIsMissing() {
    assertThatIllegalStateException()
        .isThrownBy(() -> AccountRecorder.builder().images(live).snapshots(live).build())
        .withMessage("The recorder lacks usage(...)");
  }

  @Test
  void datesAllThatWasReadAtOneTime() {
    Instant later = NOW.plusSeconds(60);
    RecordedAccount dated = record().datedAt(later);

    assertThat(dated.evidence().map(read -> read.readAt().orElseThrow())).containsOnly(later);
    assertThat(
            List.of(
                dated.loadImages().readAt(),
                dated.loadSnapshots().readAt(),
                dated.loadUsage().readAt()))
        .containsOnly(later);
    assertThat(dated.datedAt(NOW)).isEqualTo(record());
  }
}
