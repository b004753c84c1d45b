package io.amiclean.aws.internal.source;

import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.ImageUsage;
import io.amiclean.api.model.Progress;
import io.amiclean.api.source.ImageUsageSource;
import io.amiclean.aws.internal.EvidenceSources;
import io.amiclean.aws.internal.Ids;
import io.amiclean.aws.internal.ReadOperation;
import io.amiclean.aws.internal.SourceContext;
import io.amiclean.aws.internal.Usage;
import io.amiclean.aws.internal.call.CheckedClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeExportImageTasksRequest;
import software.amazon.awssdk.services.ec2.model.DescribeExportImageTasksResponse;
import software.amazon.awssdk.services.ec2.model.DescribeStoreImageTasksRequest;
import software.amazon.awssdk.services.ec2.model.DescribeStoreImageTasksResponse;
import software.amazon.awssdk.services.ec2.model.ExportImageTask;
import software.amazon.awssdk.services.ec2.model.StoreImageTaskResult;

/**
 * Usage by tasks that write an image to S3 and have not ended: those of {@code
 * CreateStoreImageTask}, or those of {@code ExportImage}. Thread-safe.
 */
final class ImageTaskUsage implements ImageUsageSource {

  /** The kind of reference that tasks of {@code CreateStoreImageTask} give. */
  public static final String STORE = "store-image-task";

  /** The kind of reference that tasks of {@code ExportImage} give. */
  public static final String EXPORT = "export-image-task";

  private static final ReadOperation STORES =
      new ReadOperation(EvidenceSources.STORE_IMAGE_TASKS, "ec2:DescribeStoreImageTasks");

  private static final ReadOperation EXPORTS =
      new ReadOperation(EvidenceSources.EXPORT_IMAGE_TASKS, "ec2:DescribeExportImageTasks");

  private static final int STORES_PAGE = 200;

  private static final int EXPORTS_PAGE = 500;

  /**
   * What has ended (EC2 API Reference, "StoreImageTaskResult" and "ExportImageTask"); a state that
   * is new counts as not ended.
   */
  private static final Set<String> ENDED = Set.of("Completed", "Failed", "completed", "deleted");

  private final SourceContext context;
  private final ReadOperation operation;
  private final String kind;
  private final Consumer<Consumer<Task>> tasks;

  /**
   * A task.
   *
   * @param user what it is called: its id, or where it writes to
   * @param image the image that it reads
   * @param state its state, as EC2 writes it
   */
  private record Task(String user, @Nullable String image, String state) {}

  private ImageTaskUsage(
      SourceContext context, ReadOperation operation, String kind, Consumer<Consumer<Task>> tasks) {
    this.context = Objects.requireNonNull(context, "context");
    this.operation = operation;
    this.kind = kind;
    this.tasks = tasks;
  }

  /**
   * Returns the source of tasks that store images: one call for two hundred of the last 31 days.
   *
   * @param ec2 the client; the caller owns it
   * @param context scope, clock and progress
   * @return the source
   */
  static ImageTaskUsage ofStoring(CheckedClient<Ec2Client> ec2, SourceContext context) {
    return new ImageTaskUsage(
        context,
        STORES,
        STORE,
        consumer ->
            STORES.pages(
                ec2,
                Ec2Client::describeStoreImageTasks,
                token ->
                    DescribeStoreImageTasksRequest.builder()
                        .maxResults(STORES_PAGE)
                        .nextToken(token)
                        .build(),
                DescribeStoreImageTasksResponse::nextToken,
                page ->
                    page.storeImageTaskResults().stream()
                        .map(ImageTaskUsage::stored)
                        .forEach(consumer)));
  }

  /**
   * Returns the source of tasks that export images: one call for five hundred.
   *
   * @param ec2 the client; the caller owns it
   * @param context scope, clock and progress
   * @return the source
   */
  static ImageTaskUsage ofExporting(CheckedClient<Ec2Client> ec2, SourceContext context) {
    return new ImageTaskUsage(
        context,
        EXPORTS,
        EXPORT,
        consumer ->
            EXPORTS.pages(
                ec2,
                Ec2Client::describeExportImageTasks,
                token ->
                    DescribeExportImageTasksRequest.builder()
                        .maxResults(EXPORTS_PAGE)
                        .nextToken(token)
                        .build(),
                DescribeExportImageTasksResponse::nextToken,
                page ->
                    page.exportImageTasks().stream()
                        .map(ImageTaskUsage::exported)
                        .forEach(consumer)));
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
        String.valueOf(task.storeTaskState()));
  }

  private static Task exported(ExportImageTask task) {
    if (Ids.isMissing(task.exportImageTaskId())) {
      throw EXPORTS.misunderstood("a task without an id");
    }
    return new Task(task.exportImageTaskId(), task.imageId(), String.valueOf(task.status()));
  }

  /**
   * Reads all tasks of the region.
   *
   * @return a reference for each image of a task that has not ended, with its state as the detail
   * @throws io.amiclean.api.model.EvidenceException if it could not be read to its end
   */
  @Override
  public ImageUsage loadUsage() {
    Instant readAt = context.now();
    List<Task> read = new ArrayList<>();
    tasks.accept(read::add);
    context.report(Progress.of(operation.source(), read.size()));
    Set<ImageReference> references = new LinkedHashSet<>();
    List<String> notes = new ArrayList<>();
    for (Task task : read) {
      if (!ENDED.contains(task.state())) {
        String where = "the task " + task.user();
        Ids.Launched launched = Ids.launchTargets(operation, task.image(), Stream.empty(), where);
        notes.addAll(launched.notes(where));
        launched
            .targets()
            .forEach(
                image -> references.add(ImageReference.of(image, kind, task.user(), task.state())));
      }
    }
    return Usage.of(context, operation.source(), readAt, read.size(), references, notes);
  }
}
