package io.amiclean.api.model;

import io.amiclean.api.internal.AmicleanStyle;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.immutables.value.Value;

/**
 * Who uses the images and snapshots of a scope, as far as the sources named in {@link #evidence()}
 * know.
 */
@Value.Immutable
@AmicleanStyle
public abstract class ImageUsage {

  ImageUsage() {}

  /**
   * Returns a new builder.
   *
   * @return a builder without scope and time
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Joins what several sources know of one scope. The time of reading is the earliest.
   *
   * @param usages one or more usages
   * @return their union
   * @throws ScopeMismatchException if they are of different scopes
   * @throws IllegalArgumentException if there are none
   */
  public static ImageUsage union(Collection<ImageUsage> usages) {
    ImageUsage first =
        usages.stream()
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("No usage to join: expected some"));
    Builder union = builder().scope(first.scope());
    Instant readAt = first.readAt();
    for (ImageUsage usage : usages) {
      if (!usage.scope().equals(first.scope())) {
        throw new ScopeMismatchException("usage", first.scope(), usage.scope());
      }
      if (usage.readAt().isBefore(readAt)) {
        readAt = usage.readAt();
      }
      union
          .addAllReferences(usage.references())
          .addAllEvidence(usage.evidence())
          .addAllOtherScopes(usage.otherScopes());
    }
    return union.readAt(readAt).build();
  }

  /**
   * Returns the scope that was read.
   *
   * @return the scope
   */
  public abstract CleanupScope scope();

  /**
   * Returns when reading began.
   *
   * @return the time of reading
   */
  public abstract Instant readAt();

  /**
   * Returns all references.
   *
   * @return the references, sorted, each once
   */
  public abstract List<ImageReference> references();

  /**
   * Returns what was read.
   *
   * @return one entry for each source
   */
  public abstract List<Evidence> evidence();

  /**
   * Returns the scopes of other accounts whose usage is among the references. A plan holds them, so
   * that an execution reads them again.
   *
   * @return the scopes, empty by default
   */
  public abstract Set<CleanupScope> otherScopes();

  /**
   * Returns who uses an image or a snapshot.
   *
   * @param target the id
   * @return the references in their order, each once; empty if nobody is known to use it
   */
  public final List<ImageReference> referencesTo(ResourceId target) {
    return referencesByTarget().getOrDefault(target, List.of());
  }

  @Value.Lazy
  Map<ResourceId, List<ImageReference>> referencesByTarget() {
    Map<ResourceId, List<ImageReference>> index = new HashMap<>();
    for (ImageReference reference : references()) {
      index.computeIfAbsent(reference.target(), target -> new ArrayList<>(1)).add(reference);
    }
    index.replaceAll((target, references) -> List.copyOf(references));
    return index;
  }

  @Value.Check
  ImageUsage normalized() {
    List<ImageReference> sorted = List.copyOf(new TreeSet<>(references()));
    return sorted.equals(references())
        ? this
        : ImmutableImageUsage.builder().from(this).references(sorted).build();
  }

  /**
   * Builds an {@link ImageUsage}; {@code scope} and {@code readAt} have to be set. Not thread-safe.
   */
  public static final class Builder extends ImmutableImageUsage.Builder {
    Builder() {}
  }
}
