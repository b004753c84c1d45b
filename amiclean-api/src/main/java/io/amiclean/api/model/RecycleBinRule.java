package io.amiclean.api.model;

import io.amiclean.api.internal.AmicleanStyle;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.immutables.value.Value;

/**
 * A rule by which the Recycle Bin holds what is removed, for a while in which it can be brought
 * back (Recycle Bin API Reference, "GetRule"). Nothing is removed or kept because of a rule; it
 * says how long a removal can be undone.
 */
@Value.Immutable
@AmicleanStyle
public abstract class RecycleBinRule {

  /** What a rule holds. */
  public enum Kind {
    /** Images, those that EBS snapshots back. */
    IMAGE,
    /** Snapshots. */
    SNAPSHOT
  }

  RecycleBinRule() {}

  /**
   * Returns a new builder.
   *
   * @return a builder of a rule of the whole region, without id, kind and days
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns the identifier of the rule.
   *
   * @return the identifier, such as {@code 9fe5Cs4sKqw}
   */
  public abstract String id();

  /**
   * Returns what the rule holds.
   *
   * @return the kind of resource
   */
  public abstract Kind kind();

  /**
   * Returns for how many days the rule holds what it holds.
   *
   * @return the number, 1 or more
   */
  public abstract int days();

  /**
   * Returns the tags of which a resource has to have one.
   *
   * @return the tags; empty if the rule is that of the whole region
   */
  public abstract List<ResourceTag> tags();

  /**
   * Returns the tags that keep a resource out of a rule of the whole region.
   *
   * @return the tags; empty if there are none
   */
  public abstract List<ResourceTag> excludedTags();

  /**
   * Returns whether the rule holds anything yet, {@code true} by default: a new one is pending at
   * first.
   *
   * @return whether it is available
   */
  @Value.Default
  public boolean available() {
    return true;
  }

  /**
   * Returns whether the rule is locked, so that nobody can change or delete it, {@code false} by
   * default.
   *
   * @return whether it is locked
   */
  @Value.Default
  public boolean locked() {
    return false;
  }

  /**
   * Returns whether the rule holds a resource. In doubt it does not: a tag without a value holds
   * only what has that tag without a value, and keeps out whatever has the key.
   *
   * @param resourceTags the tags of the resource
   * @return whether it certainly holds it
   */
  public final boolean holds(Map<String, String> resourceTags) {
    if (!available()) {
      return false;
    }
    return tags().isEmpty()
        ? excludedTags().stream()
            .noneMatch(
                tag ->
                    tag.value().isEmpty()
                        ? resourceTags.containsKey(tag.key())
                        : tag.value().equals(resourceTags.get(tag.key())))
        : tags().stream().anyMatch(tag -> tag.value().equals(resourceTags.get(tag.key())));
  }

  /**
   * Returns for how long rules hold a resource: of several that hold it, the longest counts (EBS
   * User Guide, "Recycle Bin").
   *
   * @param rules the rules of the region
   * @param kind what the resource is
   * @param resourceTags its tags
   * @return the days, 0 if no rule holds it
   */
  public static int days(
      Collection<RecycleBinRule> rules, Kind kind, Map<String, String> resourceTags) {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(resourceTags, "resourceTags");
    return rules.stream()
        .filter(rule -> rule.kind() == kind && rule.holds(resourceTags))
        .mapToInt(RecycleBinRule::days)
        .max()
        .orElse(0);
  }

  @Value.Check
  void check() {
    if (days() < 1) {
      throw new IllegalArgumentException(
          "The rule "
              + id()
              + " of the Recycle Bin holds for "
              + days()
              + " days: expected 1 or more");
    }
  }

  /**
   * Builds a {@link RecycleBinRule}; {@code id}, {@code kind} and {@code days} have to be set. Not
   * thread-safe.
   */
  public static final class Builder extends ImmutableRecycleBinRule.Builder {
    Builder() {}
  }
}
