package io.amiclean.core.exclusion;

import static io.amiclean.api.testing.Samples.image;
import static io.amiclean.api.testing.Samples.imageBuilder;
import static io.amiclean.api.testing.Samples.imageId;

import io.amiclean.api.exclusion.ExclusionFilter;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageFact;
import io.amiclean.api.model.ImageInventory;
import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.ImageState;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.model.ProductCode;
import io.amiclean.api.model.Sharing;
import io.amiclean.api.testing.ExclusionFilterContract;
import io.amiclean.api.testing.Samples;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Nested;

/** Every built-in filter of images keeps the contract. */
class ExclusionFilterContractsTest {

  private static final Image ORDINARY = image(2);

  /** A filter, what it protects, and what uses image 1. */
  abstract static class Contract extends ExclusionFilterContract {
    private final Supplier<ExclusionFilter> filter;
    private final Image protectedImage;
    private final Image unprotectedImage;

    Contract(Supplier<ExclusionFilter> filter, Image protectedImage, Image unprotectedImage) {
      this.filter = filter;
      this.protectedImage = protectedImage;
      this.unprotectedImage = unprotectedImage;
    }

    Contract(Supplier<ExclusionFilter> filter, Image protectedImage) {
      this(filter, protectedImage, ORDINARY);
    }

    @Override
    protected ExclusionFilter strategy() {
      return filter.get();
    }

    @Override
    protected Image protectedImage() {
      return protectedImage;
    }

    @Override
    protected Image unprotectedImage() {
      return unprotectedImage;
    }

    @Override
    protected PlanningContext context() {
      return Samples.context(
          questions(),
          ImageReference.of(imageId(1), "instance", "i-2"),
          ImageReference.of(imageId(1), "instance", "i-1"));
    }
  }

  @Nested
  class InUse extends Contract {
    InUse() {
      super(ExclusionFilters::inUse, image(1));
    }
  }

  @Nested
  class NotOwned extends Contract {
    NotOwned() {
      super(ExclusionFilters::notOwned, imageBuilder(1).ownerId(Samples.OTHER_ACCOUNT).build());
    }
  }

  @Nested
  class NotAvailable extends Contract {
    NotAvailable() {
      super(ExclusionFilters::notAvailable, imageBuilder(1).state(ImageState.DISABLED).build());
    }
  }

  @Nested
  class DeregistrationProtected extends Contract {
    DeregistrationProtected() {
      super(
          ExclusionFilters::deregistrationProtected,
          imageBuilder(1).deregistrationProtection("enabled-without-cooldown").build());
    }
  }

  @Nested
  class ManagedByService extends Contract {
    ManagedByService() {
      super(
          ExclusionFilters::managedByService,
          imageBuilder(1).putTags("aws:backup:source-resource", "i-1").build());
    }
  }

  @Nested
  class BuiltByImageBuilder extends Contract {
    BuiltByImageBuilder() {
      super(
          ExclusionFilters::builtByImageBuilder,
          imageBuilder(1).putTags("CreatedBy", "EC2 Image Builder").build(),
          imageBuilder(2).putTags("CreatedBy", "me").build());
    }
  }

  @Nested
  class MarketplaceProduct extends Contract {
    MarketplaceProduct() {
      super(
          ExclusionFilters::marketplaceProduct,
          imageBuilder(1).addProductCodes(ProductCode.of("abc", "marketplace")).build(),
          imageBuilder(2).addProductCodes(ProductCode.of("abc", "devpay")).build());
    }
  }

  @Nested
  class SourceOfOwnImages extends Contract {
    SourceOfOwnImages() {
      super(
          ExclusionFilters::sourceOfOwnImages,
          image(1),
          imageBuilder(2).sourceImageId(imageId(1)).build());
    }
  }

  /** What decides on a fact is asked where that was read. */
  abstract static class OfFact extends Contract {
    private final ImageFact fact;

    OfFact(
        ImageFact fact,
        Supplier<ExclusionFilter> filter,
        Image protectedImage,
        Image unprotectedImage) {
      super(filter, protectedImage, unprotectedImage);
      this.fact = fact;
    }

    @Override
    protected PlanningContext context() {
      PlanningContext before = super.context();
      return PlanningContext.builder()
          .from(before)
          .images(
              ImageInventory.builder()
                  .from(before.images())
                  .addEvidence(Evidence.complete(fact.source(), 1, before.now()))
                  .build())
          .build();
    }
  }

