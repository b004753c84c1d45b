package io.amiclean.core.backtest;

import static io.amiclean.core.Fixtures.imageId;
import static io.amiclean.core.Fixtures.snapshotId;
import static io.amiclean.core.backtest.Recordings.day;
import static io.amiclean.core.backtest.Recordings.keepNewest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.ImageState;
import io.amiclean.api.model.PlanRefusedException;
import io.amiclean.api.model.Progress;
import io.amiclean.api.model.ReadingInterruptedException;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.model.Refusal;
import io.amiclean.api.model.Sharing;
import io.amiclean.api.policy.CleanupPolicy;
import io.amiclean.api.policy.EvidenceLimits;
import io.amiclean.api.policy.PlanLimits;
import io.amiclean.api.policy.Protection;
import io.amiclean.api.policy.StrategySpec;
import io.amiclean.core.cost.PriceList;
import io.amiclean.core.inmemory.ImageSpec;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.inventory.AccountHistory;
import io.amiclean.core.inventory.RecordedAccount;
import io.amiclean.core.lifecycle.LifecyclePolicy;
import io.amiclean.core.lifecycle.LifecycleRule;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Images of one role, of which a policy keeps the newest; 1 is the oldest. */
class BacktestTest {

  private static final CleanupPolicy KEEP_ONE = keepNewest(1);

  /** Begins a recording of images 1 and 2, which are made on the days 1 and 2. */
  private static Consumer<InMemoryAccount.Builder> two() {
    return two(image -> {});
  }

  /** Begins a recording of the same images, of which the first one is like this. */
  private static Consumer<InMemoryAccount.Builder> two(Consumer<ImageSpec> first) {
    return account -> {
      image(account, 1, first);
      image(account, 2, image -> {});
    };
  }

  private static void image(InMemoryAccount.Builder account, int number, Consumer<ImageSpec> more) {
    account.image(
        imageId(number).value(),
        image -> {
          image.tag("role", "web").createdAt(day(number)).snapshot(snapshotId(number).value(), 8);
          more.accept(image);
        });
  }

  private static Backtest.Builder backtest(RecordedAccount... recordings) {
    return Backtest.builder(AccountHistory.of(List.of(recordings))).days(20);
  }

  private static BacktestResult run(CleanupPolicy policy, RecordedAccount... recordings) {
    return backtest(recordings).build().run(policy).results().get(0);
  }

  private static BacktestRemoval removalOf(ImageId image, BacktestResult result) {
    return result.removals().stream()
        .filter(removal -> removal.resource().equals(image))
        .findFirst()
        .orElseThrow();
  }

  private static BacktestRemoval first(RecordedAccount... recordings) {
    return removalOf(imageId(1), run(KEEP_ONE, recordings));
  }

  private static RecordedAccount beginning() {
    return Recordings.on(day(0), account -> {});
  }

  private static RecordedAccount end(Consumer<InMemoryAccount.Builder> contents) {
    return Recordings.on(day(20), contents);
  }

  @Test
  void removesWhatIsNotKeptOnTheDayOnWhichItIsNotKeptAnyMore() {
    BacktestResult result = run(KEEP_ONE, beginning(), end(two()));

    assertThat(result.removals()).hasSize(1);
    assertThat(removalOf(imageId(1), result).removedAt()).isEqualTo(day(2));
    assertThat(removalOf(imageId(1), result).image().orElseThrow().reasons())
        .extracting(Reason::code)
        .containsExactly(ReasonCodes.NOT_RETAINED);
  }

  @Test
  void countsEachDayAndAllDaysSoFar() {
    BacktestResult result =
        run(
            KEEP_ONE,
            beginning(),
            end(account -> two().andThen(more -> image(more, 3, image -> {})).accept(account)));

    assertThat(result.days()).hasSize(20);
    assertThat(result.days().subList(1, 5))
        .extracting(
            BacktestDay::time,
            BacktestDay::inventory,
            one -> one.removed().images(),
            one -> one.removedSoFar().images(),
            one -> one.removedSoFar().snapshots(),
            one -> one.removedSoFar().gib())
        .containsExactly(
            tuple(day(1), 1, 0, 0, 0, 0L),
            tuple(day(2), 2, 1, 1, 1, 8L),
            tuple(day(3), 2, 1, 2, 2, 16L),
            tuple(day(4), 1, 0, 2, 2, 16L));
    assertThat(result.removed()).isEqualTo(result.days().get(19).removedSoFar());
  }

