package io.amiclean.core.exclusion;

import static com.google.common.base.Preconditions.checkArgument;

import io.amiclean.api.exclusion.ExclusionFilter;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.policy.SpecArgument;
import io.amiclean.api.policy.StrategySpec;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Which tag protects, of images as of snapshots. */
final class TagCondition {

  private final String key;
  private final Predicate<String> value;
  private final StrategySpec spec;

  private TagCondition(String key, Predicate<String> value, Optional<String> form, String asked) {
    checkArgument(!key.isBlank(), "The tag key '%s' is blank: expected some text", key);
    this.key = key;
    this.value = value;
    StrategySpec anyValue = StrategySpec.ofField("tagged", "key", SpecArgument.of(key));
    this.spec = form.map(name -> anyValue.with(name, SpecArgument.of(asked))).orElse(anyValue);
  }

  static TagCondition anyValue(String key) {
    return new TagCondition(key, value -> true, Optional.empty(), "");
  }

  static TagCondition equalTo(String key, String value) {
    checkArgument(
        !value.isBlank(),
        "The value '%s' of the tag %s is blank: expected some text, or the key alone",
        value,
        key);
    return new TagCondition(key, value::equals, Optional.of("value"), value);
  }

  static TagCondition matching(String key, Pattern value) {
    checkArgument(
        !value.pattern().isBlank(),
        "The pattern '%s' of the tag %s is blank: expected one such as true|yes, or the key alone",
        value.pattern(),
        key);
    return new TagCondition(
        key, value.asMatchPredicate(), Optional.of("matching"), Specs.regex(value));
  }

  List<Reason> evaluate(Map<String, String> tags) {
    String found = tags.get(key);
    if (found == null || !value.test(found)) {
      return List.of();
    }
    String tag = key + "=" + found;
    return List.of(Reason.of(ReasonCodes.EXCLUDED_TAG, "Protected by the tag " + tag, tag));
  }

  StrategySpec spec() {
    return spec;
  }

  /** Returns a filter of images by the values of tags. */
  static ExclusionFilter valueIn(Collection<String> keys, Collection<String> values) {
    Set<String> asked = new TreeSet<>(keys);
    Set<String> excluded = new TreeSet<>(values);
    checkArgument(!asked.isEmpty(), "No tag key: expected at least one");
    checkArgument(!excluded.isEmpty(), "No excluded value: expected at least one");
    for (String key : asked) {
      checkArgument(!key.isBlank(), "The tag key '%s' is blank: expected some text", key);
    }
    for (String value : excluded) {
      checkArgument(
          !value.isBlank(), "The excluded value '%s' is blank: expected some text", value);
    }
    return ExclusionFilter.named(
        StrategySpec.ofField("tagValueIn", "keys", SpecArgument.ofTexts(asked))
            .with("values", SpecArgument.ofTexts(excluded)),
        (image, context) -> {
          List<String> found =
              asked.stream()
                  .filter(key -> image.tags().containsKey(key))
                  .filter(key -> excluded.contains(image.tags().get(key)))
                  .map(key -> key + "=" + image.tags().get(key))
                  .toList();
          return found.isEmpty()
              ? List.of()
              : ExclusionFilters.one(
                  ReasonCodes.EXCLUDED_VALUE,
                  "Protected by the value of " + String.join(" and ", found),
                  found);
        });
  }
}
