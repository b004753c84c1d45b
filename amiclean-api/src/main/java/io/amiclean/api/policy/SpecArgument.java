package io.amiclean.api.policy;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * An argument of a {@link StrategySpec}: a text, a whole number, a flag, a list or named fields, as
 * a policy file writes them. A duration is a text in ISO-8601, such as {@code P30D}; a nested spec
 * is one field whose name is the strategy's.
 *
 * <p>The methods that return a value of a type refuse an argument of another type with a {@link
 * SpecArgumentException}. Immutable and thread-safe.
 */
public sealed interface SpecArgument {

  /**
   * A text.
   *
   * @param value the text
   */
  record Text(String value) implements SpecArgument {
    @Override
    public String toString() {
      return value;
    }
  }

  /**
   * A whole number.
   *
   * @param value the number
   */
  record Whole(long value) implements SpecArgument {
    @Override
    public String toString() {
      return Long.toString(value);
    }
  }

  /**
   * A flag.
   *
   * @param value whether it is set
   */
  record Flag(boolean value) implements SpecArgument {
    @Override
    public String toString() {
      return Boolean.toString(value);
    }
  }

  /**
   * A list.
   *
   * @param values its items, in their order
   */
  record Items(List<SpecArgument> values) implements SpecArgument {

    /** Copies the list. */
    public Items {
      values = List.copyOf(values);
    }

    @Override
    public String toString() {
      return ArgumentText.ofList(values);
    }
  }

  /**
   * Named fields. Two are equal if they have the same fields in the same order.
   *
   * @param entries the fields, in their order
   */
  record Fields(List<Map.Entry<String, SpecArgument>> entries) implements SpecArgument {

    /** Copies the fields. */
    public Fields {
      entries =
          entries.stream()
              .<Map.Entry<String, SpecArgument>>map(
                  entry -> Map.entry(entry.getKey(), entry.getValue()))
              .toList();
    }

    @Override
    public String toString() {
      return ArgumentText.ofFields(entries);
    }
  }

  /**
   * Returns a text.
   *
   * @param text the text
   * @return the argument
   */
  static SpecArgument of(String text) {
    Objects.requireNonNull(text, "text");
    return new Text(text);
  }

  /**
   * Returns a number.
   *
   * @param number the number
   * @return the argument
   */
  static SpecArgument of(long number) {
    return new Whole(number);
  }

  /**
   * Returns a flag.
   *
   * @param value whether it is set
   * @return the argument
   */
  static SpecArgument of(boolean value) {
    return new Flag(value);
  }

  /**
   * Returns a duration.
   *
   * @param duration the duration
   * @return the argument: {@code P30D} for whole days, else such as {@code PT1H30M}
   */
  static SpecArgument of(Duration duration) {
    boolean days = duration.equals(Duration.ofDays(duration.toDays())) && !duration.isZero();
    return new Text(days ? "P" + duration.toDays() + "D" : duration.toString());
  }

  /**
   * Returns a list of texts.
   *
   * @param texts the texts, in their order
   * @return the argument
   */
  static SpecArgument ofTexts(Collection<String> texts) {
    return new Items(texts.stream().map(SpecArgument::of).toList());
  }

  /**
   * Returns a list of nested specs.
   *
   * @param specs the specs, in their order
   * @return the argument
   */
  static SpecArgument ofSpecs(Collection<StrategySpec> specs) {
    return new Items(specs.stream().map(SpecArgument::of).toList());
  }

  /**
   * Returns a nested spec.
   *
   * @param spec the spec
   * @return the argument
   */
  static SpecArgument of(StrategySpec spec) {
    return new Fields(List.of(Map.entry(spec.name(), spec.argument())));
  }

  /**
   * Returns named fields.
   *
   * @param fields the fields, in the order of the map
   * @return the argument
   */
  static SpecArgument ofFields(Map<String, SpecArgument> fields) {
    return new Fields(List.copyOf(fields.entrySet()));
  }

  /**
   * Returns the argument of a strategy that takes none.
   *
   * @return no fields
   */
  static SpecArgument none() {
    return new Fields(List.of());
  }

  /**
   * Returns the text.
   *
   * @return the text
   * @throws SpecArgumentException if this is no text
   */
  default String text() {
    if (this instanceof Text text) {
      return text.value();
    }
    // An account id or a version looks like a number to JSON and YAML.
    throw unexpected(this instanceof Whole ? "a text in quotes" : "a text");
  }

  /**
   * Returns the number.
   *
   * @return the number
   * @throws SpecArgumentException if this is no whole number
   */
  default long number() {
    if (this instanceof Whole whole) {
      return whole.value();
    }
    throw unexpected("a whole number");
  }

  /**
   * Returns the number, of the range of {@code int}.
   *
   * @return the number
   * @throws SpecArgumentException if this is no whole number, or is out of range
   */
  default int integer() {
    long number = number();
    if (number != (int) number) {
      throw new SpecArgumentException(
          this, "the number " + number + " is out of range: expected at most " + Integer.MAX_VALUE);
    }
    return (int) number;
  }

