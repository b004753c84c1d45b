package io.amiclean.core.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amiclean.api.exclusion.ExclusionFilter;
import io.amiclean.api.lifecycle.LaunchPermissions;
import io.amiclean.api.lifecycle.MalformedStageException;
import io.amiclean.api.lifecycle.Stage;
import io.amiclean.api.lifecycle.StageMark;
import io.amiclean.api.lifecycle.StageMarkReader;
import io.amiclean.api.model.Image;
import io.amiclean.core.Fixtures;
import io.amiclean.core.exclusion.ExclusionFilters;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LifecyclePolicyTest {

  private static final StageMarkReader FEDORA =
      StageMarks.dayTag("LaunchPermissionRevoked", "ddMMuuuu", Stage.PRIVATE);

  private static Image tagged(String key, String value) {
    return Fixtures.imageTagged(1, key, value);
  }

  @Test
  void waitsTenDaysUnlessItIsToldOtherwise() {
    assertThat(LifecycleRule.disable().minimumStay()).isEqualTo(Duration.ofDays(10));
    assertThat(LifecycleRule.disable().after(Duration.ZERO).minimumStay()).isZero();
  }

  @Test
  void goesOnFromAStageThatItDoesNotHave() {
    LifecyclePolicy policy = LifecyclePolicy.of(LifecycleRule.deprecate(), LifecycleRule.disable());
    StageMark mark = StageMark.of(Stage.PRIVATE, Instant.EPOCH);

    assertThat(policy.next(Optional.of(mark))).contains(policy.rules().get(1));
    assertThat(policy.next(Optional.of(StageMark.of(Stage.DISABLED, Instant.EPOCH)))).isEmpty();
    assertThat(policy.next(Optional.empty())).contains(policy.rules().get(0));
  }

  @Test
  void refusesRulesInTheWrongOrder() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LifecyclePolicy.of(LifecycleRule.disable(), LifecycleRule.makePrivate()))
        .withMessageContaining("makePrivate");
    assertThatIllegalArgumentException().isThrownBy(LifecyclePolicy::of);
  }

  @Test
  void refusesANegativeStay() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LifecycleRule.disable().after(Duration.ofDays(-1)))
        .withMessageContaining("P-1D");
  }

  @Test
  void refusesANegativeNotice() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LifecycleRule.deprecate(Duration.ofDays(-1)))
        .withMessageContaining("P-1D");
  }

  @Test
  void refusesToTakePermissionsOfNobody() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LifecycleRule.makePrivate(LaunchPermissions.none()))
        .withMessageContaining("Nobody is chosen");
  }

  @Test
  void keepsWhatIsChosenWhateverElseIsSet() {
    LaunchPermissions everybody = LaunchPermissions.builder().everybody(true).build();

    assertThat(
            LifecycleRule.makePrivate(everybody)
                .after(Duration.ZERO)
                .unless(ExclusionFilter.anyOf())
                .chosen())
        .contains(everybody);
  }

  @Test
  void readsADayWhoseYearIsOneOfAnEra() {
    StageMarkReader reader =
        StageMarks.dayTag("LaunchPermissionRevoked", "ddMMyyyy", Stage.PRIVATE);

    assertThat(reader.read(tagged("LaunchPermissionRevoked", "16062017")))
        .hasValueSatisfying(
            mark -> assertThat(mark.since()).isEqualTo(Instant.parse("2017-06-16T00:00:00Z")));
  }

  @Test
  void readsTheMarkOfAnotherTool() {
    LifecyclePolicy policy =
        LifecyclePolicy.builder().addRules(LifecycleRule.deregister()).addReaders(FEDORA).build();

    assertThat(policy.mark(tagged("LaunchPermissionRevoked", "16062017")))
        .contains(
            StageMark.of(
                Stage.PRIVATE,
                Instant.parse("2017-06-16T00:00:00Z"),
                "LaunchPermissionRevoked=16062017"));
    assertThat(policy.mark(tagged("team", "web"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "2017-06-16", "31022017", "1606201"})
  void refusesADayThatIsNone(String day) {
    assertThatThrownBy(() -> FEDORA.read(tagged("LaunchPermissionRevoked", day)))
        .isInstanceOf(MalformedStageException.class)
        .hasMessageContaining("LaunchPermissionRevoked=" + day);
  }

  @Test
  void aRuleIsWrittenAsInAPolicy() {
    LifecycleRule rule =
        LifecycleRule.disable().after(Duration.ofDays(5)).unless(ExclusionFilters.tagged("hold"));

    assertThat(rule).hasToString(rule.spec().description());
    assertThat(rule.toString()).contains("P5D").contains("tagged(key: hold)");
  }
}
