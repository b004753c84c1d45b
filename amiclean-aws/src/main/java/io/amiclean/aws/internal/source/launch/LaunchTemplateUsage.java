package io.amiclean.aws.internal.source.launch;

import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.ImageUsage;
import io.amiclean.api.model.ResourceId;
import io.amiclean.api.source.ImageUsageSource;
import io.amiclean.aws.internal.EvidenceSources;
import io.amiclean.aws.internal.SourceContext;
import io.amiclean.aws.internal.Usage;
import io.amiclean.aws.internal.call.CheckedClient;
import io.amiclean.aws.source.LaunchTemplateVersions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ssm.SsmClient;

/**
 * Usage by the versions of all launch templates, those that other services manage included: their
 * images and the snapshots of their block devices. All versions count unless {@link
 * LaunchTemplateVersions} says otherwise. Thread-safe.
 *
 * <p>A version that names its image by an alias of Systems Manager uses the image that the alias
 * stands for now. EC2 resolves it, for which the credentials need {@code ssm:GetParameters}. An
 * alias whose parameter does not exist protects nothing, and is noted in the evidence.
 */
public final class LaunchTemplateUsage implements ImageUsageSource {

  /** The kind of reference that this source gives. */
  public static final String KIND = "launch-template";

  private final CheckedClient<Ec2Client> ec2;
  private final Supplier<CheckedClient<SsmClient>> ssm;
  private final SourceContext context;
  private final LaunchTemplateVersions counting;

  /**
   * Creates a source for which all versions count.
   *
   * @param ec2 the client; the caller owns it
   * @param ssm tells the client that aliases are looked up with, when it is needed; the caller owns
   *     it
   * @param context scope, clock and progress
   */
  public LaunchTemplateUsage(
      CheckedClient<Ec2Client> ec2, Supplier<CheckedClient<SsmClient>> ssm, SourceContext context) {
    this(ec2, ssm, context, LaunchTemplateVersions.all());
  }

  /**
   * Creates a source.
   *
   * @param ec2 the client; the caller owns it
   * @param ssm tells the client that aliases are looked up with, when it is needed; the caller owns
   *     it
   * @param context scope, clock and progress
   * @param counting which versions count; those in use are known only when the whole account is
   *     read
   * @throws IllegalArgumentException if those in use are to count
   */
  public LaunchTemplateUsage(
      CheckedClient<Ec2Client> ec2,
      Supplier<CheckedClient<SsmClient>> ssm,
      SourceContext context,
      LaunchTemplateVersions counting) {
    this.ec2 = Objects.requireNonNull(ec2, "ec2");
    this.ssm = Objects.requireNonNull(ssm, "ssm");
    this.context = Objects.requireNonNull(context, "context");
    this.counting = Objects.requireNonNull(counting, "counting");
    if (counting.equals(LaunchTemplateVersions.inUse())) {
      throw new IllegalArgumentException(
          "Launch templates do not tell which of their versions are in-use: expected another"
              + " choice, or the usage of the whole account");
    }
  }

  /**
   * Reads all launch templates of the region. For all versions, these are two calls for a hundred
   * templates, and one more for each template with versions that are neither the newest nor the
   * default one; for the default and latest, one call for a hundred templates; for the newest, one
   * for two hundred, and one more for each template with others if more than one counts.
   *
   * @return a reference for each image and snapshot of a version, with the version as the detail
   * @throws io.amiclean.api.model.EvidenceException if it could not be read to its end, or if an
   *     alias cannot be resolved
   */
  @Override
  public ImageUsage loadUsage() {
    LaunchedVersions versions = new LaunchedVersions(ec2, ssm, context, counting);
    return usage(context, versions.counted().readAt(), versions.counted().templates(), counting);
  }

  public static ImageUsage usage(
      SourceContext context,
      Instant readAt,
      LaunchTemplates templates,
      LaunchTemplateVersions counting) {
    List<ImageReference> references = new ArrayList<>();
    templates
        .versions()
        .forEach(
            version -> {
              for (ResourceId target : version.targets()) {
                references.add(
                    ImageReference.of(target, KIND, version.templateId(), version.detail()));
              }
            });
    ImageUsage usage =
        Usage.of(
            context,
            EvidenceSources.LAUNCH_TEMPLATES,
            readAt,
            templates.templates(),
            references,
            templates.notes());
    if (counting.equals(LaunchTemplateVersions.all())) {
      return usage;
    }
    Evidence leftOut =
        Evidence.builder()
            .source(EvidenceSources.named(EvidenceSources.LAUNCH_TEMPLATE_VERSIONS, counting))
            .items(templates.versions().count())
            .complete(false)
            .skipped(true)
            .readAt(readAt)
            .build();
    return ImageUsage.builder().from(usage).addEvidence(leftOut).build();
  }
}
