package io.amiclean.examples.fedora.archive;

import java.net.URI;
import java.net.URISyntaxException;

/** The addresses that the process talks to. */
public final class Addresses {

  private Addresses() {}

  /**
   * Checks an address.
   *
   * @param text the address
   * @return the same
   * @throws IllegalArgumentException if it is none that something can be appended to
   */
  public static URI parse(String text) {
    try {
      URI address = new URI(text);
      if (("http".equals(address.getScheme()) || "https".equals(address.getScheme()))
          && address.getHost() != null
          && address.getRawQuery() == null
          && address.getRawFragment() == null
          && address.getRawUserInfo() == null) {
        return address;
      }
    } catch (URISyntaxException e) {
      // Said below, with what would be right.
    }
    // A password in it is not to be shown.
    throw new IllegalArgumentException(
        (text.contains("@") ? "The value" : "'" + text + "'")
            + " is no plain URL: expected one without user, query and fragment, such as"
            + " https://apps.fedoraproject.org/datagrepper");
  }

  /**
   * Returns the address as a text that a path can be appended to.
   *
   * @param address the address
   * @return the text, which ends with no slash
   */
  public static String withoutSlash(URI address) {
    String text = address.toString();
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }
}
