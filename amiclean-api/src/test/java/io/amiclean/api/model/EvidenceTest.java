package io.amiclean.api.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.amiclean.api.Samples;
import org.junit.jupiter.api.Test;

class EvidenceTest {

  @Test
  void tellsASourceThatWasReadFromOneThatWasSkipped() {
    Evidence read = Evidence.complete("instances", 3, Samples.NOW);
    Evidence skipped = Evidence.skipped("instances", Samples.NOW);

    assertThat(read.complete()).isTrue();
    assertThat(read.skipped()).isFalse();
    assertThat(skipped.complete()).isFalse();
    assertThat(skipped.skipped()).isTrue();
    assertThat(skipped.items()).isZero();
  }

  @Test
  void refusesASourceWithoutAName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Evidence.complete(" ", 3, Samples.NOW))
        .withMessageContaining("name");
  }

  @Test
  void refusesANegativeCount() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Evidence.complete("instances", -1, Samples.NOW))
        .withMessageContaining("instances")
        .withMessageContaining("-1");
  }

  @Test
  void refusesToBeCompleteAndSkipped() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Evidence.builder()
                    .from(Evidence.complete("instances", 3, Samples.NOW))
                    .skipped(true)
                    .build())
        .withMessageContaining("instances");
  }
}
