package io.amiclean.core.plan;

import static io.amiclean.core.Fixtures.NOW;
import static io.amiclean.core.Fixtures.SCOPE;
import static io.amiclean.core.Fixtures.image;
import static io.amiclean.core.plan.Planning.CLOCK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageInventory;
import io.amiclean.api.model.ImageUsage;
import io.amiclean.api.model.ReadingInterruptedException;
import io.amiclean.api.model.SnapshotInventory;
import io.amiclean.api.plan.CandidateCheck;
import io.amiclean.api.plan.CandidateFindings;
import io.amiclean.core.mapping.Mappers;
import io.amiclean.core.retention.RetentionStrategies;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReadingOrderTest {

  private final List<String> read = new CopyOnWriteArrayList<>();

  private ImageInventory images() {
    read.add("images");
    return ImageInventory.builder()
        .scope(SCOPE)
        .readAt(NOW)
        .addImages(image(1).build())
        .addEvidence(Evidence.complete("images", 0, NOW))
        .build();
  }

  private SnapshotInventory snapshots() {
    read.add("snapshots");
    return SnapshotInventory.builder()
        .scope(SCOPE)
        .readAt(NOW)
        .addEvidence(Evidence.complete("snapshots", 0, NOW))
        .build();
  }

  private ImageUsage usage() {
    read.add("usage");
    return ImageUsage.builder()
        .scope(SCOPE)
        .readAt(NOW)
        .addEvidence(Evidence.complete("instances", 0, NOW))
        .build();
  }

  private CleanupPlannerBuilder planner() {
    return CleanupPlanner.builder()
        .images(this::images)
        .snapshots(this::snapshots)
        .usage(this::usage)
        .groupBy(Mappers.everything("all"))
        .retain(RetentionStrategies.nothing())
        .clock(CLOCK);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void imagesAndSnapshotsAreReadAtTheSameTime() {
    CountDownLatch both = new CountDownLatch(2);

    planner()
        .images(
            () -> {
              both.countDown();
              await(both);
              return images();
            })
        .snapshots(
            () -> {
              both.countDown();
              await(both);
              return snapshots();
            })
        .build()
        .plan();

    assertThat(read).containsExactlyInAnyOrder("images", "snapshots", "usage");
  }

  @Test
  void whatUsesImagesIsReadLast() {
    planner().build().plan();

    assertThat(read).last().isEqualTo("usage");
  }

  @Test
  void whereOrphansAreListedSnapshotsAreReadBeforeImages() {
    planner().orphanSnapshots().build().plan();

    assertThat(read).containsExactly("snapshots", "images", "usage");
  }

  @Test
  void whatAnyPlannerMayDecideOnIsReadInTheOrderThatOrphansNeed() {
    planner().build().read();

    assertThat(read).containsExactly("snapshots", "images", "usage");
  }

  @Test
  void ofTwoFailuresThatOfTheSnapshotsIsTold() {
    CountDownLatch imagesFailed = new CountDownLatch(1);
    CleanupPlanner planner =
        planner()
            .images(
                () -> {
                  imagesFailed.countDown();
                  throw new IllegalStateException("no images");
                })
            .snapshots(
                () -> {
                  await(imagesFailed);
                  throw new IllegalStateException("no snapshots");
                })
            .build();

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(planner::plan)
        .withMessageContaining("no snapshots");
  }

  @Test
  void theFailureOfTheImagesIsThrownAsItIs() {
    EvidenceException failure = new EvidenceException("images", "denied");
    CleanupPlanner planner =
        planner()
            .images(
                () -> {
                  throw failure;
                })
            .build();

    assertThatExceptionOfType(EvidenceException.class).isThrownBy(planner::plan).isSameAs(failure);
  }

  @Test
  void theReadingOfImagesEndsWhenThatOfSnapshotsFails() throws InterruptedException {
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    CleanupPlanner planner =
        planner()
            .images(
                () -> {
                  reading.countDown();
                  try {
                    new CountDownLatch(1).await();
                  } catch (InterruptedException e) {
                    interrupted.countDown();
                  }
                  return images();
                })
            .snapshots(
                () -> {
                  await(reading);
                  throw new IllegalStateException("no snapshots");
                })
            .build();

    assertThatExceptionOfType(EvidenceException.class).isThrownBy(planner::plan);

    interrupted.await();
  }

  @Test
  void anInterruptedPlannerSaysSoAndStaysInterrupted() {
    CleanupPlanner planner =
        planner()
            .images(
                () -> {
                  await(new CountDownLatch(1));
                  return images();
                })
            .snapshots(
                () -> {
                  Thread.currentThread().interrupt();
                  return snapshots();
                })
            .build();

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(planner::plan)
        .withMessageContaining("interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }

  /** Ends the interruption, and returns what was read before the planning ended with it. */
  private List<String> readUntilInterrupted(CleanupPlanner planner) {
    assertThatExceptionOfType(ReadingInterruptedException.class).isThrownBy(planner::plan);
    assertThat(Thread.interrupted()).isTrue();
    return read;
  }

  @Test
  void anInterruptEndsThePlanningBeforeTheNextRead() {
    CleanupPlanner planner =
        planner()
            .snapshots(
                () -> {
                  Thread.currentThread().interrupt();
                  return snapshots();
                })
            .orphanSnapshots()
            .build();

    assertThat(readUntilInterrupted(planner)).containsExactly("snapshots");
  }

  @Test
  void anInterruptBeforehandReadsNothing() {
    CleanupPlanner planner = planner().orphanSnapshots().build();
    Thread.currentThread().interrupt();

    assertThat(readUntilInterrupted(planner)).isEmpty();
  }

  @Test
  void anInterruptWhileImagesAreReadElsewhereEndsTheirReadingToo() throws InterruptedException {
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    CleanupPlanner planner =
        planner()
            .images(
                () -> {
                  reading.countDown();
                  try {
                    new CountDownLatch(1).await();
                  } catch (InterruptedException e) {
                    ended.countDown();
                  }
                  return images();
                })
            .snapshots(
                () -> {
                  await(reading);
                  Thread.currentThread().interrupt();
                  return snapshots();
                })
            .build();

    assertThatExceptionOfType(ReadingInterruptedException.class).isThrownBy(planner::plan);
    assertThat(Thread.interrupted()).isTrue();
    ended.await();
    assertThat(read).doesNotContain("usage");
  }

  @Test
  void anInterruptEndsThePlanningBetweenTwoSourcesOfUsage() {
    CleanupPlanner planner =
        planner()
            .usage(
                () -> {
                  Thread.currentThread().interrupt();
                  return usage();
                })
            .usage(
                () -> {
                  read.add("more usage");
                  return usage();
                })
            .build();

    assertThat(readUntilInterrupted(planner)).contains("usage").doesNotContain("more usage");
  }

  @Test
  void anInterruptEndsThePlanningBeforeTheNextCandidateCheck() {
    CleanupPlanner planner = planner().check(check("first", true), check("second", false)).build();

    assertThat(readUntilInterrupted(planner)).contains("first").doesNotContain("second");
  }

  private CandidateCheck check(String name, boolean interrupts) {
    return new CandidateCheck() {
      @Override
      public CandidateFindings check(List<Image> candidates) {
        read.add(name);
        if (interrupts) {
          Thread.currentThread().interrupt();
        }
        return CandidateFindings.builder().scope(SCOPE).build();
      }

      @Override
      public String description() {
        return name;
      }
    };
  }
}
