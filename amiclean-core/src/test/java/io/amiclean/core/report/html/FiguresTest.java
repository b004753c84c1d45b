package io.amiclean.core.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0 GiB",
    "'10239', '10,239 GiB'",
    "10240, 10.0 TiB",
    "10241, 10.1 TiB",
    "'1100000', '1,074.3 TiB'"
  })
  void writesMuchStorageInTebibytesRoundedUp(long gib, String text) {
    assertThat(Figures.storage(gib)).isEqualTo(text);
  }
}
