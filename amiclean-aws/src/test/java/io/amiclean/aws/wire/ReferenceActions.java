package io.amiclean.aws.wire;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What EC2 knows of references to images: {@code DescribeImageReferences}. Instances and launch
 * templates that another service hides are not reported; whether EC2 does is not documented.
 */
final class ReferenceActions {

  private static final String INSTANCE = "ec2:Instance";
  private static final String LAUNCH_TEMPLATE = "ec2:LaunchTemplate";
  private static final String PARAMETER = "ssm:Parameter";
  private static final String IMAGE_RECIPE = "imagebuilder:ImageRecipe";
  private static final String CONTAINER_RECIPE = "imagebuilder:ContainerRecipe";

  private static final Set<String> TYPES =
      Set.of(INSTANCE, LAUNCH_TEMPLATE, PARAMETER, IMAGE_RECIPE, CONTAINER_RECIPE);

  private static final Set<String> STATES =
      Set.of("pending", "running", "shutting-down", "terminated", "stopping", "stopped");

  /** What EC2 reads with the caller's permissions (EC2 User Guide, on references to AMIs). */
  private static final List<String> ALSO_NEEDED =
      List.of(
          "ec2:DescribeInstances",
          "ec2:DescribeLaunchTemplates",
          "ec2:DescribeLaunchTemplateVersions",
          "ssm:DescribeParameters",
          "ssm:GetParameters",
          "imagebuilder:ListImageRecipes",
          "imagebuilder:ListContainerRecipes",
          "imagebuilder:GetContainerRecipe");

  private static final int DEFAULT_DEPTH = 10;

  private final Ec2Service ec2;
  private final WireState state;

  /** A resource that refers to an image. */
  record Reference(String imageId, String resourceType, String arn) {

    Map<String, String> view() {
      return Map.of("imageId", imageId, "resourceType", resourceType, "arn", arn);
    }
  }

  /** What is looked at: the states of instances, and how many versions of launch templates. */
  private record Scope(Set<String> states, int versions) {}

  ReferenceActions(Ec2Service ec2, WireState state) {
    this.ec2 = ec2;
    this.state = state;
    ec2.action(
        "DescribeImageReferences",
        this::describeImageReferences,
        "ImageId",
        "IncludeAllResourceTypes",
        "ResourceType",
        "MaxResults",
        "NextToken",
        "DryRun");
  }

  private Map<String, ?> describeImageReferences(WireRequest request) {
    ALSO_NEEDED.stream()
        .filter(state::isDenied)
        .findFirst()
        .ifPresent(
            action -> {
              throw new WireFault(
                  403,
                  "UnauthorizedOperation",
                  "You are not authorized to perform this operation: it needs " + action);
            });
    Set<String> ids = new LinkedHashSet<>(request.list("ImageId"));
    if (ids.isEmpty()) {
      throw WireFault.of("MissingParameter", "The request must contain the parameter ImageId");
    }
    if (ids.size() > 10) {
      throw invalid("ImageId", ids.size() + " images");
    }
    Map<String, Scope> scopes = scopes(request);
    // Unlike elsewhere, ids go with MaxResults: both are how this action is meant to be called.
    return ec2.page(
        request,
        "imageReferenceSet",
        Set.of(),
        WireService.pageSize(request, "MaxResults", 5, 1000, 1000),
        () -> {
          ids.forEach(ec2::existingImage);
          return scopes.entrySet().stream()
              .flatMap(type -> references(type.getKey(), type.getValue()))
              .filter(reference -> ids.contains(reference.imageId()))
              .filter(reference -> !state.usage.referencesAreBlind)
              .map(Reference::view)
              .distinct()
              .toList();
        });
  }

  /** Each type that is asked for; one of both parameters has to be there, and options win. */
  private static Map<String, Scope> scopes(WireRequest request) {
    Map<String, Scope> scopes = new LinkedHashMap<>();
    if (request.isTrue("IncludeAllResourceTypes")) {
      TYPES.stream().sorted().forEach(type -> scopes.put(type, new Scope(STATES, DEFAULT_DEPTH)));
    }
    ResourceTypes.parse(request)
        .forEach(
            (type, options) -> {
              if (!TYPES.contains(type)) {
                throw invalid("ResourceType", type);
              }
              scopes.put(type, scope(type, options));
            });
    if (scopes.isEmpty()) {
      throw WireFault.of(
          "MissingParameter",
          "The request must contain the parameter ResourceType or IncludeAllResourceTypes");
    }
    return scopes;
  }