  @Test
  void countsWhatTheSnapshotsCostAMonth() {
    assertThat(
            run(KEEP_ONE, beginning(), end(two())).removed().cost().orElseThrow().freedPerMonth())
        .isEqualByComparingTo(
            PriceList.builtIn()
                .price("eu-west-1")
                .orElseThrow()
                .standard()
                .multiply(BigDecimal.valueOf(8)));
  }

  @Test
  void keepsASnapshotThatAnImageRefersToWhichStays() {
    BacktestResult result =
        run(
            KEEP_ONE,
            beginning(),
            end(
                account -> {
                  two(image -> image.snapshot(snapshotId(9).value(), 50)).accept(account);
                  image(account, 3, image -> image.snapshot(snapshotId(9).value(), 50));
                }));

    assertThat(removalOf(imageId(1), result).snapshots())
        .extracting("snapshotId")
        .containsExactly(snapshotId(1), snapshotId(9));
    assertThat(removalOf(imageId(1), result).evidence())
        .extracting(LaterUse::kind, LaterUse::target, use -> use.image().orElseThrow())
        .containsExactly(tuple(LaterUse.Kind.PART_OF_IMAGE, snapshotId(9), imageId(3)));

    BacktestResult shared =
        run(
            KEEP_ONE,
            beginning(),
            end(
                account -> {
                  image(account, 1, image -> image.snapshot(snapshotId(9).value(), 50));
                  image(account, 2, image -> image.snapshot(snapshotId(9).value(), 50));
                }));
    assertThat(removalOf(imageId(1), shared).snapshots())
        .extracting("snapshotId")
        .containsExactly(snapshotId(1));
  }

  @Test
  void regretsALaunchAfterTheRemoval() {
    BacktestRemoval removal = first(beginning(), end(two(image -> image.lastLaunchedAt(day(9)))));

    assertThat(removal.hindsight()).isEqualTo(Hindsight.REGRETTED);
    assertThat(removal.evidence())
        .singleElement()
        .satisfies(
            use -> {
              assertThat(use.kind()).isEqualTo(LaterUse.Kind.LAUNCHED);
              assertThat(use.at()).isEqualTo(day(9));
              assertThat(use.recordedAt()).isEqualTo(day(20));
            });
  }

  @Test
  void regretsAUseThatALaterRecordingShows() {
    BacktestRemoval removal =
        first(
            beginning(),
            Recordings.on(
                day(5), two().andThen(a -> a.launchTemplate("lt-1", 3, imageId(1).value()))),
            end(two().andThen(a -> a.launchTemplate("lt-1", 3, imageId(1).value()))));

    assertThat(removal.evidence())
        .singleElement()
        .satisfies(
            use -> {
              assertThat(use.kind()).isEqualTo(LaterUse.Kind.REFERRED_TO);
              assertThat(use.at()).isEqualTo(day(5));
              assertThat(use.reference())
                  .contains(ImageReference.of(imageId(1), "launch-template", "lt-1", "version 3"));
            });
    assertThat(removal.usageReadAt()).contains(day(0));
  }

  @Test
  void regretsAUseOfASnapshotThatALaterRecordingShows() {
    assertThat(
            first(
                    beginning(),
                    end(two().andThen(a -> a.launchTemplate("lt-1", snapshotId(1).value()))))
                .evidence())
        .extracting(LaterUse::kind, LaterUse::target)
        .containsExactly(tuple(LaterUse.Kind.REFERRED_TO, snapshotId(1)));
  }

  @Test
  void regretsThatAnImageWasMadeFromIt() {
    BacktestRemoval removal =
        first(
            beginning(),
            end(
                two()
                    .andThen(
                        account ->
                            account.image(
                                imageId(7).value(),
                                image ->
                                    image
                                        .createdAt(day(7))
                                        .copiedFrom(imageId(1).value(), "eu-west-1")))));

    assertThat(removal.evidence())
        .extracting(LaterUse::kind, LaterUse::at, use -> use.image().orElseThrow())
        .containsExactly(tuple(LaterUse.Kind.SOURCE_OF_IMAGE, day(7), imageId(7)));
  }

  @Test
  void aCopyOfAnImageOfThatIdInAnotherRegionIsNoUse() {
    assertThat(
            first(
                    beginning(),
                    end(
                        two()
                            .andThen(
                                account ->
                                    account.image(
                                        imageId(7).value(),
                                        image ->
                                            image
                                                .createdAt(day(7))
                                                .copiedFrom(imageId(1).value(), "us-east-1")))))
                .evidence())
        .isEmpty();
  }

