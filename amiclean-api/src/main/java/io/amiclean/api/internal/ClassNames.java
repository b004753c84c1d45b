package io.amiclean.api.internal;

/** How messages name what users implement and has no name of its own. */
public final class ClassNames {

  private static final String LAMBDA = "$$Lambda";

  private ClassNames() {}

  /**
   * Returns the name of an object's class, of a lambda that of the class that holds it.
   *
   * @param object the object
   * @return the name, the same in every run
   */
  public static String of(Object object) {
    String name = object.getClass().getName();
    int lambda = name.indexOf(LAMBDA);
    return lambda < 0 ? name : name.substring(0, lambda) + "(lambda)";
  }
}
