package io.amiclean.core.exclusion;

import static com.google.common.base.Preconditions.checkArgument;
import static io.amiclean.core.exclusion.ExclusionFilters.one;

import io.amiclean.api.exclusion.ExclusionFilter;
import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageFact;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ProductCode;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.policy.StrategySpec;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The filters that decide by whose an image is, what it comes from, and what comes from it. */
final class OriginFilters {

  /** An account and a name (EC2 API Reference, "AttachImageWatermark"). */
  private static final Pattern WATERMARK =
      Pattern.compile("[0-9]{12}:[a-zA-Z0-9()\\[\\] ./'@_-]{3,128}");

  private OriginFilters() {}

  static ExclusionFilter sourceOfImages(String name, Function<Image, Set<ImageId>> furtherSources) {
    DerivedImages derived = new DerivedImages(furtherSources);
    return ExclusionFilter.named(
        StrategySpec.of(name),
        (image, context) -> {
          List<String> images = derived.from(image.id(), context.images());
          return images.isEmpty()
              ? List.of()
              : one(
                  ReasonCodes.SOURCE_OF_IMAGE, "Other images were copied or made from it", images);
        });
  }

  private static ExclusionFilter watermarked(StrategySpec spec, Predicate<String> protects) {
    return ExclusionFilter.needing(
        Set.of(ImageFact.WATERMARKS),
        ExclusionFilter.named(
            spec,
            (image, context) -> {
              List<String> found =
                  ImageFact.WATERMARKS.namesOf(image).stream().filter(protects).toList();
              return found.isEmpty()
                  ? List.of()
                  : one(
                      ReasonCodes.WATERMARKED,
                      "Has the watermark " + String.join(" and ", found),
                      found);
            }));
  }

  static ExclusionFilter marketplaceProduct() {
    return ExclusionFilter.named(
        StrategySpec.of("marketplaceProduct"),
        (image, context) -> {
          if (image.productCodes().isEmpty()) {
            return List.of();
          }
          List<String> codes =
              image.productCodes().stream()
                  .filter(code -> code.type().equals("marketplace"))
                  .map(ProductCode::id)
                  .sorted()
                  .distinct()
                  .toList();
          return codes.isEmpty()
              ? List.of()
              : one(
                  ReasonCodes.MARKETPLACE, "Has the product code of a Marketplace product", codes);
        });
  }

  static ExclusionFilter baseOfOtherImages() {
    return ExclusionFilter.needing(
        Set.of(ImageFact.ANCESTRY),
        sourceOfImages(
            "baseOfOtherImages",
            image ->
                ImageFact.ANCESTRY.namesOf(image).stream()
                    .map(ImageId::of)
                    .collect(Collectors.toSet())));
  }

  static ExclusionFilter watermarked() {
    return watermarked(StrategySpec.of("watermarked"), key -> true);
  }

  static ExclusionFilter watermarked(Collection<String> keys) {
    Set<String> named = new TreeSet<>(keys);
    checkArgument(!named.isEmpty(), "No watermark: expected a key such as 123456789012:approved");
    for (String key : named) {
      checkArgument(
          WATERMARK.matcher(key).matches(),
          "'%s' is no key of a watermark: expected an account and a name, such as"
              + " 123456789012:approved",
          key);
    }
    return watermarked(Specs.list("watermarked", named), named::contains);
  }

  static ExclusionFilter allowedByAccount() {
    return ExclusionFilter.needing(
        Set.of(ImageFact.ALLOWED_IMAGES),
        ExclusionFilter.named(
            StrategySpec.of("allowedByAccount"),
            (image, context) -> {
              Set<String> said = ImageFact.ALLOWED_IMAGES.namesOf(image);
              if (said.isEmpty()) {
                return one(
                    ReasonCodes.ALLOWED_BY_ACCOUNT,
                    "It is not known whether the account's settings allow the image");
              }
              return said.contains("true")
                  ? one(
                      ReasonCodes.ALLOWED_BY_ACCOUNT,
                      "The image satisfies the account's criteria of allowed images")
                  : List.of();
            }));
  }

  static ExclusionFilter notOwned() {
    return ExclusionFilter.named(
        StrategySpec.of("notOwned"),
        (image, context) -> {
          AccountId ours = context.scope().accountId();
          Optional<AccountId> owner = image.ownerId();
          if (owner.isEmpty()) {
            return one(ReasonCodes.NOT_OWNED, "It is not known who owns the image");
          }
          return owner.get().equals(ours)
              ? List.of()
              : one(
                  ReasonCodes.NOT_OWNED,
                  "The image belongs to " + owner.get() + ", not to " + ours,
                  owner.get().value());
        });
  }

  static ExclusionFilter ownedBy(Set<AccountId> named) {
    checkArgument(!named.isEmpty(), "No owner: expected at least one account");
    return ExclusionFilter.named(
        Specs.list("ownedBy", new TreeSet<>(named)),
        (image, context) -> {
          Optional<AccountId> owner = image.ownerId();
          if (owner.isEmpty()) {
            return one(
                ReasonCodes.EXCLUDED_OWNER,
                "It is not known whether a protected account owns the image");
          }
          return named.contains(owner.get())
              ? one(
                  ReasonCodes.EXCLUDED_OWNER,
                  "The image belongs to the protected account " + owner.get(),
                  owner.get().value())
              : List.of();
        });
  }
}
