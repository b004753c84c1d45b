package io.amiclean.aws.internal.source;

import static io.amiclean.aws.AccountOverWire.ami;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.EvidenceDeniedException;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.ImageFact;
import io.amiclean.api.model.ImageInventory;
import io.amiclean.api.source.ImageSource;
import io.amiclean.aws.AccountOverWire;
import io.amiclean.aws.source.ReadingOptions;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ImageFactsTest {

  @AutoClose private final AccountOverWire account = new AccountOverWire();

  private ImageSource source(ImageFact... facts) {
    return new Ec2ImageSource(
            account.ec2(),
            account.context,
            ReadingOptions.defaults(),
            RetentionRules.notAsked(account.context))
        .withFacts(Set.of(facts));
  }

  private static Set<String> found(ImageInventory inventory, ImageFact fact, int image) {
    return fact.namesOf(inventory.image(ami(image)).orElseThrow());
  }

  @Test
  void areNotReadUnlessTheyAreAskedFor() {
    account.state.allowedImages("enabled");
    account.state.image(ami(1).value()).watermark("123456789012:approved").allowed(true);
    account.state.image(ami(2).value()).madeFrom(ami(90).value());

    ImageInventory inventory = source().loadImages();

    assertThat(inventory.images()).allSatisfy(image -> assertThat(image.facts()).isEmpty());
    assertThat(inventory.evidence())
        .extracting(Evidence::source)
        .containsExactly("images", "recycle-bin", "recycle-bin-rules");
    assertThat(account.endpoint.count("GetAllowedImagesSettings")).isZero();
    assertThat(account.endpoint.count("GetImageAncestry")).isZero();
  }

  @Test
  void areReadInAnyCaseWhereTheOptionsSaySo() {
    account.state.image(ami(1).value()).watermark("123456789012:approved");
    ReadingOptions options =
        ReadingOptions.builder().facts(EnumSet.of(ImageFact.WATERMARKS)).build();

    ImageInventory inventory =
        new Ec2ImageSource(
                account.ec2(), account.context, options, RetentionRules.notAsked(account.context))
            .loadImages();

    assertThat(ImageFact.WATERMARKS.isReadIn(inventory)).isTrue();
    assertThat(found(inventory, ImageFact.WATERMARKS, 1)).containsExactly("123456789012:approved");
  }

  @Test
  void holdTheKeysOfWatermarks() {
    account
        .state
        .image(ami(1).value())
        .watermark("123456789012:hardened")
        .watermark("123456789012:approved");
    account.state.image(ami(2).value());

    ImageInventory inventory = source(ImageFact.WATERMARKS).loadImages();

    assertThat(found(inventory, ImageFact.WATERMARKS, 1))
        .containsExactly("123456789012:approved", "123456789012:hardened");
    assertThat(found(inventory, ImageFact.WATERMARKS, 2)).isEmpty();
    assertThat(inventory.evidence())
        .contains(Evidence.complete("image-watermarks", 1, AccountOverWire.NOW));
  }

  @Test
  void sayWhetherTheAccountAllowsAnImage() {
    account.state.allowedImages("audit-mode");
    account.state.image(ami(1).value()).allowed(true);
    account.state.image(ami(2).value()).allowed(false);
    account.state.image(ami(3).value());

    ImageInventory inventory = source(ImageFact.ALLOWED_IMAGES).loadImages();

    assertThat(found(inventory, ImageFact.ALLOWED_IMAGES, 1)).containsExactly("true");
    assertThat(found(inventory, ImageFact.ALLOWED_IMAGES, 2)).containsExactly("false");
    assertThat(found(inventory, ImageFact.ALLOWED_IMAGES, 3)).isEmpty();
  }

  @Test
  void refuseSettingsThatAreDisabled() {
    account.state.image(ami(1).value());

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(source(ImageFact.ALLOWED_IMAGES)::loadImages)
        .withMessageContaining("disabled, so that they allow every image")
        .satisfies(failure -> assertThat(failure.source()).isEqualTo("allowed-images"));
  }

  @Test
  void refuseAnUnknownStateOfTheSettings() {
    account.state.allowedImages("paused");
    account.state.image(ami(1).value());

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(source(ImageFact.ALLOWED_IMAGES)::loadImages)
        .withMessageContaining("the state 'paused'");
  }

  @Test
  void nameThePermissionThatIsMissing() {
    account.state.deny("ec2:GetImageAncestry");
    account.state.image(ami(2).value()).madeFrom(ami(90).value());

    assertThatExceptionOfType(EvidenceDeniedException.class)
        .isThrownBy(source(ImageFact.ANCESTRY)::loadImages)
        .satisfies(failure -> assertThat(failure.permission()).isEqualTo("ec2:GetImageAncestry"));
  }

  @Test
  void holdWhatAnImageGoesBackToBeyondASourceThatIsGone() {
    account.state.image(ami(1).value());
    account.state.goneImage(ami(90).value(), ami(1).value());
    account.state.image(ami(2).value()).madeFrom(ami(90).value());

    ImageInventory inventory = source(ImageFact.ANCESTRY).loadImages();

    assertThat(found(inventory, ImageFact.ANCESTRY, 2))
        .containsExactly(ami(1).value(), ami(90).value());
    assertThat(found(inventory, ImageFact.ANCESTRY, 1)).isEmpty();
  }

  @Test
  void askOnceForAllImagesWithTheSameSource() {
    account.state.goneImage(ami(90).value(), ami(1).value());
    account.state.image(ami(1).value());
    for (int number = 2; number <= 40; number++) {
      account.state.image(ami(number).value()).madeFrom(ami(90).value());
    }

    ImageInventory inventory = source(ImageFact.ANCESTRY).loadImages();

    assertThat(account.endpoint.count("GetImageAncestry")).isEqualTo(1);
    assertThat(found(inventory, ImageFact.ANCESTRY, 40)).contains(ami(1).value());
  }

  @Test
  void askNothingOfAnImageWhoseSourceIsThere() {
    account.state.image(ami(1).value());
    account.state.image(ami(2).value()).madeFrom(ami(1).value());

    ImageInventory inventory = source(ImageFact.ANCESTRY).loadImages();

    assertThat(account.endpoint.count("GetImageAncestry")).isZero();
    assertThat(ImageFact.ANCESTRY.isReadIn(inventory)).isTrue();
  }

  @Test
  void areNotKnownOfAnImageInAStateInWhichEc2DoesNotSayThem() {
    account.state.image(ami(2).value()).madeFrom(ami(90).value()).state("disabled");
    answerUnavailable();

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(source(ImageFact.ANCESTRY)::loadImages)
        .withMessageContaining("InvalidAMIID.Unavailable")
        .satisfies(failure -> assertThat(failure.source()).isEqualTo("image-ancestry"));
  }

  @Test
  void areNotMissedOfAnImageThatWasDeregisteredMeanwhile() {
    account.state.image(ami(2).value()).madeFrom(ami(90).value());
    answerUnavailable();

    ImageInventory inventory = source(ImageFact.ANCESTRY).loadImages();

    assertThat(ImageFact.ANCESTRY.isReadIn(inventory)).isTrue();
    assertThat(found(inventory, ImageFact.ANCESTRY, 2)).isEmpty();
  }

  private void answerUnavailable() {
    account.endpoint.failWhen(
        "GetImageAncestry",
        request -> true,
        400,
        "InvalidAMIID.Unavailable",
        "The image ID is no longer available");
  }

  @Test
  void askNothingAgainInALaterReading() {
    account.state.image(ami(2).value()).madeFrom(ami(90).value());
    ImageSource source = source(ImageFact.ANCESTRY);
    source.loadImages();
    account.endpoint.clearRequests();

    ImageInventory again = source.loadImages();

    assertThat(account.endpoint.count("GetImageAncestry")).isZero();
    assertThat(found(again, ImageFact.ANCESTRY, 2)).containsExactly(ami(90).value());
  }

  @Test
  void refuseAnAncestryThatEndsBeforeAnyImageThatIsKnown() {
    for (int number = 100; number < 160; number++) {
      account.state.goneImage(ami(number).value(), ami(number + 1).value());
    }
    account.state.image(ami(2).value()).madeFrom(ami(100).value());

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(source(ImageFact.ANCESTRY)::loadImages)
        .withMessageContaining("50 ancestors of " + ami(2));
  }

  @Test
  void takeALongAncestryThatLeadsToAnImageWithAnAncestryOfItsOwn() {
    for (int number = 100; number < 160; number++) {
      account.state.goneImage(ami(number).value(), ami(number + 1).value());
    }
    account.state.goneImage(ami(104).value(), ami(1).value());
    account.state.image(ami(1).value()).madeFrom(ami(105).value());
    account.state.goneImage(ami(159).value(), ami(1000).value());
    account.state.goneImage(ami(140).value(), ami(1001).value());
    account.state.image(ami(2).value()).madeFrom(ami(100).value());

    ImageInventory inventory = source(ImageFact.ANCESTRY).loadImages();

    assertThat(found(inventory, ImageFact.ANCESTRY, 2)).contains(ami(1).value());
  }
}
