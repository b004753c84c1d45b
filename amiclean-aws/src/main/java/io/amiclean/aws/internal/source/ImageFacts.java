package io.amiclean.aws.internal.source;

import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageFact;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageState;
import io.amiclean.aws.internal.Ids;
import io.amiclean.aws.internal.ReadOperation;
import io.amiclean.aws.internal.SideBySide;
import io.amiclean.aws.internal.SourceContext;
import io.amiclean.aws.internal.call.AwsFailures;
import io.amiclean.aws.internal.call.CheckedClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.GetAllowedImagesSettingsRequest;
import software.amazon.awssdk.services.ec2.model.GetImageAncestryRequest;
import software.amazon.awssdk.services.ec2.model.ImageAncestryEntry;
import software.amazon.awssdk.services.ec2.model.ImageWatermark;

/**
 * Reads the facts of images that filters need. Thread-safe.
 *
 * <p>Watermarks, and whether the account allows an image, EC2 says together with the image. What an
 * image goes back to is asked of those alone whose source is not among the images: once for all
 * that have the same source. It never changes, so that a later reading does not ask again.
 */
final class ImageFacts {

  private static final ReadOperation WATERMARKS =
      new ReadOperation(ImageFact.WATERMARKS.source(), "ec2:DescribeImages");
  private static final ReadOperation ALLOWED =
      new ReadOperation(ImageFact.ALLOWED_IMAGES.source(), "ec2:GetAllowedImagesSettings");
  private static final ReadOperation ANCESTRY =
      new ReadOperation(ImageFact.ANCESTRY.source(), "ec2:GetImageAncestry");

  /** EC2's limit (EC2 User Guide, "Use AMI ancestry to trace the origin of an AMI"). */
  private static final int MOST_ANCESTORS = 50;

  private static final String NOT_FOUND = "InvalidAMIID.NotFound";

  /**
   * Gone, or in a state in which no instance can be launched (EC2 API Reference, "Error codes").
   */
  private static final String UNAVAILABLE = "InvalidAMIID.Unavailable";

  private final CheckedClient<Ec2Client> ec2;
  private final SourceContext context;
  private final Set<ImageFact> facts;

  /** What is known of images by the source of theirs that is not among the images. */
  private final Map<ImageId, List<ImageId>> ancestorsBySource = new ConcurrentHashMap<>();

  /**
   * Creates a reader.
   *
   * @param ec2 the client; the caller owns it
   * @param context clock and progress
   * @param facts what is read
   */
  ImageFacts(CheckedClient<Ec2Client> ec2, SourceContext context, Set<ImageFact> facts) {
    this.ec2 = Objects.requireNonNull(ec2, "ec2");
    this.context = Objects.requireNonNull(context, "context");
    this.facts = Set.copyOf(facts);
  }

  /** Returns what is read. */
  Set<ImageFact> kinds() {
    return facts;
  }

  /** Adds to an image what EC2 says together with it. */
  Image with(Image image, software.amazon.awssdk.services.ec2.model.Image ec2Image) {
    Map<String, String> found = new TreeMap<>();
    if (facts.contains(ImageFact.WATERMARKS)) {
      found.putAll(watermarks(image.id(), ec2Image));
    }
    if (facts.contains(ImageFact.ALLOWED_IMAGES) && ec2Image.imageAllowed() != null) {
      found.put(ImageFact.ALLOWED_IMAGES.key(ec2Image.imageAllowed().toString()), "");
    }
    return found.isEmpty() ? image : Image.builder().from(image).putAllFacts(found).build();
  }

  private static Map<String, String> watermarks(
      ImageId image, software.amazon.awssdk.services.ec2.model.Image ec2Image) {
    Map<String, String> found = new HashMap<>();
    try {
      for (ImageWatermark watermark : ec2Image.imageWatermarks()) {
        if (Ids.isMissing(watermark.watermarkKey())) {
          throw WATERMARKS.misunderstood("no key of a watermark of " + image);
        }
        found.put(
            ImageFact.WATERMARKS.key(watermark.watermarkKey()),
            Objects.requireNonNullElse(watermark.sourceImageId(), ""));
      }
    } catch (NoSuchMethodError | NoClassDefFoundError e) {
      throw new EvidenceException(
          ImageFact.WATERMARKS.source(),
          "The AWS SDK on the class path knows no watermarks of images: use release 2.57.8 or newer,"
              + " or leave out the filter that needs them",
          e);
    }
    return found;
  }

  /**
   * Reads the facts that do not come with the list of images.
   *
   * @param images the images that were read, to which facts are added
   * @return the evidence of all that is read
   * @throws EvidenceException if it could not be read to its end
   */
  List<Evidence> read(Map<ImageId, Image> images) {
    List<Evidence> evidence = new ArrayList<>();
    for (ImageFact fact : new TreeSet<>(facts)) {
      Instant readAt = context.now();
      switch (fact) {
        case WATERMARKS -> {
          // EC2 said them together with the images.
        }
        case ALLOWED_IMAGES -> requireCriteria();
        case ANCESTRY -> readAncestry(images);
      }
      long found = images.values().stream().filter(image -> !fact.namesOf(image).isEmpty()).count();
      evidence.add(Evidence.complete(fact.source(), found, readAt));
    }
    return evidence;
  }

