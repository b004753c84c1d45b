package io.amiclean.aws.internal.call;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * What the answers of a service have in common, to distinguish them from what others answer in its
 * place.
 */
enum AnswerForm {

  /**
   * XML whose root is named for the operation and holds the request id, first (EC2 API Reference,
   * "Response structure") or, from emulators, last.
   */
  EC2 {
    @Override
    Optional<String> faultBefore(String operation, SdkHttpResponse response, AnswerBody body) {
      return faultOfRoot(operation, body);
    }

    @Override
    Optional<String> faultAfter(String operation, AnswerBody body, SdkResponse answer) {
      return faultOfId(operation, body, "requestId");
    }
  },

  /**
   * XML whose root is named for the operation and holds the request id in its metadata, last (API
   * References of Auto Scaling and STS).
   */
  QUERY {
    @Override
    Optional<String> faultBefore(String operation, SdkHttpResponse response, AnswerBody body) {
      return faultOfRoot(operation, body);
    }

    @Override
    Optional<String> faultAfter(String operation, AnswerBody body, SdkResponse answer) {
      return faultOfId(operation, body, "ResponseMetadata", "RequestId");
    }
  },

  /**
   * A JSON object with a member that holds a result, and a header with the request id. Lists that
   * are empty are sent too: of an account without parameters, Systems Manager answers {@code
   * {"Parameters":[]}}.
   */
  JSON {
    @Override
    Optional<String> faultBefore(String operation, SdkHttpResponse response, AnswerBody body) {
      while (body.beginning().isBlank() && body.readMore()) {}
      if (body.hasFailed()) {
        return Optional.empty();
      }
      if (!body.beginning().stripLeading().startsWith("{")) {
        return Optional.of(body.described());
      }
      return response
              .firstMatchingHeader("x-amzn-RequestId")
              .filter(id -> !id.isBlank())
              .isPresent()
          ? Optional.empty()
          : Optional.of("no request id in its header, and " + body.described());
    }

    @Override
    Optional<String> faultAfter(String operation, AnswerBody body, SdkResponse answer) {
      return answer.sdkFields().stream().anyMatch(field -> isResult(field, answer))
          ? Optional.empty()
          : Optional.of("no result of " + operation + ", but " + body.described());
    }
  };

  private static final Set<String> NO_RESULT = Set.of("nexttoken", "requestid");

  /** An element that holds text and is closed, at the end of what precedes closing tags. */
  private static final Pattern LAST =
      Pattern.compile(
          "<(?:[\\w.-]+:)?([\\w.-]+)(?:\\s[^<>]*)?>\\s*[^<>\\s][^<>]*</[\\w.:-]+\\s*>"
              + "((?:\\s*</[\\w.:-]+\\s*>)+)\\s*\\z");

  private static final Pattern CLOSING = Pattern.compile("</(?:[\\w.-]+:)?([\\w.-]+)\\s*>");

  /**
   * Returns the form of a service's answers.
   *
   * @param service the name by which the SDK knows the service
   * @param protocol the service's protocol, as the SDK calls it
   * @throws UncheckedServiceException if answers of that protocol cannot be checked
   */
  static AnswerForm of(String service, String protocol) {
    return switch (protocol) {
      case "ec2" -> EC2;
      case "query" -> QUERY;
      case "json", "rest-json" -> JSON;
      default -> throw new UncheckedServiceException(service, protocol);
    };
  }

  /**
   * Returns what is wrong with an answer, as far as its beginning and its headers show.
   *
   * @param operation the operation that was called, such as {@code DescribeImages}
   * @param response the status and the headers
   * @param body the body, of which nothing was taken yet
   * @return what was answered instead, as the object of a sentence, or empty
   */
  abstract Optional<String> faultBefore(
      String operation, SdkHttpResponse response, AnswerBody body);

  /**
   * Returns what is wrong with an answer that was unmarshalled.
   *
   * @param operation the operation that was called
   * @param body the body, from which the SDK has taken what it needs
   * @param answer what the SDK made of it
   * @return what was answered instead, as the object of a sentence, or empty
   */
  abstract Optional<String> faultAfter(String operation, AnswerBody body, SdkResponse answer);

  private static Optional<String> faultOfRoot(String operation, AnswerBody body) {
    Optional<String> root = Optional.empty();
    while (root.isEmpty() && body.readMore()) {
      root = new XmlBeginning(body.beginning()).startTag();
    }
    return body.hasFailed() || root.equals(Optional.of(operation + "Response"))
        ? Optional.empty()
        : Optional.of(body.described());
  }

  /** The id stands in the first elements of the document, one in the other, or in the last. */
  private static Optional<String> faultOfId(String operation, AnswerBody body, String... path) {
    XmlBeginning xml = new XmlBeginning(body.beginning());
    boolean isFirst = xml.startTag().equals(Optional.of(operation + "Response"));
    for (String name : path) {
      isFirst = isFirst && xml.startTag().equals(Optional.of(name));
    }
    return (isFirst && !xml.text().isEmpty()) || isLast(operation, body, path)
        ? Optional.empty()
        : Optional.of("no request id, but " + body.described());
  }

  private static boolean isLast(String operation, AnswerBody body, String... path) {
    Matcher last = LAST.matcher(body.end());
    if (!last.find() || !last.group(1).equals(path[path.length - 1])) {
      return false;
    }
    List<String> closed =
        CLOSING.matcher(last.group(2)).results().map(tag -> tag.group(1)).toList();
    List<String> expected = new ArrayList<>(List.of(path).subList(0, path.length - 1));
    Collections.reverse(expected);
    expected.add(operation + "Response");
    return closed.equals(expected);
  }

  /** The SDK marks the lists and maps that it made itself, in the place of what was not sent. */
  private static boolean isResult(SdkField<?> field, SdkResponse answer) {
    Object value = field.getValueOrDefault(answer);
    return value != null
        && !(value instanceof SdkAutoConstructList)
        && !(value instanceof SdkAutoConstructMap)
        && !NO_RESULT.contains(field.memberName().toLowerCase(Locale.ROOT));
  }
}
