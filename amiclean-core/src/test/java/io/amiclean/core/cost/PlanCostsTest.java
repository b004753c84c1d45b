package io.amiclean.core.cost;

import static io.amiclean.core.Fixtures.NOW;
import static io.amiclean.core.Fixtures.imageId;
import static io.amiclean.core.Fixtures.snapshotId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.SnapshotDecision;
import io.amiclean.api.plan.Verdict;
import io.amiclean.core.Fixtures;
import io.amiclean.core.SamplePlans;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Currency;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class PlanCostsTest {

  private static final long GIB = 1L << 30;

  /** 1 for each GiB and month, 0.25 in the archive tier. */
  private static final PriceList PRICES =
      PriceList.builder()
          .source("a test")
          .date(LocalDate.of(2017, 6, 16))
          .currency(Currency.getInstance("USD"))
          .putRegions("eu-west-1", SnapshotPrice.of(BigDecimal.ONE, new BigDecimal("0.25")))
          .build();

  private static SnapshotDecision.Builder deleted(int number) {
    return SnapshotDecision.builder()
        .from(SamplePlans.delete(snapshotId(number), ReasonCodes.ONLY_OF_REMOVED_IMAGES));
  }

  private static ImageDecision removed(int number, SnapshotDecision... snapshots) {
    return SamplePlans.image(number, Verdict.REMOVE, ReasonCodes.NOT_RETAINED)
        .addGroups("front")
        .addSnapshots(snapshots)
        .build();
  }

  private static PlanCosts costs(ImageDecision... images) {
    return PlanCosts.of(SamplePlans.removing(images), PRICES).orElseThrow();
  }

  private static BigDecimal perMonth(SnapshotDecision.Builder snapshot) {
    return costs(removed(1, snapshot.build())).total().perMonth();
  }

  @Test
  void reckonsTheVolumeWhereTheFullSizeIsUnknown() {
    assertThat(perMonth(deleted(1))).isEqualByComparingTo("8");
  }

  @Test
  void reckonsTheFullSizeWhereItIsKnown() {
    assertThat(perMonth(deleted(1).fullSizeBytes(3 * GIB / 2))).isEqualByComparingTo("1.5");
  }

  @Test
  void reckonsTheFullSizeWhereTheVolumeIsUnknown() {
    assertThat(perMonth(deleted(1).sizeGiB(OptionalInt.empty()).fullSizeBytes(GIB)))
        .isEqualByComparingTo("1");
  }

  @Test
  void neverReckonsMoreThanTheVolume() {
    assertThat(perMonth(deleted(1).fullSizeBytes(9 * GIB))).isEqualByComparingTo("8");
  }

  @Test
  void isExactForVolumesOfAnySize() {
    assertThat(perMonth(deleted(1).sizeGiB(Integer.MAX_VALUE))).isEqualByComparingTo("2147483647");
  }

  @Test
  void reckonsArchivedSnapshotsAtThePriceOfTheArchive() {
    assertThat(perMonth(deleted(1).archived(true))).isEqualByComparingTo("2");
  }

  @Test
  void billsTheRestOfTheMinimumArchivePeriodByTheHour() {
    SnapshotDecision archived =
        deleted(1).archived(true).archivedAt(NOW.minus(Duration.ofDays(62))).build();

    assertThat(costs(removed(1, archived)).total().earlyDeletion()).isEqualByComparingTo("2");
  }

  @Test
  void billsTheWholeMinimumArchivePeriodIfItsBeginIsUnknown() {
    StorageCost cost = costs(removed(1, deleted(1).archived(true).build())).total();

    assertThat(cost.earlyDeletion()).isBetween(new BigDecimal("6.42"), new BigDecimal("6.43"));
  }

  @Test
  void billsNothingMoreAfterTheMinimumArchivePeriod() {
    SnapshotDecision archived =
        deleted(1).archived(true).archivedAt(NOW.minus(Duration.ofDays(90))).build();

    assertThat(costs(removed(1, archived)).total().earlyDeletion()).isZero();
  }

  @Test
  void billsNoEarlyDeletionForWhatStays() {
    SnapshotDecision kept =
        SnapshotDecision.builder()
            .from(SamplePlans.keep(snapshotId(1), ReasonCodes.SNAPSHOT_ARCHIVED))
            .sizeGiB(8)
            .archived(true)
            .build();
    StorageCost cost = costs(removed(1, kept)).total();

    assertThat(cost.perMonth()).isEqualByComparingTo("2");
    assertThat(cost.freedPerMonth()).isZero();
    assertThat(cost.earlyDeletion()).isZero();
  }

  @Test
  void countsSharedSnapshotsOnceInTheirGroupAndInTotal() {
    PlanCosts costs =
        costs(removed(1, deleted(1).build()), removed(2, deleted(1).build(), deleted(2).build()));

    assertThat(costs.image(imageId(1)).perMonth()).isEqualByComparingTo("8");
    assertThat(costs.image(imageId(2)).perMonth()).isEqualByComparingTo("16");
    assertThat(costs.groups())
        .hasEntrySatisfying(
            "front", cost -> assertThat(cost.perMonth()).isEqualByComparingTo("16"));
    assertThat(costs.total().perMonth()).isEqualByComparingTo("16");
  }

  @Test
  void namesGroupsWithoutSnapshotsToo() {
    assertThat(costs(removed(1)).groups()).containsOnlyKeys("front");
  }

  @Test
  void countsOrphansInTotal() {
    PlanCosts costs = PlanCosts.of(SamplePlans.everyVerdict(), PRICES).orElseThrow();

    assertThat(costs.orphans().freedPerMonth()).isEqualByComparingTo("8");
    assertThat(costs.total().freedPerMonth()).isEqualByComparingTo("16");
  }

  @Test
  void countsWhatHasNoKnownSize() {
    PlanCosts costs = PlanCosts.of(SamplePlans.everyVerdict(), PRICES).orElseThrow();

    assertThat(costs.image(imageId(3)).unknownSizes()).isEqualTo(1);
    assertThat(costs.total().unknownSizes()).isEqualTo(1);
  }

  @Test
  void guessesNoPriceOfARegion() {
    CleanupPlan plan =
        CleanupPlan.builder()
            .from(SamplePlans.everyVerdict())
            .scope(CleanupScope.of(Fixtures.ACCOUNT, "mars-north-1"))
            .build();

    assertThat(PlanCosts.of(plan, PRICES)).isEmpty();
  }

  @Test
  void knowsOnlyTheImagesOfThePlan() {
    PlanCosts costs = costs(removed(1));

    assertThatThrownBy(() -> costs.image(imageId(2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(imageId(2).value());
  }
}
