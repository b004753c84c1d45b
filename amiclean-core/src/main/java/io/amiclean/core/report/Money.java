package io.amiclean.core.report;

import io.amiclean.core.cost.StorageCost;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;

/**
 * Shows amounts of money to people: rounded up to full cents, for they are upper bounds.
 *
 * @param currency the currency of the amounts
 */
record Money(Currency currency) {

  /** Returns what something costs a month, such as {@code up to USD 3.20 a month}. */
  String monthly(BigDecimal amount) {
    return upTo(amount) + " a month";
  }

  /** Returns an amount with its currency, such as {@code up to USD 3.20}. */
  String upTo(BigDecimal amount) {
    return "up to " + withCurrency(amount);
  }

  /** Returns an amount with its currency alone, such as {@code USD 3.20}. */
  String withCurrency(BigDecimal amount) {
    return currency.getCurrencyCode() + " " + amount(amount);
  }

  /** Returns an amount of a cost that may leave out snapshots of unknown size, and says so. */
  String known(BigDecimal amount, StorageCost cost) {
    if (cost.unknownSizes() == 0) {
      return amount(amount);
    }
    return amount.signum() == 0 ? "unknown" : amount(amount) + " + unknown";
  }

  /** Returns an amount alone, such as {@code 3.20}. */
  String amount(BigDecimal amount) {
    return amount
        .setScale(Math.max(0, currency.getDefaultFractionDigits()), RoundingMode.CEILING)
        .toPlainString();
  }
}
