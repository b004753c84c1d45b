package io.amiclean.aws.internal.source.scaling;

import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.ImageUsage;
import io.amiclean.api.model.Progress;
import io.amiclean.api.model.ResourceId;
import io.amiclean.aws.internal.Batches;
import io.amiclean.aws.internal.EvidenceSources;
import io.amiclean.aws.internal.Ids;
import io.amiclean.aws.internal.ReadOperation;
import io.amiclean.aws.internal.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.DescribeLaunchConfigurationsRequest;
import software.amazon.awssdk.services.autoscaling.model.LaunchConfiguration;

/**
 * Usage by launch configurations, attached to an Auto Scaling group or not: their images and the
 * snapshots of their block devices. Thread-safe.
 */
public final class LaunchConfigurationUsage {

  private static final String KIND = "launch-configuration";

  private static final String PERMISSION = "autoscaling:DescribeLaunchConfigurations";

  private static final ReadOperation ALL =
      new ReadOperation(EvidenceSources.LAUNCH_CONFIGURATIONS, PERMISSION);

  private static final int PAGE = 100;

  /** The most names that Auto Scaling takes in one request. */
  private static final int NAMES = 50;

  private LaunchConfigurationUsage() {}

  /** A launch configuration and what it launches from. */
  record Configuration(String name, String user, Ids.Launched launched) {

    String where() {
      return "the launch configuration " + name;
    }
  }

  /**
   * Reads all launch configurations of the region: one call for a hundred. The groups know them
   * from then on.
   *
   * @param groups the groups that may name them
   * @return a reference for each image and snapshot that one of them names
   * @throws io.amiclean.api.model.EvidenceException if it could not be read to its end
   */
  public static ImageUsage read(ScalingGroups groups) {
    Instant readAt = groups.context().now();
    Map<String, Configuration> configurations = new TreeMap<>();
    read(
        groups,
        ALL,
        List.of(),
        page -> {
          configurations.putAll(page);
          groups.context().report(Progress.of(ALL.source(), configurations.size()));
        });
    groups.know(configurations.values());
    List<ImageReference> references = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    for (Configuration configuration : configurations.values()) {
      for (ResourceId target : configuration.launched().targets()) {
        references.add(ImageReference.of(target, KIND, configuration.user()));
      }
      notes.addAll(configuration.launched().notes(configuration.where()));
    }
    return Usage.of(
        groups.context(), ALL.source(), readAt, configurations.size(), references, notes);
  }

  /**
   * Reads launch configurations by name for another source. Those that do not exist are missing in
   * the answer.
   */
  static Map<String, Configuration> readNamed(
      ScalingGroups groups, Collection<String> names, String source) {
    ReadOperation operation = new ReadOperation(source, PERMISSION);
    Map<String, Configuration> configurations = new TreeMap<>();
    Batches.of(names, NAMES).forEach(some -> read(groups, operation, some, configurations::putAll));
    return configurations;
  }

  /** Reads the configurations of some names, or all if there are no names. */
  private static void read(
      ScalingGroups groups,
      ReadOperation operation,
      List<String> names,
      Consumer<Map<String, Configuration>> consumer) {
    DescribeLaunchConfigurationsRequest.Builder request =
        DescribeLaunchConfigurationsRequest.builder().maxRecords(PAGE);
    operation.pages(
        groups.client(),
        AutoScalingClient::describeLaunchConfigurations,
        (names.isEmpty() ? request : request.launchConfigurationNames(names)).build(),
        page ->
            consumer.accept(
                page.launchConfigurations().stream()
                    .map(configuration -> configuration(operation, configuration))
                    .collect(
                        Collectors.toMap(Configuration::name, one -> one, (one, other) -> other))));
  }

  private static Configuration configuration(
      ReadOperation operation, LaunchConfiguration configuration) {
    String name = configuration.launchConfigurationName();
    if (Ids.isMissing(name)) {
      throw operation.misunderstood("a launch configuration without a name");
    }
    String where = "the launch configuration " + name;
    Ids.Launched launched =
        Ids.launchTargets(
            operation,
            configuration.imageId(),
            configuration.blockDeviceMappings().stream()
                .map(mapping -> mapping.ebs() == null ? null : mapping.ebs().snapshotId()),
            where);
    return new Configuration(
        name, Objects.requireNonNullElse(configuration.launchConfigurationARN(), name), launched);
  }
}
