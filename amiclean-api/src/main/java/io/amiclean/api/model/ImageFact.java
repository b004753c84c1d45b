package io.amiclean.api.model;

import java.util.Collection;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What EC2 knows of images and is asked for on demand only, because a filter needs it. A source
 * that read a kind of fact says so in its {@linkplain ImageInventory#evidence() evidence}, under
 * the name of that kind, whether or not it found any; the facts stand in {@link Image#facts()}.
 */
public enum ImageFact {

  /**
   * The watermarks of an image, which EC2 hands on to its copies and to images made from it (EC2
   * API Reference, "ImageWatermark"). The name of each is its key, such as {@code
   * 123456789012:approved}, and its value the image that it was attached to first.
   */
  WATERMARKS("image-watermarks"),

  /**
   * Whether an image satisfies the criteria of the account's settings for allowed images (EC2 API
   * Reference, "GetAllowedImagesSettings"): {@code true} or {@code false}, each without a value. An
   * image of which EC2 does not say it has neither.
   */
  ALLOWED_IMAGES("allowed-images"),

  /**
   * The images that an image goes back to beyond its {@linkplain Image#sourceImageId() source}, as
   * far as the source is not in the inventory itself (EC2 API Reference, "GetImageAncestry"). The
   * name of each is its id, without a value.
   */
  ANCESTRY("image-ancestry");

  private final String source;

  ImageFact(String source) {
    this.source = source;
  }

  /**
   * Returns the name of this kind, as evidence, plans and errors show it.
   *
   * @return the name, such as {@code image-watermarks}
   */
  public String source() {
    return source;
  }

  /**
   * Finds a kind by its name.
   *
   * @param source the name
   * @return the kind
   * @throws IllegalArgumentException if no kind has the name
   */
  public static ImageFact of(String source) {
    Objects.requireNonNull(source, "source");
    return Stream.of(values())
        .filter(fact -> fact.source.equals(source))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'"
                        + source
                        + "' is no kind of fact: expected one of "
                        + Stream.of(values())
                            .map(ImageFact::source)
                            .collect(Collectors.joining(", "))));
  }

  /**
   * Returns the key under which {@link Image#facts()} holds a fact of this kind.
   *
   * @param name the name of the fact
   * @return the key
   */
  public String key(String name) {
    return source + "/" + Objects.requireNonNull(name, "name");
  }

  /**
   * Returns the facts of this kind that an image has.
   *
   * @param image the image
   * @return their names, sorted; empty if it has none, or if they were not read
   */
  public SortedSet<String> namesOf(Image image) {
    String beginning = key("");
    SortedSet<String> names = new TreeSet<>();
    for (String key : image.facts().keySet()) {
      if (key.startsWith(beginning)) {
        names.add(key.substring(beginning.length()));
      }
    }
    return names;
  }

  /**
   * Returns whether facts of this kind were read.
   *
   * @param inventory the inventory
   * @return whether its evidence says so
   */
  public boolean isReadIn(ImageInventory inventory) {
    return isIn(inventory.evidence());
  }

  /**
   * Returns whether facts of this kind were read.
   *
   * @param evidence what was read
   * @return whether it is among that, to its end
   */
  public boolean isIn(Collection<Evidence> evidence) {
    return evidence.stream().anyMatch(read -> read.source().equals(source) && read.complete());
  }

  /**
   * Requires that facts of this kind were read, for a strategy that decides on them: what was not
   * read protects nothing.
   *
   * @param inventory the inventory
   * @param strategy the description of the strategy
   * @throws EvidenceException if they were not read
   */
  public void requireRead(ImageInventory inventory, String strategy) {
    Objects.requireNonNull(strategy, "strategy");
    if (!isReadIn(inventory)) {
      throw new EvidenceException(
          source,
          "The filter "
              + strategy
              + " needs '"
              + source
              + "', which was not read of "
              + inventory.scope()
              + ": read it, or leave the filter out");
    }
  }
}
