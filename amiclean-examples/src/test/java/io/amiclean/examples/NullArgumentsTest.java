package io.amiclean.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.model.ResourceId;
import io.amiclean.api.model.Snapshot;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.policy.CleanupPolicy;
import io.amiclean.api.report.CleanupReport;
import io.amiclean.api.testing.Samples;
import io.amiclean.aws.AwsAccount;
import io.amiclean.core.cost.PriceList;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.mapping.Mappers;
import io.amiclean.core.plan.CleanupPlanner;
import io.amiclean.core.plan.CleanupPlannerBuilder;
import io.amiclean.core.retention.RetentionStrategies;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Calls what is public with null for one argument after the other, and with some value for the
 * others: the failure has to name the argument. A list of any number of arguments is tried with
 * null in it as well. Listeners' methods that do nothing, exceptions and records take what they are
 * given.
 */
class NullArgumentsTest {

  @TempDir private Path folder;

  private final Map<Class<?>, Object> values = new HashMap<>();

  @BeforeEach
  void knowSomeValues() {
    values.put(boolean.class, false);
    values.put(int.class, 1);
    values.put(long.class, 1L);
    values.put(Object.class, "x");
    values.put(String.class, "x");
    values.put(Class.class, String.class);
    values.put(Collection.class, List.of());
    values.put(List.class, List.of());
    values.put(Map.class, Map.of());
    values.put(Optional.class, Optional.empty());
    values.put(Set.class, Set.of());
    values.put(SortedSet.class, new TreeSet<>());
    values.put(Clock.class, Clock.systemUTC());
    values.put(Duration.class, Duration.ofDays(1));
    values.put(Instant.class, Instant.EPOCH);
    values.put(InputStream.class, new ByteArrayInputStream(new byte[0]));
    values.put(OutputStream.class, new ByteArrayOutputStream());
    values.put(Path.class, folder.resolve("file"));
    values.put(Pattern.class, Pattern.compile("x"));
    values.put(RuntimeException.class, new RuntimeException("x"));
    values.put(Throwable.class, new RuntimeException("x"));
    values.put(URI.class, URI.create("http://127.0.0.1:1"));
    values.put(Image.class, Samples.image(1));
    values.put(ImageId.class, Samples.imageId(1));
    values.put(Snapshot.class, Samples.snapshot(1));
    values.put(SnapshotId.class, Samples.snapshotId(1));
    values.put(PlanningContext.class, Samples.context(List.of(), new ImageReference[0]));
    values.put(AccountId.class, Samples.ACCOUNT);
    values.put(CleanupScope.class, Samples.SCOPE);
    values.put(ResourceId.class, Samples.imageId(1));
    values.put(CleanupPolicy.class, Samples.policy());
    values.put(CleanupPlan.class, Samples.plan());
    values.put(ExecutionResult.class, Samples.result());
    values.put(
        CleanupPlanner.class,
        CleanupPlanner.builder()
            .account(InMemoryAccount.demo())
            .groupBy(Mappers.everything("all"))
            .retain(RetentionStrategies.nothing())
            .build());
    values.put(CleanupReport.class, Samples.report());
    values.put(CleanupPlannerBuilder.class, CleanupPlanner.builder());
    values.put(PriceList.class, PriceList.builtIn());
  }

  static Stream<Class<?>> modules() {
    return Stream.of(Image.class, CleanupPlanner.class, AwsAccount.class);
  }

  @ParameterizedTest
  @MethodSource("modules")
  void areRefusedAtOnce(Class<?> inModule) throws Exception {
    List<String> accepted = new ArrayList<>();
    int tried = 0;
    for (Class<?> type : publicTypes(inModule)) {
      for (Executable callee : callees(type)) {
        Parameter[] parameters = callee.getParameters();
        for (int index = 0; index < parameters.length; index++) {
          if (isReference(parameters[index])) {
            tried++;
            if (accepts(type, callee, index, null)) {
              accepted.add(callee + ", argument " + (index + 1));
            }
            if (parameters[index].isVarArgs()
                && accepts(type, callee, index, withNull(parameters[index].getType()))) {
              accepted.add(callee + ", null in argument " + (index + 1));
            }
          }
        }
      }
    }

    assertThat(accepted).isEmpty();
    assertThat(tried).isGreaterThan(40);
  }

  private static boolean isReference(Parameter parameter) {
    return !parameter.getType().isPrimitive()
        && !parameter.getAnnotatedType().isAnnotationPresent(Nullable.class);
  }

  private static Object withNull(Class<?> array) {
    return Array.newInstance(array.getComponentType(), 1);
  }

  private boolean accepts(
      Class<?> type, Executable callee, int ofNull, @Nullable Object nullOrWithNull) {
    Class<?>[] types = callee.getParameterTypes();
    Object[] arguments = new Object[types.length];
    for (int index = 0; index < types.length; index++) {
      arguments[index] = index == ofNull ? nullOrWithNull : value(types[index], 0);
    }
    try {
      if (callee instanceof Constructor<?> constructor) {
        constructor.newInstance(arguments);
        return true;
      }
      Object self = Modifier.isStatic(callee.getModifiers()) ? null : value(type, 0);
      if (self == null && !Modifier.isStatic(callee.getModifiers())) {
        return false;
      }
      callee.setAccessible(true);
      ((Method) callee).invoke(self, arguments);
      return true;
    } catch (InvocationTargetException e) {
      return !names(e.getCause(), callee.getParameters()[ofNull]);
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      return false;
    }
  }

