package io.amiclean.aws.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Fills a {@link WireState} from JSON. Everything but the ids may be missing:
 *
 * <pre>{@code
 * { "account": "123456789012", "region": "eu-west-1",
 *   "images": [ { "imageId": "ami-1", "name": "front-1", "creationDate": "2017-06-15T09:55:42.000Z",
 *                 "state": "available", "tags": { "role": "front" },
 *                 "blockDevices": [ { "deviceName": "/dev/xvda", "snapshotId": "snap-1", "sizeGiB": 8 } ] } ],
 *   "snapshots": [ { "snapshotId": "snap-2", "description": "…", "sizeGiB": 8, "tags": {},
 *                    "locked": true, "archivedAt": "2017-06-15T09:55:42.000Z" } ],
 *   "instances": [ { "instanceId": "i-1", "imageId": "ami-1", "state": "running" } ],
 *   "launchTemplates": [ { "launchTemplateId": "lt-1", "versions": [ "ami-1", "resolve:ssm:/golden" ] } ],
 *   "launchConfigurations": [ { "name": "lc-1", "imageId": "ami-1" } ],
 *   "autoScalingGroups": [ { "name": "web", "launchConfiguration": "lc-1" },
 *                          { "name": "api", "launchTemplateId": "lt-1", "version": "$Latest" } ] }
 * }</pre>
 */
final class WireInventory {

  private WireInventory() {}

  static WireState load(InputStream json) throws IOException {
    try (JsonParser parser = JsonFactory.builder().build().createParser(json)) {
      parser.nextToken();
      return state(map(Json.read(parser)));
    }
  }

  private static WireState state(Map<?, ?> json) {
    WireState state =
        new WireState(text(json, "account", "123456789012"), text(json, "region", "eu-west-1"));
    list(json, "images").forEach(image -> image(state, image));
    for (Map<?, ?> snapshot : list(json, "snapshots")) {
      Ec2State.Snapshot made =
          state
              .snapshot(id(snapshot, "snapshotId"))
              .description(text(snapshot, "description", ""))
              .state(text(snapshot, "state", "completed"))
              .size(number(snapshot, "sizeGiB", 8));
      if ("true".equals(text(snapshot, "locked", "false"))) {
        made.locked();
      }
      if (snapshot.containsKey("archivedAt")) {
        made.archived(id(snapshot, "archivedAt"));
      }
      tags(snapshot, made);
    }
    for (Map<?, ?> instance : list(json, "instances")) {
      Ec2LaunchState.Instance made =
          state
              .instance(id(instance, "instanceId"))
              .image(id(instance, "imageId"))
              .state(text(instance, "state", "running"));
      tags(instance, made);
    }
    for (Map<?, ?> template : list(json, "launchTemplates")) {
      Ec2LaunchState.LaunchTemplate made = state.launchTemplate(id(template, "launchTemplateId"));
      if (template.get("versions") instanceof List<?> versions) {
        versions.forEach(imageId -> made.version(imageId.toString()));
      }
    }
    for (Map<?, ?> configuration : list(json, "launchConfigurations")) {
      state.launchConfiguration(id(configuration, "name")).image(id(configuration, "imageId"));
    }
    for (Map<?, ?> group : list(json, "autoScalingGroups")) {
      AutoScalingState.AutoScalingGroup made = state.autoScalingGroup(id(group, "name"));
      if (group.containsKey("launchConfiguration")) {
        made.launchConfiguration(id(group, "launchConfiguration"));
      }
      if (group.containsKey("launchTemplateId")) {
        made.launchTemplate(id(group, "launchTemplateId"), text(group, "version", "$Default"));
      }
    }
    return state;
  }

  private static void image(WireState state, Map<?, ?> json) {
    String id = id(json, "imageId");
    Ec2State.Image image =
        state
            .image(id)
            .name(text(json, "name", id))
            .created(text(json, "creationDate", WireState.SOME_TIME))
            .owner(text(json, "ownerId", state.account()))
            .state(text(json, "state", "available"));
    tags(json, image);
    for (Map<?, ?> device : list(json, "blockDevices")) {
      image.device(
          id(device, "deviceName"), id(device, "snapshotId"), number(device, "sizeGiB", 8));
    }
  }

  private static void tags(Map<?, ?> json, Resource<?> resource) {
    if (json.get("tags") instanceof Map<?, ?> tags) {
      tags.forEach((key, value) -> resource.tag(key.toString(), value.toString()));
    }
  }

  private static List<Map<?, ?>> list(Map<?, ?> json, String name) {
    List<Map<?, ?>> list = new ArrayList<>();
    if (json.get(name) instanceof List<?> values) {
      values.forEach(value -> list.add(map(value)));
    }
    return list;
  }

  private static String id(Map<?, ?> json, String name) {
    Object value = json.get(name);
    if (value == null) {
      throw new IllegalArgumentException("No " + name + " in " + json);
    }
    return value.toString();
  }

  private static String text(Map<?, ?> json, String name, String otherwise) {
    Object value = json.get(name);
    return value == null ? otherwise : value.toString();
  }

  private static int number(Map<?, ?> json, String name, int otherwise) {
    return Integer.parseInt(text(json, name, String.valueOf(otherwise)));
  }

  private static Map<?, ?> map(Object value) {
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    throw new IllegalArgumentException("Expected an object, not " + value);
  }
}
