package io.amiclean.api.exclusion;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.FailingTests;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.model.Snapshot;
import io.amiclean.api.testing.ExclusionFilterContract;
import io.amiclean.api.testing.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ContractViolationsTest {

  private static final List<Reason> REASONS = List.of(Reason.of("custom", "A custom reason."));

  private abstract static class Base extends ExclusionFilterContract {
    @Override
    protected Image protectedImage() {
      return Samples.image(1);
    }

    @Override
    protected Image unprotectedImage() {
      return Samples.image(2);
    }
  }

  static class Counting extends Base {
    @Override
    protected ExclusionFilter strategy() {
      AtomicInteger calls = new AtomicInteger();
      return (image, context) -> calls.getAndIncrement() < 3 ? REASONS : List.of();
    }
  }

  static class FailingOnIncompleteImages extends Base {
    @Override
    protected ExclusionFilter strategy() {
      return (image, context) ->
          image.creationDate().orElseThrow().isAfter(Samples.NOW.minusSeconds(100_000))
              ? REASONS
              : List.of();
    }
  }

  static class ReusingItsAnswer extends Base {
    @Override
    protected ExclusionFilter strategy() {
      List<Reason> reasons = new ArrayList<>();
      return (image, context) -> {
        reasons.add(Reason.of("custom", "Question " + reasons.size() + "."));
        return reasons;
      };
    }
  }

  static class NamedByTheJvm extends Base {
    @Override
    protected ExclusionFilter strategy() {
      ExclusionFilter lambda =
          (image, context) -> image.name().equals("image-1") ? REASONS : List.of();
      return ExclusionFilter.named(lambda.toString(), lambda);
    }
  }

  static class GivingAReasonToRemove extends Base {
    @Override
    protected ExclusionFilter strategy() {
      return ExclusionFilter.when(
          ReasonCodes.NOT_RETAINED, "It goes.", image -> image.name().equals("image-1"));
    }
  }

  static class WithAClockOfItsOwn extends Base {
    private final Instant today = Instant.now();

    @Override
    protected ExclusionFilter strategy() {
      return ExclusionFilter.when(
          "young", "It is of the last 30 days.", image -> isYoung(image.creationDate()));
    }

    @Override
    protected Image protectedImage() {
      return Samples.imageBuilder(1).creationDate(today).build();
    }
  }

  static class SnapshotsWithAClockOfItsOwn extends SnapshotExclusionFilterContractTest {
    private final Instant today = Instant.now();

    @Override
    protected SnapshotExclusionFilter strategy() {
      return SnapshotExclusionFilter.when(
          "young", "It is of the last 30 days.", snapshot -> isYoung(snapshot.startTime()));
    }

    @Override
    protected Snapshot protectedSnapshot() {
      return Samples.snapshotBuilder(1).startTime(today).build();
    }
  }

  private static boolean isYoung(Optional<Instant> made) {
    return made.filter(Instant.now().minus(Duration.ofDays(30))::isBefore).isPresent();
  }

  static class ProtectingAllSnapshots extends SnapshotExclusionFilterContractTest {
    @Override
    protected SnapshotExclusionFilter strategy() {
      return SnapshotExclusionFilter.when(ReasonCodes.ORPHAN, "An orphan.", snapshot -> true);
    }
  }

  static class ProtectingNoSnapshot extends SnapshotExclusionFilterContractTest {
    @Override
    protected SnapshotExclusionFilter strategy() {
      return (Snapshot snapshot, PlanningContext context) -> List.of();
    }
  }

  @Test
  void anAnswerThatDependsOnEarlierQuestionsIsNoticed() {
    assertThat(FailingTests.of(Counting.class))
        .contains("givesTheSameAnswerWhenAskedAgain()", "givesTheSameAnswersToSeveralThreads()");
  }

  @Test
  void aFilterThatFailsOnIncompleteImagesIsNoticed() {
    assertThat(FailingTests.failures(FailingOnIncompleteImages.class))
        .containsKeys("givesTheSameAnswerWhenAskedAgain()", "givesReasonsToKeepOnly()")
        .allSatisfy(
            (test, message) ->
                assertThat(message)
                    .matches(
                        ".* threw when it was asked about ami-(0+2328|f+):"
                            + " java.util.NoSuchElementException: No value present"));
  }

  @Test
  void aClockOfItsOwnIsNoticed() {
    assertThat(FailingTests.of(WithAClockOfItsOwn.class))
        .containsExactly("protectsTheSameImagesWhenAllTimesAreShifted()");
    assertThat(FailingTests.of(SnapshotsWithAClockOfItsOwn.class))
        .containsExactly("protectsTheSameSnapshotsWhenAllTimesAreShifted()");
  }

  @Test
  void anAnswerThatChangesLaterIsNoticed() {
    assertThat(FailingTests.of(ReusingItsAnswer.class))
        .contains("leavesTheAnswersThatItGaveAlone()");
  }

  @Test
  void aDescriptionOfThisRunAloneIsNoticed() {
    assertThat(FailingTests.of(NamedByTheJvm.class))
        .containsExactly("describesItselfTheSameInEveryRun()");
  }

  @Test
  void aReasonToRemoveIsNoticed() {
    assertThat(FailingTests.of(GivingAReasonToRemove.class))
        .containsExactly("givesReasonsToKeepOnly()");
  }

  @Test
  void aFilterThatProtectsAllSnapshotsIsNoticed() {
    assertThat(FailingTests.of(ProtectingAllSnapshots.class))
        .containsExactlyInAnyOrder(
            "hasNoReasonForASnapshotThatItDoesNotProtect()", "givesReasonsToKeepOnly()");
  }

  @Test
  void aFilterThatProtectsNoSnapshotIsNoticed() {
    assertThat(FailingTests.of(ProtectingNoSnapshot.class))
        .containsExactly("saysWhyItProtectsASnapshot()");
  }
}
