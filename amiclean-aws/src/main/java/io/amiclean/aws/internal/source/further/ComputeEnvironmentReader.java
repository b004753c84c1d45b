package io.amiclean.aws.internal.source.further;

import io.amiclean.api.model.ImageReference;
import io.amiclean.aws.internal.EvidenceSources;
import io.amiclean.aws.internal.Ids;
import io.amiclean.aws.internal.ReadOperation;
import io.amiclean.aws.source.UsageReading;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.CEStatus;
import software.amazon.awssdk.services.batch.model.ComputeEnvironmentDetail;
import software.amazon.awssdk.services.batch.model.ComputeResource;
import software.amazon.awssdk.services.batch.model.DescribeComputeEnvironmentsRequest;
import software.amazon.awssdk.services.batch.model.DescribeComputeEnvironmentsResponse;
import software.amazon.awssdk.services.batch.model.Ec2Configuration;
import software.amazon.awssdk.services.batch.model.LaunchTemplateSpecification;
import software.amazon.awssdk.services.batch.model.LaunchTemplateSpecificationOverride;

/**
 * Reads the images that compute environments launch: their own, those for an image type, and those
 * of their launch templates. Environments that are disabled or invalid can be used again, and
 * count.
 */
final class ComputeEnvironmentReader {

  private static final String KIND = "batch-compute-environment";

  /** AWS Batch API Reference, "DescribeComputeEnvironments": between 1 and 100 results. */
  private static final int PAGE = 100;

  private static final ReadOperation OPERATION =
      new ReadOperation(
          EvidenceSources.BATCH_COMPUTE_ENVIRONMENTS, BatchComputeEnvironments.ENVIRONMENTS);

  private final UsageReading reading;

  ComputeEnvironmentReader(UsageReading reading) {
    this.reading = reading;
  }

  void read() {
    reading
        .client(BatchClient.class, BatchClient::builder)
        .pages(
            BatchComputeEnvironments.ENVIRONMENTS,
            BatchClient::describeComputeEnvironments,
            token ->
                DescribeComputeEnvironmentsRequest.builder()
                    .maxResults(PAGE)
                    .nextToken(token)
                    .build(),
            DescribeComputeEnvironmentsResponse::nextToken,
            page -> {
              reading.items(page.computeEnvironments().size());
              page.computeEnvironments().forEach(this::add);
            });
  }

  private void add(ComputeEnvironmentDetail environment) {
    String user = environment.computeEnvironmentArn();
    if (Ids.isMissing(user)) {
      throw OPERATION.misunderstood("a compute environment without an ARN");
    }
    ComputeResource resources = environment.computeResources();
    if (resources == null || environment.status() == CEStatus.DELETED) {
      return;
    }
    addImage(user, "image", imageOf(resources));
    for (Ec2Configuration configuration : resources.ec2Configuration()) {
      addImage(user, "image for " + configuration.imageType(), configuration.imageIdOverride());
    }
    LaunchTemplateSpecification template = resources.launchTemplate();
    if (template != null) {
      addTemplate(
          user, template.launchTemplateId(), template.launchTemplateName(), template.version());
      for (LaunchTemplateSpecificationOverride override : template.overrides()) {
        addTemplate(
            user, override.launchTemplateId(), override.launchTemplateName(), override.version());
      }
    }
  }

  /** Deprecated in favour of images by type, and launched from as before. */
  @SuppressWarnings("deprecation")
  private static @Nullable String imageOf(ComputeResource resources) {
    return resources.imageId();
  }

  private void addImage(String user, String how, @Nullable String image) {
    Ids.Launched launched =
        Ids.launchTargets(OPERATION, image, Stream.empty(), "the compute environment " + user);
    launched.targets().forEach(target -> reading.uses(ImageReference.of(target, KIND, user, how)));
    launched.notes("the compute environment " + user).forEach(reading::note);
  }

  private void addTemplate(
      String user, @Nullable String id, @Nullable String name, @Nullable String version) {
    reading.launches(
        software.amazon.awssdk.services.ec2.model.LaunchTemplateSpecification.builder()
            .launchTemplateId(id)
            .launchTemplateName(name)
            .version(version)
            .build(),
        KIND,
        user);
  }
}
