package io.amiclean.core.exclusion;

import java.util.Collection;
import java.util.stream.Collectors;

/** How filters describe themselves. */
final class Descriptions {

  private Descriptions() {}

  /** Returns a name and its arguments, such as {@code ids(ami-50504e36, ami-52504e34)}. */
  static String list(String name, Collection<?> arguments) {
    return arguments.stream()
        .map(Object::toString)
        .collect(Collectors.joining(", ", name + "(", ")"));
  }
}
