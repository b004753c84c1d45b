package io.amiclean.aws.source;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Which versions of launch templates count as use. By default {@linkplain #all() all} do: any of
 * them may be launched. Every other choice lets images go that only older versions name, and the
 * evidence of usage says which choice it was.
 *
 * <p>A version that an Auto Scaling group, a warm pool, an instance refresh, an EC2 Fleet or a Spot
 * Fleet launches from counts by that user, whatever the choice. Immutable and thread-safe.
 */
public final class LaunchTemplateVersions {

  /** The ways to choose. */
  private enum Choice {
    ALL,
    NEWEST,
    DEFAULT_AND_LATEST,
    IN_USE
  }

  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");

  private static final LaunchTemplateVersions ALL = new LaunchTemplateVersions(Choice.ALL, 0);
  private static final LaunchTemplateVersions DEFAULT_AND_LATEST =
      new LaunchTemplateVersions(Choice.DEFAULT_AND_LATEST, 0);
  private static final LaunchTemplateVersions IN_USE = new LaunchTemplateVersions(Choice.IN_USE, 0);

  private final Choice choice;
  private final int count;

  private LaunchTemplateVersions(Choice choice, int count) {
    this.choice = choice;
    this.count = count;
  }

  /**
   * All versions of all templates.
   *
   * @return the choice, written {@code all}
   */
  public static LaunchTemplateVersions all() {
    return ALL;
  }

  /**
   * The newest versions of each template, by their numbers. The default version counts only if it
   * is among them.
   *
   * @param count how many, 1 or more
   * @return the choice, written as the number
   * @throws IllegalArgumentException if the number is less than 1
   */
  public static LaunchTemplateVersions newest(int count) {
    if (count < 1) {
      throw new IllegalArgumentException(
          "The newest " + count + " versions of launch templates are none: expected 1 or more");
    }
    return new LaunchTemplateVersions(Choice.NEWEST, count);
  }

  /**
   * The default and the newest version of each template.
   *
   * @return the choice, written {@code default-latest}
   */
  public static LaunchTemplateVersions defaultAndLatest() {
    return DEFAULT_AND_LATEST;
  }

  /**
   * The versions that Auto Scaling groups, their warm pools and instance refreshes, EC2 Fleets and
   * Spot Fleets launch from, as far as these sources are not left out. Launches of single instances
   * from a template are not known.
   *
   * @return the choice, written {@code in-use}
   */
  public static LaunchTemplateVersions inUse() {
    return IN_USE;
  }

  /**
   * Reads a choice as {@link #toString()} writes it.
   *
   * @param text {@code all}, {@code default-latest}, {@code in-use} or a number from 1 on
   * @return the choice
   * @throws IllegalArgumentException if the text is none of them
   */
  public static LaunchTemplateVersions parse(String text) {
    Objects.requireNonNull(text, "text");
    return switch (text) {
      case "all" -> ALL;
      case "default-latest" -> DEFAULT_AND_LATEST;
      case "in-use" -> IN_USE;
      default -> {
        if (!NUMBER.matcher(text).matches()) {
          throw new IllegalArgumentException(
              "'"
                  + text
                  + "' says no versions of launch templates: expected all, default-latest, in-use"
                  + " or a number from 1 to 999999999");
        }
        yield newest(Integer.parseInt(text));
      }
    };
  }

  /**
   * Returns how many of the newest versions of a template count for certain, whatever uses them. It
   * is the depth to ask for where only the newest versions can be read, which is all that EC2
   * offers with {@code DescribeImageReferences}.
   *
   * @return the number; {@link Integer#MAX_VALUE} if all versions count, 1 for {@link
   *     #defaultAndLatest()}, 0 for {@link #inUse()}
   */
  public int newestThatCount() {
    return switch (choice) {
      case ALL -> Integer.MAX_VALUE;
      case NEWEST -> count;
      case DEFAULT_AND_LATEST -> 1;
      case IN_USE -> 0;
    };
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LaunchTemplateVersions versions
        && versions.choice == choice
        && versions.count == count;
  }

  @Override
  public int hashCode() {
    return Objects.hash(choice, count);
  }

  /** Returns the choice as {@link #parse} reads it. */
  @Override
  public String toString() {
    return switch (choice) {
      case ALL -> "all";
      case NEWEST -> Integer.toString(count);
      case DEFAULT_AND_LATEST -> "default-latest";
      case IN_USE -> "in-use";
    };
  }
}
