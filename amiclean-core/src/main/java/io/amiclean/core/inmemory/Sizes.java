package io.amiclean.core.inmemory;

/** Sizes of volumes and snapshots. */
final class Sizes {

  private Sizes() {}

  static int requireGiB(int size) {
    if (size < 1) {
      throw new IllegalArgumentException("'" + size + "' is no size in GiB: expected 1 or more");
    }
    return size;
  }

  static long requireBytes(long size) {
    if (size < 0) {
      throw new IllegalArgumentException("'" + size + "' is no size in bytes: expected 0 or more");
    }
    return size;
  }
}
