package io.amiclean.aws.internal.source.launch;

import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.ImageUsage;
import io.amiclean.api.model.ResourceId;
import io.amiclean.aws.internal.EvidenceSources;
import io.amiclean.aws.internal.SourceContext;
import io.amiclean.aws.internal.Usage;
import io.amiclean.aws.source.LaunchTemplateVersions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Usage by the versions of all launch templates, those that other services manage included: their
 * images and the snapshots of their block devices. All versions count unless {@link
 * LaunchTemplateVersions} says otherwise.
 *
 * <p>A version that names its image by an alias of Systems Manager uses the image that the alias
 * stands for now. EC2 resolves it, for which the credentials need {@code ssm:GetParameters}. An
 * alias whose parameter does not exist protects nothing, and is noted in the evidence.
 */
public final class LaunchTemplateUsage {

  private static final String KIND = "launch-template";

  private LaunchTemplateUsage() {}

  /**
   * Returns the usage by versions that were read.
   *
   * @param context scope
   * @param readAt when reading them began
   * @param templates the versions
   * @param counting which versions count
   * @return a reference for each image and snapshot of a version, with the version as the detail
   */
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
