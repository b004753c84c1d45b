package io.amiclean.api.internal;

import java.util.List;
import java.util.Objects;

/** What public methods require of their arguments. */
public final class Arguments {

  private Arguments() {}

  /**
   * Requires that neither an array of arguments nor one of its elements is null.
   *
   * @param <T> the type of the elements
   * @param elements the array
   * @param name the name of the parameter
   * @return the elements
   * @throws NullPointerException if one is null, naming it, such as {@code filters[1]}
   */
  public static <T> List<T> requireElements(T[] elements, String name) {
    Objects.requireNonNull(elements, name);
    for (int index = 0; index < elements.length; index++) {
      if (elements[index] == null) {
        throw new NullPointerException(name + "[" + index + "]");
      }
    }
    return List.of(elements);
  }

  /**
   * Requires that a strategy can be named so.
   *
   * @param description the description
   * @return the description
   * @throws IllegalArgumentException if it is blank
   */
  public static String requireDescription(String description) {
    Objects.requireNonNull(description, "description");
    if (description.isBlank()) {
      throw new IllegalArgumentException(
          "The description '" + description + "' is blank: expected one such as keepNewest(4)");
    }
    return description;
  }
}
