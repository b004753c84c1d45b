package io.amiclean.api.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;

class EvidenceGatheringTest {

  private final EvidenceGathering gathering = new EvidenceGathering();

  private static EvidenceException denied(String source) {
    return new EvidenceDeniedException(source, "ec2:Read", source + " is denied", null);
  }

  private static EvidenceException unavailable(String source) {
    return new EvidenceUnavailableException(source, "ec2:Read", source + " is unknown", null);
  }

  private void fail(RuntimeException failure) {
    assertThat(
            gathering.read(
                () -> {
                  throw failure;
                }))
        .isEmpty();
  }

  @Test
  void isCompleteWithoutFailures() {
    assertThat(gathering.read(() -> 1)).contains(1);
    assertThat(gathering.isComplete()).isTrue();
    assertThatCode(gathering::requireComplete).doesNotThrowAnyException();
  }

  @Test
  void throwsASingleFailureAsItIs() {
    EvidenceException failure = denied("a");
    fail(failure);

    assertThatExceptionOfType(EvidenceDeniedException.class)
        .isThrownBy(gathering::requireComplete)
        .isSameAs(failure);
  }

  @Test
  void tellsAllFailuresInTheOrderOfTheirSources() {
    fail(denied("c"));
    fail(EvidenceFailuresException.of(List.of(unavailable("b"), denied("a"))));

    assertThatExceptionOfType(EvidenceFailuresException.class)
        .isThrownBy(gathering::requireComplete)
        .withMessage("3 sources cannot be read: a is denied; b is unknown; c is denied")
        .satisfies(
            several ->
                assertThat(several.failures())
                    .extracting(EvidenceException::source)
                    .containsExactly("a", "b", "c"));
  }

  @Test
  void tellsWhatIsTheSameOnce() {
    EvidenceException failure = denied("a");
    fail(failure);
    fail(denied("a"));

    assertThatExceptionOfType(EvidenceDeniedException.class)
        .isThrownBy(gathering::requireComplete)
        .isSameAs(failure);
  }

  @Test
  void gathersWhatAProbeThrows() {
    gathering.probe(
        () -> {
          throw denied("a");
        });

    assertThat(gathering.isComplete()).isFalse();
  }

  @Test
  void letsAnyOtherFailurePassAtOnce() {
    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(
            () ->
                gathering.read(
                    () -> {
                      throw new EvidenceException("a", "a was not answered");
                    }))
        .withMessage("a was not answered");
    assertThatExceptionOfType(ReadingInterruptedException.class)
        .isThrownBy(
            () ->
                gathering.read(
                    () -> {
                      throw new ReadingInterruptedException("a", null);
                    }));
  }
}
