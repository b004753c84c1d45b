package io.amiclean.core.exclusion;

import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageLineage;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.model.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Recognises the images and snapshots that another AWS service made and removes by its own rules.
 *
 * <p>AWS Backup refuses their removal through EC2, Data Lifecycle Manager does not (Amazon EBS User
 * Guide, "Amazon Data Lifecycle Manager elements"). Names and descriptions are what the services
 * write today; a user can write them too, which protects one too many and never one too few.
 */
final class ManagingServices {

  private static final String BACKUP = "AWS Backup";
  private static final String BACKUP_TAG = "aws:backup:source-resource";
  private static final String BACKUP_NAME = "AwsBackup_i-";
  private static final String BACKUP_DESCRIPTION =
      "This image is created by the AWS Backup service";
  private static final String BACKUP_SNAPSHOT_DESCRIPTION =
      "This snapshot is created by the AWS Backup service";
  private static final String BACKUP_OWNER_ALIAS = "aws-backup-vault";

  private static final String LIFECYCLE_MANAGER = "Data Lifecycle Manager";
  private static final String LIFECYCLE_MANAGER_TAGS = "aws:dlm:";
  private static final String LIFECYCLE_MANAGER_TAG = "dlm:managed";
  private static final String LIFECYCLE_MANAGER_DESCRIPTION = "Created for policy: policy-";

  private static final String IMAGE_BUILDER = "EC2 Image Builder";
  private static final String IMAGE_BUILDER_TAG = ImageLineage.IMAGE_BUILDER_TAG;
  private static final String CREATOR_TAG = "CreatedBy";

  private ManagingServices() {}

  /** Returns why an image is managed: a reason for each service. */
  static List<Reason> of(Image image) {
    String description = image.description().orElse("");
    return reasons(backup(image, description), lifecycleManager(image.tags(), description));
  }

  private static Optional<String> backup(Image image, String description) {
    if (image.tags().containsKey(BACKUP_TAG)) {
      return Optional.of("its tag " + BACKUP_TAG);
    }
    if (image.ownerAlias().filter(BACKUP_OWNER_ALIAS::equals).isPresent()) {
      return Optional.of("its owner " + BACKUP_OWNER_ALIAS);
    }
    return image.name().startsWith(BACKUP_NAME)
        ? Optional.of("its name " + image.name())
        : described(description, BACKUP_DESCRIPTION);
  }

  /** Returns why a snapshot is managed: a reason for each service. */
  static List<Reason> of(Snapshot snapshot) {
    String description = snapshot.description();
    Optional<String> backup =
        snapshot.tags().containsKey(BACKUP_TAG)
            ? Optional.of("its tag " + BACKUP_TAG)
            : described(description, BACKUP_SNAPSHOT_DESCRIPTION);
    return reasons(backup, lifecycleManager(snapshot.tags(), description));
  }

  /** Returns why an image is managed by EC2 Image Builder, which tags what it makes. */
  static List<Reason> byImageBuilder(Image image) {
    Map<String, String> tags = image.tags();
    Optional<String> tag =
        tags.containsKey(IMAGE_BUILDER_TAG)
            ? Optional.of(IMAGE_BUILDER_TAG)
            : Optional.of(CREATOR_TAG).filter(key -> IMAGE_BUILDER.equals(tags.get(key)));
    return tag.map(key -> reason(IMAGE_BUILDER, "its tag " + key)).stream().toList();
  }

  private static List<Reason> reasons(Optional<String> backup, Optional<String> lifecycleManager) {
    if (backup.isEmpty() && lifecycleManager.isEmpty()) {
      return List.of();
    }
    return Stream.of(
            backup.map(sign -> reason(BACKUP, sign)),
            lifecycleManager.map(sign -> reason(LIFECYCLE_MANAGER, sign)))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Reason reason(String service, String sign) {
    return Reason.of(
        ReasonCodes.MANAGED_BY, "Managed by " + service + ", as " + sign + " says", service);
  }

  private static Optional<String> lifecycleManager(Map<String, String> tags, String description) {
    String first = null;
    for (String key : tags.keySet()) {
      if ((key.startsWith(LIFECYCLE_MANAGER_TAGS) || key.equals(LIFECYCLE_MANAGER_TAG))
          && (first == null || key.compareTo(first) < 0)) {
        first = key;
      }
    }
    return first == null
        ? described(description, LIFECYCLE_MANAGER_DESCRIPTION)
        : Optional.of("its tag " + first);
  }

  private static Optional<String> described(String description, String beginning) {
    return description.startsWith(beginning)
        ? Optional.of("its description '" + description + "'")
        : Optional.empty();
  }
}
