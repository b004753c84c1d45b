package io.amiclean.core.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class OrderedBufferTest {

  private static final List<Integer> KEYS = List.of(0, 1, 2, 3, 4, 5, 6, 7);

  @Property
  void handsOnWhatNothingIsMissingBefore(@ForAll("arrivals") List<Integer> arrivals) {
    List<String> received = new ArrayList<>();
    OrderedBuffer<Integer, String> results = new OrderedBuffer<>(KEYS.iterator(), received::add);
    for (int i = 0; i < arrivals.size(); i++) {
      results.put(arrivals.get(i), "of " + arrivals.get(i));

      List<Integer> there = arrivals.subList(0, i + 1);
      assertThat(received)
          .containsExactlyElementsOf(
              KEYS.stream().takeWhile(there::contains).map(key -> "of " + key).toList());
    }
  }

  @Provide
  Arbitrary<List<Integer>> arrivals() {
    return Arbitraries.shuffle(KEYS);
  }
}
