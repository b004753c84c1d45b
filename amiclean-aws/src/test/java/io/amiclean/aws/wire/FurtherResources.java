package io.amiclean.aws.wire;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes resources of services that only list them, by the elements of their answers. */
public final class FurtherResources {

  private FurtherResources() {}

  /**
   * A valid compute environment of AWS Batch.
   *
   * @param resources its {@code computeResources}; none if they are empty
   * @return the ARN
   */
  public static String computeEnvironment(
      WireState state, String name, String status, Map<String, ?> resources) {
    String arn = arn(state, "batch", "compute-environment/" + name);
    Map<String, Object> environment = new LinkedHashMap<>();
    environment.put("computeEnvironmentName", name);
    environment.put("computeEnvironmentArn", arn);
    environment.put("type", resources.isEmpty() ? "UNMANAGED" : "MANAGED");
    environment.put("state", "ENABLED");
    environment.put("status", status);
    if (!resources.isEmpty()) {
      environment.put("computeResources", resources);
    }
    state.list(BatchService.ENVIRONMENTS, environment);
    return arn;
  }

  /**
   * A stack of CloudFormation.
   *
   * @param parameter the one parameter that it has, by {@code ParameterKey}, {@code ParameterValue}
   *     and {@code ResolvedValue}
   * @return the id
   */
  public static String stack(
      WireState state, String name, String status, Map<String, String> parameter) {
    String id =
        arn(state, "cloudformation", "stack/" + name + "/00000000-0000-0000-0000-000000000001");
    Map<String, Object> stack = new LinkedHashMap<>();
    stack.put("StackId", id);
    stack.put("StackName", name);
    stack.put("CreationTime", WireState.SOME_TIME);
    stack.put("StackStatus", status);
    stack.put("Parameters", List.of(parameter));
    state.list(CloudFormationService.STACKS, stack);
    return id;
  }

  /**
   * A cluster of EMR.
   *
   * @param details {@code CustomAmiId}, {@code InstanceCollectionType}, {@code InstanceFleets} and
   *     {@code InstanceGroups}, as far as it has them
   * @return the ARN
   */
  public static String cluster(WireState state, String id, String status, Map<String, ?> details) {
    String arn = arn(state, "elasticmapreduce", "cluster/" + id);
    Map<String, Object> cluster = new LinkedHashMap<>(details);
    cluster.put("Id", id);
    cluster.put("ClusterArn", arn);
    cluster.put("Status", Map.of("State", status));
    state.list(EmrService.CLUSTERS, cluster);
    return arn;
  }

  private static String arn(WireState state, String service, String resource) {
    return "arn:aws:%s:%s:%s:%s".formatted(service, state.region(), state.account(), resource);
  }
}
