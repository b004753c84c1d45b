package io.amiclean.api.model;

import io.amiclean.api.internal.AmicleanStyle;
import org.immutables.value.Value;

/** A product code attached to an image, such as that of an AWS Marketplace subscription. */
@Value.Immutable
@AmicleanStyle
public abstract class ProductCode {

  ProductCode() {}

  /**
   * Returns a product code.
   *
   * @param id the code
   * @param type {@code marketplace} or {@code devpay}, as EC2 writes it
   * @return the product code
   */
  public static ProductCode of(String id, String type) {
    return ImmutableProductCode.of(id, type);
  }

  /**
   * Returns the code.
   *
   * @return the code
   */
  @Value.Parameter
  public abstract String id();

  /**
   * Returns the type as EC2 writes it.
   *
   * @return {@code marketplace} or {@code devpay}
   */
  @Value.Parameter
  public abstract String type();
}
