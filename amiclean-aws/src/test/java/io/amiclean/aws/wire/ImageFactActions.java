package io.amiclean.aws.wire;

import io.amiclean.aws.wire.Ec2State.Image;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** EC2: what images go back to, and the account's settings for allowed images. */
final class ImageFactActions {

  private static final int MOST_ENTRIES = 50;

  private final WireState state;

  ImageFactActions(Ec2Service ec2, WireState state) {
    this.state = state;
    ec2.action("GetImageAncestry", this::getImageAncestry, "ImageId", "DryRun");
    ec2.action("GetAllowedImagesSettings", this::getAllowedImagesSettings, "DryRun");
  }

  private Map<String, ?> getImageAncestry(WireRequest request) {
    Ec2Service.unlessDryRun(request);
    String id = Ec2Service.imageId(request.required("ImageId"));
    if (Optional.ofNullable(state.ec2.images.get(id)).filter(Image::isVisible).isEmpty()) {
      throw WireFault.of("InvalidAMIID.NotFound", "The image id '[" + id + "]' does not exist");
    }
    List<Map<String, Object>> entries = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    Optional<String> next = Optional.of(id);
    while (next.isPresent() && seen.add(next.get()) && entries.size() < MOST_ENTRIES) {
      String ancestor = next.get();
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("creationDate", WireState.SOME_TIME);
      entry.put("imageId", ancestor);
      next = sourceOf(ancestor);
      next.ifPresent(
          source -> {
            entry.put("sourceImageId", source);
            entry.put("sourceImageRegion", state.region());
          });
      entries.add(entry);
    }
    return Map.of("imageAncestryEntrySet", entries);
  }

  private Optional<String> sourceOf(String image) {
    return Optional.ofNullable(state.ec2.images.get(image))
        .flatMap(known -> known.text("sourceImageId"))
        .or(() -> Optional.ofNullable(state.ec2.sourcesOfGoneImages.get(image)));
  }

  private Map<String, ?> getAllowedImagesSettings(WireRequest request) {
    Ec2Service.unlessDryRun(request);
    return Map.of(
        "state", state.ec2.allowedImages, "imageCriterionSet", List.of(), "managedBy", "account");
  }
}
