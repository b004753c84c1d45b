package io.amiclean.api.mapping;

import io.amiclean.api.internal.AmicleanStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.immutables.value.Value;

/**
 * What the images of a group have in common: a list of labels, such as {@code environment=dev,
 * role=front}. Two keys are the same group only if all labels are equal, in order.
 */
@Value.Immutable
@AmicleanStyle
public abstract class GroupKey {

  GroupKey() {}

  /**
   * Returns a key of labels.
   *
   * @param labels one or more labels
   * @return the key
   * @throws IllegalArgumentException if there are no labels
   */
  public static GroupKey of(List<Label> labels) {
    Objects.requireNonNull(labels, "labels");
    return ImmutableGroupKey.of(labels);
  }

  /**
   * Returns a key of one label.
   *
   * @param key what is compared, such as a tag key
   * @param value what the images have in common
   * @return the key
   */
  public static GroupKey of(String key, String value) {
    return of(List.of(Label.of(key, value)));
  }

  /**
   * Returns the labels.
   *
   * @return the labels in the asked order, at least one
   */
  @Value.Parameter
  public abstract List<Label> labels();

  /**
   * Returns the short name: the sorted values joined by dots, as the original amicleaner shows them
   * (the seed {@code 000_d2e5cc670baa94a0.txt}). Different groups may have the same short name.
   *
   * @return the name, such as {@code dev.front}
   */
  public final String shortName() {
    List<String> values = new ArrayList<>();
    labels().forEach(label -> values.add(label.value()));
    return values.stream().sorted().collect(Collectors.joining("."));
  }

  /**
   * Returns the long name, which differs for different groups: keys and values in the asked order,
   * with a backslash before dots, equal signs and backslashes that are part of them.
   *
   * @return the name, such as {@code environment=dev.role=front}
   */
  public final String longName() {
    return labels().stream().map(Label::toString).collect(Collectors.joining("."));
  }

  @Value.Check
  void check() {
    if (labels().isEmpty()) {
      throw new IllegalArgumentException("A group without labels: expected at least one");
    }
  }

  /** Returns the long name. */
  @Override
  public final String toString() {
    return longName();
  }

  /** A key and a value that the images of a group have in common. */
  @Value.Immutable
  @AmicleanStyle
  public abstract static class Label {

    Label() {}

    /**
     * Returns a label.
     *
     * @param key what is compared, such as a tag key
     * @param value what the images have in common
     * @return the label
     */
    public static Label of(String key, String value) {
      return ImmutableLabel.of(key, value);
    }

    /**
     * Returns what is compared, such as a tag key.
     *
     * @return the key
     */
    @Value.Parameter
    public abstract String key();

    /**
     * Returns what the images have in common.
     *
     * @return the value
     */
    @Value.Parameter
    public abstract String value();

    /** Returns key and value, such as {@code role=front}. */
    @Override
    public final String toString() {
      return escape(key()) + "=" + escape(value());
    }

    private static String escape(String text) {
      return text.replace("\\", "\\\\").replace(".", "\\.").replace("=", "\\=");
    }
  }
}
