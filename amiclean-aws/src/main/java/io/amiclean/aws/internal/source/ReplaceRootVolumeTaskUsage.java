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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeReplaceRootVolumeTasksRequest;
import software.amazon.awssdk.services.ec2.model.DescribeReplaceRootVolumeTasksResponse;
import software.amazon.awssdk.services.ec2.model.ReplaceRootVolumeTask;

/**
 * Usage by tasks that replace the root volume of an instance and have not ended: the image or the
 * snapshot that they restore. Thread-safe.
 */
final class ReplaceRootVolumeTaskUsage implements ImageUsageSource {

  /** The kind of reference that this source gives. */
  public static final String KIND = "replace-root-volume-task";

  private static final ReadOperation TASKS =
      new ReadOperation(
          EvidenceSources.REPLACE_ROOT_VOLUME_TASKS, "ec2:DescribeReplaceRootVolumeTasks");

  private static final int PAGE = 50;

  /** EC2 API Reference, "ReplaceRootVolumeTask"; a state that is new counts as not ended. */
  private static final Set<String> ENDED = Set.of("succeeded", "failed", "failed-detached");

  private final CheckedClient<Ec2Client> ec2;
  private final SourceContext context;

  /**
   * Creates a source.
   *
   * @param ec2 the client; the caller owns it
   * @param context scope, clock and progress
   */
  public ReplaceRootVolumeTaskUsage(CheckedClient<Ec2Client> ec2, SourceContext context) {
    this.ec2 = Objects.requireNonNull(ec2, "ec2");
    this.context = Objects.requireNonNull(context, "context");
  }

  /**
   * Reads all tasks of the region: one call for fifty.
   *
   * @return a reference for each image and snapshot of a task that has not ended, with its state as
   *     the detail
   * @throws io.amiclean.api.model.EvidenceException if it could not be read to its end
   */
  @Override
  public ImageUsage loadUsage() {
    Instant readAt = context.now();
    Map<String, ReplaceRootVolumeTask> tasks = new TreeMap<>();
    TASKS.pages(
        ec2,
        Ec2Client::describeReplaceRootVolumeTasks,
        token ->
            DescribeReplaceRootVolumeTasksRequest.builder()
                .maxResults(PAGE)
                .nextToken(token)
                .build(),
        DescribeReplaceRootVolumeTasksResponse::nextToken,
        page -> {
          for (ReplaceRootVolumeTask task : page.replaceRootVolumeTasks()) {
            if (Ids.isMissing(task.replaceRootVolumeTaskId())) {
              throw TASKS.misunderstood("a task without an id");
            }
            tasks.put(task.replaceRootVolumeTaskId(), task);
          }
          context.report(Progress.of(EvidenceSources.REPLACE_ROOT_VOLUME_TASKS, tasks.size()));
        });
    List<ImageReference> references = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    tasks.forEach(
        (id, task) -> {
          String state = String.valueOf(task.taskStateAsString());
          if (!ENDED.contains(state)) {
            String where = "the task " + id;
            Ids.Launched launched =
                Ids.launchTargets(
                    TASKS,
                    task.imageId(),
                    Stream.of(task).map(ReplaceRootVolumeTask::snapshotId),
                    where);
            notes.addAll(launched.notes(where));
            launched
                .targets()
                .forEach(target -> references.add(ImageReference.of(target, KIND, id, state)));
          }
        });
    return Usage.of(
        context,
        EvidenceSources.REPLACE_ROOT_VOLUME_TASKS,
        readAt,
        tasks.size(),
        references,
        notes);
  }
}
