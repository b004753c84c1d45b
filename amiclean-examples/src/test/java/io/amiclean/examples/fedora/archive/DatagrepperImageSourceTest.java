package io.amiclean.examples.fedora.archive;

import static io.amiclean.aws.AccountOverWire.ami;
import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageInventory;
import io.amiclean.api.source.ImageSource;
import io.amiclean.api.testing.ImageSourceContract;
import io.amiclean.aws.AccountOverWire;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DatagrepperImageSourceTest extends ImageSourceContract {

  @AutoClose private final FedoraServer fedora = new FedoraServer();
  @AutoClose private final AccountOverWire account = new AccountOverWire();

  @BeforeEach
  void publish() {
    for (int image = 1; image <= 3; image++) {
      account.state.image(ami(image).value()).tag("number", "" + image);
    }
    published("eu-west-1", 1);
    published("us-east-1", 2); // the same id in another region is another image
    published("eu-west-1", 4); // gone since
    fedora.message(FedoraServer.PUBLISH, AccountOverWire.NOW.minus(Duration.ofDays(9)), "{}");
  }

  private void published(String region, int image) {
    fedora.published(
        AccountOverWire.NOW.minus(Duration.ofDays(12)),
        region,
        ami(image).value(),
        FedoraFacts.NIGHTLY);
  }

  @Override
  protected ImageSource source() {
    // Read before the images, as it is for many regions.
    Clock before = Clock.fixed(AccountOverWire.NOW.minusSeconds(60), ZoneOffset.UTC);
    return new DatagrepperImageSource(
        account.account().build().images(),
        PublishedImages.read(
            fedora.datagrepper(), fedora.composes(), Duration.ofDays(28), before, pause -> {}));
  }

  @Override
  protected CleanupScope scope() {
    return account.scope();
  }

  @Override
  protected Set<ImageId> expectedImages() {
    return Set.of(ami(1), ami(2), ami(3));
  }

  @Override
  protected Optional<ImageSource> failingSource() {
    account.state.deny("ec2:DescribeImages");
    return Optional.of(source());
  }

  @Test
  void joinsWhatIsKnownOfAnImageToWhatEc2Says() {
    Image image = source().loadImages().image(ami(1)).orElseThrow();

    assertThat(image.tags()).isEqualTo(Map.of("number", "1"));
    assertThat(image.facts())
        .containsEntry(ComposeFacts.COMPOSE, FedoraFacts.NIGHTLY)
        .containsEntry(ComposeFacts.TYPE, "nightly")
        .containsEntry(ComposeFacts.PUBLISHED, "2024-04-19T00:00:00Z");
  }

  @Test
  void knowsNothingOfAnImageThatWasPublishedInAnotherRegion() {
    assertThat(source().loadImages().image(ami(2)).orElseThrow().facts()).isEmpty();
  }

  @Test
  void tellsWhatWasReadAndWhatWasSkipped() {
    ImageInventory inventory = source().loadImages();

    assertThat(inventory.evidence())
        .extracting(Evidence::source)
        .containsExactly(
            "images", "recycle-bin", "recycle-bin-rules", "datagrepper", "composeinfo");
    assertThat(inventory.evidence().get(3).notes())
        .singleElement()
        .asString()
        .startsWith("Skipped: the message 2017-4");
  }
}
