package io.amiclean.api.policy;

import io.amiclean.api.internal.AmicleanStyle;
import io.amiclean.api.model.StrategyException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.immutables.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * A strategy as a value: its name and its argument, such as {@code keepNewest} and 4. The same spec
 * stands in code, in a policy file and in a plan, and a {@code StrategyProvider} makes the strategy
 * of it.
 *
 * <p>A strategy that only a program can give, such as a lambda, has a {@linkplain #custom custom}
 * spec: it names the strategy, and nothing can be made of it. Immutable and thread-safe.
 */
@Value.Immutable
@AmicleanStyle
public abstract class StrategySpec {

  static final String CUSTOM = "custom";

  private static final Pattern NAME =
      Pattern.compile("[a-zA-Z][a-zA-Z0-9_-]*(\\.[a-zA-Z][a-zA-Z0-9_-]*)*");

  StrategySpec() {}

  /**
   * Returns a spec.
   *
   * @param name the name, such as {@code keepNewest}; that of a user's strategy has a prefix, such
   *     as {@code acme.supported}
   * @param argument the argument
   * @return the spec
   * @throws IllegalArgumentException if the name has other characters than letters, digits, hyphens
   *     and underscores in words that begin with a letter and are joined by dots
   */
  public static StrategySpec of(String name, SpecArgument argument) {
    return ImmutableStrategySpec.of(name, argument);
  }

  /**
   * Returns a spec without argument.
   *
   * @param name the name, as in {@link #of(String, SpecArgument)}
   * @return the spec
   * @throws IllegalArgumentException if the name is malformed
   */
  public static StrategySpec of(String name) {
    return of(name, SpecArgument.none());
  }

  /**
   * Returns a spec with a text.
   *
   * @param name the name, as in {@link #of(String, SpecArgument)}
   * @param text the argument
   * @return the spec
   * @throws IllegalArgumentException if the name is malformed
   */
  public static StrategySpec of(String name, String text) {
    Objects.requireNonNull(text, "text");
    return of(name, SpecArgument.of(text));
  }

  /**
   * Returns a spec with a number.
   *
   * @param name the name, as in {@link #of(String, SpecArgument)}
   * @param number the argument
   * @return the spec
   * @throws IllegalArgumentException if the name is malformed
   */
  public static StrategySpec of(String name, long number) {
    return of(name, SpecArgument.of(number));
  }

  /**
   * Returns a spec with a duration.
   *
   * @param name the name, as in {@link #of(String, SpecArgument)}
   * @param duration the argument
   * @return the spec
   * @throws IllegalArgumentException if the name is malformed
   */
  public static StrategySpec of(String name, Duration duration) {
    return of(name, SpecArgument.of(duration));
  }

  /**
   * Returns a spec with a list of texts.
   *
   * @param name the name, as in {@link #of(String, SpecArgument)}
   * @param texts the argument, in its order
   * @return the spec
   * @throws IllegalArgumentException if the name is malformed
   */
  public static StrategySpec ofTexts(String name, Collection<String> texts) {
    return of(name, SpecArgument.ofTexts(texts));
  }

  /**
   * Returns a spec that joins others.
   *
   * @param name what joins them, such as {@code anyOf}
   * @param parts the joined strategies; one without a spec is a {@linkplain #custom custom} part
   * @return the spec
   * @throws IllegalArgumentException if the name is malformed
   */
  public static StrategySpec joining(String name, Collection<? extends Strategy> parts) {
    return of(name, SpecArgument.ofSpecs(parts.stream().map(StrategySpec::of).toList()));
  }

  /**
   * Returns the spec of a strategy.
   *
   * @param strategy the strategy
   * @return its own spec, or a {@linkplain #custom custom} one by its description
   * @throws StrategyException if its {@code spec()} or {@code description()} throws or answers
   *     {@code null}, or the description is blank, naming its class
   */
  public static StrategySpec of(Strategy strategy) {
    Objects.requireNonNull(strategy, "strategy");
    Optional<StrategySpec> spec = answer(strategy, "spec()", strategy::spec);
    String description = answer(strategy, "description()", strategy::description);
    if (description.isBlank()) {
      throw unnamed(
          strategy,
          "answered '" + description + "' at description(): expected one such as keepNewest(4)",
          null);
    }
    return spec.orElseGet(() -> custom(description));
  }

  private static <T> T answer(Strategy strategy, String method, Supplier<@Nullable T> call) {
    @Nullable T answer;
    try {
      answer = call.get();
    } catch (RuntimeException | LinkageError e) {
      throw unnamed(strategy, "failed at " + method + ": " + e, e);
    }
    if (answer == null) {
      throw unnamed(strategy, "answered null at " + method, null);
    }
    return answer;
  }

  /** Names the class: such a strategy has no usable description. */
  private static StrategyException unnamed(
      Strategy strategy, String how, @Nullable Throwable cause) {
    String name = strategy.getClass().getName();
    return new StrategyException(name, "The strategy " + name + " " + how, cause);
  }

  /**
   * Returns the spec of a strategy that only a program can give.
   *
   * @param description the description of the strategy
   * @return the spec
   */
  public static StrategySpec custom(String description) {
    Objects.requireNonNull(description, "description");
    return of(CUSTOM, description);
  }

  /**
   * Returns a spec with named fields, to be added by {@link #with}.
   *
   * @param name the name, as in {@link #of(String, SpecArgument)}
   * @param field the name of the first field
   * @param argument its argument
   * @return the spec
   * @throws IllegalArgumentException if the name is malformed
   */
  public static StrategySpec ofField(String name, String field, SpecArgument argument) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(field, "field");
    Objects.requireNonNull(argument, "argument");
    return of(name, SpecArgument.ofFields(Map.of(field, argument)));
  }

  /**
   * Returns this spec with a field more.
   *
   * @param field the name of the field
   * @param value its argument
   * @return the spec
   * @throws SpecArgumentException if the argument of this spec are not fields
   */
  public final StrategySpec with(String field, SpecArgument value) {
    Objects.requireNonNull(field, "field");
    Objects.requireNonNull(value, "value");
    if (!(argument() instanceof SpecArgument.Fields fields)) {
      throw new SpecArgumentException(argument(), "The argument of " + name() + " has no fields");
    }
    Map<String, SpecArgument> all = new LinkedHashMap<>();
    fields.entries().forEach(entry -> all.put(entry.getKey(), entry.getValue()));
    all.put(field, value);
    return of(name(), SpecArgument.ofFields(all));
  }

  /**
   * Returns the name.
   *
   * @return the name, such as {@code keepNewest}
   */
  @Value.Parameter
  public abstract String name();

  /**
   * Returns the argument.
   *
   * @return the argument; {@linkplain SpecArgument#none() no fields} if the strategy takes none
   */
  @Value.Parameter
  public abstract SpecArgument argument();

  /**
   * Returns whether only a program can give the strategy.
   *
   * @return whether this is a {@linkplain #custom custom} spec
   */
  public final boolean isCustom() {
    return name().equals(CUSTOM);
  }

  /**
   * Returns the descriptions of the custom strategies in this spec, however deep they are.
   *
   * @return the descriptions, in their order
   */
  public final List<String> customParts() {
    return SpecArgument.of(this).customParts();
  }

  /**
   * Returns the spec on one line for people, such as {@code keepNewest(4)}. It is not to be read by
   * programs.
   *
   * @return the description
   */
  public final String description() {
    return ArgumentText.of(name(), argument());
  }

  static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  @Value.Check
  void check() {
    if (!isName(name())) {
      throw new IllegalArgumentException(
          "'"
              + name()
              + "' cannot name a strategy: expected one such as keepNewest or acme.supported");
    }
  }

  @Override
  public final String toString() {
    return description();
  }
}
