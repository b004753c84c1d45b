package io.amiclean.core.inventory;

import static io.amiclean.core.Fixtures.imageId;
import static io.amiclean.core.Fixtures.snapshotId;
import static io.amiclean.core.backtest.Recordings.day;
import static io.amiclean.core.backtest.Recordings.on;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageFact;
import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ScopeMismatchException;
import io.amiclean.api.model.Snapshot;
import io.amiclean.api.plan.CandidateFindings;
import io.amiclean.core.backtest.Recordings;
import io.amiclean.core.inmemory.ImageSpec;
import io.amiclean.core.inmemory.InMemoryAccount;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Recordings of the days 0, 10 and 20. */
class AccountHistoryTest {

  private static Consumer<InMemoryAccount.Builder> image(
      int number, int created, Consumer<ImageSpec> more) {
    return account ->
        account.image(
            imageId(number).value(),
            image -> {
              image.createdAt(day(created));
              more.accept(image);
            });
  }

  private static Consumer<InMemoryAccount.Builder> image(int number, int created) {
    return image(number, created, image -> {});
  }

  private static void nothing(InMemoryAccount.Builder account) {}

  private static RecordedAccount at(
      Instant time,
      Consumer<InMemoryAccount.Builder> first,
      Consumer<InMemoryAccount.Builder> second,
      Consumer<InMemoryAccount.Builder> third) {
    return history(first, second, third).at(time).account();
  }

  private static AccountHistory history(
      Consumer<InMemoryAccount.Builder> first,
      Consumer<InMemoryAccount.Builder> second,
      Consumer<InMemoryAccount.Builder> third) {
    return AccountHistory.of(List.of(on(day(20), third), on(day(0), first), on(day(10), second)));
  }

  private static List<Image> images(RecordedAccount account) {
    return account.loadImages().images();
  }

  @Test
  void anImageExistsFromItsCreationOnUntilARecordingDoesNotHoldItAnyMore() {
    AccountHistory history =
        history(AccountHistoryTest::nothing, image(1, 4), AccountHistoryTest::nothing);

    assertThat(images(history.at(day(4).minusSeconds(1)).account())).isEmpty();
    assertThat(images(history.at(day(4)).account())).hasSize(1);
    assertThat(images(history.at(day(20).minusSeconds(1)).account())).hasSize(1);
    assertThat(images(history.at(day(20)).account())).isEmpty();
  }

  @Test
  void anImageOfUnknownAgeExistsBeforeItIsRecorded() {
    Consumer<InMemoryAccount.Builder> undated =
        account -> account.image(Image.builder().id(imageId(1)).build());

    assertThat(
            images(at(day(5), AccountHistoryTest::nothing, undated, AccountHistoryTest::nothing)))
        .hasSize(1);
  }

  @Test
  void anImageIsAsTheRecordingBeforeDescribesIt() {
    assertThat(
            images(
                at(
                    day(5),
                    image(1, -1, image -> image.tag("stage", "old")),
                    image(1, -1, image -> image.tag("stage", "new")),
                    AccountHistoryTest::nothing)))
        .extracting(Image::tags)
        .containsExactly(Map.of("stage", "old"));
    assertThat(
            images(
                at(
                    day(5),
                    AccountHistoryTest::nothing,
                    image(1, 4, image -> image.tag("stage", "new")),
                    AccountHistoryTest::nothing)))
        .extracting(Image::tags)
        .containsExactly(Map.of("stage", "new"));
  }

  @Test
  void factsAreNotKnownWhereAnImageIsDescribedByARecordingWithoutThem() {
    AccountHistory history =
        AccountHistory.of(
            List.of(
                Recordings.of(
                    Recordings.account(day(0), image(1, -1))
                        .withFacts(Set.of(ImageFact.WATERMARKS))),
                on(day(10), image(1, -1).andThen(image(2, 4)))));

    assertThat(ImageFact.WATERMARKS.isReadIn(history.at(day(3)).account().imageInventory()))
        .as("before image 2 was made")
        .isTrue();
    assertThat(ImageFact.WATERMARKS.isReadIn(history.at(day(4)).account().imageInventory()))
        .as("image 2 is in the recording without facts only")
        .isFalse();
  }

  @Test
  void aLaunchIsKnownFromItsTimeOn() {
    AccountHistory history =
        history(
            image(1, -9, image -> image.lastLaunchedAt(day(-5))),
            image(1, -9, image -> image.lastLaunchedAt(day(6))),
            AccountHistoryTest::nothing);

    assertThat(images(history.at(day(5)).account()).get(0).lastLaunchedTime()).contains(day(-5));
    assertThat(images(history.at(day(6)).account()).get(0).lastLaunchedTime()).contains(day(6));
    assertThat(
            images(
                    at(
                        day(5),
                        AccountHistoryTest::nothing,
                        image(1, 4, i -> i.lastLaunchedAt(day(6))),
                        AccountHistoryTest::nothing))
                .get(0)
                .lastLaunchedTime())
        .isEmpty();
  }

