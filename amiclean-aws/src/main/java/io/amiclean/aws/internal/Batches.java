package io.amiclean.aws.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Lists in pieces, as services take only so many items in one request. */
public final class Batches {

  private Batches() {}

  /**
   * Returns a list in pieces.
   *
   * @param <T> the items
   * @param items the list, in its order
   * @param size how many items a piece has, but for the last one
   * @return the pieces; none of an empty list
   */
  public static <T> List<List<T>> of(Collection<T> items, int size) {
    List<T> all = List.copyOf(items);
    List<List<T>> batches = new ArrayList<>();
    for (int from = 0; from < all.size(); from += size) {
      batches.add(all.subList(from, Math.min(from + size, all.size())));
    }
    return batches;
  }
}
