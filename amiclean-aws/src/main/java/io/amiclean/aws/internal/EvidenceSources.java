package io.amiclean.aws.internal;

import io.amiclean.api.model.ImageInventory;
import java.util.List;
import java.util.Optional;

/** The names of what is read from an account, as evidence, progress and errors show them. */
public final class EvidenceSources {

  /** The images that the account owns. */
  public static final String IMAGES = "images";

  /** The images in the Recycle Bin. */
  public static final String RECYCLE_BIN = "recycle-bin";

  /** How long the Recycle Bin holds what is removed, on which nothing is decided. */
  public static final String RECYCLE_BIN_RULES = ImageInventory.RECYCLE_BIN_RULES;

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

  /** Usage by the instances that wait in the warm pools of Auto Scaling groups. */
  public static final String WARM_POOLS = "warm-pools";

  /** Usage by what the instance refreshes of Auto Scaling groups will launch from. */
  public static final String INSTANCE_REFRESHES = "instance-refreshes";

  /** Usage by Spot Fleet requests. */
  public static final String SPOT_FLEETS = "spot-fleets";

  /** Usage by EC2 Fleets. */
  public static final String EC2_FLEETS = "ec2-fleets";

  /** Usage by Spot Instance requests. */
  public static final String SPOT_REQUESTS = "spot-requests";

  /**
   * Usage by parameters of Systems Manager. For each path or pattern that is asked for, there is
   * evidence of its own, with the path in parentheses, such as {@code ssm-parameters(/golden)}.
   */
  public static final String SSM_PARAMETERS = "ssm-parameters";

  /** Usage by the image and container recipes of EC2 Image Builder. */
  public static final String IMAGE_BUILDER_RECIPES = "image-builder-recipes";

  /** Images that EC2 Fast Launch prepares instances of. */
  public static final String FAST_LAUNCH_IMAGES = "fast-launch-images";

  /** Usage by tasks that replace the root volume of an instance. */
  public static final String REPLACE_ROOT_VOLUME_TASKS = "replace-root-volume-tasks";

  /** Usage by tasks that store an image in S3. */
  public static final String STORE_IMAGE_TASKS = "store-image-tasks";

  /** Usage by tasks that export an image to S3. */
  public static final String EXPORT_IMAGE_TASKS = "export-image-tasks";

  /** Usage by the compute environments of AWS Batch. */
  public static final String BATCH_COMPUTE_ENVIRONMENTS = "batch-compute-environments";

  /** Usage by the parameters of CloudFormation stacks. */
  public static final String CLOUDFORMATION_STACKS = "cloudformation-stacks";

  /** Which snapshots are locked. */
  public static final String LOCKED_SNAPSHOTS = "locked-snapshots";

  /** Since when snapshots are archived. */
  public static final String SNAPSHOT_TIERS = "snapshot-tiers";

  /** Which snapshots are prepared for being restored fast. */
  public static final String FAST_SNAPSHOT_RESTORES = "fast-snapshot-restores";

  /** With whom the snapshots that would be deleted are shared; asked for on demand only. */
  public static final String SNAPSHOT_PERMISSIONS = "snapshot-permissions";

  /** References to the candidates that EC2 itself knows. */
  public static final String IMAGE_REFERENCES = "image-references";

  /** With whom the candidates are shared. */
  public static final String LAUNCH_PERMISSIONS = "launch-permissions";

  /** What other accounts do with the candidates that are shared; asked for on demand only. */
  public static final String IMAGE_USAGE_REPORTS = "image-usage-reports";

  /**
   * The versions of launch templates where not all of them count. The evidence adds the choice in
   * parentheses, such as {@code launch-template-versions(default-latest)}, counts the versions that
   * count, and is incomplete on purpose.
   */
  public static final String LAUNCH_TEMPLATE_VERSIONS = "launch-template-versions";

  private static final List<String> SKIPPABLE =
      List.of(
          RECYCLE_BIN,
          RECYCLE_BIN_RULES,
          LOCKED_SNAPSHOTS,
          SNAPSHOT_TIERS,
          FAST_SNAPSHOT_RESTORES,
          INSTANCES,
          LAUNCH_CONFIGURATIONS,
          LAUNCH_TEMPLATES,
          AUTO_SCALING_GROUPS,
          WARM_POOLS,
          INSTANCE_REFRESHES,
          SPOT_FLEETS,
          EC2_FLEETS,
          SPOT_REQUESTS,
          SSM_PARAMETERS,
          IMAGE_BUILDER_RECIPES,
          FAST_LAUNCH_IMAGES,
          REPLACE_ROOT_VOLUME_TASKS,
          STORE_IMAGE_TASKS,
          EXPORT_IMAGE_TASKS,
          BATCH_COMPUTE_ENVIRONMENTS,
          CLOUDFORMATION_STACKS,
          IMAGE_REFERENCES,
          LAUNCH_PERMISSIONS);

  private EvidenceSources() {}

  /** Returns the name of a part of a source, such as {@code ssm-parameters(/golden)}. */
  public static String named(String source, Object choice) {
    return source + "(" + choice + ")";
  }

  /** Returns what a name says of a source in parentheses, if it is a name of that source. */
  public static Optional<String> choice(String source, String name) {
    return name.startsWith(source + "(") && name.endsWith(")")
        ? Optional.of(name.substring(source.length() + 1, name.length() - 1))
        : Optional.empty();
  }

  /**
   * Returns the built-in sources that may be left out.
   *
   * @return their names, in the order in which evidence lists them
   */
  public static List<String> skippable() {
    return SKIPPABLE;
  }

  /**
   * Returns the built-in sources that a provider reads as it does those of users.
   *
   * @return their names
   */
  public static List<String> provided() {
    return List.of(BATCH_COMPUTE_ENVIRONMENTS, CLOUDFORMATION_STACKS);
  }

  /**
   * Returns whether a source may be left out: those of providers, whose names have a prefix, all
   * may.
   *
   * @param source the name of the source
   * @return whether it may
   */
  public static boolean maySkip(String source) {
    return SKIPPABLE.contains(source) || source.indexOf('.') > 0;
  }
}
