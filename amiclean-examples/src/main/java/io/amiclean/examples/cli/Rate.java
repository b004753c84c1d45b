package io.amiclean.examples.cli;

import io.amiclean.aws.budget.RequestBudget;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.TypeConversionException;

/** How many requests per second go to EC2. */
enum Rate {
  /** Inside its documented buckets. */
  EC2,
  /** As fast as bounded concurrency goes. */
  UNLIMITED;

  /** Returns a new budget for that rate. */
  RequestBudget budget() {
    return this == EC2 ? RequestBudget.ec2() : RequestBudget.unlimited();
  }

  static Rate parse(String text) {
    return Stream.of(values())
        .filter(rate -> rate.toString().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'" + text + "' is no rate: expected ec2 or unlimited"));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
