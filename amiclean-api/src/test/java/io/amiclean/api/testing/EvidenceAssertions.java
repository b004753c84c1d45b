package io.amiclean.api.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.model.Evidence;
import java.util.List;

/** What all who read an account promise of the evidence that they give. */
final class EvidenceAssertions {

  private EvidenceAssertions() {}

  /**
   * Fails unless evidence can be relied on: there is some, every source is named once, and none was
   * left before its end unless it was left out on purpose.
   *
   * @param evidence what a source says that it read
   */
  static void assertReliable(List<Evidence> evidence) {
    assertThat(evidence).as("the evidence").isNotEmpty();
    assertThat(evidence)
        .extracting(Evidence::source)
        .as("the names of the sources that were read")
        .doesNotHaveDuplicates();
    assertThat(evidence)
        .allSatisfy(
            one ->
                assertThat(one.complete() || one.skipped())
                    .as("%s is read to its end, or skipped on purpose", one.source())
                    .isTrue());
  }
}
