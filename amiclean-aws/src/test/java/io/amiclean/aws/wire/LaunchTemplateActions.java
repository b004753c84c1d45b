package io.amiclean.aws.wire;

import io.amiclean.aws.wire.Ec2LaunchState.LaunchTemplate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** EC2: launch templates and their versions. */
final class LaunchTemplateActions {

  private static final Map<String, String> TEMPLATE_FILTERS =
      Map.of("launch-template-name", "launchTemplateName");

  private final Ec2Service ec2;
  private final WireState state;

  LaunchTemplateActions(Ec2Service ec2, WireState state) {
    this.ec2 = ec2;
    this.state = state;
    ec2.action(
        "DescribeLaunchTemplates",
        this::describeLaunchTemplates,
        "LaunchTemplateId",
        "LaunchTemplateName",
        "Filter",
        "IncludeManagedResources",
        "MaxResults",
        "NextToken",
        "DryRun");
    ec2.action(
        "DescribeLaunchTemplateVersions",
        this::describeLaunchTemplateVersions,
        "LaunchTemplateId",
        "LaunchTemplateName",
        "LaunchTemplateVersion",
        "MinVersion",
        "MaxVersion",
        "ResolveAlias",
        "IncludeManagedResources",
        "MaxResults",
        "NextToken",
        "DryRun");
  }

  private Map<String, ?> describeLaunchTemplates(WireRequest request) {
    List<String> ids = request.list("LaunchTemplateId");
    List<String> names = request.list("LaunchTemplateName");
    return ec2.page(
        request,
        "launchTemplates",
        Set.of(),
        Ec2Service.bounds(request, 1, 200),
        () -> {
          ids.forEach(id -> launchTemplate(request, Optional.of(id), Optional.empty()));
          names.forEach(name -> launchTemplate(request, Optional.empty(), Optional.of(name)));
          return Ec2Service.matching(request, launchTemplates(request), TEMPLATE_FILTERS)
              .filter(
                  template ->
                      (ids.isEmpty() && names.isEmpty())
                          || ids.contains(template.id)
                          || names.contains(template.name()))
              .toList();
        });
  }

  private Map<String, ?> describeLaunchTemplateVersions(WireRequest request) {
    Optional<String> id = request.parameter("LaunchTemplateId");
    Optional<String> name = request.parameter("LaunchTemplateName");
    List<String> versions = request.list("LaunchTemplateVersion");
    return ec2.page(
        request,
        "launchTemplateVersionSet",
        Set.of(),
        Ec2Service.bounds(request, 1, 200),
        () -> {
          if (id.isPresent() || name.isPresent()) {
            LaunchTemplate template = launchTemplate(request, id, name);
            return views(request, template, numbers(request, template, versions));
          }
          if (versions.isEmpty() || !Set.of("$Latest", "$Default").containsAll(versions)) {
            throw WireFault.of(
                "MissingParameter",
                "The request must contain the parameter launch template ID or launch template name, unless it asks for $Latest and $Default only");
          }
          return launchTemplates(request).stream()
              .flatMap(
                  template ->
                      views(request, template, numbers(request, template, versions)).stream())
              .toList();
        });
  }

  /** All, but those managed by services only where they are asked for. */
  private List<LaunchTemplate> launchTemplates(WireRequest request) {
    return state.launches.launchTemplates.values().stream()
        .filter(template -> !template.isHidden || request.isTrue("IncludeManagedResources"))
        .toList();
  }

  private LaunchTemplate launchTemplate(
      WireRequest request, Optional<String> id, Optional<String> name) {
    return launchTemplates(request).stream()
        .filter(
            template ->
                id.map(template.id::equals)
                    .orElseGet(() -> name.filter(template.name()::equals).isPresent()))
        .findFirst()
        .orElseThrow(
            () ->
                id.map(
                        wanted ->
                            WireFault.of(
                                "InvalidLaunchTemplateId.NotFound",
                                "The specified launch template, with template ID "
                                    + wanted
                                    + ", does not exist."))
                    .orElseGet(
                        () ->
                            WireFault.of(
                                "InvalidLaunchTemplateName.NotFoundException",
                                "The specified launch template, with template name "
                                    + name.orElse("")
                                    + ", does not exist.")));
  }

  /** The versions asked for, or all, each once, the newest first. */
  private static Collection<Integer> numbers(
      WireRequest request, LaunchTemplate template, List<String> versions) {
    int least = request.parameter("MinVersion").map(Integer::valueOf).orElse(1);
    int most = request.parameter("MaxVersion").map(Integer::valueOf).orElse(Integer.MAX_VALUE);
    if (versions.isEmpty()) {
      return template.versions.descendingKeySet().stream()
          .filter(number -> number >= least && number <= most)
          .toList();
    }
    TreeSet<Integer> numbers =
        versions.stream().map(template::number).collect(Collectors.toCollection(TreeSet::new));
    for (int number : numbers) {
      if (!template.versions.containsKey(number)) {
        throw WireFault.of(
            "InvalidLaunchTemplateId.VersionNotFound",
            "Could not find launch template version %d for the launch template with ID %s."
                .formatted(number, template.id));
      }
    }
    return numbers.descendingSet();
  }

  private List<Map<String, Object>> views(
      WireRequest request, LaunchTemplate template, Collection<Integer> numbers) {
    List<Map<String, Object>> views = numbers.stream().map(template::versionView).toList();
    if (request.isTrue("ResolveAlias")) {
      views.forEach(this::resolveAlias);
    }
    return views;
  }

  /**
   * Puts the image in the place of {@code resolve:ssm:NAME}. How EC2 answers where there is no such
   * parameter is not documented: here it leaves the alias, or refuses if the state says so.
   */
  private void resolveAlias(Map<String, Object> version) {
    if (version.get("launchTemplateData") instanceof Map<?, ?> data
        && data.get("imageId") instanceof String imageId
        && imageId.startsWith("resolve:ssm:")) {
      if (state.isDenied("ssm:GetParameters")) {
        throw new WireFault(
            403,
            "UnauthorizedOperation",
            "You are not authorized to perform this operation: ssm:GetParameters is needed to"
                + " resolve "
                + imageId);
      }
      Optional<Map<String, Object>> parameter =
          state.ssm.find(imageId.substring("resolve:ssm:".length()), false);
      if (parameter.isEmpty() && state.ssm.refusesMissingAliases) {
        throw WireFault.of(
            "InvalidParameterValue", "The parameter of " + imageId + " does not exist.");
      }
      Map<Object, Object> resolved = new LinkedHashMap<>(data);
      resolved.put("imageId", parameter.map(found -> found.get("Value")).orElse(imageId));
      version.put("launchTemplateData", resolved);
    }
  }
}
