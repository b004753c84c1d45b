package io.amiclean.core.exclusion;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.model.Reason;
import io.amiclean.core.Fixtures;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DescribedTagsTest {

  private static final PlanningContext CONTEXT = Fixtures.account().context();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          tagged(keep)                          | keep  | yes  | excluded-tag
          tagged(keep)                          | keeps | yes  |
          tagged(tier=gold)                     | tier  | gold | excluded-tag
          tagged(tier=gold)                     | tier  | go   |
          tagged(tier~g.*)                      | tier  | gold | excluded-tag
          tagged(tier~g.*)                      | tier  | old  |
          tagged(tier~()                        | tier  | (    |
          tag-value-in([a, b.c], [x, y])        | b.c   | x    | excluded-value
          tag-value-in([a, b.c], [x, y])        | bxc   | x    |
          tag-value-in([a, b.c], [x, y])        | a     | z    |
          tag-value-in([a, b.c], [x, y])        | x     | a    |
          name-matches(keep)                    | keep  | yes  |
          """)
  void aTagProtectsAsTheDescribedFilterSays(String filter, String key, String value, String code) {
    List<Reason> reasons =
        DescribedTags.filter(List.of(filter, "in-use()"))
            .evaluate(Fixtures.image(1).tags(Map.of(key, value)).build(), CONTEXT);

    assertThat(reasons)
        .isEqualTo(
            code == null
                ? List.of()
                : List.of(
                    Reason.of(
                        code, "Protected by the tag " + key + "=" + value, key + "=" + value)));
  }
}