  @Nested
  class BaseOfOtherImages extends OfFact {
    BaseOfOtherImages() {
      super(
          ImageFact.ANCESTRY,
          ExclusionFilters::baseOfOtherImages,
          image(1),
          imageBuilder(2).putFacts(ImageFact.ANCESTRY.key(imageId(1).value()), "").build());
    }
  }

  @Nested
  class Watermarked extends OfFact {
    Watermarked() {
      super(
          ImageFact.WATERMARKS,
          ExclusionFilters::watermarked,
          imageBuilder(1).putFacts(ImageFact.WATERMARKS.key("123456789012:one"), "").build(),
          ORDINARY);
    }
  }

  @Nested
  class WatermarkedWithKey extends OfFact {
    WatermarkedWithKey() {
      super(
          ImageFact.WATERMARKS,
          () -> ExclusionFilters.watermarked(Set.of("123456789012:one")),
          imageBuilder(1).putFacts(ImageFact.WATERMARKS.key("123456789012:one"), "").build(),
          imageBuilder(2).putFacts(ImageFact.WATERMARKS.key("123456789012:two"), "").build());
    }
  }

  @Nested
  class AllowedByAccount extends OfFact {
    AllowedByAccount() {
      super(
          ImageFact.ALLOWED_IMAGES,
          ExclusionFilters::allowedByAccount,
          imageBuilder(1).putFacts(ImageFact.ALLOWED_IMAGES.key("true"), "").build(),
          imageBuilder(2).putFacts(ImageFact.ALLOWED_IMAGES.key("false"), "").build());
    }
  }

  @Nested
  class TaggedWithKey extends Contract {
    TaggedWithKey() {
      super(() -> ExclusionFilters.tagged("keep"), imageBuilder(1).putTags("keep", "").build());
    }
  }

  @Nested
  class TaggedWithValue extends Contract {
    TaggedWithValue() {
      super(
          () -> ExclusionFilters.tagged("keep", "yes"),
          imageBuilder(1).putTags("keep", "yes").build(),
          imageBuilder(2).putTags("keep", "no").build());
    }
  }

  @Nested
  class TaggedWithPattern extends Contract {
    TaggedWithPattern() {
      super(
          () -> ExclusionFilters.tagged("keep", Pattern.compile("y.*")),
          imageBuilder(1).putTags("keep", "yes").build(),
          imageBuilder(2).putTags("keep", "no").build());
    }
  }

  @Nested
  class NameMatches extends Contract {
    NameMatches() {
      super(
          () -> ExclusionFilters.nameMatches(Pattern.compile("golden-.*")),
          imageBuilder(1).name("golden-1").build());
    }
  }

  @Nested
  class Ids extends Contract {
    Ids() {
      super(() -> ExclusionFilters.ids(Set.of(imageId(3), imageId(1))), image(1));
    }
  }

  @Nested
  class NotSelected extends Contract {
    NotSelected() {
      super(() -> ExclusionFilters.notSelected(Set.of(imageId(2), imageId(3))), image(1));
    }
  }

  @Nested
  class OwnedBy extends Contract {
    OwnedBy() {
      super(
          () -> ExclusionFilters.ownedBy(Samples.OTHER_ACCOUNT),
          imageBuilder(1).ownerId(Samples.OTHER_ACCOUNT).build());
    }
  }

  @Nested
  class LaunchedWithin extends Contract {
    LaunchedWithin() {
      super(
          () -> ExclusionFilters.lastLaunchedWithin(Duration.ofDays(1)),
          imageBuilder(1).lastLaunchedTime(Samples.NOW).build(),
          imageBuilder(2).lastLaunchedTime(Samples.NOW.minus(Duration.ofDays(1))).build());
    }
  }

  @Nested
  class InState extends Contract {
    InState() {
      super(
          () -> ExclusionFilters.inState(ImageState.FAILED, ImageState.PENDING),
          imageBuilder(1).state(ImageState.FAILED).build());
    }
  }

  @Nested
  class PubliclyShared extends Contract {
    PubliclyShared() {
      super(ExclusionFilters::publiclyShared, imageBuilder(1).sharing(Sharing.PUBLIC).build());
    }
  }

  @Nested
  class TagValueIn extends Contract {
    TagValueIn() {
      super(
          () -> ExclusionFilters.tagValueIn(Set.of("team", "role"), Set.of("back", "data")),
          imageBuilder(1).putTags("team", "data").build());
    }
  }

  @Nested
  class Joined extends Contract {
    Joined() {
      super(
          () -> ExclusionFilter.anyOf(ExclusionFilters.tagged("keep"), ExclusionFilters.inUse()),
          image(1));
    }
  }
}
