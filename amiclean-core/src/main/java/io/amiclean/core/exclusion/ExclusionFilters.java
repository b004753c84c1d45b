package io.amiclean.core.exclusion;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.Sets;
import io.amiclean.api.exclusion.ExclusionFilter;
import io.amiclean.api.internal.Arguments;
import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageFact;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.ImageState;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.model.Sharing;
import io.amiclean.api.policy.SpecArgument;
import io.amiclean.api.policy.StrategySpec;
import io.amiclean.core.internal.EnumFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The built-in filters that protect images. All are pure and safe for use by several threads. A
 * filter whose question the inventory does not answer protects the image, unless it says otherwise.
 */
public final class ExclusionFilters {

  private ExclusionFilters() {}

  /**
   * Protects images that something uses, as far as the usage in the context knows. Reason: {@code
   * in-use}, with the ARN or id of every user as evidence.
   *
   * @return the filter
   */
  public static ExclusionFilter inUse() {
    return ExclusionFilter.named(
        StrategySpec.of("inUse"),
        (image, context) -> {
          List<ImageReference> users = context.usage().referencesTo(image.id());
          return users.isEmpty() ? List.of() : List.of(inUse(users));
        });
  }

  private static Reason inUse(List<ImageReference> users) {
    return Reason.of(
        ReasonCodes.IN_USE,
        "In use by " + ImageReference.describe(users),
        users.stream().map(ImageReference::user).distinct().toList());
  }

  /**
   * Protects images that the account of the context does not own, or whose owner is unknown.
   * Reason: {@code not-owned}, with the owner as evidence.
   *
   * @return the filter
   */
  public static ExclusionFilter notOwned() {
    return OriginFilters.notOwned();
  }

  /**
   * Protects images in any state but {@link ImageState#AVAILABLE}: what is pending, disabled or
   * failed may still become, or be restored to, an image that is needed. Reason: {@code
   * not-available}, with the state as evidence.
   *
   * @return the filter
   */
  public static ExclusionFilter notAvailable() {
    return ExclusionFilter.named(
        StrategySpec.of("notAvailable"),
        (image, context) ->
            image.state() == ImageState.AVAILABLE
                ? List.of()
                : one(
                    ReasonCodes.NOT_AVAILABLE,
                    "The image is " + EnumFormat.phrase(image.state()) + ", not available",
                    image.state().name()));
  }

  /**
   * Protects images that EC2 refuses to deregister. Reason: {@code deregistration-protected}, with
   * the protection as evidence.
   *
   * @return the filter
   * @see Image#isDeregistrationProtected()
   */
  public static ExclusionFilter deregistrationProtected() {
    return ExclusionFilter.named(
        StrategySpec.of("deregistrationProtected"),
        (image, context) ->
            image.isDeregistrationProtected()
                ? one(
                    ReasonCodes.DEREGISTRATION_PROTECTED,
                    "EC2 refuses to deregister the image while its protection is on",
                    image.deregistrationProtection().stream().toList())
                : List.of());
  }

  /**
   * Protects images that AWS Backup or Data Lifecycle Manager made: those services remove them by
   * rules of their own. They are recognised by their tags, and by the names, descriptions and owner
   * that the services give them. Reason: {@code managed-by}, with the service as evidence.
   *
   * <p>A copy of such an image is not managed any more and carries no {@code aws:} tag (EC2 User
   * Guide, "Copy an Amazon EC2 AMI"); it is protected only while its name or description says so.
   *
   * @return the filter
   */
  public static ExclusionFilter managedByService() {
    return ExclusionFilter.named(
        StrategySpec.of("managedByService"), (image, context) -> ManagingServices.of(image));
  }

  /**
   * Protects images that EC2 Image Builder made. They are recognised by the tags that it gives
   * them: {@code CreatedBy} with the value {@code EC2 Image Builder}, or {@code
   * Ec2ImageBuilderArn}. Reason: {@code managed-by}, with the service as evidence.
   *
   * <p>Not among the {@linkplain #managedByService() protections by default}: Image Builder removes
   * no image unless a lifecycle policy of its own says so, and without one its images pile up.
   *
   * @return the filter
   */
  public static ExclusionFilter builtByImageBuilder() {
    return ExclusionFilter.named(
        StrategySpec.of("builtByImageBuilder"),
        (image, context) -> ManagingServices.byImageBuilder(image));
  }

  /**
   * Protects images with a product code of AWS Marketplace: they, and what is launched from them,
   * are bound to a subscription. Reason: {@code marketplace}, with the product codes as evidence.
   *
   * @return the filter
   */
  public static ExclusionFilter marketplaceProduct() {
    return OriginFilters.marketplaceProduct();
  }

  /**
   * Protects images that another image of the inventory was copied or made from, in whatever state
   * that one is. A source in another region is no image of this inventory; where the region of the
   * source is unknown, it counts as this one. Reason: {@code source-of-image}, with those images as
   * evidence.
   *
   * @return the filter
   */
  public static ExclusionFilter sourceOfOwnImages() {
    return OriginFilters.sourceOfImages("sourceOfOwnImages", image -> Set.of());
  }

