package io.amiclean.api.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReasonTest {

  @ParameterizedTest
  @ValueSource(strings = {"pinned", "in-use", "rule-66", "7-days"})
  void acceptsCodesOfLowerCaseWords(String code) {
    assertThat(Reason.of(code, "A sentence.").code()).isEqualTo(code);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "In-Use", "in use", "in_use", "-in-use", "in-use-", "in--use"})
  void refusesOtherCodesAndNamesThem(String code) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Reason.of(code, "A sentence."))
        .withMessageContaining("'" + code + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \t"})
  void refusesABlankMessageAndNamesTheCode(String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Reason.of("pinned", message))
        .withMessageContaining("'pinned'");
  }

  @Test
  void keepsItsEvidenceInOrder() {
    assertThat(Reason.of("in-use", "It is used.", "i-2", "i-1"))
        .isEqualTo(Reason.of("in-use", "It is used.", List.of("i-2", "i-1")))
        .extracting(Reason::evidence)
        .isEqualTo(List.of("i-2", "i-1"));
  }

  @Test
  void amicleansOwnCodesAreCodesAndDiffer() {
    List<String> codes =
        Arrays.stream(ReasonCodes.class.getFields()).map(ReasonTest::valueOf).toList();

    assertThat(codes)
        .doesNotHaveDuplicates()
        .hasSizeGreaterThan(30)
        .allSatisfy(code -> assertThat(Reason.of(code, "A sentence.").code()).isEqualTo(code));
  }

  private static String valueOf(Field constant) {
    try {
      return (String) constant.get(null);
    } catch (IllegalAccessException e) {
      throw new AssertionError(constant + " is not public", e);
    }
  }
}
