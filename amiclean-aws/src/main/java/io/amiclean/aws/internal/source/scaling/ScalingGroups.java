package io.amiclean.aws.internal.source.scaling;

import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.Progress;
import io.amiclean.aws.internal.Ids;
import io.amiclean.aws.internal.ReadOperation;
import io.amiclean.aws.internal.SideBySide;
import io.amiclean.aws.internal.SourceContext;
import io.amiclean.aws.internal.call.AwsFailures;
import io.amiclean.aws.internal.call.CheckedClient;
import io.amiclean.aws.internal.source.launch.LaunchTargets;
import io.amiclean.aws.internal.source.scaling.LaunchConfigurationUsage.Configuration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.DescribeAutoScalingGroupsRequest;

/**
 * The Auto Scaling groups of a region and their launch configurations, read once for all sources.
 * It lives for one reading and is not thread-safe, but that one thread may list the groups while
 * another makes launch configurations known.
 */
public final class ScalingGroups {

  private static final Logger LOG = LoggerFactory.getLogger(ScalingGroups.class);

  static final String PERMISSION = "autoscaling:DescribeAutoScalingGroups";

  private static final int PAGE = 100;

  private final CheckedClient<AutoScalingClient> autoScaling;
  private final SourceContext context;
  private final boolean withInstances;
  private final Map<String, Optional<Configuration>> configurations = new HashMap<>();
  private @Nullable Listing listing;
  private @Nullable EvidenceException failure;

  /**
   * All groups.
   *
   * @param readAt when reading them began
   * @param byName the groups
   */
  private record Listing(Instant readAt, SortedMap<String, AutoScalingGroup> byName) {}

  /**
   * Creates groups that are not read yet.
   *
   * @param autoScaling the client; the caller owns it
   * @param context clock and progress
   * @param withInstances whether the groups are read with the instances in them. Where these are
   *     read by themselves, the pages are shorter without, and it is what Auto Scaling advises
   *     against throttling (Amazon EC2 Auto Scaling API Reference, "DescribeAutoScalingGroups").
   */
  public ScalingGroups(
      CheckedClient<AutoScalingClient> autoScaling, SourceContext context, boolean withInstances) {
    this.autoScaling = autoScaling;
    this.context = context;
    this.withInstances = withInstances;
  }

  CheckedClient<AutoScalingClient> client() {
    return autoScaling;
  }

  SourceContext context() {
    return context;
  }

  /**
   * Returns all groups.
   *
   * @param source the name of the source that asks, which errors show
   */
  public Collection<AutoScalingGroup> all(String source) {
    return listing(source).byName().values();
  }

  /**
   * Returns when reading the groups began.
   *
   * @param source the name of the source that asks, which errors show
   */
  Instant readAt(String source) {
    return listing(source).readAt();
  }

  private Listing listing(String source) {
    Listing known = listing;
    if (known == null) {
      ReadOperation operation = new ReadOperation(source, PERMISSION);
      if (failure != null) {
        throw operation.again(failure);
      }
      Instant readAt = context.now();
      try {
        known = new Listing(readAt, Collections.unmodifiableSortedMap(read(operation)));
      } catch (EvidenceException e) {
        failure = e;
        throw e;
      }
      listing = known;
    }
    return known;
  }

  private SortedMap<String, AutoScalingGroup> read(ReadOperation operation) {
    SortedMap<String, AutoScalingGroup> groups = new TreeMap<>();
    operation.pages(
        autoScaling,
        AutoScalingClient::describeAutoScalingGroups,
        DescribeAutoScalingGroupsRequest.builder()
            .maxRecords(PAGE)
            .includeInstances(withInstances ? null : false)
            .build(),
        page -> {
          for (AutoScalingGroup group : page.autoScalingGroups()) {
            if (Ids.isMissing(group.autoScalingGroupName())) {
              throw operation.misunderstood("a group without a name");
            }
            groups.put(group.autoScalingGroupName(), group);
          }
          context.report(Progress.of(operation.source(), groups.size()));
        });
    return groups;
  }

  /**
   * Asks each group for a list, several groups at a time; one that was deleted since it was listed
   * has an empty list.
   *
   * @param source the name of the source that asks
   * @param question what is asked; called by several threads
   * @return the answers, by the names of the groups
   */
  <T> SortedMap<String, List<T>> ask(String source, Function<AutoScalingGroup, List<T>> question) {
    List<AutoScalingGroup> groups = List.copyOf(all(source));
    List<List<T>> answers =
        new SideBySide(context, source)
            .ask(
                groups,
                group -> {
                  try {
                    return question.apply(group);
                  } catch (EvidenceException e) {
                    throwUnlessGone(e);
                    LOG.debug(
                        "The Auto Scaling group {} was deleted meanwhile",
                        group.autoScalingGroupName());
                    return List.of();
                  }
                });
    SortedMap<String, List<T>> byName = new TreeMap<>();
    for (int i = 0; i < groups.size(); i++) {
      byName.put(groups.get(i).autoScalingGroupName(), answers.get(i));
    }
    return byName;
  }

  /** Auto Scaling has no error code for it: "AutoScalingGroup name not found". */
  private static void throwUnlessGone(EvidenceException failure) {
    if (AwsFailures.answerBehind(failure)
        .filter(answer -> AwsFailures.code(answer).equals("ValidationError"))
        .map(answer -> AwsFailures.sentence(answer).toLowerCase(Locale.ROOT))
        .filter(sentence -> sentence.contains("not found"))
        .isEmpty()) {
      throw failure;
    }
  }

  /** Takes over launch configurations that were read, so that they are not asked for again. */
  void know(Collection<Configuration> read) {
    read.forEach(
        configuration -> configurations.put(configuration.name(), Optional.of(configuration)));
  }

  /**
   * Reads those launch configurations that are not known yet, together.
   *
   * @param source the name of the source that asks, which errors show
   * @param names their names; null and empty names are no names
   */
  void readConfigurations(String source, Collection<? extends @Nullable String> names) {
    Set<String> missing = new TreeSet<>();
    for (String name : names) {
      if (name != null && !name.isEmpty() && !configurations.containsKey(name)) {
        missing.add(name);
      }
    }
    Map<String, Configuration> read = LaunchConfigurationUsage.readNamed(this, missing, source);
    missing.forEach(name -> configurations.put(name, Optional.ofNullable(read.get(name))));
  }

  /**
   * Adds what a launch configuration launches from, if one is named.
   *
   * @throws NullPointerException if it was not {@linkplain #readConfigurations read} before
   */
  void addConfiguration(@Nullable String name, LaunchTargets targets) {
    if (name != null && !name.isEmpty()) {
      Objects.requireNonNull(configurations.get(name), name)
          .ifPresentOrElse(
              known -> targets.add("launch configuration " + name, known.launched(), known.where()),
              () -> LOG.debug("The launch configuration {} does not exist", name));
    }
  }

  /** Returns how a group is called as a user: its ARN. */
  static String user(AutoScalingGroup group) {
    return Objects.requireNonNullElse(group.autoScalingGroupARN(), group.autoScalingGroupName());
  }
}