  /** Whether a failure names an argument. */
  private static boolean names(@Nullable Throwable failure, Parameter argument) {
    return failure instanceof NullPointerException
        && failure.getMessage() != null
        && Pattern.compile("\\b" + argument.getName() + "\\b").matcher(failure.getMessage()).find();
  }

  private static List<Executable> callees(Class<?> type) {
    List<Executable> callees = new ArrayList<>();
    if (!Modifier.isAbstract(type.getModifiers())) {
      callees.addAll(List.of(type.getConstructors()));
    }
    for (Method method : methods(type)) {
      if (Modifier.isPublic(method.getModifiers())
          && !Modifier.isAbstract(method.getModifiers())
          && !method.isDefault()
          && !method.isSynthetic()
          && !(type.isEnum() && method.getName().equals("valueOf"))
          && !method.getName().equals("equals")) {
        callees.add(method);
      }
    }
    // The JVM gives methods in any order, and a failure has to come again.
    callees.sort(Comparator.comparing(Executable::toString));
    return callees;
  }

  /** The methods of a type, and those of what it extends that is neither public nor generated. */
  private static List<Method> methods(Class<?> type) {
    List<Method> methods = new ArrayList<>(List.of(type.getDeclaredMethods()));
    for (Class<?> above = type.getSuperclass();
        above != null
            && !Modifier.isPublic(above.getModifiers())
            && !above.getName().contains(".Immutable");
        above = above.getSuperclass()) {
      methods.addAll(List.of(above.getDeclaredMethods()));
    }
    return methods;
  }

  /** A value of a type, or null if none is found. */
  private @Nullable Object value(Class<?> type, int depth) {
    Object known = values.get(type);
    if (known != null || depth > 4) {
      return known;
    }
    Object made = make(type, depth);
    if (made != null) {
      values.put(type, made);
    }
    return made;
  }

  private @Nullable Object make(Class<?> type, int depth) {
    if (type.isArray()) {
      return Array.newInstance(type.getComponentType(), 0);
    }
    if (type.isEnum()) {
      return type.getEnumConstants()[0];
    }
    if (type.isInterface()) {
      return type.isSealed() ? null : proxy(type, depth);
    }
    List<Executable> ways = new ArrayList<>(List.of(type.getConstructors()));
    Class<?> makes = type.getEnclosingClass() != null ? type.getEnclosingClass() : type;
    Stream.concat(Arrays.stream(type.getMethods()), Arrays.stream(makes.getMethods()))
        .filter(method -> Modifier.isStatic(method.getModifiers()))
        .filter(method -> method.getReturnType() == type)
        .filter(method -> !Arrays.asList(method.getParameterTypes()).contains(type))
        .forEach(ways::add);
    ways.sort(
        Comparator.comparingInt(Executable::getParameterCount).thenComparing(Executable::toString));
    for (Executable way : ways) {
      Object[] arguments =
          Arrays.stream(way.getParameterTypes()).map(each -> value(each, depth + 1)).toArray();
      try {
        return way instanceof Method method
            ? method.invoke(null, arguments)
            : ((Constructor<?>) way).newInstance(arguments);
      } catch (ReflectiveOperationException | IllegalArgumentException e) {
        // Another way may do.
      }
    }
    return null;
  }

  private Object proxy(Class<?> type, int depth) {
    return Proxy.newProxyInstance(
        type.getClassLoader(),
        new Class<?>[] {type},
        (self, method, arguments) ->
            switch (method.getName()) {
              case "equals" -> self == arguments[0];
              case "hashCode" -> 1;
              case "toString" -> "proxy";
              default -> value(method.getReturnType(), depth + 1);
            });
  }

  private static List<Class<?>> publicTypes(Class<?> inModule)
      throws IOException, URISyntaxException, ClassNotFoundException {
    Path place = Path.of(inModule.getProtectionDomain().getCodeSource().getLocation().toURI());
    if (Files.isDirectory(place)) {
      return publicTypes(place);
    }
    try (FileSystem jar = FileSystems.newFileSystem(place)) {
      return publicTypes(jar.getPath("/"));
    }
  }

  private static List<Class<?>> publicTypes(Path root) throws IOException, ClassNotFoundException {
    List<Class<?>> types = new ArrayList<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".class")).sorted().toList()) {
        String name = root.relativize(file).toString().replace('/', '.');
        if (!name.endsWith("-info.class")
            && !name.contains(".internal.")
            && !name.contains(".Immutable")) {
          Class<?> type =
              Class.forName(
                  name.substring(0, name.length() - ".class".length()),
                  false,
                  NullArgumentsTest.class.getClassLoader());
          if (isPublic(type) && !type.isRecord() && !Throwable.class.isAssignableFrom(type)) {
            types.add(type);
          }
        }
      }
    }
    return types;
  }

  private static boolean isPublic(@Nullable Class<?> type) {
    return type == null
        || (Modifier.isPublic(type.getModifiers()) && isPublic(type.getEnclosingClass()));
  }
}
