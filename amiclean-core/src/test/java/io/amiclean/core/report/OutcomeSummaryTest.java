package io.amiclean.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.Outcome;
import io.amiclean.core.Fixtures;
import io.amiclean.core.SamplePlans;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutcomeSummaryTest {

  private final OutcomeSummary text = new OutcomeSummary();

  private static ActionOutcome image(Outcome outcome) {
    return ActionOutcome.deregistration(Fixtures.imageId(1), outcome, "code", "A sentence");
  }

  private static ActionOutcome snapshot(int number, Outcome outcome) {
    return ActionOutcome.deletion(Fixtures.snapshotId(number), outcome, "code", "A sentence");
  }

  private static String lines(OutcomeSummary text) throws IOException {
    StringBuilder lines = new StringBuilder();
    text.printLines(SamplePlans.everyVerdict(), lines);
    return lines.toString();
  }

  @Test
  void printsSnapshotsUnderTheirImages() throws IOException {
    text.accept(image(Outcome.SUCCEEDED));
    text.accept(snapshot(1, Outcome.ALREADY_GONE));
    text.accept(snapshot(9, Outcome.FAILED));

    assertThat(lines(text))
        .isEqualTo(
            """
            ami-00000001 (image-1): deregistered
              snap-00000001: already gone
            snap-00000009: failed, code: A sentence
            """);
  }

  @Test
  void printsEachLineOnce() throws IOException {
    text.accept(image(Outcome.SUCCEEDED));
    assertThat(lines(text)).isNotEmpty();

    assertThat(text.isEmpty()).isTrue();
    assertThat(lines(text)).isEmpty();
  }

  @Test
  void countsWhatIsPrintedAndWhatIsNot() throws IOException {
    OutcomeSummary other = new OutcomeSummary();
    text.accept(image(Outcome.SUCCEEDED));
    text.accept(snapshot(1, Outcome.SKIPPED));
    other.accept(image(Outcome.SUCCEEDED));
    text.printLines(SamplePlans.everyVerdict(), new StringBuilder());

    assertThat(OutcomeSummary.counts(List.of(text, other)))
        .isEqualTo("Images: 2 succeeded\nSnapshots: 1 skipped\n");
  }
}
