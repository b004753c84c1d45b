package io.amiclean.core.mapping.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.mapping.GroupKey;
import io.amiclean.api.mapping.GroupKey.Label;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroupNamesTest {

  @Test
  void joinsTheSortedValues() {
    GroupKey key = key("environment", "prod", "role", "back");

    assertThat(GroupNames.of(List.of(key))).containsEntry(key, "back.prod");
  }

  @Test
  void showsKeysWhereTwoGroupsWouldLookAlike() {
    GroupKey one = key("env", "web", "role", "prod");
    GroupKey other = key("env", "prod", "role", "web");
    GroupKey clear = key("env", "dev", "role", "web");

    assertThat(GroupNames.of(List.of(one, other, clear)))
        .containsEntry(one, "env=web.role=prod")
        .containsEntry(other, "env=prod.role=web")
        .containsEntry(clear, "dev.web");
  }

  @Test
  void tellsDotsInValuesFromDotsBetweenThem() {
    GroupKey one = key("a", "b.c", "d", "e");
    GroupKey other = key("a", "b", "d", "c.e");

    assertThat(GroupNames.of(List.of(one, other)).values()).doesNotHaveDuplicates();
  }

  @Test
  void tellsAValueFromTheLongNameOfAnotherGroup() {
    GroupKey one = key("env", "web", "role", "prod");
    GroupKey other = key("env", "prod", "role", "web");
    GroupKey imitation = GroupKey.of("name", "env=web.role=prod");

    assertThat(GroupNames.of(List.of(one, other, imitation)).values()).doesNotHaveDuplicates();
  }

  @Test
  void showsNoGroupAsTheUnmappedImages() {
    GroupKey imitation = GroupKey.of("role", "no-tags (excluded)");

    assertThat(GroupNames.of(List.of(imitation)))
        .containsEntry(imitation, "role=no-tags (excluded)");
  }

  @Test
  void showsTheKeyOfAnEmptyValue() {
    GroupKey empty = GroupKey.of("role", "");

    assertThat(GroupNames.of(List.of(empty))).containsEntry(empty, "role=");
  }

  private static GroupKey key(String key1, String value1, String key2, String value2) {
    return GroupKey.of(List.of(Label.of(key1, value1), Label.of(key2, value2)));
  }
}
