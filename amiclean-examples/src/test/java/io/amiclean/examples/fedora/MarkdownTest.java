package io.amiclean.examples.fedora;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

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
            | a&#124;b&#92;u000ac | x&#92;&#124; &#96;y&#96;  |
            """);
  }

  @Test
  void letsTextMeanNothing() {
    assertThat(Markdown.escape("<script>[x](y) @root #1 ![z] &amp; *b*"))
        .doesNotContain("<", ">", "[", "(", "@", "!", "*", "&amp;")
        .doesNotContainPattern("(?<!&)#");
  }

  @Test
  void writesNoTableWithoutRows() {
    assertThat(new Markdown().table(List.of("Name"), List.of()).toString()).isBlank();
  }
}
