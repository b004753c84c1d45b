package io.amiclean.aws.source;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.autoscaling.model.LaunchTemplateSpecification;

/**
 * Which version of which launch template somebody launches from.
 *
 * @param template the id or the name of the template
 * @param isById whether it is the id
 * @param version a number, {@code $Latest} or {@code $Default}
 */
record TemplateSpec(String template, boolean isById, String version) {

  /** A specification without a version means the default one (Auto Scaling API Reference). */
  static TemplateSpec of(
      ReadOperation operation, LaunchTemplateSpecification specification, String where) {
    String id = specification.launchTemplateId();
    String name = specification.launchTemplateName();
    String version = versionOrDefault(specification.version());
    if (!Ids.isMissing(id)) {
      return new TemplateSpec(id, true, version);
    }
    if (!Ids.isMissing(name)) {
      return new TemplateSpec(name, false, version);
    }
    throw operation.misunderstood("a launch template without id and name for " + where);
  }

  private static String versionOrDefault(@Nullable String version) {
    return version == null || version.isEmpty() ? LaunchTemplates.DEFAULT : version;
  }
}
