package io.amiclean.api.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amiclean.api.testing.Samples;
import java.time.Instant;
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

  @Test
  void joinsReadingsOfOneSource() {
    Evidence first =
        Evidence.builder()
            .from(Evidence.complete("instances", 3, Samples.NOW))
            .addNotes("One.")
            .build();
    Evidence second =
        Evidence.builder()
            .from(Evidence.complete("instances", 4, Samples.NOW.minusSeconds(1)))
            .addNotes("Two.")
            .build();

    assertThat(first.and(second))
        .isEqualTo(
            Evidence.builder()
                .from(Evidence.complete("instances", 7, Samples.NOW.minusSeconds(1)))
                .addNotes("One.", "Two.")
                .build());
  }

  @Test
  void isAsOldAsNobodyKnowsWhereOneReadingHasNoTime() {
    Evidence undated = Evidence.builder().source("instances").items(1).complete(true).build();

    assertThat(undated.and(Evidence.complete("instances", 1, Samples.NOW)).readAt()).isEmpty();
    assertThat(Evidence.complete("instances", 1, Samples.NOW).and(undated).readAt()).isEmpty();
  }

  @Test
  void isNotCompleteWhereOneReadingIsNot() {
    Evidence half =
        Evidence.builder().source("instances").items(1).complete(false).readAt(Samples.NOW).build();

    assertThat(Evidence.complete("instances", 3, Samples.NOW).and(half).isUsable()).isFalse();
  }

  @Test
  void refusesToJoinAnotherSource() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Evidence.complete("instances", 3, Samples.NOW)
                    .and(Evidence.complete("images", 3, Samples.NOW)))
        .withMessage("Evidence of instances and of images: expected one source");
  }

  @Test
  void nothingIsDecidedOnHalfOfIt() {
    Evidence half =
        Evidence.builder().source("instances").items(1).complete(false).readAt(Samples.NOW).build();

    assertThatThrownBy(half::requireUsable)
        .isInstanceOf(EvidenceException.class)
        .hasMessageContaining("'instances' was not read to its end (1 items)");
    assertThatNoException()
        .isThrownBy(() -> Evidence.skipped("instances", Samples.NOW).requireUsable());
  }

  @Test
  void saysWhyItsSourceWasLeftOutOnlyWhereItWas() {
    Evidence.Builder read =
        Evidence.builder()
            .from(Evidence.complete("instances", 1, Instant.EPOCH))
            .skipReason(Evidence.SkipReason.CLIENT_MISSING);

    assertThatIllegalArgumentException()
        .isThrownBy(read::build)
        .withMessage(
            "Evidence of instances says CLIENT_MISSING and is not skipped: expected skipped(true),"
                + " or no reason");
  }

  @Test
  void ofWhichAPartWasReadWasNotLeftOut() {
    Evidence leftOut =
        Evidence.builder()
            .from(Evidence.skipped("instances", Instant.EPOCH))
            .skipReason(Evidence.SkipReason.UNKNOWN_TO_ENDPOINT)
            .build();

    assertThat(leftOut.and(Evidence.complete("instances", 1, Instant.EPOCH)).skipReason())
        .isEmpty();
    assertThat(leftOut.and(leftOut).skipReason()).hasValue(Evidence.SkipReason.UNKNOWN_TO_ENDPOINT);
  }
}