  @Test
  void namesTenUsesAndCountsTheOthers() {
    BacktestRemoval removal =
        first(
            beginning(),
            end(
                two()
                    .andThen(
                        account -> {
                          for (int i = 10; i < 25; i++) {
                            account.instance("i-000000" + i, imageId(1).value());
                          }
                        })));

    assertThat(removal.evidence()).hasSize(10);
    assertThat(removal.moreEvidence()).isEqualTo(5);
  }

  @Test
  void noSignOfUseReachesAsFarAsLaunchesAreReported() {
    BacktestRemoval removal =
        first(beginning(), end(two(image -> image.lastLaunchedAt(day(1).plusSeconds(1)))));

    assertThat(removal.hindsight()).isEqualTo(Hindsight.NO_SIGN_OF_USE);
    assertThat(removal.coveredUntil()).contains(day(19));
    assertThat(removal.covered()).contains(Duration.ofDays(17));
  }

  @Test
  void aRemovalThatNoLaterRecordingHoldsIsNotKnown() {
    BacktestRemoval removal =
        first(beginning(), Recordings.on(day(2).minusSeconds(1), two()), end(account -> {}));

    assertThat(removal.hindsight()).isEqualTo(Hindsight.NOT_KNOWN);
    assertThat(removal.blindSpots()).containsExactly(BlindSpot.NOT_RECORDED_AFTERWARDS);
  }

  @Test
  void aRemovalThatOnlyRecordingsWithoutAllSourcesCoverIsNotKnown() {
    InMemoryAccount last = Recordings.account(day(20), two());

    BacktestRemoval removal = first(beginning(), Recordings.of(last.skip("launch-templates")));

    assertThat(removal.hindsight()).isEqualTo(Hindsight.NOT_KNOWN);
    assertThat(removal.blindSpots()).containsExactly(BlindSpot.SOURCES_LEFT_OUT);
  }

  @Test
  void aRemovalOnTheDayBeforeTheLastRecordingIsNotKnown() {
    RecordedAccount last =
        Recordings.on(
            day(20),
            account -> {
              image(account, 18, image -> {});
              image(account, 19, image -> {});
            });

    assertThat(run(KEEP_ONE, beginning(), last).removals())
        .singleElement()
        .satisfies(
            removal -> {
              assertThat(removal.removedAt()).isEqualTo(day(19));
              assertThat(removal.hindsight()).isEqualTo(Hindsight.NOT_KNOWN);
              assertThat(removal.blindSpots()).containsExactly(BlindSpot.LAUNCH_NOT_YET_REPORTED);
            });
  }

  @Test
  void aRemovalThatACheckWasNotAskedAboutIsNotKnownUnlessItIsRegretted() {
    Consumer<InMemoryAccount.Builder> used =
        two().andThen(account -> account.instance("i-00000001", imageId(1).value()));

    BacktestRemoval regretted = first(beginning(), Recordings.on(day(5), used), end(two()));
    assertThat(regretted.blindSpots()).containsExactly(BlindSpot.CHECK_NOT_RECORDED);
    assertThat(regretted.hindsight()).isEqualTo(Hindsight.REGRETTED);

    CleanupPolicy pendingToo =
        CleanupPolicy.builder()
            .from(KEEP_ONE)
            .addWithoutProtections(Protection.NOT_AVAILABLE)
            .build();
    BacktestResult quiet =
        run(pendingToo, beginning(), end(two(image -> image.state(ImageState.PENDING))));
    assertThat(removalOf(imageId(1), quiet).blindSpots())
        .containsExactly(BlindSpot.CHECK_NOT_RECORDED);
    assertThat(removalOf(imageId(1), quiet).hindsight()).isEqualTo(Hindsight.NOT_KNOWN);
  }

  @Test
  void whatTheLastRecordingShowsInUseIsInUse() {
    BacktestResult result =
        run(
            KEEP_ONE,
            Recordings.on(
                day(1), account -> two().accept(account.instance("i-1", imageId(1).value()))),
            Recordings.on(day(10), two()),
            end(two()));

    assertThat(removalOf(imageId(1), result).removedAt()).isEqualTo(day(10));
    assertThat(removalOf(imageId(1), result).usageReadAt()).contains(day(10));
  }

