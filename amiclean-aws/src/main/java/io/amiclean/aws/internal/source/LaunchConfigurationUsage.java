package io.amiclean.aws.internal.source;

import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.ImageUsage;
import io.amiclean.api.model.Progress;
import io.amiclean.api.model.ResourceId;
import io.amiclean.api.source.ImageUsageSource;
import io.amiclean.aws.internal.EvidenceSources;
import io.amiclean.aws.internal.Ids;
import io.amiclean.aws.internal.ReadOperation;
import io.amiclean.aws.internal.SourceContext;
import io.amiclean.aws.internal.Usage;
import io.amiclean.aws.internal.call.CheckedClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.DescribeLaunchConfigurationsRequest;
import software.amazon.awssdk.services.autoscaling.model.DescribeLaunchConfigurationsResponse;
import software.amazon.awssdk.services.autoscaling.model.LaunchConfiguration;

/**
 * Usage by launch configurations, attached to an Auto Scaling group or not: their images and the
 * snapshots of their block devices. Thread-safe.
 */
final class LaunchConfigurationUsage implements ImageUsageSource {

  /** The kind of reference that this source gives. */
  public static final String KIND = "launch-configuration";

  private static final String PERMISSION = "autoscaling:DescribeLaunchConfigurations";

  private static final ReadOperation ALL =
      new ReadOperation(EvidenceSources.LAUNCH_CONFIGURATIONS, PERMISSION);

  private static final int PAGE = 100;

  /** The most names that Auto Scaling takes in one request. */
  private static final int NAMES = 50;

  private final CheckedClient<AutoScalingClient> autoScaling;
  private final SourceContext context;

  /**
   * Creates a source.
   *
   * @param autoScaling the client; the caller owns it
   * @param context scope, clock and progress
   */
  public LaunchConfigurationUsage(
      CheckedClient<AutoScalingClient> autoScaling, SourceContext context) {
    this.autoScaling = Objects.requireNonNull(autoScaling, "autoScaling");
    this.context = Objects.requireNonNull(context, "context");
  }

  /**
   * Reads all launch configurations of the region: one call for a hundred.
   *
   * @return a reference for each image and snapshot that one of them names
   * @throws io.amiclean.api.model.EvidenceException if it could not be read to its end
   */
  @Override
  public ImageUsage loadUsage() {
    Instant readAt = context.now();
    return usage(readAt, readAll());
  }

  /** A launch configuration and what it launches from. */
  record Configuration(String name, String user, Ids.Launched launched) {

    String where() {
      return "the launch configuration " + name;
    }
  }

  /** Reads all, and makes them known to the groups. */
  ImageUsage read(ScalingGroups groups) {
    Instant readAt = context.now();
    Map<String, Configuration> configurations = readAll();
    groups.know(configurations.values());
    return usage(readAt, configurations);
  }

  private ImageUsage usage(Instant readAt, Map<String, Configuration> configurations) {
    List<ImageReference> references = new ArrayList<>();
    for (Configuration configuration : configurations.values()) {
      for (ResourceId target : configuration.launched().targets()) {
        references.add(ImageReference.of(target, KIND, configuration.user()));
      }
    }
    return Usage.of(
        context,
        EvidenceSources.LAUNCH_CONFIGURATIONS,
        readAt,
        configurations.size(),
        references,
        configurations.values().stream()
            .flatMap(one -> one.launched().notes(one.where()).stream())
            .toList());
  }

  private Map<String, Configuration> readAll() {
    Map<String, Configuration> configurations = new TreeMap<>();
    read(ALL, List.of(), configurations);
    return configurations;
  }

  /**
   * Reads launch configurations by name for another source. Those that do not exist are missing in
   * the answer.
   */
  Map<String, Configuration> readNamed(Collection<String> names, String source) {
    ReadOperation operation = new ReadOperation(source, PERMISSION);
    Map<String, Configuration> configurations = new TreeMap<>();
    List<String> all = List.copyOf(names);
    for (int from = 0; from < all.size(); from += NAMES) {
      read(operation, all.subList(from, Math.min(from + NAMES, all.size())), configurations);
    }
    return configurations;
  }

  private void read(
      ReadOperation operation, List<String> names, Map<String, Configuration> configurations) {
    operation.pages(
        autoScaling,
        AutoScalingClient::describeLaunchConfigurations,
        token -> {
          DescribeLaunchConfigurationsRequest.Builder request =
              DescribeLaunchConfigurationsRequest.builder().maxRecords(PAGE).nextToken(token);
          return (names.isEmpty() ? request : request.launchConfigurationNames(names)).build();
        },
        DescribeLaunchConfigurationsResponse::nextToken,
        page -> {
          page.launchConfigurations().stream()
              .map(configuration -> configuration(operation, configuration))
              .forEach(configuration -> configurations.put(configuration.name(), configuration));
          if (operation.equals(ALL)) {
            context.report(Progress.of(operation.source(), configurations.size()));
          }
        });
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
