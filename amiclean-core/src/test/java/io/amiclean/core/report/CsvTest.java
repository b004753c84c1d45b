package io.amiclean.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {

  private static String row(String cell) throws IOException {
    StringBuilder text = new StringBuilder();
    new Csv(text, List.of("a", "b")).row(Map.of("b", cell));
    return text.toString();
  }

  @Test
  void writesCellsUnderTheirHeader() throws IOException {
    assertThat(row("x, y")).isEqualTo("\"a\",\"b\"\r\n\"\",\"x, y\"\r\n");
  }

  @Test
  void doublesQuotes() throws IOException {
    assertThat(row("a\"b")).endsWith(",\"a\"\"b\"\r\n");
  }

  @Test
  void keepsARowOnItsLine() throws IOException {
    assertThat(row("a\r\nb")).endsWith(",\"a\\u000d\\u000ab\"\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        " =1",
        "\u00a0=1",
        "＝1",
        "＠x",
        "\u3000-1"
      })
  void keepsASpreadsheetFromRunningACell(String cell) throws IOException {
    assertThat(row(cell)).contains(",\"'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ami-1", "a=b", "", "1-2", "é"})
  void leavesOtherCellsAsTheyAre(String cell) throws IOException {
    assertThat(row(cell)).endsWith(",\"" + cell + "\"\r\n");
  }
}