  /**
   * Protects images that other images of the inventory go back to, in whatever state those are:
   * what {@link #sourceOfOwnImages()} protects, and the images from which those were made whose own
   * source is gone, or in another account or region. EC2 is asked about the latter (EC2 API
   * Reference, "GetImageAncestry"). Reason: {@code source-of-image}, with the other images as
   * evidence.
   *
   * @return the filter; it decides on {@link ImageFact#ANCESTRY}
   */
  public static ExclusionFilter baseOfOtherImages() {
    return OriginFilters.baseOfOtherImages();
  }

  /**
   * Protects images that have a watermark, whatever its key. EC2 hands watermarks on to copies and
   * to images made from an image. Reason: {@code watermarked}, with the keys as evidence.
   *
   * @return the filter; it decides on {@link ImageFact#WATERMARKS}
   */
  public static ExclusionFilter watermarked() {
    return OriginFilters.watermarked();
  }

  /**
   * Protects images that have one of some watermarks. Reason: {@code watermarked}, with those
   * watermarks' keys as evidence.
   *
   * @param keys the keys, at least one: the account that attached the watermark, and its name, such
   *     as {@code 123456789012:approved}
   * @return the filter; it decides on {@link ImageFact#WATERMARKS}
   * @throws IllegalArgumentException if there are none, or one is no key of a watermark
   */
  public static ExclusionFilter watermarked(Collection<String> keys) {
    Objects.requireNonNull(keys, "keys");
    return OriginFilters.watermarked(keys);
  }

  /**
   * Protects images that satisfy the criteria of the account's settings for allowed images, and
   * those of which EC2 does not say it. The settings have to be enabled, or in audit mode: an
   * account without criteria allows every image, and the planning is refused then. Reason: {@code
   * allowed-by-account}.
   *
   * @return the filter; it decides on {@link ImageFact#ALLOWED_IMAGES}
   */
  public static ExclusionFilter allowedByAccount() {
    return OriginFilters.allowedByAccount();
  }

  /**
   * Protects images that have a tag, whatever its value. Reason: {@code excluded-tag}, with the tag
   * as evidence.
   *
   * @param key the key of the tag
   * @return the filter
   * @throws IllegalArgumentException if the key is blank
   */
  public static ExclusionFilter tagged(String key) {
    return filter(TagCondition.anyValue(key));
  }

  /**
   * Protects images that have a tag with a value. Reason: {@code excluded-tag}, with the tag as
   * evidence.
   *
   * @param key the key of the tag
   * @param value the whole value
   * @return the filter
   * @throws IllegalArgumentException if the key or the value is blank
   */
  public static ExclusionFilter tagged(String key, String value) {
    return filter(TagCondition.equalTo(key, value));
  }

  /**
   * Protects images that have a tag whose value matches. Reason: {@code excluded-tag}, with the tag
   * as evidence.
   *
   * @param key the key of the tag
   * @param value must match the whole value
   * @return the filter
   * @throws IllegalArgumentException if the key or the pattern is blank
   */
  public static ExclusionFilter tagged(String key, Pattern value) {
    return filter(TagCondition.matching(key, value));
  }

  /**
   * Protects images by name. Reason: {@code excluded-name}, with the pattern as evidence.
   *
   * @param name must match the whole name
   * @return the filter
   * @throws IllegalArgumentException if the pattern is blank
   */
  public static ExclusionFilter nameMatches(Pattern name) {
    checkArgument(
        !name.pattern().isBlank(),
        "The pattern '%s' of protected names is blank: expected one such as golden-.*",
        name.pattern());
    List<Reason> reasons =
        one(
            ReasonCodes.EXCLUDED_NAME,
            "The name matches the protected names " + name.pattern(),
            name.pattern());
    return ExclusionFilter.named(
        StrategySpec.of("nameMatches", Specs.regex(name)),
        (image, context) -> name.matcher(image.name()).matches() ? reasons : List.of());
  }

  /**
   * Protects images by id. Reason: {@code excluded-id}.
   *
   * @param ids the protected images; none protect nothing
   * @return the filter
   */
  public static ExclusionFilter ids(ImageId... ids) {
    return ids(Arguments.requireElements(ids, "ids"));
  }

  /**
   * Protects images by id. Reason: {@code excluded-id}.
   *
   * @param ids the protected images; none protect nothing
   * @return the filter
   */
  public static ExclusionFilter ids(Collection<ImageId> ids) {
    Objects.requireNonNull(ids, "ids");
    Set<ImageId> named = Set.copyOf(ids);
    List<Reason> reasons =
        one(ReasonCodes.EXCLUDED_ID, "Named among the images that must not be touched");
    return ExclusionFilter.named(
        Specs.list("ids", new TreeSet<>(named)),
        (image, context) -> named.contains(image.id()) ? reasons : List.of());
  }

