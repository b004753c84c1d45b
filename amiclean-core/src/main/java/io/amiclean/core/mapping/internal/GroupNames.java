package io.amiclean.core.mapping.internal;

import io.amiclean.api.mapping.GroupKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The names under which a plan shows its groups: short where that is enough to distinguish them,
 * long where two would be the same.
 */
final class GroupNames {

  /** The row of the unmapped images in the tables; no group may be shown so. */
  private static final String RESERVED = "no-tags (excluded)";

  private GroupNames() {}

  static Map<GroupKey, String> of(Collection<GroupKey> groups) {
    Map<GroupKey, String> names = new HashMap<>();
    groups.forEach(group -> names.put(group, group.shortName()));
    Set<GroupKey> alike;
    do {
      alike = alike(names);
      alike.forEach(group -> names.put(group, group.longName()));
    } while (!alike.isEmpty());
    return names;
  }

  /** Groups that share a name, and are not shown by their long, unmistakable one yet. */
  private static Set<GroupKey> alike(Map<GroupKey, String> names) {
    Map<String, Integer> uses = new HashMap<>();
    names.values().forEach(name -> uses.merge(name, 1, Integer::sum));
    Set<GroupKey> alike = new HashSet<>();
    names.forEach(
        (group, name) -> {
          boolean unclear =
              uses.getOrDefault(name, 0) > 1 || name.isBlank() || name.equals(RESERVED);
          if (unclear && !name.equals(group.longName())) {
            alike.add(group);
          }
        });
    return alike;
  }
}
