package io.amiclean.core.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amiclean.api.lifecycle.LaunchPermissions;
import io.amiclean.api.lifecycle.MalformedStageException;
import io.amiclean.api.lifecycle.Stage;
import io.amiclean.api.lifecycle.StageMark;
import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.Image;
import io.amiclean.core.Fixtures;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LifecycleTagsTest {

  private static final LifecycleTags TAGS = LifecycleTags.defaults();
  private static final Instant SINCE = Instant.parse("2017-06-16T00:00:00Z");

  private static final LaunchPermissions MIXED =
      LaunchPermissions.builder()
          .everybody(true)
          .addAccounts(AccountId.of("111111111111"))
          .addOrganizations("arn:aws:organizations::111111111111:organization/o-1234567890")
          .addOrganizationalUnits(
              "arn:aws:organizations::111111111111:ou/o-1234567890/ou-ab12-12345678")
          .build();

  private static Image image(Map<String, String> tags) {
    return Fixtures.image(1).tags(tags).build();
  }

  private static LaunchPermissions accounts(int number) {
    LaunchPermissions.Builder permissions = LaunchPermissions.builder();
    for (int i = 0; i < number; i++) {
      permissions.addAccounts(AccountId.of(String.format(Locale.ROOT, "%012d", i)));
    }
    return permissions.build();
  }

  @Test
  void readTheMarkThatTheyWrite() {
    assertThat(TAGS.read(image(TAGS.mark(Stage.PRIVATE, SINCE))))
        .contains(
            StageMark.of(
                Stage.PRIVATE,
                SINCE,
                "amiclean:stage=private",
                "amiclean:stage-since=2017-06-16T00:00:00Z"));
  }

  @ParameterizedTest
  @CsvSource({
    "amiclean:stage, private",
    "amiclean:stage-since, 2017-06-16T00:00:00Z",
    "amiclean:stage-next, PRIVATE",
    "amiclean:deprecation, soon",
    "amiclean:launch-permissions, some",
    "amiclean:launch-permissions, 11"
  })
  void refuseATagThatSaysNothing(String key, String value) {
    assertThatThrownBy(() -> TAGS.requireReadable(image(Map.of(key, value))))
        .isInstanceOf(MalformedStageException.class)
        .hasMessageContaining(key)
        .hasMessageContaining(value);
  }

  @Test
  void holdAllKindsOfLaunchPermissions() {
    Map<String, String> record = TAGS.record(image(Map.of()), MIXED);

    assertThat(record).containsOnlyKeys("amiclean:launch-permissions");
    assertThat(TAGS.record(image(record))).contains(MIXED);
    assertThat(TAGS.isComplete(record)).isTrue();
  }

  @Test
  void recordThatNobodyWasPermitted() {
    Map<String, String> record = TAGS.record(image(Map.of()), LaunchPermissions.none());

    assertThat(record).containsValue("none");
    assertThat(TAGS.record(image(record))).contains(LaunchPermissions.none());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 19, 20, 100, 800})
  void splitALongRecordOverSeveralTags(int number) {
    Map<String, String> record = TAGS.record(image(Map.of()), accounts(number));

    assertThat(record.values()).allMatch(value -> value.length() <= 256);
    assertThat(TAGS.isComplete(record)).isTrue();
    assertThat(TAGS.record(image(record))).contains(accounts(number));
  }

  @Test
  void countWhatTheyHaveNoRoomFor() {
    Map<String, String> record = TAGS.record(image(Map.of()), accounts(1000));

    assertThat(record).hasSize(46);
    assertThat(TAGS.isComplete(record)).isFalse();
    Image recorded = image(record);
    assertThat(TAGS.record(recorded).orElseThrow().size() + TAGS.missingInRecord(recorded))
        .isEqualTo(1000);
  }

  @Test
  void remainIncompleteWhenTheyAreWrittenAgainWithLess() {
    Image recorded = image(TAGS.record(image(Map.of()), accounts(1000)));

    Map<String, String> again = TAGS.record(recorded, LaunchPermissions.none());

    assertThat(TAGS.isComplete(again)).isFalse();
    assertThat(again).isEqualTo(recorded.tags());
  }

  @Test
  void neverLoseWhatIsRecorded() {
    Image recorded = image(TAGS.record(image(Map.of()), MIXED));

    assertThat(TAGS.record(image(TAGS.record(recorded, accounts(2)))))
        .contains(MIXED.and(accounts(2)));
  }

  @Test
  void leaveTheHoldOutOfTheTraces() {
    assertThat(TAGS.traces(image(Map.of("amiclean:hold", "anna", "team", "web")))).isEmpty();
    assertThat(TAGS.traces(image(TAGS.record(image(Map.of()), accounts(40)))))
        .containsExactly(
            "amiclean:launch-permissions",
            "amiclean:launch-permissions-2",
            "amiclean:launch-permissions-3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "aws:stage", "amiclean:hold"})
  void refuseAKeyThatCannotBe(String key) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LifecycleTags.builder().stage(key).build())
        .withMessageContaining("'" + key + "'");
  }

  @Test
  void areTheSameByTheKeysThatAreNotTheDefaultOnes() {
    LifecycleTags tags = LifecycleTags.builder().hold("keep-it").build();

    assertThat(LifecycleSpecs.tags(LifecycleSpecs.changedKeys(tags))).isEqualTo(tags);
  }
}
