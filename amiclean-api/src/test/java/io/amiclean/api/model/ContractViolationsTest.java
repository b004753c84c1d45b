package io.amiclean.api.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.FailingTests;
import io.amiclean.api.testing.ProgressListenerContract;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ContractViolationsTest {

  static class ThrowingOnUnknownTotals extends ProgressListenerContract {
    @Override
    protected ProgressListener listener() {
      return progress -> progress.total().orElseThrow();
    }
  }

  static class ThrowingOnRepetitions extends ProgressListenerContract {
    private final Set<Progress> seen = new HashSet<>();

    @Override
    protected synchronized ProgressListener listener() {
      return progress -> {
        synchronized (seen) {
          if (!seen.add(progress)) {
            throw new IllegalStateException("Seen before: " + progress);
          }
        }
      };
    }
  }

  @Test
  void aListenerThatWantsATotalIsNoticed() {
    assertThat(FailingTests.of(ThrowingOnUnknownTotals.class))
        .containsExactlyInAnyOrder(
            "takesEveryProgress()", "takesTheSameProgressTwice()", "returnsQuickly()");
  }

  @Test
  void aListenerThatWantsNoRepetitionIsNoticed() {
    assertThat(FailingTests.of(ThrowingOnRepetitions.class))
        .containsExactly("takesTheSameProgressTwice()");
  }
}
