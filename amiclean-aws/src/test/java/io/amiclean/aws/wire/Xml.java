package io.amiclean.aws.wire;

import java.util.List;
import java.util.Map;

/**
 * Writes answers as XML. A map becomes elements, a list one element for each member, anything else
 * escaped text.
 */
final class Xml {

  /**
   * What a member of a list is called: {@code item} in EC2, {@code member} in the other query
   * services.
   */
  private final String member;

  private final StringBuilder out =
      new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");

  Xml(String member) {
    this.member = member;
  }

  /** Writes the one element that a document is made of. */
  String document(String name, String namespace, Map<String, ?> content) {
    out.append('<').append(name);
    if (!namespace.isEmpty()) {
      out.append(" xmlns=\"").append(namespace).append('"');
    }
    out.append('>');
    value(content);
    out.append("</").append(name).append('>');
    return out.toString();
  }

  private void element(String name, Object value) {
    out.append('<').append(name).append('>');
    value(value);
    out.append("</").append(name).append('>');
  }

  private void value(Object value) {
    if (value instanceof Map<?, ?> map) {
      map.forEach((name, content) -> element(name.toString(), content));
    } else if (value instanceof List<?> list) {
      list.forEach(content -> element(member, content));
    } else {
      value.toString().codePoints().forEach(this::character);
    }
  }

  private void character(int c) {
    switch (c) {
      case '<' -> out.append("&lt;");
      case '>' -> out.append("&gt;");
      case '&' -> out.append("&amp;");
      case '"' -> out.append("&quot;");
      case '\r' -> out.append("&#13;");
      default ->
          // Other control characters have no form in XML 1.0.
          out.appendCodePoint(c >= ' ' || c == '\n' || c == '\t' ? c : 0xFFFD);
    }
  }
}
