package io.amiclean.examples.cli.options;

import static java.util.stream.Collectors.joining;

import io.amiclean.api.model.ImageId;
import io.amiclean.aws.source.LaunchTemplateVersions;
import io.amiclean.core.backtest.Backtest;
import io.amiclean.core.json.PlanDigest;
import io.amiclean.core.lifecycle.LifecycleRule;
import io.amiclean.examples.cli.account.DemoAccount;
import io.amiclean.examples.cli.files.BacktestFormat;
import io.amiclean.examples.cli.files.PolicyFormat;
import io.amiclean.examples.cli.files.ReportFormat;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** Makes values of arguments, and says of a wrong one what would be right. */
public final class Converters {

  private Converters() {}

  /** Makes a command line and its commands use the converters. */
  public static void register(CommandLine commands) {
    commands
        .registerConverter(
            BacktestFormat.class, text -> constant(BacktestFormat.values(), "format", text))
        .registerConverter(Duration.class, Converters::duration)
        .registerConverter(
            DemoAccount.class, text -> constant(DemoAccount.values(), "built-in account", text))
        .registerConverter(Instant.class, Converters::instant)
        .registerConverter(int.class, Converters::wholeNumber)
        .registerConverter(Integer.class, Converters::wholeNumber)
        .registerConverter(LifecycleRule.class, StageOptions::rule)
        .registerConverter(LaunchTemplateVersions.class, parsing(LaunchTemplateVersions::parse))
        .registerConverter(
            MappingKey.class, text -> constant(MappingKey.values(), "mapping key", text))
        .registerConverter(
            PolicyFormat.class, text -> constant(PolicyFormat.values(), "format", text))
        .registerConverter(PlanDigest.class, parsing(PlanDigest::parse))
        .registerConverter(Rate.class, Rate::parse)
        .registerConverter(
            ReportFormat.class, text -> constant(ReportFormat.values(), "format", text))
        .registerConverter(TagExclusion.class, TagExclusion::parse)
        .registerConverter(URI.class, Converters::endpoint);
  }

  /**
   * Makes ids of a list of arguments. Not a converter: of a list, picocli takes what a converter
   * accepts and finds the rest superfluous, without saying why.
   */
  public static List<ImageId> imageIds(List<String> arguments, CommandSpec command) {
    try {
      return arguments.stream().map(ImageId::of).toList();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), e.getMessage(), e);
    }
  }

  private static <E extends Enum<E>> E constant(E[] constants, String what, String text) {
    return Stream.of(constants)
        .filter(constant -> constant.toString().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'" + text + "' is no " + what + ": expected " + oneOf(constants)));
  }

  private static String oneOf(Object[] constants) {
    return (constants.length > 2 ? "one of " : "")
        + Stream.of(constants)
            .map(Object::toString)
            .collect(joining(constants.length > 2 ? ", " : " or "));
  }

  private static int wholeNumber(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new TypeConversionException(
          "'" + text + "' is no whole number of at most " + Integer.MAX_VALUE);
    }
  }

  private static int wholeNumber(String text, int least, int most) {
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below, with what would be right.
    }
    throw new TypeConversionException(
        "'" + text + "' is no whole number from " + least + " to " + most);
  }

  /** Makes a share of all images. */
  static final class Percent implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      return wholeNumber(text, 0, 100);
    }
  }

  /** Makes how many days a backtest replays. */
  public static final class BacktestDays implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      return wholeNumber(text, 1, Backtest.MOST_DAYS);
    }
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new TypeConversionException(
          "'" + text + "' is no instant: expected one such as 2017-06-16T00:00:00Z");
    }
  }

  private static Duration duration(String text) {
    try {
      return text.matches("-?[0-9]+")
          ? Duration.ofSeconds(Long.parseLong(text))
          : Duration.parse(text);
    } catch (DateTimeParseException | ArithmeticException | NumberFormatException e) {
      throw new TypeConversionException(
          "'" + text + "' is no duration: expected seconds such as 7200, or one such as PT2H");
    }
  }

  /** Converts by a method that says itself what would be right. */
  private static <T> ITypeConverter<T> parsing(Function<String, T> method) {
    return text -> {
      try {
        return method.apply(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    };
  }

  private static URI endpoint(String text) {
    try {
      URI uri = new URI(text);
      if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
          && uri.getHost() != null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // Said below, with what would be right.
    }
    throw new TypeConversionException(
        "'" + text + "' is no URL: expected one such as https://ec2.eu-west-1.amazonaws.com");
  }
}
