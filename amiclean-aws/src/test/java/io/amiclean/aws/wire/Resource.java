package io.amiclean.aws.wire;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What all resources have: elements by their names in AWS's XML, and tags.
 *
 * @param <T> the kind of resource itself, which its methods return
 */
public abstract class Resource<T extends Resource<T>> {

  final String id;
  final Map<String, Object> elements = new LinkedHashMap<>();
  final Map<String, String> tags = new LinkedHashMap<>();
  private final WireState guard;

  Resource(WireState guard, String id, String idElement) {
    this.guard = guard;
    this.id = id;
    elements.put(idElement, id);
  }

  /** Changes it in one step: a request sees all of the change or nothing. */
  @SuppressWarnings("unchecked") // Each kind of resource is its own T.
  final T change(Runnable change) {
    synchronized (guard) {
      change.run();
      return (T) this;
    }
  }

  /**
   * Sets an element of the answer.
   *
   * @param value text, a map of elements, or a list of either; none with null
   */
  public T with(String element, @Nullable Object value) {
    return change(
        () -> {
          if (value == null) {
            elements.remove(element);
          } else {
            elements.put(element, value);
          }
        });
  }

  public T tag(String key, String value) {
    return change(() -> tags.put(key, value));
  }

  Optional<String> text(String element) {
    return Optional.ofNullable(elements.get(element)).map(Object::toString);
  }

  boolean is(String element, String value) {
    return value.equals(elements.get(element));
  }

  /** What a filter compares with. */
  Stream<String> values(String element) {
    return text(element).stream();
  }

  /** The resource as it stands in an answer, a copy. */
  Map<String, Object> view() {
    Map<String, Object> view = new LinkedHashMap<>(elements);
    if (!tags.isEmpty()) {
      view.put(
          "tagSet",
          tags.entrySet().stream()
              .map(tag -> Map.of("key", tag.getKey(), "value", tag.getValue()))
              .toList());
    }
    return view;
  }
}
