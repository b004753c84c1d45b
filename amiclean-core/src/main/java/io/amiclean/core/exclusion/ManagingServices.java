package io.amiclean.core.exclusion;

import io.amiclean.api.model.Image;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Recognises the images that another AWS service made and removes by its own rules.
 *
 * <p>AWS Backup refuses their removal through EC2, Data Lifecycle Manager does not (Amazon EBS User
 * Guide, "Amazon Data Lifecycle Manager elements"). Names and descriptions are what the services
 * write today; a user can write them too, which protects an image too many and never one too few.
 */
final class ManagingServices {

  private static final String BACKUP = "AWS Backup";
  private static final String BACKUP_TAG = "aws:backup:source-resource";
  private static final String BACKUP_NAME = "AwsBackup_i-";
  private static final String BACKUP_DESCRIPTION =
      "This image is created by the AWS Backup service";
  private static final String BACKUP_OWNER_ALIAS = "aws-backup-vault";

  private static final String LIFECYCLE_MANAGER = "Data Lifecycle Manager";
  private static final String LIFECYCLE_MANAGER_TAGS = "aws:dlm:";
  private static final String LIFECYCLE_MANAGER_TAG = "dlm:managed";
  private static final String LIFECYCLE_MANAGER_DESCRIPTION = "Created for policy: policy-";

  private ManagingServices() {}

  /** Returns the services that manage an image, by name, each with what shows it. */
  static SortedMap<String, String> of(Image image) {
    SortedMap<String, String> signs = new TreeMap<>();
    backup(image).ifPresent(sign -> signs.put(BACKUP, sign));
    lifecycleManager(image).ifPresent(sign -> signs.put(LIFECYCLE_MANAGER, sign));
    return signs;
  }

  private static Optional<String> backup(Image image) {
    if (image.tags().containsKey(BACKUP_TAG)) {
      return Optional.of("its tag " + BACKUP_TAG);
    }
    if (image.ownerAlias().filter(BACKUP_OWNER_ALIAS::equals).isPresent()) {
      return Optional.of("its owner " + BACKUP_OWNER_ALIAS);
    }
    if (image.name().startsWith(BACKUP_NAME)) {
      return Optional.of("its name " + image.name());
    }
    return describedAs(image, BACKUP_DESCRIPTION);
  }

  private static Optional<String> lifecycleManager(Image image) {
    Optional<String> tag =
        image.tags().keySet().stream()
            .filter(
                key -> key.startsWith(LIFECYCLE_MANAGER_TAGS) || key.equals(LIFECYCLE_MANAGER_TAG))
            .sorted()
            .findFirst();
    return tag.map(key -> "its tag " + key)
        .or(() -> describedAs(image, LIFECYCLE_MANAGER_DESCRIPTION));
  }

  private static Optional<String> describedAs(Image image, String beginning) {
    return image
        .description()
        .filter(description -> description.startsWith(beginning))
        .map(description -> "its description '" + description + "'");
  }
}
