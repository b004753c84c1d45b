package io.amiclean.core.retention.internal;

import com.google.common.primitives.Ints;
import java.util.Arrays;
import java.util.List;

/**
 * The ranks of the candidates of a group. Two arrays of integers, because an account has as many
 * ranks as images, and each is asked for several times. Immutable.
 */
final class CandidateRanks {

  /** The positions of the candidates in the inventory, ascending. */
  private final int[] positions;

  /** Their ranks, in the same order. */
  private final int[] ranks;

  private CandidateRanks(int[] positions, int[] ranks) {
    this.positions = positions;
    this.ranks = ranks;
  }

  /** Returns the ranks of candidates whose positions are given in the order of the ranks. */
  static CandidateRanks of(List<Integer> ranked) {
    int[] positions = Ints.toArray(ranked);
    Arrays.sort(positions);
    int[] ranks = new int[positions.length];
    for (int i = 0; i < ranks.length; i++) {
      ranks[Arrays.binarySearch(positions, ranked.get(i))] = i + 1;
    }
    return new CandidateRanks(positions, ranks);
  }

  int size() {
    return ranks.length;
  }

  /** Returns the rank of the image at a position, the first being 1; 0 if it is no candidate. */
  int of(int position) {
    int index = Arrays.binarySearch(positions, position);
    return index < 0 ? 0 : ranks[index];
  }
}
