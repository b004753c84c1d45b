package io.amiclean.examples.cli.options;

import static java.util.stream.Collectors.toCollection;

import io.amiclean.api.model.ImageInventory;
import io.amiclean.api.policy.CleanupPolicy;
import java.util.Set;
import java.util.TreeSet;

/**
 * The tags that policies group by. An image that lacks one of them is grouped by the others, so
 * that a mistyped one goes unnoticed in a plan. Of several inventories, a tag has to be in one. Not
 * thread-safe.
 */
public final class GroupingTags {

  private final Set<String> expected = new TreeSet<>();
  private final Set<String> found = new TreeSet<>();

  /** Expects the tags of a policy in inventories that are seen from now on. */
  public void expect(CleanupPolicy policy) {
    policy.groupBy().stream()
        .filter(mapper -> mapper.name().equals("tags"))
        .forEach(mapper -> expected.addAll(mapper.argument().texts()));
  }

  /** Looks for the tags among those of images. */
  public void see(ImageInventory inventory) {
    expected.stream()
        .filter(key -> inventory.images().stream().anyMatch(image -> image.tags().containsKey(key)))
        .forEach(found::add);
  }

  /** Returns the tags that no image has. */
  public Set<String> missing() {
    return expected.stream()
        .filter(key -> !found.contains(key))
        .collect(toCollection(TreeSet::new));
  }
}
