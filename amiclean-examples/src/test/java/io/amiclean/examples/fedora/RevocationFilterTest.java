package io.amiclean.examples.fedora;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.exclusion.ExclusionFilter;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.Sharing;
import io.amiclean.api.testing.ExclusionFilterContract;
import io.amiclean.api.testing.Samples;
import io.amiclean.examples.fedora.archive.FedoraFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RevocationFilterTest extends ExclusionFilterContract {

  @Override
  protected ExclusionFilter strategy() {
    return new RevocationFilter(Duration.ofDays(10));
  }

  @Override
  protected Image protectedImage() {
    return Samples.imageBuilder(1).putAllFacts(FedoraFacts.nightly()).build();
  }

  @Override
  protected Image unprotectedImage() {
    return revoked("22052025").build();
  }

  /** The one in the tag. */
  @Override
  protected boolean comparesWithFixedTime() {
    return true;
  }

  /** The day of the context is 1 June 2025. */
  @ParameterizedTest
  @CsvSource({
    "23052025, revoked-lately",
    "22052025, ''",
    "01012025, ''",
    "02062025, revoked-lately",
    "20250522, malformed-revocation",
    "030820170, malformed-revocation",
    "30022017, malformed-revocation",
    "03-08-2017, malformed-revocation",
    "٠٣٠٨٢٠١٧, malformed-revocation",
    "'', malformed-revocation"
  })
  void letsGoWhatWasMadePrivateLongEnoughAgo(String value, String code) {
    assertThat(codes(revoked(value).build())).isEqualTo(code.isEmpty() ? List.of() : List.of(code));
  }

  @ParameterizedTest
  @CsvSource({"0, ''", "1, revoked-lately"})
  void countsTheTimeSinceAmicleanMadeAnImagePrivate(int secondsTooFew, String code) {
    Instant since =
        context().now().minus(Duration.ofDays(10)).plus(Duration.ofSeconds(secondsTooFew));
    Image image =
        Samples.imageBuilder(2)
            .sharing(Sharing.UNKNOWN)
            .facts(FedoraFacts.nightly())
            .putTags("amiclean:stage", "private")
            .putTags("amiclean:stage-since", since.toString())
            .build();

    assertThat(codes(image)).isEqualTo(code.isEmpty() ? List.of() : List.of(code));
  }

  @Test
  void protectsAnImageInAnEarlierStage() {
    assertThat(
            codes(
                Samples.imageBuilder(2)
                    .facts(FedoraFacts.nightly())
                    .putTags("amiclean:stage", "deprecated")
                    .putTags("amiclean:stage-since", "2025-01-01T00:00:00Z")
                    .build()))
        .containsExactly("not-revoked");
  }

  @Test
  void protectsAnImageOnHold() {
    assertThat(codes(revoked("01012025").putTags("amiclean:hold", "somebody").build()))
        .containsExactly("on-hold");
  }

  @Test
  void protectsAnImageThatIsPublicAgain() {
    assertThat(codes(revoked("01012025").sharing(Sharing.PUBLIC).build()))
        .containsExactly("public-again");
  }

  @Test
  void protectsAnImageThatNoMessageOfTheTimeTellsOf() {
    assertThat(codes(revoked("01012025").facts(Map.of()).build()))
        .containsExactly("revoked-outside-window");
  }

  @Test
  void protectsAnImageThatWasNotMadePrivate() {
    assertThat(codes(protectedImage())).containsExactly("not-revoked");
  }

  private static Image.Builder revoked(String value) {
    Image.Builder image = Samples.imageBuilder(2);
    image
        .sharing(Sharing.UNKNOWN)
        .facts(FedoraFacts.nightly())
        .putTags(Revocation.SCRIPTS_TAG, value);
    return image;
  }

  private List<String> codes(Image image) {
    return strategy().evaluate(image, context()).stream().map(Reason::code).toList();
  }
}
