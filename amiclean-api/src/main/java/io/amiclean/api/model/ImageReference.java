package io.amiclean.api.model;

import io.amiclean.api.internal.AmicleanStyle;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.immutables.value.Value;

/** A user of an image or a snapshot: its kind, its ARN or id, and how it uses it. */
@Value.Immutable
@AmicleanStyle
public abstract class ImageReference implements Comparable<ImageReference> {

  private static final int DESCRIBED = 3;

  private static final Comparator<ImageReference> ORDER =
      Comparator.comparing((ImageReference reference) -> reference.target().value())
          .thenComparing(ImageReference::kind)
          .thenComparing(ImageReference::user)
          .thenComparing(reference -> reference.detail().orElse(""));

  ImageReference() {}

  /**
   * Returns a reference without a detail.
   *
   * @param target the image or snapshot that is used
   * @param kind the kind of user in lower-case words joined by hyphens, such as {@code instance}
   * @param user the ARN or id of the user
   * @return the reference
   */
  public static ImageReference of(ResourceId target, String kind, String user) {
    return ImmutableImageReference.of(target, kind, user, Optional.empty());
  }

  /**
   * Returns a reference.
   *
   * @param target the image or snapshot that is used
   * @param kind the kind of user in lower-case words joined by hyphens, such as {@code instance}
   * @param user the ARN or id of the user
   * @param detail how it is used, such as {@code version 3}
   * @return the reference
   */
  public static ImageReference of(ResourceId target, String kind, String user, String detail) {
    Objects.requireNonNull(detail, "detail");
    return ImmutableImageReference.of(target, kind, user, Optional.of(detail));
  }

  /**
   * Returns the image or snapshot that is used.
   *
   * @return the id
   */
  @Value.Parameter
  public abstract ResourceId target();

  /**
   * Returns the kind of user, such as {@code instance} or {@code launch-template}.
   *
   * @return lower-case words joined by hyphens
   */
  @Value.Parameter
  public abstract String kind();

  /**
   * Returns the ARN or id of the user.
   *
   * @return the ARN or id
   */
  @Value.Parameter
  public abstract String user();

  /**
   * Returns how the target is used, such as {@code version 3}.
   *
   * @return the detail, or empty if there is nothing to add
   */
  @Value.Parameter
  public abstract Optional<String> detail();

  /**
   * Describes users: the first three, and how many more there are.
   *
   * @param references the references, at least one
   * @return the text, such as {@code instance i-0abc (running) and 2 more}
   */
  public static String describe(List<ImageReference> references) {
    String first =
        references.stream()
            .limit(DESCRIBED)
            .map(
                reference ->
                    reference.kind()
                        + " "
                        + reference.user()
                        + reference.detail().map(detail -> " (" + detail + ")").orElse(""))
            .collect(Collectors.joining(", "));
    return references.size() <= DESCRIBED
        ? first
        : first + " and " + (references.size() - DESCRIBED) + " more";
  }

  /** Orders by target, kind, user and detail. */
  @Override
  public final int compareTo(ImageReference other) {
    Objects.requireNonNull(other, "other");
    return ORDER.compare(this, other);
  }

  @Value.Check
  void check() {
    if (kind().isBlank() || user().isBlank()) {
      throw new IllegalArgumentException(
          "A reference to " + target().value() + " names no kind or no user: expected both");
    }
  }
}
