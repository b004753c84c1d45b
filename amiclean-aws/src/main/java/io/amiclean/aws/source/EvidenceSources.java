package io.amiclean.aws.source;

import java.util.Collection;
import java.util.List;
import java.util.Set;

/** The names of what is read from an account, as evidence, progress and errors show them. */
public final class EvidenceSources {

  /** The images that the account owns. */
  public static final String IMAGES = "images";

  /** The images in the Recycle Bin. */
  public static final String RECYCLE_BIN = "recycle-bin";

  /** The snapshots that the account owns. */
  public static final String SNAPSHOTS = "snapshots";

  /** Usage by instances. */
  public static final String INSTANCES = "instances";

  /** Usage by launch configurations. */
  public static final String LAUNCH_CONFIGURATIONS = "launch-configurations";

  /** Usage by launch templates. */
  public static final String LAUNCH_TEMPLATES = "launch-templates";

  /** Usage by Auto Scaling groups. */
  public static final String AUTO_SCALING_GROUPS = "auto-scaling-groups";

  /**
   * The versions of launch templates where not all of them count. The evidence adds the choice in
   * parentheses, such as {@code launch-template-versions(default-latest)}, counts the versions that
   * count, and is incomplete on purpose.
   */
  public static final String LAUNCH_TEMPLATE_VERSIONS = "launch-template-versions";

  private static final List<String> SKIPPABLE =
      List.of(RECYCLE_BIN, INSTANCES, LAUNCH_CONFIGURATIONS, LAUNCH_TEMPLATES, AUTO_SCALING_GROUPS);

  private EvidenceSources() {}

  /**
   * Returns the sources that may be left out.
   *
   * @return their names, in the order in which evidence lists them
   */
  public static List<String> skippable() {
    return SKIPPABLE;
  }

  /**
   * Checks that sources may be left out.
   *
   * @param names the names of the sources to leave out
   * @return the names, each once
   * @throws IllegalArgumentException if one of them is no source that may be left out
   */
  public static Set<String> checkSkippable(Collection<String> names) {
    for (String name : names) {
      if (!SKIPPABLE.contains(name)) {
        throw new IllegalArgumentException(
            "'" + name + "' is no source that can be skipped: expected one of " + SKIPPABLE);
      }
    }
    return Set.copyOf(names);
  }
}
