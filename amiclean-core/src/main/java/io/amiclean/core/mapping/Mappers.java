package io.amiclean.core.mapping;

import static com.google.common.base.Preconditions.checkArgument;

import io.amiclean.api.internal.Arguments;
import io.amiclean.api.internal.StrategyInvoker;
import io.amiclean.api.mapping.GroupKey;
import io.amiclean.api.mapping.ImageMapper;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.policy.StrategySpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The built-in mappers. All are pure and safe for use by several threads; an image that none of a
 * planner's mappers places is kept and reported as unmapped.
 */
public final class Mappers {

  /** The label of groups by part of the name, which the images of such a group have in common. */
  private static final String NAME = "name";

  private Mappers() {}

  /**
   * Groups images by the values of tags.
   *
   * @param keys the tag keys, as in {@link #tags(List)}
   * @return the mapper
   * @throws IllegalArgumentException if there is no key, or a key is blank or stands twice
   */
  public static ImageMapper tags(String... keys) {
    return tags(Arguments.requireElements(keys, "keys"));
  }

  /**
   * Groups images by the values of tags. A tag counts when its key equals an asked one, upper and
   * lower case included. An image with some of the tags is grouped by those, which is another group
   * than that of the images with all of them; an image with none of the tags is not placed.
   *
   * @param keys the tag keys, in the order in which the labels of a group are to stand
   * @return the mapper
   * @throws IllegalArgumentException if there is no key, or a key is blank or stands twice
   */
  public static ImageMapper tags(List<String> keys) {
    Objects.requireNonNull(keys, "keys");
    List<String> asked = distinct("tag key", keys);
    return ImageMapper.named(
        StrategySpec.ofTexts("tags", asked),
        (image, context) -> {
          List<GroupKey.Label> labels = new ArrayList<>(asked.size());
          Map<String, String> tags = image.tags();
          for (String key : asked) {
            String value = tags.get(key);
            if (value != null) {
              labels.add(GroupKey.Label.of(key, value));
            }
          }
          return labels.isEmpty() ? Set.of() : Set.of(GroupKey.of(labels));
        });
  }

  /**
   * Groups images by what their names contain.
   *
   * @param parts the parts of names, as in {@link #nameContains(List)}
   * @return the mapper
   * @throws IllegalArgumentException if there is no part, or a part is blank or stands twice
   */
  public static ImageMapper nameContains(String... parts) {
    return nameContains(Arguments.requireElements(parts, "parts"));
  }

  /**
   * Groups images by what their names contain, upper and lower case as written. There is a group
   * for each part; an image whose name contains several parts is in several groups, and goes only
   * if all of them let it go.
   *
   * @param parts the parts of names
   * @return the mapper
   * @throws IllegalArgumentException if there is no part, or a part is blank or stands twice
   */
  public static ImageMapper nameContains(List<String> parts) {
    Objects.requireNonNull(parts, "parts");
    List<String> asked = distinct("part of a name", parts);
    return ImageMapper.named(
        StrategySpec.ofTexts("nameContains", asked),
        (image, context) -> {
          Set<GroupKey> keys = new LinkedHashSet<>();
          for (String part : asked) {
            if (image.name().contains(part)) {
              keys.add(GroupKey.of(NAME, part));
            }
          }
          return Collections.unmodifiableSet(keys);
        });
  }

  /**
   * Groups images by what the first capturing group of a regular expression captures in their
   * names. The expression may match any part of the name, and its first match counts; {@code ^} and
   * {@code $} tie it to the ends. An image is not placed if nothing matches, if the capturing group
   * has no part in the match, or if it captures nothing.
   *
   * @param regex a regular expression with a capturing group, such as {@code ^(.+)-[0-9a-f]{7}$}
   * @return the mapper
   * @throws IllegalArgumentException if the expression is malformed or has no capturing group
   */
  public static ImageMapper nameMatching(String regex) {
    Objects.requireNonNull(regex, "regex");
    Pattern pattern = Pattern.compile(regex);
    checkArgument(
        pattern.matcher("").groupCount() > 0,
        "The regular expression '%s' captures nothing: expected a capturing group, such as"
            + " ^(.+)-[0-9]+$",
        regex);
    // The expression is part of the label: what two expressions capture is not the same group.
    String label = NAME + "~" + regex;
    return ImageMapper.named(
        StrategySpec.of("nameMatching", regex),
        (image, context) -> {
          Matcher matcher = pattern.matcher(image.name());
          if (!matcher.find()) {
            return Set.of();
          }
          String captured = matcher.group(1);
          return captured == null || captured.isEmpty()
              ? Set.of()
              : Set.of(GroupKey.of(label, captured));
        });
  }

  /**
   * Groups images by the answer of a function.
   *
   * @param label what the function answers, such as {@code architecture}; it names the mapper in
   *     plans and is the key of the groups' label
   * @param function the value that images of a group have in common, or empty to leave an image to
   *     other mappers; pure and safe for use by several threads
   * @return the mapper
   * @throws IllegalArgumentException if the label is blank
   */
  public static ImageMapper by(String label, Function<? super Image, Optional<String>> function) {
    Objects.requireNonNull(function, "function");
    checkArgument(
        !label.isBlank(), "The label '%s' is blank: expected what the function answers", label);
    String description = "by(" + label + ")";
    return ImageMapper.named(
        description,
        new ImageMapper() {
          @Override
          public Set<GroupKey> map(Image image, PlanningContext context) {
            return StrategyInvoker.requireAnswer(this, image.id(), function.apply(image))
                .map(value -> Set.of(GroupKey.of(label, value)))
                .orElse(Set.of());
          }

          @Override
          public String description() {
            return description;
          }
        });
  }

  /**
   * Places all images in one group.
   *
   * @param name the name of the group
   * @return the mapper
   * @throws IllegalArgumentException if the name is blank
   */
  public static ImageMapper everything(String name) {
    checkArgument(!name.isBlank(), "The name '%s' is blank: expected that of a group", name);
    Set<GroupKey> keys = Set.of(GroupKey.of("everything", name));
    return ImageMapper.named(StrategySpec.of("everything", name), (image, context) -> keys);
  }

  /**
   * Places each image in the group of its family: images that were copied or made from one another,
   * in any number of steps, are of one family, and so are all versions and builds that EC2 Image
   * Builder made of one recipe. An image that Image Builder made belongs to its recipe and not to
   * the image that it was built on; a copy of it belongs to its recipe as well. An image that came
   * from no other is a family by itself.
   *
   * <p>Only images of the inventory join others: two images that were made from an image of another
   * account or region, or from one that is gone, are two families. While a plan is executed, the
   * images that it removes have their place, so that the others stay in their families.
   *
   * <p>A retention ranks the members of a family with one another: {@code keepNewest(2)} keeps the
   * newest two of each. {@link io.amiclean.core.retention.RetentionStrategies#together together}
   * keeps or removes a family as a whole.
   *
   * @return the mapper
   */
  public static ImageMapper family() {
    Families families = new Families();
    return ImageMapper.named(
        StrategySpec.of("family"), (image, context) -> Set.of(families.of(image, context)));
  }

  private static List<String> distinct(String what, List<String> values) {
    List<String> copy = List.copyOf(values);
    checkArgument(!copy.isEmpty(), "No %s: expected at least one", what);
    Set<String> seen = new HashSet<>();
    for (String value : copy) {
      checkArgument(!value.isBlank(), "The %s '%s' is blank: expected some text", what, value);
      checkArgument(
          seen.add(value), "The %s '%s' stands twice in %s: expected it once", what, value, copy);
    }
    return copy;
  }
}
