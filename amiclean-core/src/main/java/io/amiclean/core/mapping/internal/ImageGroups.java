package io.amiclean.core.mapping.internal;

import com.google.common.collect.ArrayListMultimap;
import com.google.common.collect.ListMultimap;
import com.google.common.collect.Maps;
import com.google.common.primitives.ImmutableIntArray;
import io.amiclean.api.internal.StrategyInvoker;
import io.amiclean.api.mapping.GroupKey;
import io.amiclean.api.mapping.ImageMapper;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.PlanningContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The groups of the images of an inventory, and which image is in which of them. Images are known
 * by their positions in the inventory. Immutable.
 */
public final class ImageGroups {

  private static final Membership NONE = new Membership(List.of(), List.of());

  private final List<Group> groups;
  private final List<Membership> memberships;

  private ImageGroups(List<Group> groups, List<Membership> memberships) {
    this.groups = groups;
    this.memberships = memberships;
  }

  /**
   * A group.
   *
   * @param number its place among all groups
   * @param key what its images have in common
   * @param name the name under which a plan shows it
   * @param positions the positions of its images, ascending
   */
  public record Group(int number, GroupKey key, String name, ImmutableIntArray positions) {}

  /** The groups of an image, which images in the same groups share. */
  private record Membership(List<Group> groups, List<String> names) {}

  /**
   * Asks the mappers about every image.
   *
   * @param context what was read
   * @param mappers the mappers; an image is in the groups that any of them places it in
   * @return the groups
   */
  public static ImageGroups of(PlanningContext context, List<ImageMapper> mappers) {
    Map<Set<GroupKey>, Placement> placed = new HashMap<>();
    List<Placement> placements = new ArrayList<>();
    for (Image image : context.images().images()) {
      Placement placement =
          placed.computeIfAbsent(keys(image, mappers, context), some -> new Placement());
      placement.positions.add(placements.size());
      placements.add(placement);
    }
    List<Group> groups = groups(placed);
    Map<GroupKey, Group> byKey = Maps.uniqueIndex(groups, Group::key);
    placed.forEach((keys, placement) -> placement.membership = membership(keys, byKey));
    return new ImageGroups(
        groups, placements.stream().map(placement -> placement.membership).toList());
  }

  /** Images with the same keys. */
  private static final class Placement {
    private final ImmutableIntArray.Builder positions = ImmutableIntArray.builder(1);
    private Membership membership = NONE;
  }

  private static List<Group> groups(Map<Set<GroupKey>, Placement> placed) {
    ListMultimap<GroupKey, ImmutableIntArray> members = ArrayListMultimap.create();
    placed.forEach(
        (keys, placement) -> {
          ImmutableIntArray positions = placement.positions.build();
          keys.forEach(key -> members.put(key, positions));
        });
    List<Group> groups = new ArrayList<>();
    GroupNames.of(members.keySet()).entrySet().stream()
        .sorted(Map.Entry.comparingByValue())
        .forEach(
            named ->
                groups.add(
                    new Group(
                        groups.size(),
                        named.getKey(),
                        named.getValue(),
                        joined(members.get(named.getKey())))));
    return groups;
  }

  private static ImmutableIntArray joined(List<ImmutableIntArray> parts) {
    return parts.size() == 1
        ? parts.get(0)
        : ImmutableIntArray.copyOf(parts.stream().flatMapToInt(ImmutableIntArray::stream).sorted());
  }

  private static Set<GroupKey> keys(
      Image image, List<ImageMapper> mappers, PlanningContext context) {
    if (mappers.size() == 1) {
      ImageMapper mapper = mappers.get(0);
      return Set.copyOf(StrategyInvoker.call(mapper, image.id(), () -> mapper.map(image, context)));
    }
    Set<GroupKey> keys = new LinkedHashSet<>();
    for (ImageMapper mapper : mappers) {
      keys.addAll(StrategyInvoker.call(mapper, image.id(), () -> mapper.map(image, context)));
    }
    return keys;
  }

  private static Membership membership(Set<GroupKey> keys, Map<GroupKey, Group> groups) {
    List<Group> some =
        keys.stream()
            .map(key -> Objects.requireNonNull(groups.get(key)))
            .sorted(Comparator.comparing(Group::name))
            .toList();
    return new Membership(some, some.stream().map(Group::name).toList());
  }

  /**
   * Returns the groups.
   *
   * @return all groups, sorted by name
   */
  public List<Group> all() {
    return groups;
  }

  /**
   * Returns the groups of an image.
   *
   * @param position the position of the image
   * @return the groups, sorted by name; empty if no mapper placed the image
   */
  public List<Group> of(int position) {
    return memberships.get(position).groups();
  }

  /**
   * Returns the names of the groups of an image.
   *
   * @param position the position of the image
   * @return the names, sorted; empty if no mapper placed the image
   */
  public List<String> namesOf(int position) {
    return memberships.get(position).names();
  }
}