  /**
   * Returns the flag.
   *
   * @return whether it is set
   * @throws SpecArgumentException if this is no flag
   */
  default boolean flag() {
    if (this instanceof Flag flag) {
      return flag.value();
    }
    throw unexpected("true or false");
  }

  /**
   * Returns the duration.
   *
   * @return the duration
   * @throws SpecArgumentException if this is no text, or no duration in ISO-8601
   */
  default Duration duration() {
    if (this instanceof Text text) {
      try {
        return Duration.parse(text.value());
      } catch (DateTimeException | ArithmeticException e) {
        throw new SpecArgumentException(
            this, "'" + text.value() + "' is no duration: expected one such as P30D or PT12H");
      }
    }
    throw unexpected("a duration such as P30D or PT12H");
  }

  /**
   * Returns the items of a list.
   *
   * @return the items, in their order
   * @throws SpecArgumentException if this is no list
   */
  default List<SpecArgument> list() {
    if (this instanceof Items items) {
      return items.values();
    }
    throw unexpected("a list");
  }

  /**
   * Returns the texts of a list.
   *
   * @return the texts, in their order
   * @throws SpecArgumentException if this is no list, or an item is no text
   */
  default List<String> texts() {
    return list().stream().map(SpecArgument::text).toList();
  }

  /**
   * Returns the specs of a list.
   *
   * @return the nested specs, in their order
   * @throws SpecArgumentException if this is no list, or an item is no spec
   */
  default List<StrategySpec> specs() {
    return list().stream().map(SpecArgument::spec).toList();
  }

  /**
   * Returns the nested spec.
   *
   * @return the spec
   * @throws SpecArgumentException if these are not fields, there is not exactly one, or its name
   *     cannot be that of a strategy
   */
  default StrategySpec spec() {
    if (this instanceof Fields fields && fields.entries().size() == 1) {
      Map.Entry<String, SpecArgument> entry = fields.entries().get(0);
      if (!StrategySpec.isName(entry.getKey())) {
        throw new SpecArgumentException(
            this,
            "'" + entry.getKey() + "' cannot name a strategy: expected one such as keepNewest");
      }
      return StrategySpec.of(entry.getKey(), entry.getValue());
    }
    throw unexpected("a strategy, such as { keepNewest: 4 }");
  }

  /**
   * Returns the named fields.
   *
   * @param known the names that may be there
   * @return the fields that are there, by name
   * @throws SpecArgumentException if these are not fields, or one of them has another name
   */
  default Map<String, SpecArgument> fields(String... known) {
    if (!(this instanceof Fields fields)) {
      throw unexpected(
          known.length == 0 ? "no argument, {}" : "fields: " + String.join(", ", known));
    }
    Set<String> names = Set.of(known);
    Map<String, SpecArgument> found = new LinkedHashMap<>();
    for (Map.Entry<String, SpecArgument> entry : fields.entries()) {
      if (!names.contains(entry.getKey())) {
        throw new UnknownNameException(
            entry.getValue(),
            "the key '"
                + entry.getKey()
                + "' is unknown: expected "
                + (known.length == 0 ? "none" : "only " + String.join(", ", known)));
      }
      found.put(entry.getKey(), entry.getValue());
    }
    return found;
  }

  /**
   * Returns a field that must be there.
   *
   * @param name the name of the field
   * @return its argument
   * @throws SpecArgumentException if these are not fields, or there is none of this name
   */
  default SpecArgument field(String name) {
    if (!(this instanceof Fields fields)) {
      throw unexpected("fields, among them " + name);
    }
    return fields.entries().stream()
        .filter(entry -> entry.getKey().equals(name))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow(() -> new SpecArgumentException(this, "the key '" + name + "' is missing"));
  }

  /**
   * Returns the descriptions of the custom strategies in this argument, however deep they are.
   *
   * @return the descriptions, in their order
   */
  default List<String> customParts() {
    List<String> parts = new ArrayList<>();
    if (this instanceof Items items) {
      items.values().forEach(item -> parts.addAll(item.customParts()));
    } else if (this instanceof Fields fields) {
      for (Map.Entry<String, SpecArgument> entry : fields.entries()) {
        custom(fields, entry)
            .ifPresentOrElse(parts::add, () -> parts.addAll(entry.getValue().customParts()));
      }
    }
    return parts;
  }

  private static Optional<String> custom(Fields fields, Map.Entry<String, SpecArgument> entry) {
    return fields.entries().size() == 1
            && entry.getKey().equals(StrategySpec.CUSTOM)
            && entry.getValue() instanceof Text text
        ? Optional.of(text.value())
        : Optional.empty();
  }

  private SpecArgumentException unexpected(String expected) {
    return new SpecArgumentException(
        this, "expected " + expected + ", found " + ArgumentText.kind(this));
  }
}