  /** Without criteria every image is allowed, and which one is meant to stay is not known. */
  private void requireCriteria() {
    String state =
        ALLOWED
            .call(
                ec2,
                Ec2Client::getAllowedImagesSettings,
                GetAllowedImagesSettingsRequest.builder().build())
            .state();
    if (!Set.of("enabled", "audit-mode").contains(state)) {
      throw "disabled".equals(state)
          ? new EvidenceException(
              ALLOWED.source(),
              "The settings for allowed images of "
                  + context.scope()
                  + " are disabled, so that they allow every image: enable them, or their audit"
                  + " mode, or leave the filter allowedByAccount out")
          : ALLOWED.misunderstood("the state '" + state + "' of the settings for allowed images");
    }
  }

  private void readAncestry(Map<ImageId, Image> images) {
    Map<ImageId, List<ImageId>> imagesBySource = new LinkedHashMap<>();
    for (Image image : images.values()) {
      image
          .sourceImageId()
          .filter(source -> !images.containsKey(source))
          .ifPresent(
              source ->
                  imagesBySource.computeIfAbsent(source, id -> new ArrayList<>(1)).add(image.id()));
    }
    List<Map.Entry<ImageId, List<ImageId>>> unknown =
        imagesBySource.entrySet().stream()
            .filter(derived -> !ancestorsBySource.containsKey(derived.getKey()))
            .toList();
    new SideBySide(context, ANCESTRY.source())
        .ask(
            unknown,
            derived -> {
              ask(derived.getValue(), images)
                  .forEach(found -> ancestorsBySource.put(derived.getKey(), found));
              return derived;
            },
            derived -> 1);
    imagesBySource.forEach(
        (source, derived) ->
            derived.forEach(
                id -> add(images, id, ancestorsBySource.getOrDefault(source, List.of()))));
  }

  private static void add(Map<ImageId, Image> images, ImageId id, List<ImageId> ancestors) {
    Map<String, String> found = new TreeMap<>();
    ancestors.stream()
        .filter(ancestor -> !ancestor.equals(id))
        .forEach(ancestor -> found.put(ImageFact.ANCESTRY.key(ancestor.value()), ""));
    if (!found.isEmpty()) {
      images.computeIfPresent(
          id, (same, image) -> Image.builder().from(image).putAllFacts(found).build());
    }
  }

  /**
   * Asks what images go back to that have the same source, of the first one that is still there.
   *
   * @return the one list of ancestors, or none if all of the images are gone
   */
  private List<List<ImageId>> ask(List<ImageId> derived, Map<ImageId, Image> known) {
    for (ImageId image : derived) {
      try {
        return List.of(ancestors(image, known.keySet()));
      } catch (EvidenceException e) {
        if (!isGone(Objects.requireNonNull(known.get(image)), e)) {
          throw e;
        }
      }
    }
    return List.of();
  }

  /** That an image is unavailable says only of one that was available that it is gone. */
  private static boolean isGone(Image image, EvidenceException refusal) {
    boolean wasThere =
        image.state() == ImageState.AVAILABLE || image.state() == ImageState.DEREGISTERED;
    return AwsFailures.isAnsweredWith(
        refusal, code -> code.equals(NOT_FOUND) || (wasThere && code.equals(UNAVAILABLE)));
  }

  /** What is beyond the 50th is known if one of them is an image that is asked about itself. */
  private List<ImageId> ancestors(ImageId image, Collection<ImageId> known) {
    List<ImageAncestryEntry> entries =
        ANCESTRY
            .call(
                ec2,
                Ec2Client::getImageAncestry,
                GetImageAncestryRequest.builder().imageId(image.value()).build())
            .imageAncestryEntries();
    List<ImageId> ancestors = new ArrayList<>();
    boolean isAsked = false;
    for (ImageAncestryEntry entry : entries) {
      ImageId id = Ids.image(ANCESTRY, entry.imageId(), "an ancestor of " + image);
      isAsked |= id.equals(image);
      ancestors.add(id);
      if (!Ids.isMissing(entry.sourceImageId())) {
        ancestors.add(Ids.image(ANCESTRY, entry.sourceImageId(), "the source of " + id));
      }
    }
    if (!isAsked) {
      throw ANCESTRY.misunderstood("an ancestry of " + image + " without that image");
    }
    List<ImageId> others =
        ancestors.stream().distinct().filter(ancestor -> !ancestor.equals(image)).toList();
    if (entries.size() >= MOST_ANCESTORS && others.stream().noneMatch(known::contains)) {
      throw ANCESTRY.misunderstood(
          MOST_ANCESTORS
              + " ancestors of "
              + image
              + ", the most that it returns, none of which is an image of this account and region: what"
              + " they go back to is not known, and the filter baseOfOtherImages cannot decide");
    }
    return others;
  }
}
