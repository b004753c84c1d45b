package io.amiclean.api.policy;

import io.amiclean.api.internal.AmicleanStyle;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.ImageFact;
import io.amiclean.api.model.ImageId;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.regex.Pattern;
import org.immutables.value.Value;

/**
 * How an account is read, as a value: what is left out, and what is read in addition. A plan holds
 * how it was read, so that an execution reads the account the same way. Immutable and thread-safe.
 */
@Value.Immutable
@AmicleanStyle
public abstract class ReadingPolicy {

  private static final Pattern VERSIONS =
      Pattern.compile("all|default-latest|in-use|[1-9][0-9]{0,8}");

  private static final ReadingPolicy DEFAULTS = builder().build();

  ReadingPolicy() {}

  /**
   * Returns a new builder.
   *
   * @return a builder of the default: nothing is left out
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns the default: nothing is left out, all versions of launch templates count, nothing is
   * read on demand.
   *
   * @return the reading
   */
  public static ReadingPolicy defaults() {
    return DEFAULTS;
  }

  /**
   * Returns the sources that are left out.
   *
   * @return their names in the evidence, sorted
   */
  @Value.NaturalOrder
  public abstract SortedSet<String> skippedSources();

  /**
   * Returns the sources of usage that are not built in and are read as well. Where a program lacks
   * one of them, it cannot read the account the same way.
   *
   * @return their names in the evidence, sorted; empty by default
   */
  @Value.NaturalOrder
  public abstract SortedSet<String> furtherSources();

  /**
   * Returns the further scopes whose usage of the images counts, such as those of accounts that the
   * images are shared with. A planner adds those whose usage it {@linkplain
   * io.amiclean.api.model.ImageUsage#otherScopes() read}. Where a program does not read one of them
   * again, it does not read the account the same way, and an execution refuses.
   *
   * @return the scopes, empty by default
   */
  public abstract Set<CleanupScope> usageIn();

  /**
   * Returns which versions of launch templates count as use.
   *
   * @return {@code all}, which is the default, {@code default-latest}, {@code in-use}, or a number
   *     of newest versions
   */
  @Value.Default
  public String launchTemplateVersions() {
    return "all";
  }

  /**
   * Returns the images that count as used because the users' own texts name them.
   *
   * @return the images, sorted
   */
  @Value.NaturalOrder
  public abstract SortedSet<ImageId> pinnedImages();

  /**
   * Returns the paths and patterns of the text parameters that are searched for image ids.
   *
   * @return the paths, as they were given
   */
  public abstract List<String> ssmPaths();

  /**
   * Returns whether EC2 is asked for reports of what other accounts do with shared candidates.
   *
   * @return whether it is, {@code false} by default
   */
  @Value.Default
  public boolean usageReports() {
    return false;
  }

  /**
   * Returns whether images that are shared with other accounts may be removed, whether they use
   * them or not there.
   *
   * @return whether they may, {@code false} by default
   */
  @Value.Default
  public boolean sharedAllowed() {
    return false;
  }

  /**
   * Returns whether archived snapshots may be deleted that are billed for 90 days all the same.
   *
   * @return whether they may, {@code false} by default
   */
  @Value.Default
  public boolean archivedAllowed() {
    return false;
  }

  /**
   * Returns which facts of images are read because a filter needs them.
   *
   * @return the kinds of facts, in the order of {@link ImageFact}; none by default
   */
  @Value.NaturalOrder
  public abstract SortedSet<ImageFact> facts();

  @Value.Check
  void check() {
    if (!VERSIONS.matcher(launchTemplateVersions()).matches()) {
      throw new IllegalArgumentException(
          "'"
              + launchTemplateVersions()
              + "' says no versions of launch templates: expected all, default-latest, in-use or a"
              + " number from 1 to 999999999");
    }
  }

  /** Builds a {@link ReadingPolicy}; nothing has to be set. Not thread-safe. */
  public static final class Builder extends ImmutableReadingPolicy.Builder {
    Builder() {}
  }
}
