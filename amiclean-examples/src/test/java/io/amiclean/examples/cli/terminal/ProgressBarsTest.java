package io.amiclean.examples.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.model.Progress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressBarsTest {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  @Test
  void aBarShowsTheTimeLeftAndTheRate() {
    try (ProgressBars bars = ProgressBars.on(stream)) {
      bars.onProgress(Progress.of("removal", 1, 2));
      bars.onProgress(Progress.of("removal", 2, 2));
    }

    assertThat(shown())
        .contains("Removing", "2/2")
        .containsPattern("\\(0:00:0\\d / 0:00:0\\d\\) [^ ]+/s");
  }

  @Test
  void aBarThatIsStoppedStaysWhereItIsAndLeavesTheLine() {
    try (ProgressBars bars = ProgressBars.on(stream)) {
      bars.onProgress(Progress.of("removal", 23, 100));

      bars.stop();
      bars.onProgress(Progress.of("removal", 100, 100));
    }

    assertThat(shown()).contains("23/100").doesNotContain("100/100", "100%").endsWith("\n");
  }

  @Test
  void linesAddUpWhatSeveralScopesRemove() {
    try (ProgressBars bars = ProgressBars.inLinesOn(stream)) {
      bars.of("east").onProgress(Progress.of("removal", 1, 2));
      bars.of("west").onProgress(Progress.of("removal", 2, 4));
    }

    assertThat(shown()).startsWith("amiclean: Removing: 3/6").hasLineCount(1);
  }

  @Test
  void linesNameTheScopeWhereOneAloneIsCounted() {
    try (ProgressBars bars = ProgressBars.inLinesOn(stream)) {
      bars.of("east").onProgress(Progress.of("images", 1000));
    }

    assertThat(shown())
        .startsWith("amiclean: Retrieving images: 1000")
        .endsWith(", east\n")
        .hasLineCount(1);
  }

  @Test
  void linesTellReadingFromRemoving() {
    try (ProgressBars bars = ProgressBars.inLinesOn(stream)) {
      bars.onProgress(Progress.of("images", 1000));
      bars.onProgress(Progress.of("instances", 5));
      bars.onProgress(Progress.of("removal", 1, 2));
    }

    assertThat(shown())
        .startsWith("amiclean: Retrieving images: 1000")
        .contains("\namiclean: Removing: 1/2")
        .hasLineCount(2);
  }

  @Test
  void countOneSourceAtATimeTheOneWithMostItems() {
    try (ProgressBars bars = ProgressBars.inLinesOn(stream)) {
      bars.onProgress(Progress.of("images", 1000));
      bars.onProgress(Progress.of("snapshots", 900));
      bars.onProgress(Progress.of("snapshots", 1900));
      bars.onProgress(Progress.of("images", 1500));
    }

    assertThat(shown()).startsWith("amiclean: Retrieving snapshots: 1900").hasLineCount(1);
  }

  @Test
  void countWhatHasATotalUntilItIsReached() {
    try (ProgressBars bars = ProgressBars.inLinesOn(stream)) {
      bars.onProgress(Progress.of("images", 1000));
      bars.onProgress(Progress.of("launch-permissions", 3, 40));
      bars.onProgress(Progress.of("images", 2000));
    }

    assertThat(shown()).startsWith("amiclean: Retrieving launch-permissions: 3/40").hasLineCount(1);
  }

  @Test
  void aBarHasTheTotalOfTheCandidatesThatAreChecked() {
    try (ProgressBars bars = ProgressBars.on(stream)) {
      bars.onProgress(Progress.of("images", 1000));
      bars.onProgress(Progress.of("launch-permissions", 3, 40));
    }

    assertThat(shown()).contains("3/40", "launch-permissions").doesNotContain("1003");
  }

  private String shown() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
