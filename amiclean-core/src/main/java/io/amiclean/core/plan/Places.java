package io.amiclean.core.plan;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Places of images in their inventory, ascending: a list of numbers without an object for each. */
final class Places {

  private int[] places = new int[2];
  private int size;

  void add(int place) {
    if (size == places.length) {
      places = Arrays.copyOf(places, size * 2);
    }
    places[size++] = place;
  }

  /** Adds places that are all greater. */
  void addAll(Places greater) {
    if (size + greater.size > places.length) {
      places = Arrays.copyOf(places, size + greater.size);
    }
    System.arraycopy(greater.places, 0, places, size, greater.size);
    size += greater.size;
  }

  int size() {
    return size;
  }

  IntStream stream() {
    return Arrays.stream(places, 0, size);
  }

  int[] toArray() {
    return Arrays.copyOf(places, size);
  }
}
