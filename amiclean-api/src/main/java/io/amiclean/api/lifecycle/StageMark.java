package io.amiclean.api.lifecycle;

import io.amiclean.api.internal.AmicleanStyle;
import io.amiclean.api.internal.Arguments;
import java.time.Instant;
import java.util.List;
import org.immutables.value.Value;

/** That an image is in a stage, since when, and what says so. */
@Value.Immutable
@AmicleanStyle
public abstract class StageMark {

  StageMark() {}

  /**
   * Returns a mark.
   *
   * @param stage the stage
   * @param since since when the image is in it
   * @param evidence what says so, such as tags
   * @return the mark
   */
  public static StageMark of(Stage stage, Instant since, String... evidence) {
    return ImmutableStageMark.of(stage, since, Arguments.requireElements(evidence, "evidence"));
  }

  /**
   * Returns the stage.
   *
   * @return the stage
   */
  @Value.Parameter
  public abstract Stage stage();

  /**
   * Returns since when the image is in the stage.
   *
   * @return the time
   */
  @Value.Parameter
  public abstract Instant since();

  /**
   * Returns what says so.
   *
   * @return the evidence, such as the tags
   */
  @Value.Parameter
  public abstract List<String> evidence();
}
