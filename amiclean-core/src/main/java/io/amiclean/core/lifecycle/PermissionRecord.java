package io.amiclean.core.lifecycle;

import com.google.common.base.Splitter;
import io.amiclean.api.lifecycle.LaunchPermissions;
import io.amiclean.core.internal.LaunchPermissionFormat;
import java.util.ArrayList;
import java.util.List;

/**
 * Launch permissions as text for tags: {@linkplain LaunchPermissionFormat words} with blanks
 * between, {@code none} for nobody. A text that goes on in another tag ends with {@code more}, so
 * that a tag that was removed is missed.
 *
 * @param permissions who was permitted, as far as the text has room for it
 * @param missing how many more there were
 */
record PermissionRecord(LaunchPermissions permissions, int missing) {

  private static final String NOBODY = "none";
  private static final String MISSING = "missing=";
  private static final String MORE = "more";

  /** Splits the words over texts of a greatest length, and counts what does not fit. */
  List<String> texts(int length, int most) {
    List<String> words = words(permissions);
    List<String> all = new ArrayList<>(words);
    if (missing > 0) {
      all.add(MISSING + missing);
    }
    List<String> texts = join(all, length);
    int fitting = words.size();
    while (texts.size() > most && fitting > 0) {
      fitting--;
      List<String> fewer = new ArrayList<>(words.subList(0, fitting));
      fewer.add(MISSING + (missing + words.size() - fitting));
      texts = join(fewer, length);
    }
    return texts.size() > most ? List.of() : texts;
  }

  private static List<String> words(LaunchPermissions permissions) {
    return permissions.isNone() ? List.of(NOBODY) : LaunchPermissionFormat.of(permissions);
  }

  private static List<String> join(List<String> words, int length) {
    List<String> texts = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (String word : words) {
      if (text.length() > 0 && text.length() + word.length() + MORE.length() + 2 > length) {
        texts.add(text + " " + MORE);
        text.setLength(0);
      }
      text.append(text.length() == 0 ? "" : " ").append(word);
    }
    texts.add(text.toString());
    return texts;
  }

  /**
   * Reads texts.
   *
   * @throws IllegalArgumentException if one of the words is none of a record, or a text is missing
   */
  static PermissionRecord parse(List<String> texts) {
    List<String> permitted = new ArrayList<>();
    int missing = 0;
    for (String text : texts) {
      for (String word : Splitter.on(' ').split(text)) {
        if (word.startsWith(MISSING)) {
          missing += Integer.parseInt(word.substring(MISSING.length()));
        } else if (!word.equals(NOBODY) && !word.equals(MORE)) {
          permitted.add(word);
        }
      }
    }
    if (texts.get(texts.size() - 1).endsWith(MORE)) {
      throw new IllegalArgumentException(
          "it goes on in a tag that was removed: put that tag back, or remove all tags of the"
              + " record and restore the image with its journal");
    }
    return new PermissionRecord(LaunchPermissionFormat.parse(permitted), missing);
  }
}
