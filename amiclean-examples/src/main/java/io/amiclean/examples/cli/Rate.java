package io.amiclean.examples.cli;

import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.TypeConversionException;

/** How many requests per second go to AWS. */
enum Rate {
  /** Inside the documented buckets of EC2. */
  EC2,
  /** As fast as bounded concurrency goes. */
  UNLIMITED;

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
