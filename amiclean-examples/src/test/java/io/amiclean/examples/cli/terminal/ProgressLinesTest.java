package io.amiclean.examples.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.model.Progress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ProgressLinesTest {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private Instant now = Instant.parse("2017-06-16T00:00:00Z");
  private final ProgressLines lines =
      new ProgressLines(new PrintStream(bytes, true, StandardCharsets.UTF_8), () -> now);

  @Test
  void aLineIsPrintedEveryTenSecondsAndAtTheEnd() {
    for (int second = 0; second <= 24; second++) {
      lines.show(Progress.of("Removing", second * 2L, 100), "");
      now = now.plusSeconds(1);
    }
    lines.finish();

    assertThat(printed())
        .isEqualTo(
            """
            amiclean: Removing: 20/100, 2.0/s, 40 s left
            amiclean: Removing: 40/100, 2.0/s, 30 s left
            amiclean: Removing: 48/100, 2.0/s, 26 s left
            """);
  }

  @Test
  void whatHasNoEndHasNoRest() {
    lines.show(Progress.of("Retrieving", 1000), "images");
    now = now.plusSeconds(10);
    lines.show(Progress.of("Retrieving", 2000), "images");

    assertThat(printed()).isEqualTo("amiclean: Retrieving: 2000, 100.0/s, images\n");
  }

  @Test
  void nothingIsPrintedOfNothing() {
    lines.finish();

    assertThat(printed()).isEmpty();
  }

  private String printed() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
