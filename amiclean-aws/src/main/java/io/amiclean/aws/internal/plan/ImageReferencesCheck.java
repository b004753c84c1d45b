package io.amiclean.aws.internal.plan;

import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.plan.CandidateCheck;
import io.amiclean.api.plan.CandidateFindings;
import io.amiclean.aws.internal.Batches;
import io.amiclean.aws.internal.EvidenceSources;
import io.amiclean.aws.internal.Ids;
import io.amiclean.aws.internal.ReadOperation;
import io.amiclean.aws.internal.SideBySide;
import io.amiclean.aws.internal.SourceContext;
import io.amiclean.aws.internal.call.CheckedClient;
import io.amiclean.aws.source.ReadingOptions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeImageReferencesRequest;
import software.amazon.awssdk.services.ec2.model.ImageReference;
import software.amazon.awssdk.services.ec2.model.ImageReferenceOptionName;
import software.amazon.awssdk.services.ec2.model.ImageReferenceResourceType;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.ResourceTypeOption;
import software.amazon.awssdk.services.ec2.model.ResourceTypeRequest;

/**
 * Asks EC2 itself what refers to the candidates: a second opinion, independent of amiclean's own
 * sources of usage. Whatever it reports stays, with the reason {@link ReasonCodes#IN_USE}, and the
 * notes of the evidence say that the own sources did not see it. Thread-safe.
 *
 * <p>EC2 searches instances, launch templates, parameters of Systems Manager and recipes of EC2
 * Image Builder, of the account and region alone (EC2 User Guide, "Identify your resources
 * referencing specified AMIs"). By itself it would count terminated instances, and of launch
 * templates the ten newest versions only; here, both are said in every call. Of launch templates,
 * the newest {@linkplain io.amiclean.aws.source.LaunchTemplateVersions#newestThatCount() versions
 * that count} are searched, 10,000 of each template at most; where only those in use count, none.
 *
 * <p>If {@link EvidenceSources#IMAGE_REFERENCES} is skipped, nothing is asked and nothing found.
 *
 * @param ec2 the client; the caller owns it
 * @param context scope, clock and progress
 * @param options whether references are read, and which versions of launch templates count
 */
