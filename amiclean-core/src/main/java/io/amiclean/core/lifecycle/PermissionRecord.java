package io.amiclean.core.lifecycle;

import com.google.common.base.Splitter;
import io.amiclean.api.lifecycle.LaunchPermissions;
import io.amiclean.api.model.AccountId;
import java.util.ArrayList;
import java.util.List;

/**
 * Launch permissions as text for tags: words with blanks between, {@code all}, the digits of
 * accounts, {@code org=} and {@code ou=} before ARNs, {@code none} for nobody.
 *
 * @param permissions who was permitted, as far as the text has room for it
 * @param missing how many more there were
 */
record PermissionRecord(LaunchPermissions permissions, int missing) {

  private static final String NOBODY = "none";
  private static final String EVERYBODY = "all";
  private static final String ORGANIZATION = "org=";
  private static final String UNIT = "ou=";
  private static final String MISSING = "missing=";

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
    List<String> words = new ArrayList<>();
    if (permissions.everybody()) {
      words.add(EVERYBODY);
    }
    permissions.accounts().forEach(account -> words.add(account.value()));
    permissions.organizations().forEach(arn -> words.add(ORGANIZATION + arn));
    permissions.organizationalUnits().forEach(arn -> words.add(UNIT + arn));
    if (words.isEmpty()) {
      words.add(NOBODY);
    }
    return words;
  }

  private static List<String> join(List<String> words, int length) {
    List<String> texts = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (String word : words) {
      if (text.length() > 0 && text.length() + 1 + word.length() > length) {
        texts.add(text.toString());
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
   * @throws IllegalArgumentException if one of the words is none of a record
   */
  static PermissionRecord parse(List<String> texts) {
    LaunchPermissions.Builder permissions = LaunchPermissions.builder();
    int missing = 0;
    for (String text : texts) {
      for (String word : Splitter.on(' ').split(text)) {
        if (word.equals(EVERYBODY)) {
          permissions.everybody(true);
        } else if (word.startsWith(ORGANIZATION + "arn:")) {
          permissions.addOrganizations(word.substring(ORGANIZATION.length()));
        } else if (word.startsWith(UNIT + "arn:")) {
          permissions.addOrganizationalUnits(word.substring(UNIT.length()));
        } else if (word.startsWith(MISSING)) {
          missing += Integer.parseInt(word.substring(MISSING.length()));
        } else if (!word.equals(NOBODY)) {
          permissions.addAccounts(AccountId.of(word));
        }
      }
    }
    return new PermissionRecord(permissions.build(), missing);
  }
}