  @Test
  void snapshotsExistAsImagesDo() {
    AccountHistory history =
        history(
            AccountHistoryTest::nothing,
            account ->
                account.snapshot(
                    snapshotId(1).value(), snapshot -> snapshot.startedAt(day(4)).sizeGiB(8)),
            AccountHistoryTest::nothing);

    assertThat(history.at(day(3)).account().loadSnapshots().snapshots()).isEmpty();
    assertThat(history.at(day(4)).account().loadSnapshots().snapshots())
        .extracting(Snapshot::id)
        .containsExactly(snapshotId(1));
  }

  @Test
  void inUseIsWhatTheRecordingBeforeShows() {
    AccountHistory history =
        history(
            account -> account.instance("i-1", imageId(1).value()),
            account -> account.instance("i-2", imageId(1).value()),
            AccountHistoryTest::nothing);

    AccountHistory.Past past = history.at(day(10).minusSeconds(1));
    assertThat(past.account().loadUsage().references())
        .extracting(ImageReference::user)
        .containsExactly("i-1");
    assertThat(past.usageReadAt()).contains(day(0));
    assertThat(history.at(day(10)).account().loadUsage().references())
        .extracting(ImageReference::user)
        .containsExactly("i-2");
  }

  @Test
  void beforeTheFirstRecordingItsUseStandsInButForWhatWasLaunchedSince() {
    AccountHistory.Past past =
        history(
                image(1, -9, image -> image.lastLaunchedAt(day(-5)))
                    .andThen(image(2, -9, image -> image.lastLaunchedAt(day(-2))))
                    .andThen(image(3, -9))
                    .andThen(
                        account ->
                            account
                                .instance("i-1", imageId(1).value())
                                .instance("i-2", imageId(2).value())
                                .launchTemplate("lt-3", imageId(3).value())),
                AccountHistoryTest::nothing,
                AccountHistoryTest::nothing)
            .at(day(-3));

    assertThat(past.usageReadAt()).isEmpty();
    assertThat(past.account().loadUsage().references())
        .extracting(ImageReference::user)
        .containsExactly("i-1", "lt-3");
  }

  @Test
  void aCheckAnswersAsBeforeOrElseAsAfter() {
    Reason old = Reason.of("shared", "Before");
    Reason late = Reason.of("shared", "After");
    AccountHistory.Past past =
        history(
                image(1, -1).andThen(account -> account.finding(imageId(1).value(), old)),
                image(1, -1)
                    .andThen(image(2, 4))
                    .andThen(image(3, 4))
                    .andThen(
                        account ->
                            account
                                .finding(imageId(1).value(), late)
                                .finding(imageId(2).value(), late)
                                .instance("i-3", imageId(3).value())),
                AccountHistoryTest::nothing)
            .at(day(5));

    CandidateFindings findings =
        past.account().candidateChecks().get(0).check(images(past.account()));
    assertThat(findings.reasons())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(imageId(1), List.of(old), imageId(2), List.of(late)));
    assertThat(past.unanswered()).containsExactly(imageId(3));
  }

  @Test
  void everyListCountsAsReadThen() {
    RecordedAccount account =
        at(day(5), image(1, -1), AccountHistoryTest::nothing, AccountHistoryTest::nothing);

    assertThat(account.loadImages().readAt()).isEqualTo(day(5));
    assertThat(account.loadUsage().evidence())
        .extracting(Evidence::readAt)
        .containsOnly(Optional.of(day(5)));
    assertThat(account.datedAt(day(5)).evidence().map(Evidence::readAt))
        .containsOnly(Optional.of(day(5)));
  }

  @Test
  void recordingsAreInOrder() {
    AccountHistory history =
        history(
            AccountHistoryTest::nothing, AccountHistoryTest::nothing, AccountHistoryTest::nothing);

    assertThat(history.recordings())
        .extracting(AccountHistory::readAt)
        .containsExactly(day(0), day(10), day(20));
  }

  @Test
  void refusesRecordingsThatAreNoHistory() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AccountHistory.of(List.of()))
        .withMessage("No recording: expected at least one");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                AccountHistory.of(
                    List.of(
                        on(day(1), AccountHistoryTest::nothing),
                        on(day(1), AccountHistoryTest::nothing))))
        .withMessage(
            "Two recordings of 123456789012/eu-west-1 were read at 2017-01-02T00:00:00Z: expected"
                + " each recording once");
    assertThatExceptionOfType(ScopeMismatchException.class)
        .isThrownBy(
            () ->
                AccountHistory.of(
                    List.of(
                        on(day(1), AccountHistoryTest::nothing),
                        on(day(2), account -> account.region("us-east-1")))));
  }
}
