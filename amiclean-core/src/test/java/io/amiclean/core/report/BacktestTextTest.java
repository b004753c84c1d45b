package io.amiclean.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.core.backtest.SampleBacktests;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class BacktestTextTest {

  @Test
  void putsPoliciesSideBySideAndSaysWhyRemovalsWouldHaveBeenRegretted() throws IOException {
    GoldenFile.assertHolds(
        "backtest.txt",
        BacktestText.of(SampleBacktests.ofEverything("front", "keep one", "keep two")));
  }

  @Test
  void saysThatNothingHappened() {
    assertThat(BacktestText.of(SampleBacktests.ofNothing()))
        .startsWith(
            "123456789012/eu-west-1: 1 day until 2017-01-11T00:00:00Z, replayed on 1 recording from"
                + " 2017-01-11T00:00:00Z\n")
        .contains("policy 1", "Days with changes: none")
        .doesNotContain("Regretted", "Refused");
  }

  @Test
  void tellsPoliciesOfOneNameApart() {
    assertThat(BacktestText.of(SampleBacktests.ofEverything("front", "same")))
        .contains("same (policy 1)", "same (policy 2)");
  }

  @Test
  void hasNoControlCharacters() {
    assertThat(BacktestText.of(SampleBacktests.ofEverything("a\u001b[31m\u202e", "b\u001b[31m")))
        .doesNotContain("\u001b", "\u202e");
  }
}
