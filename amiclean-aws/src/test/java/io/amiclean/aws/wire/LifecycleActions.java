package io.amiclean.aws.wire;

import io.amiclean.aws.wire.Ec2State.Image;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What changes an image without removing it: launch permissions, tags, deprecation, disabling.
 *
 * <p>Not documented are the codes with which EC2 refuses to make an image of the Marketplace
 * public, to share a disabled one, to cancel the deprecation of a public one, and to disable or
 * enable an image in another state than it should be; here they are OperationNotPermitted and
 * IncorrectState.
 */
final class LifecycleActions {

  private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");
  private static final Pattern ORGANIZATION =
      Pattern.compile("arn:aws[a-z-]*:organizations::[0-9]{12}:organization/o-[a-z0-9]+");
  private static final Pattern ORGANIZATIONAL_UNIT =
      Pattern.compile("arn:aws[a-z-]*:organizations::[0-9]{12}:ou/o-[a-z0-9]+/ou-[a-z0-9-]+");

  private static final int TAGS = 50;
  private static final int KEY = 128;
  private static final int VALUE = 256;
  private static final int RESOURCES = 1000;

  private static final String EVERYBODY = "all";
  private static final Map<String, Boolean> DONE = Map.of("return", true);

  private final Ec2Service ec2;
  private final WireState state;

  LifecycleActions(Ec2Service ec2, WireState state) {
    this.ec2 = ec2;
    this.state = state;
    ec2.action(
        "ModifyImageAttribute",
        this::modifyImageAttribute,
        "ImageId",
        "LaunchPermission",
        "DryRun");
    ec2.action("ResetImageAttribute", this::resetImageAttribute, "ImageId", "Attribute", "DryRun");
    ec2.action(
        "EnableImageDeprecation", this::enableImageDeprecation, "ImageId", "DeprecateAt", "DryRun");
    ec2.action("DisableImageDeprecation", this::disableImageDeprecation, "ImageId", "DryRun");
    ec2.action("DisableImage", this::disableImage, "ImageId", "DryRun");
    ec2.action("EnableImage", this::enableImage, "ImageId", "DryRun");
    ec2.action("CreateTags", this::createTags, "ResourceId", "Tag", "DryRun");
    ec2.action("DeleteTags", this::deleteTags, "ResourceId", "Tag", "DryRun");
  }

  private Image ownImage(WireRequest request) {
    Ec2Service.unlessDryRun(request);
    return ec2.ownImage(request.required("ImageId"));
  }

  // Launch permissions

  /** All of it or nothing; what is so already, or was never so, is passed over. */
  private Map<String, ?> modifyImageAttribute(WireRequest request) {
    Image image = ownImage(request);
    Set<String> added = permissions(request, "LaunchPermission.Add");
    Set<String> removed = permissions(request, "LaunchPermission.Remove");
    if (added.isEmpty() && removed.isEmpty()) {
      throw WireFault.of(
          "MissingParameter", "The request must contain the parameter LaunchPermission");
    }
    if (!added.isEmpty() && image.is("imageState", "disabled")) {
      throw WireFault.of(
          "OperationNotPermitted", "The image " + image.id + " is disabled and can't be shared");
    }
    if (added.contains(EVERYBODY) && state.ec2.blocksPublicImages) {
      throw WireFault.of(
          "OperationNotPermitted",
          "You can't publicly share this image because block public access for AMIs is enabled");
    }
    if (added.contains(EVERYBODY) && image.elements.containsKey("productCodes")) {
      throw WireFault.of(
          "OperationNotPermitted", "An image with product codes can't be made public");
    }
    image.isPublic = image.isPublic ? !removed.contains(EVERYBODY) : added.contains(EVERYBODY);
    image.sharedWith.removeAll(removed);
    added.remove(EVERYBODY);
    image.sharedWith.addAll(added);
    return DONE;
  }

  private static Set<String> permissions(WireRequest request, String list) {
    Set<String> permissions = new LinkedHashSet<>();
    Map<String, Pattern> kinds =
        Map.of(
            "Group", Pattern.compile(EVERYBODY),
            "UserId", ACCOUNT,
            "OrganizationArn", ORGANIZATION,
            "OrganizationalUnitArn", ORGANIZATIONAL_UNIT);
    String prefix = list + ".";
    request
        .parameters()
        .forEach(
            (name, value) -> {
              if (name.startsWith(prefix)) {
                String kind = name.replaceFirst("^.*\\.[0-9]+\\.", "");
                Pattern form = kinds.get(kind);
                if (form == null) {
                  throw WireFault.of(
                      "UnknownParameter", "The parameter " + name + " is not recognized");
                }
                if (!form.matcher(value).matches()) {
                  throw WireFault.of(
                      "InvalidAMIAttributeItemValue",
                      "Invalid attribute item value \"%s\" for %s item type."
                          .formatted(value, kind));
                }
                permissions.add(value);
              }
            });
    return permissions;
  }

  private Map<String, ?> resetImageAttribute(WireRequest request) {
    Image image = ownImage(request);
    String attribute = request.required("Attribute");
    if (!attribute.equals("launchPermission")) {
      throw WireFault.of(
          "InvalidParameterValue", "Value (" + attribute + ") for parameter attribute is invalid.");
    }
    makePrivate(image);
    return DONE;
  }

