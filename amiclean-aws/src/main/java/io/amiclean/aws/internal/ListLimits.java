package io.amiclean.aws.internal;

import io.amiclean.api.model.EvidenceException;
import io.amiclean.aws.internal.call.Limits;
import io.amiclean.aws.internal.call.PassedLimitException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;

/** Counts the pages and the items of one list, which ends before either passes its limit. */
final class ListLimits {

  private final ReadOperation operation;
  private final Limits limits;

  /** Of the tokens only the digests are kept, as nothing bounds the length of a token. */
  private final Set<ByteBuffer> tokens = new HashSet<>();

  private long items;

  ListLimits(ReadOperation operation, Limits limits) {
    this.operation = operation;
    this.limits = limits;
  }

  /**
   * Takes a page.
   *
   * @param page the page
   * @param token its token of the next page
   * @return the token, or empty if it is the last page
   * @throws EvidenceException if a limit is passed, or the token came before
   */
  Optional<String> following(SdkPojo page, @Nullable String token) {
    items += itemsOf(page);
    if (items > limits.items()) {
      throw passed("more than " + limits.items() + " items", "items");
    }
    if (token == null || token.isEmpty()) {
      return Optional.empty();
    }
    if (!tokens.add(digest(token))) {
      throw new EvidenceException(
          operation.source(),
          operation.permission()
              + " answered with the same page token twice, so that the list has no end: check"
              + " the endpoint, and run it again");
    }
    if (tokens.size() >= limits.pages()) {
      throw passed("more than " + limits.pages() + " pages", "pages");
    }
    return Optional.of(token);
  }

  private static ByteBuffer digest(String token) {
    try {
      return ByteBuffer.wrap(
          MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JVM has SHA-256", e);
    }
  }

  private EvidenceException passed(String what, String limit) {
    return operation.failure(
        new PassedLimitException(operation.permission(), "answered with " + what, limit));
  }

  /**
   * What a page lists is in the lists among its members, whatever the operation, except that EC2
   * lists instances by their reservations.
   */
  private static long itemsOf(SdkPojo page) {
    if (page instanceof DescribeInstancesResponse instances) {
      return instances.reservations().stream()
          .mapToLong(reservation -> 1 + reservation.instances().size())
          .sum();
    }
    long sum = 0;
    for (SdkField<?> field : page.sdkFields()) {
      if (field.getValueOrDefault(page) instanceof Collection<?> list
          && !(list instanceof SdkAutoConstructList)) {
        sum += list.size();
      }
    }
    return sum;
  }
}
