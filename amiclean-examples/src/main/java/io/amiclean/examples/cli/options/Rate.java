package io.amiclean.examples.cli.options;

import io.amiclean.aws.budget.RequestBudget;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/**
 * How many requests per second go to AWS.
 *
 * @param text how the command line writes it
 * @param budgets makes a new budget for that rate
 */
record Rate(String text, Supplier<RequestBudget> budgets) {

  /** Inside the documented buckets. */
  static final Rate EC2 = new Rate("ec2", RequestBudget::ec2);

  /** As fast as bounded concurrency goes. */
  static final Rate UNLIMITED = new Rate("unlimited", RequestBudget::unlimited);

  private static final Pattern TIMES = Pattern.compile("([1-9][0-9]{0,3})x");

  /** Returns a new budget for that rate. */
  RequestBudget budget() {
    return budgets.get();
  }

  static Rate parse(String text) {
    Matcher times = TIMES.matcher(text);
    if (times.matches()) {
      int factor = Integer.parseInt(times.group(1));
      return new Rate(text, () -> RequestBudget.ec2Times(factor));
    }
    return switch (text) {
      case "ec2" -> EC2;
      case "unlimited" -> UNLIMITED;
      default ->
          throw new TypeConversionException(
              ("'%s' is no rate: expected ec2, unlimited, or how many times as large the"
                      + " account's quotas are, such as 4x")
                  .formatted(text));
    };
  }

  @Override
  public String toString() {
    return text;
  }
}
