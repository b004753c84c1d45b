package io.amiclean.aws.wire;

import static io.amiclean.aws.wire.WireState.SOME_TIME;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** EC2: the fleets and Spot requests of a region. */
public final class Ec2FleetState extends ServiceState {

  final Map<String, Fleet> fleets = new LinkedHashMap<>();
  final Map<String, SpotFleet> spotFleets = new LinkedHashMap<>();
  final Map<String, SpotRequest> spotRequests = new LinkedHashMap<>();

  Ec2FleetState(WireState state) {
    super(state);
  }

  Fleet fleet(String id) {
    return fleets.computeIfAbsent(id, Fleet::new);
  }

  SpotFleet spotFleet(String id) {
    return spotFleets.computeIfAbsent(id, SpotFleet::new);
  }

  SpotRequest spotRequest(String id) {
    return spotRequests.computeIfAbsent(id, SpotRequest::new);
  }

  /** An EC2 Fleet; made by {@link WireState#fleet}. */
  public final class Fleet extends Resource<Fleet> {

    private final List<Map<String, Object>> specifications = new ArrayList<>();
    private final List<List<Map<String, Object>>> overrides = new ArrayList<>();
    private final List<Map<String, Object>> launched = new ArrayList<>();

    Fleet(String id) {
      super(state, id, "fleetId");
      elements.put("fleetState", "active");
      elements.put("activityStatus", "fulfilled");
      elements.put("createTime", SOME_TIME);
      elements.put("type", "maintain");
    }

    /** {@code maintain}, {@code request} or {@code instant}. */
    public Fleet type(String type) {
      return with("type", type);
    }

    /** {@code active}, {@code modifying}, {@code deleted_running}, or any other. */
    public Fleet state(String state) {
      return with("fleetState", state);
    }

    /** One more template to launch from. */
    public Fleet launchTemplate(String templateId, String version) {
      return launchTemplate(ec2Specification("launchTemplateId", templateId, version));
    }

    /** One more template to launch from, given by its name. */
    public Fleet launchTemplateNamed(String name, String version) {
      return launchTemplate(ec2Specification("launchTemplateName", name, version));
    }

    private Fleet launchTemplate(Map<String, Object> specification) {
      return change(
          () -> {
            specifications.add(specification);
            overrides.add(new ArrayList<>());
          });
    }

    /** An override of the last template with an image, and devices on snapshots, of its own. */
    public Fleet overrideImage(String imageId, String... snapshotIds) {
      return change(
          () -> overrides.get(overrides.size() - 1).add(fleetOverride(imageId, snapshotIds)));
    }

    /** An instance that an instant fleet launched, and what from. */
    public Fleet launched(String instanceId, String templateId, String version, String imageId) {
      return change(
          () ->
              launched.add(
                  Map.of(
                      "instanceIds",
                      List.of(instanceId),
                      "launchTemplateAndOverrides",
                      Map.of(
                          "launchTemplateSpecification",
                          ec2Specification("launchTemplateId", templateId, version),
                          "overrides",
                          fleetOverride(imageId)))));
    }

    private Map<String, Object> fleetOverride(String imageId, String... snapshotIds) {
      return Map.of(
          "instanceType",
          "t3.small",
          "imageId",
          imageId,
          "blockDeviceMappingSet",
          Ec2State.devices(snapshotIds));
    }

    @Override
    Map<String, Object> view() {
      Map<String, Object> view = super.view();
      List<Map<String, Object>> configs = new ArrayList<>();
      for (int i = 0; i < specifications.size(); i++) {
        configs.add(
            Map.of(
                "launchTemplateSpecification",
                specifications.get(i),
                "overrides",
                List.copyOf(overrides.get(i))));
      }
      view.put("launchTemplateConfigs", configs);
      view.put("fleetInstanceSet", List.copyOf(launched));
      return view;
    }
  }

  /** A Spot Fleet request; made by {@link WireState#spotFleet}. */
  public final class SpotFleet extends Resource<SpotFleet> {

    private final List<Map<String, Object>> specifications = new ArrayList<>();
    private final List<Map<String, Object>> templates = new ArrayList<>();

    SpotFleet(String id) {
      super(state, id, "spotFleetRequestId");
      elements.put("spotFleetRequestState", "active");
      elements.put("activityStatus", "fulfilled");
      elements.put("createTime", SOME_TIME);
    }

    /** {@code submitted}, {@code active}, {@code cancelled_running}, or any other. */
    public SpotFleet state(String state) {
      return with("spotFleetRequestState", state);
    }

    /** One more launch specification. */
    public SpotFleet specification(String imageId, String... snapshotIds) {
      return change(() -> specifications.add(launchSpecification(imageId, snapshotIds)));
    }

    /** One more template to launch from, with an override, which cannot name an image here. */
    public SpotFleet launchTemplate(String templateId, String version) {
      return change(
          () ->
              templates.add(
                  Map.of(
                      "launchTemplateSpecification",
                      ec2Specification("launchTemplateId", templateId, version),
                      "overrides",
                      List.of(Map.of("instanceType", "t3.small")))));
    }

    @Override
    Map<String, Object> view() {
      Map<String, Object> view = super.view();
      view.put(
          "spotFleetRequestConfig",
          Map.of(
              "launchSpecifications",
              List.copyOf(specifications),
              "launchTemplateConfigs",
              List.copyOf(templates),
              "targetCapacity",
              1,
              "type",
              "maintain"));
      return view;
    }
  }

  /** A Spot Instance request; made by {@link WireState#spotRequest}. */
  public final class SpotRequest extends Resource<SpotRequest> {

    SpotRequest(String id) {
      super(state, id, "spotInstanceRequestId");
      elements.put("state", "open");
      elements.put("type", "persistent");
      elements.put("createTime", SOME_TIME);
    }

    /** {@code open}, {@code active}, {@code closed}, {@code cancelled}, or any other. */
    public SpotRequest state(String state) {
      return with("state", state);
    }

    public SpotRequest image(String imageId, String... snapshotIds) {
      return with("launchSpecification", launchSpecification(imageId, snapshotIds));
    }

    @Override
    Stream<String> values(String element) {
      return element.equals("imageId")
              && elements.get("launchSpecification") instanceof Map<?, ?> specification
          ? Stream.of(String.valueOf(specification.get("imageId")))
          : super.values(element);
    }
  }

  private static Map<String, Object> ec2Specification(
      String element, String template, String version) {
    return Map.of(element, template, "version", version);
  }

  private static Map<String, Object> launchSpecification(String imageId, String... snapshotIds) {
    return Map.of(
        "imageId",
        imageId,
        "instanceType",
        "t3.micro",
        "blockDeviceMapping",
        Ec2State.devices(snapshotIds));
  }
}