  private static void makePrivate(Image image) {
    image.isPublic = false;
    image.sharedWith.clear();
  }

  // Deprecation

  private Map<String, ?> enableImageDeprecation(WireRequest request) {
    Image image = ownImage(request);
    String text = request.required("DeprecateAt");
    Instant at;
    try {
      at = Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw invalidTime(text, "is no time");
    }
    Instant now = state.now();
    if (at.isBefore(now)) {
      throw invalidTime(text, "is in the past");
    }
    if (at.isAfter(now.atOffset(ZoneOffset.UTC).plusYears(10).toInstant())) {
      throw invalidTime(text, "is more than 10 years from now");
    }
    Instant created = Instant.parse(image.text("creationDate").orElseThrow());
    if (image.isPublic && at.isAfter(created.atOffset(ZoneOffset.UTC).plusYears(2).toInstant())) {
      throw invalidTime(text, "is more than 2 years from the creation of the public image");
    }
    image.with("deprecationTime", at.plus(Duration.ofSeconds(30)).truncatedTo(ChronoUnit.MINUTES));
    return DONE;
  }

  private static WireFault invalidTime(String time, String why) {
    return WireFault.of(
        "InvalidParameterValue",
        "Value (" + time + ") for parameter DeprecateAt is invalid: it " + why + ".");
  }

  private Map<String, ?> disableImageDeprecation(WireRequest request) {
    Image image = ownImage(request);
    if (image.isPublic) {
      throw WireFault.of(
          "OperationNotPermitted",
          "The deprecation of the public image " + image.id + " can't be cancelled");
    }
    image.with("deprecationTime", null);
    return DONE;
  }

  // Disabling

  private Map<String, ?> disableImage(WireRequest request) {
    Image image = inState(ownImage(request), "available");
    makePrivate(image);
    image.state("disabled");
    return DONE;
  }

  private Map<String, ?> enableImage(WireRequest request) {
    inState(ownImage(request), "disabled").state("available");
    return DONE;
  }

  private static Image inState(Image image, String expected) {
    if (!image.is("imageState", expected)) {
      throw WireFault.of(
          "IncorrectState",
          "The image %s is in the state %s, and has to be %s"
              .formatted(image.id, image.text("imageState").orElse(""), expected));
    }
    return image;
  }

  // Tags

  /** All resources or none. */
  private Map<String, ?> createTags(WireRequest request) {
    Ec2Service.unlessDryRun(request);
    List<Resource<?>> resources = resources(request);
    Map<String, String> tags = request.tags();
    if (tags.isEmpty()) {
      throw WireFault.of("MissingParameter", "The request must contain the parameter Tag");
    }
    tags.forEach(
        (key, value) -> {
          requireFree(key);
          if (key.isEmpty() || key.length() > KEY) {
            throw WireFault.of(
                "InvalidParameterValue",
                "Tag key exceeds the maximum length of " + KEY + " characters, or has none");
          }
          if (value.length() > VALUE) {
            throw WireFault.of(
                "InvalidParameterValue",
                "Tag value exceeds the maximum length of " + VALUE + " characters");
          }
        });
    for (Resource<?> resource : resources) {
      Set<String> keys = new LinkedHashSet<>(resource.tags.keySet());
      keys.addAll(tags.keySet());
      keys.removeIf(key -> key.startsWith("aws:"));
      if (keys.size() > TAGS) {
        throw WireFault.of(
            "TagLimitExceeded",
            "The resource " + resource.id + " can't have more than " + TAGS + " tags");
      }
    }
    resources.forEach(resource -> resource.tags.putAll(tags));
    return DONE;
  }

  /**
   * A key without a value takes the tag whatever its value is, one with a value only that of this
   * value; no tag at all takes all those of the user.
   */
  private Map<String, ?> deleteTags(WireRequest request) {
    Ec2Service.unlessDryRun(request);
    List<Resource<?>> resources = resources(request);
    Map<String, String> values = request.tags();
    List<String> keys = request.tagKeys();
    keys.forEach(LifecycleActions::requireFree);
    for (Resource<?> resource : resources) {
      if (keys.isEmpty()) {
        resource.tags.keySet().removeIf(key -> !key.startsWith("aws:"));
      }
      for (String key : keys) {
        if (values.containsKey(key)) {
          resource.tags.remove(key, values.get(key));
        } else {
          resource.tags.remove(key);
        }
      }
    }
    return DONE;
  }

  private static void requireFree(String key) {
    if (key.startsWith("aws:")) {
      throw WireFault.of(
          "InvalidParameterValue",
          "Tag keys starting with 'aws:' are reserved for internal use: " + key);
    }
  }

  private List<Resource<?>> resources(WireRequest request) {
    List<String> ids = request.list("ResourceId");
    if (ids.isEmpty()) {
      throw WireFault.of("MissingParameter", "The request must contain the parameter ResourceId");
    }
    if (ids.size() > RESOURCES) {
      throw WireFault.of(
          "InvalidParameterValue",
          "No more than " + RESOURCES + " resources can be tagged at once");
    }
    List<Resource<?>> resources = new ArrayList<>();
    for (String id : ids) {
      resources.add(id.startsWith("snap-") ? ec2.visibleSnapshot(id) : ec2.existingImage(id));
    }
    return resources;
  }
}