  /**
   * Protects all images but the selected ones. Reason: {@code not-selected}.
   *
   * @param ids the selected images; if there are none, every image is protected
   * @return the filter
   */
  public static ExclusionFilter notSelected(Collection<ImageId> ids) {
    Objects.requireNonNull(ids, "ids");
    Set<ImageId> selected = Set.copyOf(ids);
    List<Reason> reasons = one(ReasonCodes.NOT_SELECTED, "Not among the images selected by id");
    return ExclusionFilter.named(
        Specs.list("notSelected", new TreeSet<>(selected)),
        (image, context) -> selected.contains(image.id()) ? List.of() : reasons);
  }

  /**
   * Protects images that belong to one of the accounts, and those whose owner is unknown. Reason:
   * {@code excluded-owner}, with the owner as evidence.
   *
   * @param owners the protected owners
   * @return the filter
   * @throws IllegalArgumentException if there are none
   */
  public static ExclusionFilter ownedBy(AccountId... owners) {
    return OriginFilters.ownedBy(Set.copyOf(Arguments.requireElements(owners, "owners")));
  }

  /**
   * Protects images from which an instance was launched lately: less than a time before the
   * planning time. Reason: {@code launched-within}, with the last launch as evidence.
   *
   * <p>An image without a last launched time is not protected by this filter. EC2 reports launches
   * up to 24 hours late and from April 2017 on (EC2 User Guide, "Check when an AMI was last used"),
   * so that absence does not mean never; but it has no other answer for the images that really were
   * never launched, and protecting those would keep them forever. Combine this filter with other
   * evidence: {@link #inUse()} and a minimum age above a day.
   *
   * @param time how long a launch protects an image
   * @return the filter
   * @throws IllegalArgumentException if the time is not positive
   */
  public static ExclusionFilter lastLaunchedWithin(Duration time) {
    checkArgument(
        time.compareTo(Duration.ZERO) > 0,
        "The time %s since the last launch is not positive: expected one such as P30D",
        SpecArgument.of(time));
    return ExclusionFilter.named(
        StrategySpec.of("lastLaunchedWithin", time),
        (image, context) -> {
          Optional<Instant> launched = image.lastLaunchedTime();
          return launched.isPresent()
                  && Duration.between(launched.get(), context.now()).compareTo(time) < 0
              ? one(
                  ReasonCodes.LAUNCHED_WITHIN,
                  "Last launched at " + launched.get() + ", within " + SpecArgument.of(time),
                  launched.get().toString())
              : List.of();
        });
  }

  /**
   * Protects images in one of the states, and those whose state is unknown. Reason: {@code
   * excluded-state}, with the state as evidence.
   *
   * @param states the protected states
   * @return the filter
   * @throws IllegalArgumentException if there are none
   */
  public static ExclusionFilter inState(ImageState... states) {
    checkArgument(states.length > 0, "No state: expected at least one");
    Set<ImageState> named = Sets.immutableEnumSet(Arguments.requireElements(states, "states"));
    return ExclusionFilter.named(
        Specs.list("inState", named),
        (image, context) ->
            named.contains(image.state()) || image.state() == ImageState.UNKNOWN
                ? one(
                    ReasonCodes.EXCLUDED_STATE,
                    "Images that are " + EnumFormat.phrase(image.state()) + " are protected",
                    image.state().name())
                : List.of());
  }

  /**
   * Protects images that everybody may launch: it is unknown who does. Reason: {@code public}.
   *
   * <p>{@link Sharing#UNKNOWN} is not public, because EC2 distinguishes public images from all
   * others without being asked.
   *
   * @return the filter
   */
  public static ExclusionFilter publiclyShared() {
    List<Reason> reasons = one(ReasonCodes.PUBLIC, "Everybody may launch the image");
    return ExclusionFilter.named(
        StrategySpec.of("publiclyShared"),
        (image, context) -> image.sharing() == Sharing.PUBLIC ? reasons : List.of());
  }

  /**
   * Protects images by the values of mapped tags: the value of one of the tags equals one of the
   * values. A value that merely contains one of them does not count. Reason: {@code
   * excluded-value}, with every such tag as evidence.
   *
   * @param keys the tag keys
   * @param values the protected values
   * @return the filter
   * @throws IllegalArgumentException if there are no keys or no values, or one of them is blank
   */
  public static ExclusionFilter tagValueIn(Collection<String> keys, Collection<String> values) {
    Objects.requireNonNull(keys, "keys");
    Objects.requireNonNull(values, "values");
    return TagCondition.valueIn(keys, values);
  }

  private static ExclusionFilter filter(TagCondition tag) {
    return ExclusionFilter.named(tag.spec(), (image, context) -> tag.evaluate(image.tags()));
  }

  static List<Reason> one(String code, String message, String... evidence) {
    return List.of(Reason.of(code, message, evidence));
  }

  static List<Reason> one(String code, String message, List<String> evidence) {
    return List.of(Reason.of(code, message, evidence));
  }
}
