package io.amiclean.aws.internal.source.launch;

import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.ResourceId;
import io.amiclean.aws.internal.Ids;
import io.amiclean.aws.internal.ReadOperation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.autoscaling.model.LaunchTemplate;
import software.amazon.awssdk.services.autoscaling.model.LaunchTemplateOverrides;
import software.amazon.awssdk.services.autoscaling.model.LaunchTemplateSpecification;
import software.amazon.awssdk.services.autoscaling.model.MixedInstancesPolicy;
import software.amazon.awssdk.services.ec2.model.FleetLaunchTemplateSpecification;

/**
 * The images and snapshots that one user launches from, by how it launches them. Not thread-safe.
 */
public final class LaunchTargets {

  private final ReadOperation operation;
  private final LaunchedVersions versions;
  private final String where;
  private final Map<String, Collection<ResourceId>> targets = new LinkedHashMap<>();

  /**
   * Nothing yet.
   *
   * @param operation the operation that returned the user, which errors show
   * @param versions where versions of launch templates are found
   * @param where the user, as errors call it
   */
  public LaunchTargets(ReadOperation operation, LaunchedVersions versions, String where) {
    this.operation = operation;
    this.versions = versions;
    this.where = where;
  }

  /** Adds the launch template of an Auto Scaling group, if there is one. */
  public void addTemplate(@Nullable LaunchTemplateSpecification named) {
    if (named != null) {
      addTemplate(named.launchTemplateId(), named.launchTemplateName(), named.version());
    }
  }

  /** Adds the launch template of a fleet, if there is one. */
  public void addTemplate(@Nullable FleetLaunchTemplateSpecification named) {
    if (named != null) {
      addTemplate(named.launchTemplateId(), named.launchTemplateName(), named.version());
    }
  }

  private void addTemplate(@Nullable String id, @Nullable String name, @Nullable String number) {
    versions
        .find(operation.source(), TemplateSpec.of(operation, id, name, number, where), where)
        .ifPresent(
            version ->
                add(
                    "launch template " + version.templateId() + " " + version.detail(),
                    version.targets()));
  }

  /** Adds the templates and overrides of a mixed instances policy, if there is one. */
  public void addPolicy(@Nullable MixedInstancesPolicy policy) {
    if (policy == null || policy.launchTemplate() == null) {
      return;
    }
    LaunchTemplate template = policy.launchTemplate();
    addTemplate(template.launchTemplateSpecification());
    for (LaunchTemplateOverrides override : template.overrides()) {
      addTemplate(override.launchTemplateSpecification());
      addImage("override", override.imageId());
    }
  }

  /** Adds an image, if one is named. */
  public void addImage(String how, @Nullable String image) {
    add(how, image, Stream.empty());
  }

  /** Adds an image, which an alias may name, and snapshots, as far as they are named. */
  public void add(String how, @Nullable String image, Stream<@Nullable String> snapshots) {
    String resolved = image;
    String words = how;
    if (image != null && ImageAliases.isAlias(image)) {
      resolved = versions.resolve(operation.source(), image, where).orElse(null);
      words = how + ", " + image;
    }
    add(words, Ids.launchTargets(operation, resolved, snapshots, where), where);
  }

  /**
   * Adds what something is launched from.
   *
   * @param how how the user launches it
   * @param launched the images and snapshots
   * @param named what names them, as notes call it
   */
  public void add(String how, Ids.Launched launched, String named) {
    add(how, launched.targets());
    launched.notes(named).forEach(note -> versions.note(operation.source(), note));
  }

  private void add(String how, List<ResourceId> more) {
    if (!more.isEmpty()) {
      targets.computeIfAbsent(how, words -> new LinkedHashSet<>()).addAll(more);
    }
  }

  /** Returns the references of the user to all that was added. */
  public List<ImageReference> references(String kind, String user) {
    List<ImageReference> references = new ArrayList<>();
    targets.forEach(
        (how, some) ->
            some.forEach(target -> references.add(ImageReference.of(target, kind, user, how))));
    return references;
  }
}
