package io.amiclean.api.model;

import io.amiclean.api.internal.AmicleanStyle;
import org.immutables.value.Value;

/** A tag that a rule names: a key, and a value or none. */
@Value.Immutable
@AmicleanStyle
public abstract class ResourceTag {

  ResourceTag() {}

  /**
   * Returns a tag.
   *
   * @param key the key
   * @param value the value, {@code ""} if the rule names none
   * @return the tag
   */
  public static ResourceTag of(String key, String value) {
    return ImmutableResourceTag.builder().key(key).value(value).build();
  }

  /**
   * Returns the key.
   *
   * @return the key
   */
  public abstract String key();

  /**
   * Returns the value.
   *
   * @return the value, {@code ""} if the rule names none
   */
  public abstract String value();
}
