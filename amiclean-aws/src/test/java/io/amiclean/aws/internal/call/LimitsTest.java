package io.amiclean.aws.internal.call;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsTest {

  @ParameterizedTest
  @CsvSource({
    // MiB of heap, MiB of an answer, items
    "64, 16, 32768",
    "512, 16, 262144",
    "1024, 32, 524288",
    "4096, 128, 2000000",
    "65536, 256, 2000000"
  })
  void allowWhatTheHeapHolds(long heap, long answer, long items) {
    assertThat(Limits.ofHeap(heap << 20))
        .returns(answer << 20, Limits::answerBytes)
        .returns(items, Limits::items);
  }

  @Test
  void areByDefaultThoseOfThisHeap() {
    assertThat(Limits.DEFAULTS).isEqualTo(Limits.ofHeap(Runtime.getRuntime().maxMemory()));
  }
}