  @Test
  void whatIsFirstRecordedInUseIsTakenToBeInUseBefore() {
    BacktestResult result =
        run(
            KEEP_ONE,
            end(two().andThen(account -> account.launchTemplate("lt-1", imageId(1).value()))));

    assertThat(result.removals()).isEmpty();
    assertThat(result.days().get(5).takenAsInUse()).isEqualTo(1);
    assertThat(result.days().get(5).usageReadAt()).isEmpty();
  }

  @Test
  void whatWasLaunchedSinceIsNotTakenToBeInUseBefore() {
    BacktestRemoval removal =
        first(
            end(
                two(image -> image.lastLaunchedAt(day(9)))
                    .andThen(account -> account.instance("i-1", imageId(1).value()))));

    assertThat(removal.removedAt()).isEqualTo(day(2));
    assertThat(removal.usageReadAt()).isEmpty();
    assertThat(removal.evidence())
        .extracting(LaterUse::kind)
        .containsExactly(LaterUse.Kind.LAUNCHED, LaterUse.Kind.REFERRED_TO);
  }

  @Test
  void aDayWhosePlanIsRefusedRemovesNothing() {
    CleanupPolicy limited =
        CleanupPolicy.builder().from(keepNewest(0)).limits(PlanLimits.removeAtMost(1)).build();

    BacktestResult both =
        run(
            limited,
            Recordings.on(
                day(0).minusSeconds(1),
                account -> {
                  image(account, -1, image -> {});
                  image(account, -2, image -> {});
                }),
            end(
                account -> {
                  image(account, -1, image -> {});
                  image(account, -2, image -> {});
                }));
    assertThat(both.removals()).isEmpty();
    assertThat(both.refusedDays()).isEqualTo(20);
    assertThat(both.days().get(0).refusals())
        .extracting(Refusal::code)
        .containsExactly("limit-images");
  }

  @Test
  void aDayWithTooLittleEvidenceIsRefused() {
    CleanupPolicy policy =
        CleanupPolicy.builder()
            .from(KEEP_ONE)
            .evidence(EvidenceLimits.builder().minimumImages(2).build())
            .build();

    BacktestResult result = run(policy, beginning(), end(two()));

    assertThat(result.days().get(1).refusals())
        .extracting(Refusal::code)
        .containsExactly("not-planned");
    assertThat(result.days().get(2).refusals()).isEmpty();
    assertThat(result.refusedDays()).isEqualTo(19);
  }

  @Test
  void aLimitOnTheAgeOfEvidenceIsNamedAsWhatCannotBeJudged() {
    CleanupPolicy policy =
        CleanupPolicy.builder()
            .from(KEEP_ONE)
            .evidence(EvidenceLimits.builder().maximumAge(Duration.ofHours(1)).build())
            .build();

    BacktestReport report = backtest(beginning(), end(two())).build().run(policy);

    assertThat(report.results().get(0).refusedDays()).isZero();
    assertThat(report.blindSpots()).contains(BlindSpot.AGE_OF_EVIDENCE);
  }

  @Test
  void movesImagesByTheirStagesDayByDay() {
    CleanupPolicy staged =
        CleanupPolicy.builder()
            .from(KEEP_ONE)
            .lifecycle(
                LifecyclePolicy.of(
                        LifecycleRule.makePrivate(),
                        LifecycleRule.disable().after(Duration.ofDays(3)),
                        LifecycleRule.deregister().after(Duration.ofDays(4)))
                    .spec())
            .build();

    BacktestResult result =
        run(
            staged,
            beginning(),
            end(
                two(image -> image.sharing(Sharing.PUBLIC))
                    .andThen(
                        account ->
                            account.finding(
                                imageId(1).value(),
                                Reason.of(ReasonCodes.SHARED_USAGE_UNKNOWN, "Public")))));

    assertThat(result.days())
        .filteredOn(one -> one.staged() > 0)
        .extracting(BacktestDay::time)
        .containsExactly(day(2), day(5));
    assertThat(removalOf(imageId(1), result).removedAt()).isEqualTo(day(9));
  }

  @Test
  void restoresWhatIsUsedAgainOnItsWay() {
    CleanupPolicy staged =
        CleanupPolicy.builder()
            .from(KEEP_ONE)
            .lifecycle(
                LifecyclePolicy.of(
                        LifecycleRule.disable(),
                        LifecycleRule.deregister().after(Duration.ofDays(10)))
                    .spec())
            .build();

    BacktestResult result =
        run(
            staged,
            beginning(),
            Recordings.on(
                day(6), two().andThen(account -> account.instance("i-1", imageId(1).value()))),
            Recordings.on(day(8), two()),
            end(two()));

    assertThat(result.days())
        .filteredOn(one -> one.restored() > 0)
        .extracting(BacktestDay::time)
        .containsExactly(day(6));
    assertThat(removalOf(imageId(1), result).removedAt()).isEqualTo(day(18));
  }

