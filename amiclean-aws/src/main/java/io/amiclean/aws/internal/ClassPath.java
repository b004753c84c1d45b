package io.amiclean.aws.internal;

import java.util.Collection;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is on the class path. */
public final class ClassPath {

  private ClassPath() {}

  /**
   * Returns the first of some classes that is missing.
   *
   * @param names the names of the classes
   * @param user a class that uses them
   * @return a name, or empty if all can be loaded
   */
  public static Optional<String> missing(Collection<String> names, Class<?> user) {
    return names.stream().filter(name -> !canLoad(name, user.getClassLoader())).findFirst();
  }

  /**
   * Returns whether a class can be loaded by the class loader of another, or by that of this
   * thread's context.
   *
   * @param name the name of the class
   * @param user the other class
   * @return whether one of them finds it
   */
  public static boolean has(String name, Class<?> user) {
    return Stream.of(
            Optional.ofNullable(user.getClassLoader()),
            Optional.ofNullable(Thread.currentThread().getContextClassLoader()))
        .flatMap(Optional::stream)
        .anyMatch(loader -> canLoad(name, loader));
  }

  private static boolean canLoad(String name, @Nullable ClassLoader loader) {
    try {
      Class.forName(name, false, loader);
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }
}
