package io.amiclean.aws.wire;

import static io.amiclean.aws.wire.WireState.SOME_TIME;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** EC2 Image Builder: its recipes and the images that it made. */
public final class ImageBuilderState extends ServiceState {

  final Map<String, ImageRecipe> imageRecipes = new LinkedHashMap<>();
  final Map<String, ContainerRecipe> containerRecipes = new LinkedHashMap<>();
  final Map<String, BuiltImage> images = new LinkedHashMap<>();

  ImageBuilderState(WireState state) {
    super(state);
  }

  ImageRecipe imageRecipe(String name) {
    return imageRecipes.computeIfAbsent(name, ImageRecipe::new);
  }

  ContainerRecipe containerRecipe(String name) {
    return containerRecipes.computeIfAbsent(name, ContainerRecipe::new);
  }

  BuiltImage image(String nameAndBuild) {
    return images.computeIfAbsent(nameAndBuild, BuiltImage::new);
  }

  /** An image recipe of Image Builder; made by {@link WireState#imageRecipe}. */
  public final class ImageRecipe extends Resource<ImageRecipe> {

    ImageRecipe(String name) {
      super(state, name, "name");
      elements.put("arn", arn("image-recipe", name + "/1.0.0"));
      elements.put("owner", account);
      elements.put("platform", "Linux");
      elements.put("dateCreated", SOME_TIME);
    }

    /** An id, {@code ssm:} and a parameter, or an ARN of Image Builder. */
    public ImageRecipe parent(String image) {
      return with("parentImage", image);
    }

    /** A block device on a snapshot. */
    public ImageRecipe snapshot(String snapshotId) {
      return with("blockDeviceMappings", devices(snapshotId));
    }

    /** The list of recipes has no block devices. */
    @Override
    Map<String, Object> view() {
      Map<String, Object> view = new LinkedHashMap<>(elements);
      view.remove("blockDeviceMappings");
      return view;
    }

    /** The recipe as GetImageRecipe shows it. */
    Map<String, Object> fullView() {
      return new LinkedHashMap<>(elements);
    }

    public ImageRecipe owner(String account) {
      return with("owner", account);
    }
  }

  /** A container recipe of Image Builder; made by {@link WireState#containerRecipe}. */
  public final class ContainerRecipe extends Resource<ContainerRecipe> {

    private Optional<String> image = Optional.empty();
    private Optional<String> snapshot = Optional.empty();
    private boolean isInSummary = true;

    ContainerRecipe(String name) {
      super(state, name, "name");
      elements.put("arn", arn("container-recipe", name + "/1.0.0"));
      elements.put("owner", account);
      elements.put("containerType", "DOCKER");
      elements.put("platform", "Linux");
      elements.put("parentImage", "amazonlinux:latest");
      elements.put("dateCreated", SOME_TIME);
    }

    /** The image of the instance that builds the container. */
    public ContainerRecipe image(String image) {
      return change(() -> this.image = Optional.of(image));
    }

    /** A block device, on a snapshot, of the instance that builds the container. */
    public ContainerRecipe snapshot(String snapshotId) {
      return change(() -> this.snapshot = Optional.of(snapshotId));
    }

    /** Leaves the image out of the list of recipes. */
    public ContainerRecipe withoutImageInSummary() {
      return change(() -> isInSummary = false);
    }

    @Override
    Map<String, Object> view() {
      Map<String, Object> view = new LinkedHashMap<>(elements);
      image.filter(id -> isInSummary).ifPresent(id -> view.put("instanceImage", id));
      return view;
    }

    /** The recipe as GetContainerRecipe shows it. */
    Map<String, Object> fullView() {
      Map<String, Object> view = new LinkedHashMap<>(elements);
      Map<String, Object> instance = new LinkedHashMap<>();
      image.ifPresent(id -> instance.put("image", id));
      snapshot.ifPresent(id -> instance.put("blockDeviceMappings", devices(id)));
      if (!instance.isEmpty()) {
        view.put("instanceConfiguration", instance);
      }
      return view;
    }
  }

  /** An image that Image Builder made; made by {@link WireState#builtImage}. */
  public final class BuiltImage extends Resource<BuiltImage> {

    private final List<Map<String, Object>> amis = new ArrayList<>();

    BuiltImage(String nameAndBuild) {
      super(state, nameAndBuild, "name");
      elements.put("arn", arn("image", nameAndBuild));
      elements.put("type", "AMI");
      elements.put("platform", "Linux");
      state("AVAILABLE");
    }

    /** {@code BUILDING}, {@code AVAILABLE} or {@code FAILED} for three. */
    public BuiltImage state(String status) {
      return with("state", Map.of("status", status));
    }

    /** An image that it was made into, in the region of the state. */
    public BuiltImage ami(String imageId) {
      return ami(imageId, region, account);
    }

    public BuiltImage ami(String imageId, String inRegion, String ofAccount) {
      return change(
          () -> amis.add(Map.of("image", imageId, "region", inRegion, "accountId", ofAccount)));
    }

    boolean isAvailable() {
      return elements.get("state") instanceof Map<?, ?> state
          && "AVAILABLE".equals(state.get("status"));
    }

    /** Sorts versions and builds as the numbers that they are. */
    String order() {
      return Pattern.compile("[0-9]+")
          .matcher(id.substring(id.indexOf('/')))
          .replaceAll(match -> "%010d".formatted(Integer.parseInt(match.group())));
    }

    @Override
    Map<String, Object> view() {
      Map<String, Object> view = new LinkedHashMap<>(elements);
      view.put("outputResources", Map.of("amis", List.copyOf(amis)));
      return view;
    }
  }

  private String arn(String kind, String name) {
    return "arn:aws:imagebuilder:%s:%s:%s/%s".formatted(region, account, kind, name);
  }

  private static List<Map<String, Object>> devices(String snapshotId) {
    return List.of(
        Map.of("deviceName", "/dev/sdf", "ebs", Map.of("snapshotId", snapshotId)),
        Map.of("deviceName", "/dev/sdg", "virtualName", "ephemeral0"));
  }
}
