package io.amiclean.core.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amiclean.api.model.DocumentFormatException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceListTest {

  private static final String LIST =
      """
      { "schemaVersion": 1, "source": "a contract", "date": "2026-04-13", "currency": "CNY",
        "regions": { "cn-north-1": { "standard": 0.2770, "archive": 0 } } }
      """;

  private static PriceList read(String json) throws IOException {
    return PriceList.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void readsPricesExactly() throws IOException {
    PriceList prices = read(LIST);

    assertThat(prices.price("cn-north-1"))
        .contains(SnapshotPrice.of(new BigDecimal("0.2770"), BigDecimal.ZERO));
    assertThat(prices.currency().getCurrencyCode()).isEqualTo("CNY");
    assertThat(prices.date()).hasToString("2026-04-13");
    assertThat(prices.source()).isEqualTo("a contract");
  }

  @Test
  void hasNoPriceForOtherRegions() throws IOException {
    assertThat(read(LIST).price("eu-west-1")).isEmpty();
  }

  @Test
  void comesWithTheRatesOfTheUserGuide() {
    assertThat(PriceList.builtIn().price("us-east-1"))
        .contains(SnapshotPrice.of(new BigDecimal("0.05"), new BigDecimal("0.0125")));
    assertThat(PriceList.builtIn().source()).contains("Amazon EBS User Guide");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0.2770             | -0.05             | The price -0.05 is no price",
        "0.2770             | 1e999             | expected one from 0 to 1000000",
        "0.2770             | 1e-999            | with at most 12 digits after the point",
        "0.2770             | '\"0.05\"'        | column 44 (/regions/cn-north-1/standard): expected a number",
        "0.2770             | null              | expected a number, found null",
        "archive            | archived          | the key 'archived' is unknown",
        "'0.2770, '         | '0.2770, \"a\": 1, ' | the key 'a' is unknown",
        "', \"archive\": 0' | ''                | the key 'archive' is missing",
        "CNY                | YUAN              | 'YUAN' is no currency",
        "2026-04-13         | April             | 'April' could not be parsed",
        "'Version\": 1'     | 'Version\": 2'    | schema version 2 is not understood",
        "'\"source\": \"a contract\",' | ''     | the key 'source' is missing",
        "'{ \"schemaV'      | '[ \"schemaV'     | The price list is not usable: line 1, column 1: expected an object"
      })
  void refusesWhatIsNoPriceList(String right, String wrong, String message) {
    String json = LIST.replace(right, wrong);

    assertThat(json).isNotEqualTo(LIST);
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(DocumentFormatException.class)
        .hasMessageStartingWith("The price list is not usable: ")
        .hasMessageContaining(message);
  }
}
