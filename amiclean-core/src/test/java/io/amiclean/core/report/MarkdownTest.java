package io.amiclean.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarkdownTest {

  @Test
  void keepsACellInItsCell() {
    String table =
        new Markdown()
            .table(List.of("Name", "Why"), List.of(List.of("a|b\nc", "x\\| `y` ")))
            .toString();

    assertThat(table)
        .isEqualTo(
            """
            | Name | Why |
            | --- | --- |
            | a&#124;b&#92;u000ac | x&#92;&#124; &#96;y&#96; |
            """);
  }

  @Test
  void letsTextMeanNothing() {
    assertThat(Markdown.escape("<script>[x](y) @root #1 ![z] &amp; *b*"))
        .doesNotContain("<", ">", "[", "@", "*", "&amp;")
        .doesNotContainPattern("(?<!&)#");
  }

  @Test
  void writesNoTableWithoutRows() {
    assertThat(new Markdown().table(List.of("Name"), List.of()).toString()).isBlank();
  }

  @Test
  void separatesMentionsFromWhatTheyAreOf() {
    assertThat(Markdown.escape("@root #1")).isEqualTo("&#64;&#8203;root &#35;&#8203;1");
  }

  @ParameterizedTest
  @CsvSource({
    "- x, &#45; x",
    "+ x, &#43; x",
    "=== , &#61;==",
    "1. x, 1&#46; x",
    "12) x, 12&#41; x"
  })
  void beginsNoListOrHeading(String text, String escaped) {
    assertThat(Markdown.escape(text)).isEqualTo(escaped);
  }

  @Test
  void makesNoLinkOfAnAddress() {
    assertThat(Markdown.escape("http://a.b WWW.a.b")).isEqualTo("http&#58;//a.b WWW&#46;a.b");
  }

  @Test
  void foldsAPart() {
    assertThat(new Markdown().beginFolded("<3").paragraph("x").endFolded().toString())
        .isEqualTo("<details>\n<summary>&#60;3</summary>\n\nx\n\n</details>\n");
  }
}
