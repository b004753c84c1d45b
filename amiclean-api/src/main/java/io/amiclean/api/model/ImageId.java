package io.amiclean.api.model;

import io.amiclean.api.internal.AmicleanStyle;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.immutables.value.Value;

/**
 * The id of an image: {@code ami-} and 8 or 17 lower-case hexadecimal digits, the two forms that
 * EC2 has given out (EC2 User Guide, "Resource IDs").
 */
@Value.Immutable
@AmicleanStyle
public abstract non-sealed class ImageId implements ResourceId, Comparable<ImageId> {

  private static final Pattern FORM = Pattern.compile("ami-(?:[0-9a-f]{8}|[0-9a-f]{17})");

  private static final Pattern IN_TEXT =
      Pattern.compile("ami-(?:[0-9a-f]{17}|[0-9a-f]{8})(?![0-9a-f])", Pattern.CASE_INSENSITIVE);

  ImageId() {}

  /**
   * Returns the id with the given text.
   *
   * @param value the id as EC2 writes it
   * @return the id
   * @throws IllegalArgumentException if the text is not the id of an image
   */
  public static ImageId of(String value) {
    return ImmutableImageId.of(value);
  }

  /**
   * Finds the ids that stand in a text, whatever is around them. They may be in upper case; where
   * more digits follow, it is no id.
   *
   * @param text any text, such as a line of a Terraform file or JSON
   * @return the ids in the order of the text, as often as they stand there; empty if there are none
   */
  public static List<ImageId> findIn(CharSequence text) {
    Objects.requireNonNull(text, "text");
    return IN_TEXT
        .matcher(text)
        .results()
        .map(match -> of(match.group().toLowerCase(Locale.ROOT)))
        .toList();
  }

  @Override
  @Value.Parameter
  public abstract String value();

  @Value.Check
  void check() {
    if (!FORM.matcher(value()).matches()) {
      throw new IllegalArgumentException(
          "'"
              + value()
              + "' is no image id: expected ami- and 8 or 17 hexadecimal digits (0-9, a-f)");
    }
  }

  /** Orders ids by their text. */
  @Override
  public final int compareTo(ImageId other) {
    return value().compareTo(other.value());
  }

  /** Returns the id as EC2 writes it. */
  @Override
  public final String toString() {
    return value();
  }
}
