package io.amiclean.api.model;

import io.amiclean.api.internal.AmicleanStyle;
import java.util.regex.Pattern;
import org.immutables.value.Value;

/** The id of an AWS account: twelve digits. */
@Value.Immutable
@AmicleanStyle
public abstract class AccountId implements Comparable<AccountId> {

  private static final Pattern FORM = Pattern.compile("[0-9]{12}");

  AccountId() {}

  /**
   * Returns the id with the given digits.
   *
   * @param value twelve digits
   * @return the id
   * @throws IllegalArgumentException if the text is not twelve digits
   */
  public static AccountId of(String value) {
    return ImmutableAccountId.of(value);
  }

  /**
   * Returns the twelve digits.
   *
   * @return the text of the id
   */
  @Value.Parameter
  public abstract String value();

  @Value.Check
  void check() {
    if (!FORM.matcher(value()).matches()) {
      throw new IllegalArgumentException(
          "'" + value() + "' is no account id: expected twelve digits");
    }
  }

  /** Orders ids by their digits. */
  @Override
  public final int compareTo(AccountId other) {
    return value().compareTo(other.value());
  }

  /** Returns the twelve digits. */
  @Override
  public final String toString() {
    return value();
  }
}
