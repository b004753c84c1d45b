package io.amiclean.examples.policy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * A policy file as a tree, read by parsers that know nothing of policies, without what is as by
 * default, and with what can be written in several ways written in one.
 */
final class PolicyTree {

  /** Lists whose order says nothing, and in which a text can stand twice. */
  private static final Set<String> SETS =
      Set.of(
          "accounts",
          "regions",
          "organizationalUnits",
          "only",
          "withoutProtections",
          "recordTags",
          "ids",
          "notSelected",
          "ownedBy",
          "inState",
          "revoke");

  private static final Map<String, Object> DEFAULTS =
      Map.of(
          "orphanSnapshots",
          false,
          "resolveSnapshots",
          Map.of("blockDevices", Map.of()),
          "minimumImages",
          "0",
          "notice",
          "PT0S");

  private static final Set<String> STAGES =
      Set.of("deprecate", "makePrivate", "disable", "deregister");

  private static final Set<String> LEFT_OUT_IF_EMPTY =
      Set.of(
          "exclude",
          "excludeSnapshots",
          "withoutProtections",
          "recordTags",
          "evidence",
          "minimum",
          "limits",
          "tags",
          "readers",
          "accounts",
          "regions",
          "organizationalUnits");

  /** What the library resolves a text to that is no key; it means nothing in YAML 1.2. */
  private static final Tag MERGE = new Tag("tag:yaml.org,2002:merge");

  private PolicyTree() {}

  static Object ofJson(byte[] content) throws IOException {
    return normal("", new ObjectMapper().readValue(content, Object.class));
  }

  static Object ofYaml(byte[] content) {
    String text = new String(content, StandardCharsets.UTF_8).replace("\uFEFF", "");
    return normal(
        "",
        new Load(
                LoadSettings.builder()
                    .setSchema(new CoreSchema())
                    .setTagConstructors(Map.of(MERGE, node -> ((ScalarNode) node).getValue()))
                    .build())
            .loadFromString(text));
  }

  private static Object normal(String key, Object value) {
    if (value instanceof Map<?, ?> map) {
      return normalMap(key, map);
    }
    if (value instanceof List<?> list) {
      List<Object> items = new ArrayList<>();
      list.forEach(item -> items.add(normal("", item)));
      return SETS.contains(key) ? new ArrayList<>(new TreeSet<>(texts(items))) : items;
    }
    if (value instanceof Number) {
      return value.toString();
    }
    if (value instanceof String text) {
      try {
        return Duration.parse(text).toString();
      } catch (DateTimeException | ArithmeticException e) {
        return text;
      }
    }
    return value;
  }

  private static List<String> texts(List<Object> items) {
    return items.stream().map(Object::toString).toList();
  }

  private static Object normalMap(String key, Map<?, ?> map) {
    Map<String, Object> fields = new TreeMap<>();
    map.forEach(
        (name, field) -> {
          Object normal = normal(String.valueOf(name), field);
          boolean isEmpty =
              LEFT_OUT_IF_EMPTY.contains(String.valueOf(name))
                  && (normal.equals(List.of()) || normal.equals(Map.of()));
          if (!isEmpty && !normal.equals(DEFAULTS.get(String.valueOf(name)))) {
            fields.put(String.valueOf(name), normal);
          }
        });
    if (STAGES.contains(key)) {
      fields.putIfAbsent("after", Duration.ofDays(10).toString());
    }
    return new LinkedHashMap<>(fields);
  }
}
