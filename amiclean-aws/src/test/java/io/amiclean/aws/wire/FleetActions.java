package io.amiclean.aws.wire;

import io.amiclean.aws.wire.Ec2FleetState.Fleet;
import java.util.Map;
import java.util.Set;

/** The actions of EC2 that tell of fleets and Spot requests. */
final class FleetActions {

  private static final Map<String, String> FLEET_FILTERS =
      Map.of(
          "activity-status", "activityStatus",
          "fleet-state", "fleetState",
          "type", "type");

  private static final Map<String, String> SPOT_REQUEST_FILTERS =
      Map.of(
          "launch.image-id", "imageId",
          "spot-instance-request-id", "spotInstanceRequestId",
          "state", "state",
          "type", "type");

  private final Ec2Service ec2;
  private final WireState state;

  FleetActions(Ec2Service ec2) {
    this.ec2 = ec2;
    this.state = ec2.state;
  }

  void add() {
    ec2.action(
        "DescribeFleets",
        this::describeFleets,
        "FleetId",
        "Filter",
        "MaxResults",
        "NextToken",
        "DryRun");
    ec2.action(
        "DescribeSpotFleetRequests",
        this::describeSpotFleetRequests,
        "SpotFleetRequestId",
        "MaxResults",
        "NextToken",
        "DryRun");
    ec2.action(
        "DescribeSpotInstanceRequests",
        this::describeSpotInstanceRequests,
        "SpotInstanceRequestId",
        "Filter",
        "MaxResults",
        "NextToken",
        "DryRun");
  }

  /** An instant fleet is shown to those only who give its id (EC2 API Reference). */
  private Map<String, ?> describeFleets(WireRequest request) {
    Set<String> ids = Ec2Service.ids(request, "FleetId");
    return ec2.page(
        request,
        "fleetSet",
        ids,
        Ec2Service.bounds(request, 1, 1000),
        () -> {
          Ec2Service.requireAll(
              ids,
              state.fleets.fleets::containsKey,
              "InvalidFleetId.NotFound",
              "The fleet ID '%s' does not exist",
              "The fleet IDs '%s' do not exist");
          return Ec2Service.matching(request, state.fleets.fleets.values(), FLEET_FILTERS)
              .filter(fleet -> isShown(fleet, ids))
              .toList();
        });
  }

  private static boolean isShown(Fleet fleet, Set<String> ids) {
    return ids.isEmpty() ? !fleet.is("type", "instant") : ids.contains(fleet.id);
  }

  private Map<String, ?> describeSpotFleetRequests(WireRequest request) {
    Set<String> ids = Ec2Service.ids(request, "SpotFleetRequestId");
    return ec2.page(
        request,
        "spotFleetRequestConfigSet",
        ids,
        Ec2Service.bounds(request, 1, 1000),
        () -> {
          Ec2Service.requireAll(
              ids,
              state.fleets.spotFleets::containsKey,
              "InvalidSpotFleetRequestId.NotFound",
              "The spot fleet request ID '%s' does not exist",
              "The spot fleet request IDs '%s' do not exist");
          return state.fleets.spotFleets.values().stream()
              .filter(fleet -> ids.isEmpty() || ids.contains(fleet.id))
              .toList();
        });
  }

  private Map<String, ?> describeSpotInstanceRequests(WireRequest request) {
    Set<String> ids = Ec2Service.ids(request, "SpotInstanceRequestId");
    return ec2.page(
        request,
        "spotInstanceRequestSet",
        ids,
        Ec2Service.bounds(request, 5, 1000),
        () -> {
          Ec2Service.requireAll(
              ids,
              state.fleets.spotRequests::containsKey,
              "InvalidSpotInstanceRequestID.NotFound",
              "The spot instance request ID '%s' does not exist",
              "The spot instance request IDs '%s' do not exist");
          return Ec2Service.matching(
                  request, state.fleets.spotRequests.values(), SPOT_REQUEST_FILTERS)
              .filter(spot -> ids.isEmpty() || ids.contains(spot.id))
              .toList();
        });
  }
}
