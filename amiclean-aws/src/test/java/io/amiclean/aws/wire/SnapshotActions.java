package io.amiclean.aws.wire;

import io.amiclean.aws.wire.Ec2State.Snapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What EC2 tells of snapshots by calls of their own: locks, tiers, fast restores, permissions. */
final class SnapshotActions {

  private static final Map<String, String> LOCK_FILTERS = Map.of("lock-state", "lockState");

  private static final Map<String, String> TIER_FILTERS =
      Map.of(
          "snapshot-id", "snapshotId",
          "volume-id", "volumeId",
          "last-tiering-operation", "lastTieringOperationStatus");

  private static final Map<String, String> FAST_RESTORE_FILTERS =
      Map.of(
          "availability-zone", "availabilityZone",
          "owner-id", "ownerId",
          "snapshot-id", "snapshotId",
          "state", "state");

  private final Ec2Service ec2;
  private final WireState state;

  SnapshotActions(Ec2Service ec2, WireState state) {
    this.ec2 = ec2;
    this.state = state;
    ec2.action(
        "DescribeLockedSnapshots",
        this::describeLockedSnapshots,
        "SnapshotId",
        "Filter",
        "MaxResults",
        "NextToken",
        "DryRun");
    ec2.action(
        "DescribeSnapshotTierStatus",
        this::describeSnapshotTierStatus,
        "Filter",
        "MaxResults",
        "NextToken",
        "DryRun");
    ec2.action(
        "DescribeFastSnapshotRestores",
        this::describeFastSnapshotRestores,
        "Filter",
        "MaxResults",
        "NextToken",
        "DryRun");
    ec2.action(
        "DescribeSnapshotAttribute",
        this::describeSnapshotAttribute,
        "SnapshotId",
        "Attribute",
        "DryRun");
  }

  private Map<String, ?> describeLockedSnapshots(WireRequest request) {
    Set<String> ids = Ec2Service.ids(request, "SnapshotId");
    return ec2.page(
        request,
        "snapshotSet",
        ids,
        Ec2Service.bounds(request, 5, 1000),
        () ->
            matching(
                request,
                LOCK_FILTERS,
                ownSnapshots()
                    .filter(snapshot -> ids.isEmpty() || ids.contains(snapshot.id))
                    .filter(snapshot -> !snapshot.lock.isEmpty())
                    .map(
                        snapshot ->
                            joined(
                                Map.of("ownerId", state.account(), "snapshotId", snapshot.id),
                                snapshot.lock))));
  }

  /** Also of snapshots that were never archived. */
  private Map<String, ?> describeSnapshotTierStatus(WireRequest request) {
    return ec2.page(
        request,
        "snapshotTierStatusSet",
        Set.of(),
        Ec2Service.bounds(request, 1, 1000),
        () ->
            matching(
                request,
                TIER_FILTERS,
                ownSnapshots()
                    .map(
                        snapshot -> {
                          Map<String, Object> view = snapshot.view();
                          view.keySet()
                              .retainAll(
                                  Set.of(
                                      "snapshotId",
                                      "volumeId",
                                      "status",
                                      "ownerId",
                                      "storageTier",
                                      "tagSet"));
                          return joined(view, snapshot.tiering);
                        })));
  }

  private Map<String, ?> describeFastSnapshotRestores(WireRequest request) {
    return ec2.page(
        request,
        "fastSnapshotRestoreSet",
        Set.of(),
        Ec2Service.bounds(request, 1, 200),
        () ->
            matching(
                request,
                FAST_RESTORE_FILTERS,
                state.ec2.snapshots.values().stream()
                    .filter(Snapshot::isVisible)
                    .flatMap(SnapshotActions::fastRestores)));
  }

  private static Stream<Map<String, Object>> fastRestores(Snapshot snapshot) {
    List<Map<String, Object>> views = new ArrayList<>();
    snapshot.fastRestores.forEach(
        (zone, restoreState) ->
            views.add(
                Map.of(
                    "snapshotId",
                    snapshot.id,
                    "availabilityZone",
                    zone,
                    "state",
                    restoreState,
                    "ownerId",
                    snapshot.text("ownerId").orElse(""))));
    return views.stream();
  }

  private Map<String, ?> describeSnapshotAttribute(WireRequest request) {
    Ec2Service.unlessDryRun(request);
    Snapshot snapshot = ec2.visibleSnapshot(request);
    if (!snapshot.isOwn()) {
      throw new WireFault(403, "AuthFailure", "Not authorized for snapshot: " + snapshot.id);
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("snapshotId", snapshot.id);
    String attribute = request.required("Attribute");
    switch (attribute) {
      case "createVolumePermission" -> {
        List<Map<String, String>> permissions = new ArrayList<>();
        if (snapshot.isPublic) {
          permissions.add(Map.of("group", "all"));
        }
        snapshot.sharedWith.forEach(account -> permissions.add(Map.of("userId", account)));
        answer.put("createVolumePermission", permissions);
      }
      case "productCodes" -> answer.put("productCodes", List.of());
      default ->
          throw WireFault.of(
              "InvalidParameterValue",
              "Value (" + attribute + ") for parameter attribute is invalid.");
    }
    return answer;
  }

  private Stream<Snapshot> ownSnapshots() {
    return state.ec2.snapshots.values().stream().filter(Snapshot::isOwn);
  }

  private static Map<String, Object> joined(Map<String, ?> one, Map<String, ?> other) {
    Map<String, Object> all = new LinkedHashMap<>(one);
    all.putAll(other);
    return all;
  }

  /**
   * Every filter has to let it through, and one of its values, as it stands, is enough for that.
   */
  private static List<?> matching(
      WireRequest request, Map<String, String> elements, Stream<Map<String, Object>> views) {
    Map<String, List<String>> filters = request.filters();
    for (String name : filters.keySet()) {
      if (!elements.containsKey(name)) {
        throw WireFault.of("InvalidParameterValue", "The filter '" + name + "' is invalid");
      }
    }
    return views
        .filter(
            view ->
                filters.entrySet().stream()
                    .allMatch(
                        filter ->
                            filter
                                .getValue()
                                .contains(
                                    String.valueOf(
                                        view.get(elements.getOrDefault(filter.getKey(), ""))))))
        .toList();
  }
}
