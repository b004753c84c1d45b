package io.amiclean.examples.fedora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.amiclean.api.mapping.ImageGroup;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.Reason;
import io.amiclean.api.retention.RetentionDecision;
import io.amiclean.api.retention.RetentionStrategy;
import io.amiclean.api.testing.RetentionStrategyContract;
import io.amiclean.api.testing.Samples;
import io.amiclean.examples.fedora.archive.ComposeFacts;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublicationWindowTest extends RetentionStrategyContract {

  @Override
  protected RetentionStrategy strategy() {
    return new PublicationWindow(Duration.ofDays(28), Duration.ofDays(10));
  }

  @ParameterizedTest
  @CsvSource({
    "P0D, published-lately",
    "P9DT23H59M59S, published-lately",
    "P10D, ''",
    "P28D, ''",
    "P28DT1S, outside-window",
    "-P1D, published-lately"
  })
  void letsGoWhatWasPublishedBetweenTheTwoTimes(Duration age, String code) {
    Image image =
        Samples.imageBuilder(1)
            .putFacts(ComposeFacts.PUBLISHED, Samples.NOW.minus(age).toString())
            .build();

    assertThat(codes(image)).isEqualTo(code.isEmpty() ? List.of() : List.of(code));
  }

  @Test
  void keepsAnImageOfUnknownPublication() {
    assertThat(codes(Samples.image(1))).containsExactly("unknown-publication");
  }

  @Test
  void refusesANegativeWait() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PublicationWindow(Duration.ofDays(28), Duration.ofDays(-1)))
        .withMessageContaining("PT-24H");
  }

  private List<String> codes(Image image) {
    ImageGroup group = Samples.group(image);
    RetentionDecision decision = strategy().decide(group, Samples.context(List.of(image)));
    return decision.reasons().values().stream().flatMap(List::stream).map(Reason::code).toList();
  }
}
