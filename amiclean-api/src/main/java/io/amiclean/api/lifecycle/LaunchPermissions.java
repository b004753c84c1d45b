package io.amiclean.api.lifecycle;

import io.amiclean.api.internal.AmicleanStyle;
import io.amiclean.api.model.AccountId;
import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;
import org.immutables.value.Value;

/**
 * Who may launch an image, other than its owner (EC2 API Reference, "LaunchPermission"). What is
 * taken away of it is recorded first, because EC2 does not give it back.
 */
@Value.Immutable
@AmicleanStyle
public abstract class LaunchPermissions {

  private static final LaunchPermissions NONE = builder().build();

  LaunchPermissions() {}

  /**
   * Returns a new builder.
   *
   * @return a builder that permits nobody
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns the permissions of a private image.
   *
   * @return permissions that permit nobody
   */
  public static LaunchPermissions none() {
    return NONE;
  }

  /**
   * Returns whether everybody may launch the image, {@code false} by default.
   *
   * @return whether it is public
   */
  @Value.Default
  public boolean everybody() {
    return false;
  }

  /**
   * Returns the accounts that may launch the image.
   *
   * @return the accounts, sorted
   */
  @Value.NaturalOrder
  public abstract SortedSet<AccountId> accounts();

  /**
   * Returns the organizations whose accounts may launch the image.
   *
   * @return their ARNs, sorted
   */
  @Value.NaturalOrder
  public abstract SortedSet<String> organizations();

  /**
   * Returns the organizational units whose accounts may launch the image.
   *
   * @return their ARNs, sorted
   */
  @Value.NaturalOrder
  public abstract SortedSet<String> organizationalUnits();

  /**
   * Returns whether nobody but the owner may launch the image.
   *
   * @return whether it is private
   */
  public final boolean isNone() {
    return equals(NONE);
  }

  /**
   * Joins permissions: all that one of both permits.
   *
   * @param other the others
   * @return the union
   */
  public final LaunchPermissions and(LaunchPermissions other) {
    return builder()
        .everybody(everybody() || other.everybody())
        .accounts(union(accounts(), other.accounts()))
        .organizations(union(organizations(), other.organizations()))
        .organizationalUnits(union(organizationalUnits(), other.organizationalUnits()))
        .build();
  }

  /**
   * Takes permissions away.
   *
   * @param others those not to be permitted
   * @return those of these permissions that are not among the others
   */
  public final LaunchPermissions without(LaunchPermissions others) {
    return builder()
        .everybody(everybody() && !others.everybody())
        .accounts(difference(accounts(), others.accounts()))
        .organizations(difference(organizations(), others.organizations()))
        .organizationalUnits(difference(organizationalUnits(), others.organizationalUnits()))
        .build();
  }

  /**
   * Counts who is permitted; everybody counts as one.
   *
   * @return the number of permissions
   */
  public final int size() {
    return (everybody() ? 1 : 0)
        + accounts().size()
        + organizations().size()
        + organizationalUnits().size();
  }

  private static <T extends Comparable<T>> SortedSet<T> difference(
      Collection<T> all, Collection<T> some) {
    SortedSet<T> rest = new TreeSet<>(all);
    rest.removeAll(some);
    return rest;
  }

  private static <T extends Comparable<T>> SortedSet<T> union(
      Collection<T> one, Collection<T> other) {
    SortedSet<T> all = new TreeSet<>(one);
    all.addAll(other);
    return all;
  }

  /** Builds a {@link LaunchPermissions}; nothing has to be set. Not thread-safe. */
  public static final class Builder extends ImmutableLaunchPermissions.Builder {
    Builder() {}
  }
}
