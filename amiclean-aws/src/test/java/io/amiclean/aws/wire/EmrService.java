package io.amiclean.aws.wire;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Amazon EMR: its clusters with their instance fleets and groups, over AWS JSON 1.1. */
final class EmrService extends JsonService {

  static final String VERSION = "2009-03-31";

  /** What stands before the operation in the header {@code X-Amz-Target}. */
  static final String TARGET = "ElasticMapReduce.";

  static final String CLUSTERS = "Clusters";
  static final String FLEETS = "InstanceFleets";
  static final String GROUPS = "InstanceGroups";

  private static final int PAGE = 50;

  EmrService(WireState state, WirePages pages) {
    super(state, pages, "elasticmapreduce", "application/x-amz-json-1.1");
    action("ListClusters", this::listClusters, "ClusterStates", "Marker");
    action("DescribeCluster", request -> Map.of("Cluster", cluster(request)), "ClusterId");
    action("ListInstanceFleets", request -> ofCluster(request, FLEETS), "ClusterId", "Marker");
    action("ListInstanceGroups", request -> ofCluster(request, GROUPS), "ClusterId", "Marker");
  }

  @Override
  WireFault denied(String action) {
    return WireFault.of("AccessDeniedException", notAuthorized(action));
  }

  @Override
  String error(WireFault fault, String requestId) {
    return Json.write(Map.of("__type", fault.code(), "message", fault.message()));
  }

  private Map<String, ?> listClusters(WireRequest request) {
    Set<String> wanted = Set.copyOf(request.list("ClusterStates"));
    return pages.page(
        request,
        CLUSTERS,
        "Marker",
        PAGE,
        () ->
            state.listed(CLUSTERS).stream()
                .filter(cluster -> wanted.isEmpty() || wanted.contains(stateOf(cluster)))
                .map(EmrService::summary)
                .toList());
  }

  private static String stateOf(Map<String, ?> cluster) {
    return cluster.get("Status") instanceof Map<?, ?> status
        ? String.valueOf(status.get("State"))
        : "";
  }

  private static Map<String, ?> summary(Map<String, ?> cluster) {
    return Map.of(
        "Id",
        String.valueOf(cluster.get("Id")),
        "ClusterArn",
        String.valueOf(cluster.get("ClusterArn")),
        "Status",
        Map.of("State", stateOf(cluster)));
  }

  private Map<String, ?> cluster(WireRequest request) {
    String id = request.required("ClusterId");
    return state.listed(CLUSTERS).stream()
        .filter(cluster -> id.equals(cluster.get("Id")))
        .findFirst()
        .orElseThrow(
            () -> WireFault.of("InvalidRequestException", "Cluster id '" + id + "' is not valid."));
  }

  private Map<String, ?> ofCluster(WireRequest request, String list) {
    Map<String, ?> cluster = cluster(request);
    return pages.page(
        request,
        list,
        "Marker",
        PAGE,
        () -> cluster.get(list) instanceof List<?> found ? found : List.of());
  }
}