  private static Scope scope(String type, Map<String, List<String>> options) {
    Set<String> states = STATES;
    int versions = DEFAULT_DEPTH;
    for (Map.Entry<String, List<String>> option : options.entrySet()) {
      if (type.equals(INSTANCE) && option.getKey().equals("state-name")) {
        states = Set.copyOf(option.getValue());
        if (!STATES.containsAll(states)) {
          throw invalid("state-name", states.toString());
        }
      } else if (type.equals(LAUNCH_TEMPLATE) && option.getKey().equals("version-depth")) {
        versions = ResourceTypes.versionDepth(option.getValue());
      } else {
        throw invalid("ResourceTypeOption", option.getKey() + " of " + type);
      }
    }
    return new Scope(states, versions);
  }

  /** Whatever is of a type: what the state holds, and what a test added by its ARN. */
  private Stream<Reference> references(String type, Scope scope) {
    Stream<Reference> held =
        switch (type) {
          case INSTANCE -> instances(scope);
          case LAUNCH_TEMPLATE -> launchTemplates(scope);
          case PARAMETER -> parameters();
          case IMAGE_RECIPE ->
              named(state.imageBuilder.imageRecipes.values(), "parentImage", IMAGE_RECIPE);
          default ->
              named(
                  state.imageBuilder.containerRecipes.values(), "instanceImage", CONTAINER_RECIPE);
        };
    return Stream.concat(
        held, state.usage.references.stream().filter(added -> added.resourceType().equals(type)));
  }

  private Stream<Reference> instances(Scope scope) {
    return state.launches.instances.values().stream()
        .filter(instance -> !instance.isHidden)
        .filter(instance -> instance.values("instanceState").anyMatch(scope.states()::contains))
        .map(
            instance ->
                new Reference(
                    instance.text("imageId").orElse(""), INSTANCE, arn("instance/" + instance.id)));
  }

  /** Of each template, the newest versions that there are. */
  private Stream<Reference> launchTemplates(Scope scope) {
    return state.launches.launchTemplates.values().stream()
        .filter(template -> !template.isHidden)
        .flatMap(
            template ->
                imageIds(template.versions.descendingMap().values(), scope.versions())
                    .map(
                        imageId ->
                            new Reference(
                                imageId, LAUNCH_TEMPLATE, arn("launch-template/" + template.id))));
  }

  /** Whether text parameters that hold an id are seen is not documented. */
  private Stream<Reference> parameters() {
    return state.ssm.parameters.values().stream()
        .filter(parameter -> parameter.is("DataType", "aws:ec2:image"))
        .flatMap(parameter -> state.ssm.find(parameter.id, false).stream())
        .map(view -> new Reference(text(view, "Value"), PARAMETER, text(view, "ARN")));
  }

  private static Stream<Reference> named(
      Collection<? extends Resource<?>> recipes, String element, String type) {
    return recipes.stream()
        .map(
            recipe -> new Reference(text(recipe.view(), element), type, text(recipe.view(), "arn")))
        .filter(reference -> !reference.imageId().isEmpty());
  }

  private static String text(Map<String, Object> view, String element) {
    return String.valueOf(view.getOrDefault(element, ""));
  }

  private static Stream<String> imageIds(Collection<Map<String, Object>> versions, int newest) {
    return versions.stream()
        .limit(newest)
        .map(data -> data.get("imageId"))
        .filter(Objects::nonNull)
        .map(String::valueOf);
  }

  private String arn(String resource) {
    return "arn:aws:ec2:%s:%s:%s".formatted(state.region(), state.account(), resource);
  }

  private static WireFault invalid(String parameter, String value) {
    return WireFault.of(
        "InvalidParameterValue",
        "Value ( %s ) for parameter %s is invalid.".formatted(value, parameter));
  }
}
