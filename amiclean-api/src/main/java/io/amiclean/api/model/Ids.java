package io.amiclean.api.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Lists that are sorted by id and hold each id once. */
final class Ids {

  private Ids() {}

  static <K extends Comparable<K>, V> boolean areAscending(List<V> values, Function<V, K> id) {
    for (int i = 1; i < values.size(); i++) {
      if (id.apply(values.get(i - 1)).compareTo(id.apply(values.get(i))) >= 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * Sorts by id and drops repetitions, which paging over a changing account produces. Two different
   * values for one id are a contradiction that nobody can resolve here.
   */
  static <K extends Comparable<K>, V> List<V> sortedOnce(Collection<V> values, Function<V, K> id) {
    Map<K, V> byId = new TreeMap<>();
    for (V value : values) {
      V other = byId.putIfAbsent(id.apply(value), value);
      if (other != null && !other.equals(value)) {
        throw new IllegalArgumentException(
            "The inventory holds "
                + id.apply(value)
                + " twice, and differently: expected each id once");
      }
    }
    return new ArrayList<>(byId.values());
  }

  static <K extends Comparable<K>, V> Optional<V> find(
      List<V> ascending, Function<V, K> id, K wanted) {
    int low = 0;
    int high = ascending.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = id.apply(ascending.get(middle)).compareTo(wanted);
      if (order == 0) {
        return Optional.of(ascending.get(middle));
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return Optional.empty();
  }
}
