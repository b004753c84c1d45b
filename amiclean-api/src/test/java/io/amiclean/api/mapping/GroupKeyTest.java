package io.amiclean.api.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.amiclean.api.mapping.GroupKey.Label;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroupKeyTest {

  @Test
  void joinsTheSortedValuesInItsShortName() {
    GroupKey key = GroupKey.of(List.of(Label.of("role", "front"), Label.of("environment", "dev")));

    assertThat(key.shortName()).isEqualTo("dev.front");
  }

  @Test
  void joinsKeysAndValuesInTheAskedOrderInItsLongName() {
    GroupKey key = GroupKey.of(List.of(Label.of("role", "front"), Label.of("environment", "dev")));

    assertThat(key.longName()).isEqualTo("role=front.environment=dev");
    assertThat(key).hasToString("role=front.environment=dev");
  }

  @Test
  void tellsGroupsApartThatLookAlike() {
    GroupKey one = GroupKey.of(List.of(Label.of("a", "x"), Label.of("b", "y")));
    GroupKey other = GroupKey.of(List.of(Label.of("a", "y"), Label.of("b", "x")));

    assertThat(one.shortName()).isEqualTo(other.shortName());
    assertThat(one).isNotEqualTo(other);
    assertThat(one.longName()).isNotEqualTo(other.longName());
  }

  @Test
  void tellsALabelWithADotFromTwoLabels() {
    GroupKey one = GroupKey.of("a", "x.b=y");
    GroupKey two = GroupKey.of(List.of(Label.of("a", "x"), Label.of("b", "y")));

    assertThat(one.longName()).isEqualTo("a=x\\.b\\=y");
    assertThat(two.longName()).isEqualTo("a=x.b=y");
  }

  @Test
  void tellsABackslashFromAnEscapedDot() {
    assertThat(GroupKey.of("a", "x\\.y").longName()).isEqualTo("a=x\\\\\\.y");
    assertThat(GroupKey.of("a", "x.y").longName()).isEqualTo("a=x\\.y");
    assertThat(GroupKey.of("a\\", "").longName()).isNotEqualTo(GroupKey.of("a", "=").longName());
  }

  @Test
  void isTheSameGroupIfAllLabelsAreEqualInOrder() {
    assertThat(GroupKey.of("role", "front"))
        .isEqualTo(GroupKey.of(List.of(Label.of("role", "front"))))
        .isNotEqualTo(GroupKey.of("tier", "front"))
        .isNotEqualTo(GroupKey.of("role", "back"));
  }

  @Test
  void refusesToBeWithoutLabels() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GroupKey.of(List.of()))
        .withMessageContaining("at least one");
  }
}
