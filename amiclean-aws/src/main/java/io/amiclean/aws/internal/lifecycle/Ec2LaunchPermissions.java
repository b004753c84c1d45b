package io.amiclean.aws.internal.lifecycle;

import io.amiclean.api.lifecycle.LaunchPermissions;
import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.ImageId;
import io.amiclean.aws.internal.Ids;
import io.amiclean.aws.internal.ReadOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.services.ec2.model.LaunchPermission;

/** Launch permissions as EC2 lists them, as it is asked to change them, and in words. */
final class Ec2LaunchPermissions {

  private static final String EVERYBODY = "all";

  private Ec2LaunchPermissions() {}

  /**
   * Reads an answer of EC2.
   *
   * @throws EvidenceException if it has a permission of an unknown kind
   */
  static LaunchPermissions read(
      ReadOperation operation, ImageId image, List<LaunchPermission> answer) {
    boolean everybody = false;
    Set<AccountId> accounts = new TreeSet<>();
    Set<String> organizations = new TreeSet<>();
    Set<String> units = new TreeSet<>();
    for (LaunchPermission permission : answer) {
      Optional<AccountId> account =
          Ids.optionalAccount(operation, permission.userId(), "who may launch " + image);
      if (account.isPresent()) {
        account.ifPresent(accounts::add);
      } else if (!Ids.isMissing(permission.organizationArn())) {
        organizations.add(permission.organizationArn());
      } else if (!Ids.isMissing(permission.organizationalUnitArn())) {
        units.add(permission.organizationalUnitArn());
      } else if (EVERYBODY.equals(permission.groupAsString())) {
        everybody = true;
      } else {
        throw operation.misunderstood(
            "a launch permission of " + image + " that is for nobody known: " + permission);
      }
    }
    return LaunchPermissions.builder()
        .everybody(everybody)
        .accounts(accounts)
        .organizations(organizations)
        .organizationalUnits(units)
        .build();
  }

  /** Returns permissions as a request holds them. */
  static List<LaunchPermission> of(LaunchPermissions permissions) {
    List<LaunchPermission> all = new ArrayList<>();
    if (permissions.everybody()) {
      all.add(LaunchPermission.builder().group(EVERYBODY).build());
    }
    permissions
        .accounts()
        .forEach(account -> all.add(LaunchPermission.builder().userId(account.value()).build()));
    permissions
        .organizations()
        .forEach(arn -> all.add(LaunchPermission.builder().organizationArn(arn).build()));
    permissions
        .organizationalUnits()
        .forEach(arn -> all.add(LaunchPermission.builder().organizationalUnitArn(arn).build()));
    return all;
  }

  /** Returns those who may launch an image, for a sentence. */
  static String words(LaunchPermissions permissions) {
    List<String> words = new ArrayList<>();
    if (permissions.everybody()) {
      words.add("everybody");
    }
    permissions.accounts().forEach(account -> words.add(account.value()));
    words.addAll(permissions.organizations());
    words.addAll(permissions.organizationalUnits());
    return String.join(", ", words);
  }
}
