package io.amiclean.aws.budget;

import java.util.Map;
import java.util.Set;

/**
 * The size of a token bucket.
 *
 * @param capacity how many requests it holds
 * @param refill how many it gains a second
 */
record BucketSize(double capacity, double refill) {

  /**
   * Of services that do not publish the size, of which each has one bucket for all its actions
   * (Amazon EC2 Auto Scaling API Reference, "Welcome"): guesses that a small account can bear, of
   * which throttling shows the actual size.
   */
  private static final Map<String, BucketSize> SERVICES =
      Map.of(
          "AutoScaling", new BucketSize(50, 10),
          "Ssm", new BucketSize(40, 20),
          "Imagebuilder", new BucketSize(20, 10));

  private static final BucketSize REST = new BucketSize(50, 10);

  private static final BucketSize READING = new BucketSize(100, 20);
  private static final BucketSize READING_UNBOUNDED = new BucketSize(50, 10);
  private static final BucketSize CHANGING = new BucketSize(50, 5);

  /** Those that have a smaller bucket for requests with neither pages nor filters. */
  private static final Set<String> EXPECTING_BOUNDS =
      Set.of(
          "DescribeInstanceStatus",
          "DescribeInstances",
          "DescribeNetworkInterfaces",
          "DescribeSecurityGroups",
          "DescribeSnapshots",
          "DescribeSpotInstanceRequests",
          "DescribeVolumes");

  /** Those that are not of their category's size. */
  private static final Map<String, BucketSize> OTHERS =
      Map.ofEntries(
          Map.entry("CopyImage", new BucketSize(100, 1)),
          Map.entry("CreateTags", new BucketSize(100, 10)),
          Map.entry("DeleteSnapshot", new BucketSize(100, 5)),
          Map.entry("DeleteTags", new BucketSize(100, 10)),
          Map.entry("DeregisterImage", new BucketSize(100, 5)),
          Map.entry("DescribeSpotFleetInstances", new BucketSize(100, 5)),
          Map.entry("DescribeSpotFleetRequestHistory", new BucketSize(100, 5)),
          Map.entry("DescribeSpotFleetRequests", new BucketSize(50, 3)),
          Map.entry("DescribeStoreImageTasks", new BucketSize(50, 0.5)),
          Map.entry("DisableImageBlockPublicAccess", new BucketSize(1, 0.1)),
          Map.entry("EnableImageBlockPublicAccess", new BucketSize(1, 0.1)),
          Map.entry("ModifyImageAttribute", new BucketSize(100, 5)),
          Map.entry("ModifySnapshotAttribute", new BucketSize(100, 5)));

  /**
   * Returns the size for all actions of a service other than EC2.
   *
   * @param service the name by which the SDK knows it
   */
  static BucketSize ofService(String service) {
    return SERVICES.getOrDefault(service, REST);
  }

  /** Returns a size that is so many times as large. */
  BucketSize times(double factor) {
    return new BucketSize(capacity * factor, refill * factor);
  }

  /** Returns whether an action of EC2 has two buckets, of which the request decides. */
  static boolean dependsOnBounds(String action) {
    return EXPECTING_BOUNDS.contains(action);
  }

  /**
   * Returns the documented size (EC2 Developer Guide, "Request throttling for the Amazon EC2 API").
   *
   * @param action the action, such as {@code DeregisterImage}
   * @param bounded whether the request asks for pages or has a filter
   */
  static BucketSize documented(String action, boolean bounded) {
    BucketSize other = OTHERS.get(action);
    if (other != null) {
      return other;
    }
    if (action.startsWith("Describe") || action.startsWith("List") || action.startsWith("Get")) {
      return bounded || !dependsOnBounds(action) ? READING : READING_UNBOUNDED;
    }
    return CHANGING;
  }
}