record ImageReferencesCheck(
    CheckedClient<Ec2Client> ec2, SourceContext context, ReadingOptions options)
    implements CandidateCheck {

  private static final Logger LOG = LoggerFactory.getLogger(ImageReferencesCheck.class);

  private static final String SOURCE = EvidenceSources.IMAGE_REFERENCES;

  private static final ReadOperation REFERENCES =
      new ReadOperation(SOURCE, "ec2:DescribeImageReferences");

  /** EC2's limits (EC2 API Reference, "DescribeImageReferences", "ResourceTypeOption"). */
  private static final int IMAGES_PER_CALL = 10;

  private static final int MOST_VERSIONS = 10_000;

  private List<ResourceTypeRequest> resourceTypes() {
    int versions = options.launchTemplateVersions().newestThatCount();
    List<ResourceTypeRequest> types = new ArrayList<>();
    types.add(
        resourceType(
            ImageReferenceResourceType.EC2_INSTANCE,
            ImageReferenceOptionName.STATE_NAME,
            InstanceStateName.knownValues().stream()
                .filter(state -> state != InstanceStateName.TERMINATED)
                .map(InstanceStateName::toString)
                .sorted()
                .toList()));
    if (versions > 0) {
      types.add(
          resourceType(
              ImageReferenceResourceType.EC2_LAUNCH_TEMPLATE,
              ImageReferenceOptionName.VERSION_DEPTH,
              List.of(Integer.toString(Math.min(versions, MOST_VERSIONS)))));
    }
    List.of(
            ImageReferenceResourceType.SSM_PARAMETER,
            ImageReferenceResourceType.IMAGEBUILDER_IMAGE_RECIPE,
            ImageReferenceResourceType.IMAGEBUILDER_CONTAINER_RECIPE)
        .forEach(type -> types.add(ResourceTypeRequest.builder().resourceType(type).build()));
    return List.copyOf(types);
  }

  private static ResourceTypeRequest resourceType(
      ImageReferenceResourceType type, ImageReferenceOptionName option, List<String> values) {
    return ResourceTypeRequest.builder()
        .resourceType(type)
        .resourceTypeOptions(
            ResourceTypeOption.builder().optionName(option).optionValues(values).build())
        .build();
  }

  /**
   * Asks EC2 about the candidates, ten in a call.
   *
   * @param candidates the images that would be removed
   * @return those that EC2 reports a use of; the evidence counts the candidates that exist
   * @throws EvidenceException if EC2 does not answer for all of them
   */
  @Override
  public CandidateFindings check(List<Image> candidates) {
    CandidateFindings.Builder findings = CandidateFindings.builder().scope(context.scope());
    Instant readAt = context.now();
    if (options.skips(SOURCE)) {
      return findings.addEvidence(Evidence.skipped(SOURCE, readAt)).build();
    }
    List<List<ImageId>> calls =
        Batches.of(candidates.stream().map(Image::id).toList(), IMAGES_PER_CALL);
    SortedMap<ImageId, SortedMap<String, String>> uses = new TreeMap<>();
    int existing = 0;
    for (Answer answer : new SideBySide(context, SOURCE).ask(calls, this::read, List::size)) {
      uses.putAll(answer.uses());
      existing += answer.existing();
    }
    Evidence.Builder evidence =
        Evidence.builder().source(SOURCE).items(existing).complete(true).readAt(readAt);
    uses.forEach(
        (image, typesByArn) -> {
          LOG.debug("EC2 reports that {} use {}", typesByArn.keySet(), image);
          findings.putReasons(image, List.of(reason(typesByArn)));
          evidence.addNotes(note(image, typesByArn));
        });
    return findings.addEvidence(evidence.build()).build();
  }

  /**
   * What EC2 reports.
   *
   * @param uses the resource types of those that use an image, by their ARNs
   * @param existing how many of the images exist
   */
  private record Answer(SortedMap<ImageId, SortedMap<String, String>> uses, int existing) {}

  /**
   * Reads what EC2 reports of some images. One that is gone fails the whole call, so that the
   * others are asked about again.
   */
  private Answer read(List<ImageId> images) {
    SortedMap<ImageId, SortedMap<String, String>> found = new TreeMap<>();
    try {
      // Without MaxResults, whose upper bound is not documented.
      REFERENCES.pages(
          ec2,
          Ec2Client::describeImageReferences,
          DescribeImageReferencesRequest.builder()
              .imageIds(images.stream().map(ImageId::value).toList())
              .resourceTypes(resourceTypes())
              .build(),
          page -> page.imageReferences().forEach(reference -> add(reference, images, found)));
    } catch (EvidenceException e) {
      List<ImageId> remaining = new MissingImages(ec2).remaining(images, e);
      return remaining.isEmpty() ? new Answer(new TreeMap<>(), 0) : read(remaining);
    }
    return new Answer(found, images.size());
  }

  private static void add(
      ImageReference reference,
      List<ImageId> asked,
      Map<ImageId, SortedMap<String, String>> found) {
    ImageId image = Ids.image(REFERENCES, reference.imageId(), "a referenced image");
    if (!asked.contains(image)) {
      throw REFERENCES.misunderstood("a reference to " + image + ", which was not asked for");
    }
    if (Ids.isMissing(reference.arn())) {
      throw REFERENCES.misunderstood("no ARN of what refers to " + image);
    }
    found
        .computeIfAbsent(image, unknown -> new TreeMap<>())
        .put(
            reference.arn(), Objects.requireNonNullElse(reference.resourceTypeAsString(), "other"));
  }

  private static Reason reason(SortedMap<String, String> typesByArn) {
    return Reason.of(
        ReasonCodes.IN_USE,
        "EC2 reports a use of the image that amiclean's own sources did not see ("
            + String.join(", ", new TreeSet<>(typesByArn.values()))
            + ")",
        List.copyOf(typesByArn.keySet()));
  }

  private static String note(ImageId image, SortedMap<String, String> typesByArn) {
    return "EC2 reports a use of "
        + image
        + " that amiclean's own sources did not see: "
        + typesByArn.firstKey()
        + (typesByArn.size() == 1 ? "." : " and " + (typesByArn.size() - 1) + " more.");
  }

  @Override
  public String description() {
    return SOURCE;
  }
}
