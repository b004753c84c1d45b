package io.amiclean.core.plan;

import static io.amiclean.core.Fixtures.createdFor;
import static io.amiclean.core.Fixtures.imageId;
import static io.amiclean.core.Fixtures.snapshotId;
import static io.amiclean.core.plan.Planning.planner;
import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.exclusion.ExclusionFilter;
import io.amiclean.api.model.Reason;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.Fixtures;
import io.amiclean.core.mapping.Mappers;
import io.amiclean.core.retention.RetentionStrategies;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.Instant;
import java.util.AbstractList;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Walks the objects that a plan refers to. */
class PlainPlanTest {

  private static final Set<Class<?>> LEAVES =
      Set.of(
          String.class,
          Integer.class,
          Long.class,
          Boolean.class,
          Instant.class,
          Duration.class,
          OptionalInt.class,
          OptionalLong.class);

  /** A list of a user, which sees whatever the plan is asked. */
  private static final class OwnList extends AbstractList<String> {

    @Override
    public String get(int index) {
      return "pinned";
    }

    @Override
    public int size() {
      return 1;
    }
  }

  private static CleanupPlan plan() {
    Fixtures.Account account = Fixtures.account();
    for (int number = 1; number <= 6; number++) {
      account.images(
          Fixtures.image(number)
              .addBlockDevices(Fixtures.device("/dev/xvda", snapshotId(number)))
              .build());
      account.snapshots(Fixtures.snapshot(number).build());
    }
    account.snapshots(Fixtures.snapshot(7).description(createdFor(imageId(7))).build());
    account.used(imageId(6), "instance", "i-0a");
    return planner(account)
        .exclude(
            ExclusionFilter.named(
                "pins()",
                (image, context) ->
                    image.id().equals(imageId(5))
                        ? List.of(Reason.of("pinned", "The train pins it", new OwnList()))
                        : List.of()))
        .groupBy(Mappers.everything("all"))
        .retain(
            RetentionStrategies.youngerThan(Duration.ofHours(25))
                .then(RetentionStrategies.keepNewest(1)))
        .limits(PlanLimits.removeAtMost(1))
        .orphanSnapshots()
        .build()
        .plan();
  }

  @Test
  void refersToValuesOnly() {
    Set<String> strangers = new TreeSet<>();
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Object> left = new ArrayDeque<>(List.of(plan()));
    while (!left.isEmpty()) {
      Object object = left.pop();
      if (!seen.add(object)) {
        continue;
      }
      Class<?> type = object.getClass();
      if (LEAVES.contains(type) || object instanceof Enum<?>) {
        continue;
      }
      if (isOfTheJdk(type) && object instanceof Collection<?> collection) {
        left.addAll(collection);
      } else if (isOfTheJdk(type) && object instanceof Map<?, ?> map) {
        left.addAll(map.keySet());
        left.addAll(map.values());
      } else if (object instanceof Optional<?> optional) {
        optional.ifPresent(left::add);
      } else if (isAValue(type)) {
        left.addAll(attributes(object));
      } else {
        strangers.add(type.getName());
      }
    }

    assertThat(strangers).isEmpty();
    assertThat(seen).hasSizeGreaterThan(100);
  }

  private static boolean isOfTheJdk(Class<?> type) {
    return type.getName().startsWith("java.util.") && !type.isHidden();
  }

  /** Values of the API that Immutables generates: final, and all of their fields are attributes. */
  private static boolean isAValue(Class<?> type) {
    String name = type.getName();
    boolean generated =
        type.getSimpleName().startsWith("Immutable") && Modifier.isFinal(type.getModifiers());
    boolean id = name.endsWith("Id") && name.startsWith("io.amiclean.api.model.");
    return name.startsWith("io.amiclean.api.")
        && (generated || id)
        && !name.contains("Inventory")
        && !name.contains("PlanningContext")
        && !name.endsWith("ImmutableImage")
        && !name.endsWith("ImmutableImageUsage");
  }

  private static List<Object> attributes(Object value) {
    Deque<Object> attributes = new ArrayDeque<>();
    for (Class<?> type = value.getClass(); type != Object.class; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
          try {
            field.setAccessible(true);
            Optional.ofNullable(field.get(value)).ifPresent(attributes::add);
          } catch (IllegalAccessException e) {
            throw new AssertionError(field + " cannot be read", e);
          }
        }
      }
    }
    return List.copyOf(attributes);
  }
}
