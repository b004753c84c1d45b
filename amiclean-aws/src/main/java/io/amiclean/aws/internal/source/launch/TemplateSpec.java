package io.amiclean.aws.internal.source.launch;

import io.amiclean.aws.internal.ReadOperation;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which version of which launch template is launched from.
 *
 * @param template the id or the name of the template
 * @param isById whether it is the id
 * @param version a number, {@code $Latest} or {@code $Default}
 */
public record TemplateSpec(String template, boolean isById, String version) {

  /**
   * Returns what a provider of a source means.
   *
   * @throws IllegalArgumentException if the template has neither an id nor a name
   */
  public static TemplateSpec of(
      software.amazon.awssdk.services.ec2.model.LaunchTemplateSpecification specification,
      String where) {
    return found(
            specification.launchTemplateId(),
            specification.launchTemplateName(),
            specification.version())
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "A launch template without id and name for " + where + ": expected one"));
  }

  /**
   * Returns what an answer means.
   *
   * @throws io.amiclean.api.model.EvidenceException if the template has neither an id nor a name
   */
  static TemplateSpec of(
      ReadOperation operation,
      @Nullable String id,
      @Nullable String name,
      @Nullable String version,
      String where) {
    return found(id, name, version)
        .orElseThrow(
            () -> operation.misunderstood("a launch template without id and name for " + where));
  }

  /**
   * A specification without a version means the default one (Auto Scaling API Reference, EC2 API
   * Reference).
   */
  private static Optional<TemplateSpec> found(
      @Nullable String id, @Nullable String name, @Nullable String version) {
    String meant = version == null || version.isEmpty() ? LaunchTemplates.DEFAULT : version;
    if (id != null && !id.isEmpty()) {
      return Optional.of(new TemplateSpec(id, true, meant));
    }
    return name != null && !name.isEmpty()
        ? Optional.of(new TemplateSpec(name, false, meant))
        : Optional.empty();
  }
}
