package io.amiclean.aws.source;

import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.ImageUsage;
import io.amiclean.api.model.ResourceId;
import io.amiclean.api.source.ImageUsageSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import software.amazon.awssdk.services.ec2.Ec2Client;

/**
 * Usage by all versions of all launch templates, those that other services manage included: their
 * images and the snapshots of their block devices. Thread-safe.
 *
 * <p>A version that names its image by an alias of Systems Manager uses the image that the alias
 * stands for now. EC2 resolves it, for which the credentials need {@code ssm:GetParameters}.
 */
public final class LaunchTemplateUsage implements ImageUsageSource {

  /** The kind of reference that this source gives. */
  public static final String KIND = "launch-template";

  private final Ec2Client ec2;
  private final SourceContext context;

  /**
   * Creates a source.
   *
   * @param ec2 the client; the caller owns it
   * @param context scope, clock and progress
   */
  public LaunchTemplateUsage(Ec2Client ec2, SourceContext context) {
    this.ec2 = Objects.requireNonNull(ec2, "ec2");
    this.context = Objects.requireNonNull(context, "context");
  }

  /**
   * Reads all launch templates of the region: two calls for two hundred templates, and one more for
   * each template with versions that are neither the newest nor the default one.
   *
   * @return a reference for each image and snapshot of a version, with the version as the detail
   * @throws io.amiclean.api.model.EvidenceException if it could not be read to its end, or if an
   *     alias cannot be resolved
   */
  @Override
  public ImageUsage loadUsage() {
    Instant readAt = context.now();
    return usage(readAt, readAll());
  }

  LaunchTemplates readAll() {
    return new LaunchTemplateReader(ec2, context, EvidenceSources.LAUNCH_TEMPLATES).readAll();
  }

  ImageUsage usage(Instant readAt, LaunchTemplates templates) {
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
    return Usage.of(
        context, EvidenceSources.LAUNCH_TEMPLATES, readAt, templates.templates(), references);
  }
}
