package io.amiclean.aws.internal;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;

/**
 * The member {@code NextToken} of requests and answers, which some services write in lower case.
 */
final class PageTokens {

  private PageTokens() {}

  /** Returns the request for a page; without a token, that for the first one. */
  static <Q extends AwsRequest> Q following(Q first, @Nullable String token) {
    AwsRequest.Builder next = first.toBuilder();
    member(first).set(next, token);
    // A request builds a copy of itself.
    @SuppressWarnings("unchecked")
    Q request = (Q) next.build();
    return request;
  }

  /** Returns the token of the next page, or {@code null} behind the last one. */
  static @Nullable String next(SdkPojo page) {
    return (String) member(page).getValueOrDefault(page);
  }

  private static SdkField<?> member(SdkPojo message) {
    return message.sdkFields().stream()
        .filter(field -> field.memberName().equalsIgnoreCase("NextToken"))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    message.getClass().getSimpleName() + " has no token of pages"));
  }
}
