package io.amiclean.core.internal;

import io.amiclean.api.lifecycle.LaunchPermissions;
import io.amiclean.api.model.AccountId;
import java.util.ArrayList;
import java.util.List;

/**
 * Launch permissions as words, in which tags and plans hold them: {@code all} for everybody, as EC2
 * names that group, the digits of accounts, {@code org=} and {@code ou=} before the ARNs of
 * organizations and organizational units.
 */
public final class LaunchPermissionFormat {

  private static final String EVERYBODY = "all";
  private static final String ORGANIZATION = "org=";
  private static final String UNIT = "ou=";

  private LaunchPermissionFormat() {}

  /**
   * Returns permissions as words.
   *
   * @param permissions the permissions
   * @return a word for each, in a fixed order; empty for nobody
   */
  public static List<String> of(LaunchPermissions permissions) {
    List<String> words = new ArrayList<>();
    if (permissions.everybody()) {
      words.add(EVERYBODY);
    }
    permissions.accounts().forEach(account -> words.add(account.value()));
    permissions.organizations().forEach(arn -> words.add(ORGANIZATION + arn));
    permissions.organizationalUnits().forEach(arn -> words.add(UNIT + arn));
    return words;
  }

  /**
   * Reads words.
   *
   * @param words the words, in any order
   * @return the permissions
   * @throws IllegalArgumentException if one of the words is none of these
   */
  public static LaunchPermissions parse(List<String> words) {
    LaunchPermissions.Builder permissions = LaunchPermissions.builder();
    for (String word : words) {
      if (word.equals(EVERYBODY)) {
        permissions.everybody(true);
      } else if (word.startsWith(ORGANIZATION + "arn:")) {
        permissions.addOrganizations(word.substring(ORGANIZATION.length()));
      } else if (word.startsWith(UNIT + "arn:")) {
        permissions.addOrganizationalUnits(word.substring(UNIT.length()));
      } else {
        permissions.addAccounts(AccountId.of(word));
      }
    }
    return permissions.build();
  }
}
