package io.amiclean.aws.internal.source;

import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.ImageUsage;
import io.amiclean.api.model.Progress;
import io.amiclean.aws.internal.EvidenceSources;
import io.amiclean.aws.internal.Ids;
import io.amiclean.aws.internal.ReadOperation;
import io.amiclean.aws.internal.SourceContext;
import io.amiclean.aws.internal.Usage;
import io.amiclean.aws.internal.call.CheckedClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeExportImageTasksRequest;
import software.amazon.awssdk.services.ec2.model.DescribeReplaceRootVolumeTasksRequest;
import software.amazon.awssdk.services.ec2.model.DescribeStoreImageTasksRequest;
import software.amazon.awssdk.services.ec2.model.ExportImageTask;
import software.amazon.awssdk.services.ec2.model.ReplaceRootVolumeTask;
import software.amazon.awssdk.services.ec2.model.StoreImageTaskResult;

/**
 * Usage by tasks that have not ended: those of {@code CreateStoreImageTask} and {@code
 * ExportImage}, which write an image to S3, and those of {@code CreateReplaceRootVolumeTask}, which
 * restore the root volume of an instance from an image or a snapshot.
 */
final class TaskUsage {

  private static final ReadOperation STORES =
      new ReadOperation(EvidenceSources.STORE_IMAGE_TASKS, "ec2:DescribeStoreImageTasks");

  private static final ReadOperation EXPORTS =
      new ReadOperation(EvidenceSources.EXPORT_IMAGE_TASKS, "ec2:DescribeExportImageTasks");

  private static final ReadOperation REPLACEMENTS =
      new ReadOperation(
          EvidenceSources.REPLACE_ROOT_VOLUME_TASKS, "ec2:DescribeReplaceRootVolumeTasks");

  private static final int STORES_PAGE = 200;

  private static final int EXPORTS_PAGE = 500;

  private static final int REPLACEMENTS_PAGE = 50;

  /**
   * What has ended (EC2 API Reference, "StoreImageTaskResult", "ExportImageTask" and
   * "ReplaceRootVolumeTask"); a state that is new counts as not ended.
   */
  private static final Set<String> ENDED =
      Set.of(
          "Completed", "Failed", "completed", "deleted", "succeeded", "failed", "failed-detached");

  private TaskUsage() {}

  /**
   * A task.
   *
   * @param user what it is called: its id, or where it writes to
   * @param image the image that it reads
   * @param snapshot the snapshot that it reads
   * @param state its state, as EC2 writes it
   */
  private record Task(
      String user, @Nullable String image, @Nullable String snapshot, String state) {}

  /**
   * Reads the tasks that store images: one call for two hundred of the last 31 days.
   *
   * @param ec2 the client; the caller owns it
   * @param context scope, clock and progress
   * @return a reference for each image of a task that has not ended, with its state as the detail
   * @throws io.amiclean.api.model.EvidenceException if it could not be read to its end
   */
  static ImageUsage ofStoring(CheckedClient<Ec2Client> ec2, SourceContext context) {
    Instant readAt = context.now();
    List<Task> tasks = new ArrayList<>();
    STORES.pages(
        ec2,
        Ec2Client::describeStoreImageTasks,
        DescribeStoreImageTasksRequest.builder().maxResults(STORES_PAGE).build(),
        page -> page.storeImageTaskResults().stream().map(TaskUsage::stored).forEach(tasks::add));
    return usage(context, STORES, "store-image-task", readAt, tasks);
  }

  /**
   * Reads the tasks that export images: one call for five hundred.
   *
   * @param ec2 the client; the caller owns it
   * @param context scope, clock and progress
   * @return a reference for each image of a task that has not ended, with its state as the detail
   * @throws io.amiclean.api.model.EvidenceException if it could not be read to its end
   */
  static ImageUsage ofExporting(CheckedClient<Ec2Client> ec2, SourceContext context) {
    Instant readAt = context.now();
    List<Task> tasks = new ArrayList<>();
    EXPORTS.pages(
        ec2,
        Ec2Client::describeExportImageTasks,
        DescribeExportImageTasksRequest.builder().maxResults(EXPORTS_PAGE).build(),
        page -> page.exportImageTasks().stream().map(TaskUsage::exported).forEach(tasks::add));
    return usage(context, EXPORTS, "export-image-task", readAt, tasks);
  }

  /**
   * Reads the tasks that replace root volumes: one call for fifty.
   *
   * @param ec2 the client; the caller owns it
   * @param context scope, clock and progress
   * @return a reference for each image and snapshot of a task that has not ended, with its state as
   *     the detail
   * @throws io.amiclean.api.model.EvidenceException if it could not be read to its end
   */
  static ImageUsage ofReplacing(CheckedClient<Ec2Client> ec2, SourceContext context) {
    Instant readAt = context.now();
    // The account may change between two pages: of a task that comes twice, the later one holds.
    Map<String, Task> tasks = new TreeMap<>();
    REPLACEMENTS.pages(
        ec2,
        Ec2Client::describeReplaceRootVolumeTasks,
        DescribeReplaceRootVolumeTasksRequest.builder().maxResults(REPLACEMENTS_PAGE).build(),
        page ->
            page.replaceRootVolumeTasks().stream()
                .map(TaskUsage::replacing)
                .forEach(task -> tasks.put(task.user(), task)));
    return usage(context, REPLACEMENTS, "replace-root-volume-task", readAt, tasks.values());
  }

  /** It has no id: what it writes is called as the image, in the bucket. */
  private static Task stored(StoreImageTaskResult task) {
    if (Ids.isMissing(task.amiId())) {
      throw STORES.misunderstood("no image for a task");
    }
    String object = Objects.requireNonNullElse(task.s3objectKey(), task.amiId());
    return new Task(
        Ids.isMissing(task.bucket()) ? object : "s3://" + task.bucket() + "/" + object,
        task.amiId(),
        null,
        String.valueOf(task.storeTaskState()));
  }

  private static Task exported(ExportImageTask task) {
    return new Task(
        id(EXPORTS, task.exportImageTaskId()), task.imageId(), null, String.valueOf(task.status()));
  }

  private static Task replacing(ReplaceRootVolumeTask task) {
    return new Task(
        id(REPLACEMENTS, task.replaceRootVolumeTaskId()),
        task.imageId(),
        task.snapshotId(),
        String.valueOf(task.taskStateAsString()));
  }

  private static String id(ReadOperation operation, @Nullable String id) {
    if (id == null || id.isEmpty()) {
      throw operation.misunderstood("a task without an id");
    }
    return id;
  }

  private static ImageUsage usage(
      SourceContext context,
      ReadOperation operation,
      String kind,
      Instant readAt,
      Collection<Task> tasks) {
    context.report(Progress.of(operation.source(), tasks.size()));
    Set<ImageReference> references = new LinkedHashSet<>();
    List<String> notes = new ArrayList<>();
    for (Task task : tasks) {
      if (!ENDED.contains(task.state())) {
        String where = "the task " + task.user();
        Ids.Launched launched =
            Ids.launchTargets(operation, task.image(), Stream.of(task).map(Task::snapshot), where);
        notes.addAll(launched.notes(where));
        launched
            .targets()
            .forEach(
                target ->
                    references.add(ImageReference.of(target, kind, task.user(), task.state())));
      }
    }
    return Usage.of(context, operation.source(), readAt, tasks.size(), references, notes);
  }
}
