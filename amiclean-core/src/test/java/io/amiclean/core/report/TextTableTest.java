package io.amiclean.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextTableTest {

  private static final String ID = "ami-0123456789abcdef0";

  @Test
  void cutsNamesBeforeIds() {
    assertThat(table("a-name-that-is-much-too-long").render(44))
        .isEqualTo(
            """
            +-----------------------+------------------+
            |         AMI ID        |     AMI Name     |
            +-----------------------+------------------+
            | ami-0123456789abcdef0 | a-name-...o-long |
            +-----------------------+------------------+
            """);
  }

  @ParameterizedTest
  @ValueSource(ints = {80, 44, 40, 30, 20})
  void noLineIsWiderThanTheTerminal(int columns) {
    assertThat(table("a-name-that-is-much-too-long".repeat(4)).render(columns).lines())
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(columns));
  }

  @Test
  void leavesATableThatFitsAsItIs() {
    TextTable table = table("short");

    assertThat(table.render(36)).isEqualTo(table.render());
  }

  @ParameterizedTest
  @CsvSource({
    "abcdefgh, 8, abcdefgh",
    "abcdefghi, 8, abc...hi",
    "abcdefghi, 5, a...i",
    "abcdefghi, 3, ...",
    "\u4f60\u597d\u4f60\u597d, 8, \u4f60\u597d\u4f60\u597d",
    "\u4f60\u597d\u4f60\u597d, 7, \u4f60...\u597d"
  })
  void cutsTheMiddleByTheColumnsThatCharactersTake(String text, int columns, String cut) {
    assertThat(TextWidth.cut(text, columns)).isEqualTo(cut);
  }

  private static TextTable table(String name) {
    TextTable table = new TextTable("AMI ID", "AMI Name");
    table.add(ID, name);
    return table;
  }
}
