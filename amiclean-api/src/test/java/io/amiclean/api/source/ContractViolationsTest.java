package io.amiclean.api.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.FailingTests;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.ImageInventory;
import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.ImageUsage;
import io.amiclean.api.model.SnapshotInventory;
import io.amiclean.api.testing.ImageUsageSourceContract;
import io.amiclean.api.testing.Samples;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ContractViolationsTest {

  static class StoppingAtTheFirstPage extends ImageSourceContractTest {
    @Override
    protected ImageSource source() {
      return () -> Samples.inventory(Samples.images(1));
    }
  }

  static class ChangingItsScope extends ImageSourceContractTest {
    @Override
    protected ImageSource source() {
      AtomicInteger calls = new AtomicInteger();
      return () ->
          ImageInventory.builder()
              .from(Samples.inventory(Samples.images(2)))
              .scope(calls.getAndIncrement() == 0 ? Samples.SCOPE : Samples.OTHER_SCOPE)
              .build();
    }
  }

  static class WithoutEvidence extends ImageSourceContractTest {
    @Override
    protected ImageSource source() {
      return () ->
          ImageInventory.builder()
              .scope(Samples.SCOPE)
              .readAt(Samples.NOW)
              .images(Samples.images(2))
              .build();
    }
  }

  static class ReadBeforeItBegan extends ImageSourceContractTest {
    @Override
    protected ImageSource source() {
      return () ->
          ImageInventory.builder()
              .from(Samples.inventory(Samples.images(2)))
              .readAt(Samples.NOW.plusSeconds(1))
              .build();
    }
  }

  static class ListingRecycledImages extends ImageSourceContractTest {
    @Override
    protected ImageSource source() {
      return () ->
          ImageInventory.builder()
              .from(Samples.inventory(Samples.images(2)))
              .addRecycledImageIds(Samples.imageId(2))
              .build();
    }
  }

  static class TellingHalf extends ImageSourceContractTest {
    @Override
    protected Optional<ImageSource> failingSource() {
      return Optional.of(() -> Samples.inventory(Samples.images(1)));
    }
  }

  static class Growing extends ImageSourceContractTest {
    @Override
    protected ImageSource source() {
      AtomicInteger calls = new AtomicInteger(1);
      return () -> Samples.inventory(Samples.images(calls.incrementAndGet()));
    }
  }

  static class ReadingForeignSnapshots extends SnapshotSourceContractTest {
    @Override
    protected SnapshotSource source() {
      return () ->
          Samples.snapshotInventory(
              List.of(
                  Samples.snapshot(1),
                  Samples.snapshotBuilder(2).ownerId(Samples.OTHER_ACCOUNT).build()));
    }
  }

  static class ReadingIncompletely extends SnapshotSourceContractTest {
    @Override
    protected SnapshotSource source() {
      return () ->
          SnapshotInventory.builder()
              .from(Samples.snapshotInventory(List.of(Samples.snapshot(1), Samples.snapshot(2))))
              .addEvidence(
                  Evidence.builder()
                      .source("more-snapshots")
                      .items(0)
                      .complete(false)
                      .readAt(Samples.NOW)
                      .build())
              .build();
    }
  }

  static class ForgettingAReference extends ImageUsageSourceContract {
    @Override
    protected ImageUsageSource source() {
      return () -> Samples.usage(ImageReference.of(Samples.imageId(1), "EC2 Instance", "i-1"));
    }

    @Override
    protected CleanupScope scope() {
      return Samples.SCOPE;
    }

    @Override
    protected Set<ImageReference> expectedReferences() {
      return Set.of(
          ImageReference.of(Samples.imageId(1), "EC2 Instance", "i-1"),
          ImageReference.of(Samples.imageId(2), "EC2 Instance", "i-2"));
    }
  }

  static class NamingASourceTwice extends ForgettingAReference {
    @Override
    protected ImageUsageSource source() {
      ImageUsageSource half = super.source();
      return () -> ImageUsage.union(List.of(half.loadUsage(), half.loadUsage()));
    }
  }

  @Test
  void aSourceThatStopsAtTheFirstPageIsNoticed() {
    assertThat(FailingTests.of(StoppingAtTheFirstPage.class))
        .containsExactly("readsEveryImageOnceSortedById()");
  }

  @Test
  void aScopeThatChangesIsNoticed() {
    assertThat(FailingTests.of(ChangingItsScope.class))
        .containsExactly("answersWithTheScopeOfTheAccountEveryTime()");
  }

  @Test
  void missingEvidenceIsNoticed() {
    assertThat(FailingTests.of(WithoutEvidence.class))
        .containsExactly("namesWhatItReadAndReadItToTheEnd()");
  }

  @Test
  void incompleteEvidenceIsNoticed() {
    assertThat(FailingTests.of(ReadingIncompletely.class))
        .containsExactly("namesWhatItReadAndReadItToTheEnd()");
  }

  @Test
  void aTimeOfReadingThatIsTooLateIsNoticed() {
    assertThat(FailingTests.of(ReadBeforeItBegan.class)).containsExactly("saysWhenReadingBegan()");
  }

  @Test
  void recycledImagesAmongTheOthersAreNoticed() {
    assertThat(FailingTests.of(ListingRecycledImages.class))
        .containsExactly("listsNoImageThatIsInTheRecycleBin()");
  }

  @Test
  void halfOfAnInventoryInsteadOfAFailureIsNoticed() {
    assertThat(FailingTests.of(TellingHalf.class)).containsExactly("throwsInsteadOfTellingHalf()");
  }

  @Test
  void aSourceThatReadsSomethingElseEachTimeIsNoticed() {
    assertThat(FailingTests.of(Growing.class))
        .containsExactlyInAnyOrder(
            "readsAnUnchangedAccountTheSameTwice()", "readsTheSameInSeveralThreads()");
  }

  @Test
  void foreignSnapshotsAreNoticed() {
    assertThat(FailingTests.of(ReadingForeignSnapshots.class))
        .containsExactly("readsOwnSnapshotsOnly()");
  }

  @Test
  void aForgottenReferenceAndAKindInWordsOfItsOwnAreNoticed() {
    assertThat(FailingTests.of(ForgettingAReference.class))
        .containsExactlyInAnyOrder(
            "readsEveryReference()",
            "findsTheUsersOfEveryTarget()",
            "namesKindsInLowerCaseWords()");
  }

  @Test
  void aSourceThatIsNamedTwiceIsNoticed() {
    assertThat(FailingTests.of(NamingASourceTwice.class))
        .contains("namesWhatItReadAndReadItToTheEnd()");
  }
}
