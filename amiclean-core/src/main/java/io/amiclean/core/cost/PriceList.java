package io.amiclean.core.cost;

import io.amiclean.api.internal.AmicleanStyle;
import io.amiclean.api.model.DocumentFormatException;
import io.amiclean.core.internal.json.JsonDocument;
import io.amiclean.core.internal.json.JsonObjectFormat;
import io.amiclean.core.internal.json.JsonSchemaVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Currency;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * What storing snapshots costs, region by region.
 *
 * <p>As JSON, schema version 1:
 *
 * <pre>{@code
 * { "schemaVersion": 1,
 *   "source": "our contract with AWS",
 *   "date": "2026-04-13",
 *   "currency": "USD",
 *   "regions": { "eu-west-1": { "standard": 0.05, "archive": 0.0125 } } }
 * }</pre>
 *
 * <p>A region that a list does not name has no price: nothing is guessed.
 */
@Value.Immutable
@AmicleanStyle
public abstract class PriceList {

  private static final JsonObjectFormat<PriceParts> PRICE =
      new JsonObjectFormat<PriceParts>()
          .required("standard", (json, price) -> price.standard = json.decimal())
          .required("archive", (json, price) -> price.archive = json.decimal());

  private static final JsonObjectFormat<Builder> LIST =
      new JsonObjectFormat<Builder>()
          .required("schemaVersion", (json, list) -> JsonSchemaVersion.require(json))
          .required("source", (json, list) -> list.source(json.text()))
          .required("date", (json, list) -> list.date(date(json)))
          .required("currency", (json, list) -> list.currency(currency(json)))
          .required("regions", (json, list) -> list.regions(json.entries(PriceList::price)));

  PriceList() {}

  /**
   * Returns a new builder.
   *
   * @return a builder without regions
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns the prices that come with this version: the rates that the Amazon EBS User Guide names
   * ("Pricing and billing for archiving Amazon EBS snapshots"), for regions that they hold in.
   * Regions with other rates, or whose rates were not looked up, are left out.
   *
   * @return the built-in list, which names its source and date
   */
  public static PriceList builtIn() {
    // Not by Guava's Resources, which has no access to the resources of a module.
    try (InputStream input = PriceList.class.getResourceAsStream("prices.json")) {
      return read(Objects.requireNonNull(input, "prices.json is missing beside PriceList"));
    } catch (IOException e) {
      throw new UncheckedIOException("The built-in price list cannot be read", e);
    }
  }

  /**
   * Reads a list.
   *
   * @param input the JSON in UTF-8; it is not closed
   * @return the list
   * @throws DocumentFormatException if the document is broken, lacks a key or has an unknown one,
   *     names a currency or date that there is none of, or a price that is none
   * @throws IOException if the input cannot be read
   */
  public static PriceList read(InputStream input) throws IOException {
    Objects.requireNonNull(input, "input");
    return JsonDocument.read("price list", input, LIST, builder(), Builder::build);
  }

  private static LocalDate date(JsonDocument json) throws IOException {
    return LocalDate.parse(json.text());
  }

  private static Currency currency(JsonDocument json) throws IOException {
    String code = json.text();
    return Currency.getAvailableCurrencies().stream()
        .filter(currency -> currency.getCurrencyCode().equals(code))
        .findFirst()
        .orElseThrow(
            () -> json.failure("'" + code + "' is no currency: expected a code such as USD"));
  }

  private static SnapshotPrice price(JsonDocument json) throws IOException {
    PriceParts parts = json.object(PRICE, new PriceParts());
    return SnapshotPrice.of(parts.standard, parts.archive);
  }

  /**
   * Returns where the prices come from.
   *
   * @return the source, for people
   */
  public abstract String source();

  /**
   * Returns when the prices were looked up.
   *
   * @return the day
   */
  public abstract LocalDate date();

  /**
   * Returns the currency of all prices.
   *
   * @return the currency
   */
  public abstract Currency currency();

  /**
   * Returns the prices by region.
   *
   * @return the prices by the name of the region, such as {@code eu-west-1}
   */
  public abstract Map<String, SnapshotPrice> regions();

  /**
   * Returns the price in a region.
   *
   * @param region the name of the region
   * @return the price, or empty if the list does not name the region
   */
  public final Optional<SnapshotPrice> price(String region) {
    Objects.requireNonNull(region, "region");
    return Optional.ofNullable(regions().get(region));
  }

  /**
   * Builds a {@link PriceList}; {@code source}, {@code date} and {@code currency} have to be set.
   * Not thread-safe.
   */
  public static final class Builder extends ImmutablePriceList.Builder {
    Builder() {}
  }

  private static final class PriceParts {
    private BigDecimal standard = BigDecimal.ZERO;
    private BigDecimal archive = BigDecimal.ZERO;
  }
}
