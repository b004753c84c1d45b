package io.amiclean.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.policy.PlanLimits;
import io.amiclean.core.exclusion.ExclusionFilters;
import io.amiclean.core.lifecycle.LifecycleRule;
import io.amiclean.core.mapping.Mappers;
import io.amiclean.core.retention.RetentionStrategies;
import io.amiclean.core.snapshot.SnapshotResolvers;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The factories that a planner is written with, all imported statically in one file. */
class FactoriesTest {

  private static final List<Class<?>> FACTORIES =
      List.of(
          ExclusionFilters.class,
          Mappers.class,
          RetentionStrategies.class,
          SnapshotResolvers.class,
          PlanLimits.class,
          LifecycleRule.class);

  @Test
  void noTwoHaveAMethodThatJavaCouldNotTellApart() {
    assertThat(FACTORIES.stream().flatMap(FactoriesTest::signatures)).doesNotHaveDuplicates();
  }

  private static Stream<String> signatures(Class<?> factory) {
    return Arrays.stream(factory.getDeclaredMethods())
        .filter(method -> Modifier.isPublic(method.getModifiers()))
        .filter(method -> Modifier.isStatic(method.getModifiers()))
        .map(FactoriesTest::signature);
  }

  private static String signature(Method method) {
    return method.getName() + Arrays.toString(method.getParameterTypes());
  }
}
