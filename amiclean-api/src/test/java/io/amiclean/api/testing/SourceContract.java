package io.amiclean.api.testing;

import static io.amiclean.api.testing.EvidenceAssertions.assertReliable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.EvidenceException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What every source promises. Extend the contract of the source's own interface.
 *
 * @param <S> the interface of the source
 * @param <V> what it reads
 */
public abstract class SourceContract<S, V> {

  /**
   * Returns the source.
   *
   * @return a source over an account that nobody changes during a test
   */
  protected abstract S source();

  /**
   * Returns the scope of the account behind the source.
   *
   * @return the scope
   */
  protected abstract CleanupScope scope();

  /**
   * Returns a source that cannot read its account to the end, none by default. Supply it, if there
   * is a way to make one: of all that a source promises, this is what protects an account.
   *
   * @return the source, or empty if it cannot fail
   */
  protected Optional<S> failingSource() {
    return Optional.empty();
  }

  abstract V load(S source);

  abstract CleanupScope scopeOf(V read);

  abstract Instant readAtOf(V read);

  abstract List<Evidence> evidenceOf(V read);

  /** Returns what was read without the times of reading. */
  abstract Object contentOf(V read);

  @Test
  void answersWithTheScopeOfTheAccountEveryTime() {
    S source = source();

    assertThat(List.of(load(source), load(source))).extracting(this::scopeOf).containsOnly(scope());
  }

  @Test
  void namesWhatItReadAndReadItToTheEnd() {
    assertReliable(evidenceOf(load(source())));
  }

  @Test
  void saysWhenReadingBegan() {
    V read = load(source());

    assertThat(evidenceOf(read))
        .extracting(Evidence::readAt)
        .as("when the parts were read, which is not before reading began")
        .allSatisfy(
            readAt ->
                assertThat(readAt)
                    .hasValueSatisfying(at -> assertThat(at).isAfterOrEqualTo(readAtOf(read))));
  }

  @Test
  void readsAnUnchangedAccountTheSameTwice() {
    S source = source();

    Object first = contentOf(load(source));

    assertThat(contentOf(load(source))).isEqualTo(first);
  }

  @Test
  void readsTheSameInSeveralThreads() throws Exception {
    S source = source();
    Object expected = contentOf(load(source));

    assertThat(Threads.answers(() -> contentOf(load(source))))
        .allSatisfy(read -> assertThat(read).isEqualTo(expected));
  }

  @Test
  void throwsInsteadOfTellingHalf() {
    Optional<S> failing = failingSource();
    assumeTrue(failing.isPresent(), "No failing source is supplied");

    assertThatThrownBy(() -> load(failing.orElseThrow()))
        .isInstanceOfSatisfying(
            EvidenceException.class,
            failure -> {
              assertThat(failure.source()).as("the name of the source").isNotBlank();
              assertThat(failure).message().isNotBlank();
            });
  }
}
