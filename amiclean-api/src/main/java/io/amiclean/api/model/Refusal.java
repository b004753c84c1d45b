package io.amiclean.api.model;

import io.amiclean.api.internal.AmicleanStyle;
import java.io.Serializable;
import org.immutables.value.Value;

/** Why a plan must not be executed at all. Immutable and thread-safe. */
@Value.Immutable
@AmicleanStyle
public abstract class Refusal implements Serializable {

  private static final long serialVersionUID = 1L;

  Refusal() {}

  /**
   * Returns a refusal.
   *
   * @param code a stable code, such as {@code limit-images}
   * @param message the sentence for people, with the values
   * @return the refusal
   */
  public static Refusal of(String code, String message) {
    return ImmutableRefusal.of(code, message);
  }

  /**
   * Returns the stable code, such as {@code limit-images}.
   *
   * @return lower-case words joined by hyphens
   */
  @Value.Parameter
  public abstract String code();

  /**
   * Returns the sentence for people.
   *
   * @return the message
   */
  @Value.Parameter
  public abstract String message();
}