  @Test
  void removesOrphanSnapshotsAndJudgesThemToo() {
    CleanupPolicy orphans = CleanupPolicy.builder().from(KEEP_ONE).orphanSnapshots(true).build();
    Consumer<InMemoryAccount.Builder> orphan =
        account ->
            account.snapshot(
                snapshotId(8).value(),
                snapshot -> snapshot.madeFor(imageId(99).value()).startedAt(day(4)).sizeGiB(30));

    BacktestResult result =
        run(
            orphans,
            beginning(),
            end(orphan.andThen(a -> a.launchTemplate("lt-1", snapshotId(8).value()))));
    assertThat(result.removals())
        .singleElement()
        .satisfies(
            removal -> {
              assertThat(removal.resource()).isEqualTo(snapshotId(8));
              assertThat(removal.removedAt()).isEqualTo(day(4));
              assertThat(removal.hindsight()).isEqualTo(Hindsight.REGRETTED);
            });
    assertThat(result.removed().gib()).isEqualTo(30);
    assertThat(result.removed().images()).isZero();
  }

  @Test
  void putsPoliciesSideBySide() {
    BacktestReport report =
        backtest(
                beginning(),
                end(
                    two(image -> image.lastLaunchedAt(day(9)))
                        .andThen(account -> image(account, 3, image -> {}))))
            .build()
            .run(keepNewest(1), keepNewest(2));

    assertThat(report.results())
        .extracting(result -> result.policy().name().orElseThrow(), r -> r.removals().size())
        .containsExactly(tuple("keep 1", 2), tuple("keep 2", 1));
    assertThat(report.results().get(1).counts())
        .containsEntry(Hindsight.REGRETTED, 1)
        .containsEntry(Hindsight.NO_SIGN_OF_USE, 0);
  }

  @Test
  void statesWhatRecordingsCannotShow() {
    assertThat(backtest(end(two())).build().run(KEEP_ONE).blindSpots())
        .contains(BlindSpot.USE_BETWEEN_RECORDINGS, BlindSpot.USE_BEFORE_FIRST_RECORDING);
    assertThat(backtest(beginning(), end(two())).build().run(KEEP_ONE).blindSpots())
        .contains(BlindSpot.UNRECORDED_IMAGES)
        .doesNotContain(BlindSpot.USE_BEFORE_FIRST_RECORDING, BlindSpot.AGE_OF_EVIDENCE);
  }

  @Test
  void endsWhenItIsAskedTo() {
    BacktestReport report =
        backtest(beginning(), end(two())).days(2).until(day(4)).build().run(KEEP_ONE);

    assertThat(report.until()).isEqualTo(day(4));
    assertThat(report.results().get(0).days())
        .extracting(BacktestDay::time)
        .containsExactly(day(2), day(3));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 3651})
  void refusesAPeriodOutOfBounds(int days) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> backtest(beginning()).days(days))
        .withMessage("A backtest of " + days + " days: expected 1 to 3650");
  }

  @Test
  void refusesAPolicyThatNoProviderMakes() {
    CleanupPolicy foreign =
        CleanupPolicy.builder().from(KEEP_ONE).addExclude(StrategySpec.of("acme.pinned")).build();

    assertThatExceptionOfType(PlanRefusedException.class)
        .isThrownBy(() -> run(foreign, beginning()))
        .withMessageContaining("acme.pinned");
  }

  @Test
  void reportsEachDayOfEachPolicy() {
    List<Progress> received = new ArrayList<>();

    backtest(beginning(), end(two())).progress(received::add).build().run(KEEP_ONE, KEEP_ONE);

    assertThat(received).hasSize(40);
    assertThat(received.get(39)).isEqualTo(Progress.of(Backtest.TASK, 40, 40));
  }

  @Test
  void anInterruptEndsIt() {
    Backtest backtest =
        backtest(beginning(), end(two()))
            .progress(progress -> Thread.currentThread().interrupt())
            .build();

    assertThatExceptionOfType(ReadingInterruptedException.class)
        .isThrownBy(() -> backtest.run(KEEP_ONE));
    assertThat(Thread.interrupted()).isTrue();
  }
}
