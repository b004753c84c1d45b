package io.amiclean.core.exclusion;

import io.amiclean.api.exclusion.ExclusionFilter;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ReasonCodes;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Filters by tags that are known by their {@linkplain ExclusionFilter#description descriptions}
 * only, as those of a plan that lay in a file.
 *
 * <p>A description may be understood in more than one way, for a key may hold any character. A tag
 * protects if it does in one of them.
 */
public final class DescribedTags {

  private DescribedTags() {}

  /**
   * Returns a filter that protects what described filters by tags protect: {@link
   * ExclusionFilters#tagged(String)} in its three forms, and {@link ExclusionFilters#tagValueIn}.
   *
   * @param descriptions the descriptions of filters; all others protect nothing
   * @return the filter
   */
  public static ExclusionFilter filter(Collection<String> descriptions) {
    List<String> described = List.copyOf(descriptions);
    return ExclusionFilter.named(
        "described" + described,
        (image, context) ->
            image.tags().entrySet().stream()
                .flatMap(
                    tag ->
                        described.stream()
                            .filter(filter -> protects(filter, tag))
                            .limit(1)
                            .map(filter -> reason(filter, tag.getKey() + "=" + tag.getValue())))
                .toList());
  }

  private static Reason reason(String filter, String tag) {
    return Reason.of(
        filter.startsWith("tagged(") ? ReasonCodes.EXCLUDED_TAG : ReasonCodes.EXCLUDED_VALUE,
        "Protected by the tag " + tag,
        tag);
  }

  private static boolean protects(String filter, Map.Entry<String, String> tag) {
    String key = tag.getKey();
    String value = tag.getValue();
    String pattern = "tagged(" + key + "~";
    if (filter.startsWith(pattern) && filter.endsWith(")")) {
      return matches(filter.substring(pattern.length(), filter.length() - 1), value);
    }
    return filter.equals("tagged(" + key + ")")
        || filter.equals("tagged(" + key + "=" + value + ")")
        || isListed(filter, key, value);
  }

  private static boolean matches(String regex, String value) {
    try {
      return Pattern.matches(regex, value);
    } catch (PatternSyntaxException e) {
      // The key of another tag begins like this one.
      return false;
    }
  }

  /** Finds key and value in the lists of {@code tag-value-in([keys], [values])}. */
  private static boolean isListed(String filter, String key, String value) {
    return filter.matches(
        "(?s)tag-value-in\\(\\[(.*, )?"
            + Pattern.quote(key)
            + "(, .*)?], \\[(.*, )?"
            + Pattern.quote(value)
            + "(, .*)?]\\)");
  }
}
