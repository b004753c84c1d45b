package io.amiclean.aws.internal.source;

import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.ImageUsage;
import io.amiclean.api.model.Progress;
import io.amiclean.aws.internal.EvidenceSources;
import io.amiclean.aws.internal.Ids;
import io.amiclean.aws.internal.ReadOperation;
import io.amiclean.aws.internal.SourceContext;
import io.amiclean.aws.internal.Usage;
import io.amiclean.aws.internal.call.CheckedClient;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeFastLaunchImagesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeFastLaunchImagesSuccessItem;

/**
 * Images that EC2 Fast Launch prepares instances of: they are meant to be launched. Every state
 * counts, except that it is switched off for good.
 */
final class FastLaunchUsage {

  /** The user of a reference is the image itself. */
  private static final String KIND = "fast-launch";

  private static final ReadOperation IMAGES =
      new ReadOperation(EvidenceSources.FAST_LAUNCH_IMAGES, "ec2:DescribeFastLaunchImages");

  private static final int PAGE = 200;

  /** Images that EC2 still lists although nothing is prepared for them any more. */
  private static final String OFF = "disabled";

  private FastLaunchUsage() {}

  /**
   * Reads all images of the region with Fast Launch: one call for two hundred.
   *
   * @param ec2 the client; the caller owns it
   * @param context scope, clock and progress
   * @return a reference for each image, with the state as the detail
   * @throws io.amiclean.api.model.EvidenceException if it could not be read to its end
   */
  static ImageUsage read(CheckedClient<Ec2Client> ec2, SourceContext context) {
    Instant readAt = context.now();
    Set<ImageId> images = new LinkedHashSet<>();
    Set<ImageReference> references = new LinkedHashSet<>();
    IMAGES.pages(
        ec2,
        Ec2Client::describeFastLaunchImages,
        DescribeFastLaunchImagesRequest.builder().maxResults(PAGE).build(),
        page -> {
          for (DescribeFastLaunchImagesSuccessItem item : page.fastLaunchImages()) {
            ImageId image = Ids.image(IMAGES, item.imageId(), "an image with fast launch");
            String state = String.valueOf(item.stateAsString());
            images.add(image);
            if (!state.equals(OFF)) {
              references.add(ImageReference.of(image, KIND, image.value(), state));
            }
          }
          context.report(Progress.of(EvidenceSources.FAST_LAUNCH_IMAGES, images.size()));
        });
    return Usage.of(
        context, EvidenceSources.FAST_LAUNCH_IMAGES, readAt, images.size(), references, List.of());
  }
}
