package io.amiclean.core.lifecycle;

import static com.google.common.base.Preconditions.checkArgument;

import io.amiclean.api.lifecycle.MalformedStageException;
import io.amiclean.api.lifecycle.Stage;
import io.amiclean.api.lifecycle.StageMark;
import io.amiclean.api.lifecycle.StageMarkReader;
import io.amiclean.api.model.Image;
import io.amiclean.api.policy.SpecArgument;
import io.amiclean.api.policy.StrategySpec;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** Built-in readers of the marks of other tools. */
public final class StageMarks {

  private StageMarks() {}

  /**
   * Reads a tag whose value is the day since when an image is in a stage, in UTC.
   *
   * @param key the key of the tag, such as {@code LaunchPermissionRevoked}
   * @param pattern the form of the day for {@link DateTimeFormatter}, such as {@code ddMMyyyy}
   * @param stage the stage that the tag stands for
   * @return the reader
   * @throws IllegalArgumentException if the key is blank, or the pattern is not one of a day
   */
  public static StageMarkReader dayTag(String key, String pattern, Stage stage) {
    Objects.requireNonNull(stage, "stage");
    checkArgument(!key.isBlank(), "The tag key '%s' is blank: expected some text", key);
    DateTimeFormatter format =
        new DateTimeFormatterBuilder()
            .appendPattern(pattern)
            // A year such as yyyy is one of an era, which no tag names.
            .parseDefaulting(ChronoField.ERA, 1)
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);
    requireDay(format, pattern);
    return new StageMarkReader() {
      @Override
      public Optional<StageMark> read(Image image) {
        return Optional.ofNullable(image.tags().get(key))
            .map(
                value ->
                    StageMark.of(
                        stage,
                        day(value).atStartOfDay(ZoneOffset.UTC).toInstant(),
                        key + "=" + value));
      }

      private LocalDate day(String value) {
        try {
          return LocalDate.parse(value, format);
        } catch (DateTimeException e) {
          throw new MalformedStageException(
              "The tag " + key + "=" + value + " is no day: expected one in the form " + pattern);
        }
      }

      @Override
      public Optional<StrategySpec> spec() {
        return Optional.of(
            StrategySpec.ofField("dayTag", "key", SpecArgument.of(key))
                .with("pattern", SpecArgument.of(pattern))
                .with("stage", SpecArgument.of(stage.word())));
      }
    };
  }

  private static void requireDay(DateTimeFormatter format, String pattern) {
    try {
      LocalDate.parse(LocalDate.EPOCH.format(format), format);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "The pattern '" + pattern + "' is none of a day: expected one such as ddMMyyyy", e);
    }
  }
}
