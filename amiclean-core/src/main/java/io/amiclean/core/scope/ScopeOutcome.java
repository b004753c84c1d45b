package io.amiclean.core.scope;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What became of one scope: a value, or the failure that ended it. A failure of one scope says
 * nothing of the others. Immutable.
 *
 * @param <S> what stands for a scope
 * @param <T> what is made of it, such as a plan or the result of an execution
 */
public final class ScopeOutcome<S, T> {

  private final S scope;
  private final @Nullable T value;
  private final @Nullable Exception failure;

  private ScopeOutcome(S scope, @Nullable T value, @Nullable Exception failure) {
    this.scope = Objects.requireNonNull(scope, "scope");
    this.value = value;
    this.failure = failure;
  }

  static <S, T> ScopeOutcome<S, T> done(S scope, T value) {
    return new ScopeOutcome<>(scope, Objects.requireNonNull(value, "value"), null);
  }

  static <S, T> ScopeOutcome<S, T> failed(S scope, Exception failure) {
    return new ScopeOutcome<>(scope, null, Objects.requireNonNull(failure, "failure"));
  }

  /**
   * Goes on with the value, if there is one.
   *
   * @return what becomes of the value, or the same failure
   */
  <U> ScopeOutcome<S, U> then(Function<T, ScopeOutcome<S, U>> next) {
    return failure != null
        ? failed(scope, failure)
        : next.apply(Objects.requireNonNull(value, "value"));
  }

  /**
   * Returns what stands for the scope.
   *
   * @return the scope, as it was given
   */
  public S scope() {
    return scope;
  }

  /**
   * Returns what was made of the scope.
   *
   * @return the value, or empty if there is a failure
   */
  public Optional<T> value() {
    return Optional.ofNullable(value);
  }

  /**
   * Returns why there is no value.
   *
   * @return what was thrown, or empty if there is a value
   */
  public Optional<Exception> failure() {
    return Optional.ofNullable(failure);
  }

  @Override
  public String toString() {
    return "ScopeOutcome[" + scope + ": " + (failure == null ? value : failure) + "]";
  }
}
