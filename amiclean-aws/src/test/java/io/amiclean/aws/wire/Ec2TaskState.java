package io.amiclean.aws.wire;

import static io.amiclean.aws.wire.WireState.SOME_TIME;

import java.util.LinkedHashMap;
import java.util.Map;

/** EC2: images with Fast Launch, and tasks on images and volumes. */
public final class Ec2TaskState extends ServiceState {

  final Map<String, FastLaunchImage> fastLaunchImages = new LinkedHashMap<>();
  final Map<String, ReplaceRootVolumeTask> replaceRootVolumeTasks = new LinkedHashMap<>();
  final Map<String, StoreImageTask> storeImageTasks = new LinkedHashMap<>();
  final Map<String, ExportImageTask> exportImageTasks = new LinkedHashMap<>();

  Ec2TaskState(WireState state) {
    super(state);
  }

  FastLaunchImage fastLaunchImage(String imageId) {
    return fastLaunchImages.computeIfAbsent(imageId, FastLaunchImage::new);
  }

  ReplaceRootVolumeTask replaceRootVolumeTask(String id) {
    return replaceRootVolumeTasks.computeIfAbsent(id, ReplaceRootVolumeTask::new);
  }

  StoreImageTask storeImageTask(String imageId) {
    return storeImageTasks.computeIfAbsent(imageId, StoreImageTask::new);
  }

  ExportImageTask exportImageTask(String id) {
    return exportImageTasks.computeIfAbsent(id, ExportImageTask::new);
  }

  /** An image with Fast Launch; made by {@link WireState#fastLaunchImage}. */
  public final class FastLaunchImage extends Resource<FastLaunchImage> {

    FastLaunchImage(String imageId) {
      super(state, imageId, "imageId");
      elements.put("resourceType", "snapshot");
      elements.put("maxParallelLaunches", 6);
      elements.put("ownerId", account);
      elements.put("state", "enabled");
    }

    public FastLaunchImage state(String state) {
      return with("state", state);
    }
  }

  /** A task that replaces a root volume; made by {@link WireState#replaceRootVolumeTask}. */
  public final class ReplaceRootVolumeTask extends Resource<ReplaceRootVolumeTask> {

    ReplaceRootVolumeTask(String id) {
      super(state, id, "replaceRootVolumeTaskId");
      elements.put("instanceId", "i-1");
      elements.put("taskState", "in-progress");
      elements.put("startTime", SOME_TIME);
    }

    public ReplaceRootVolumeTask state(String state) {
      return with("taskState", state);
    }

    public ReplaceRootVolumeTask image(String imageId) {
      return with("imageId", imageId);
    }

    public ReplaceRootVolumeTask snapshot(String snapshotId) {
      return with("snapshotId", snapshotId);
    }
  }

  /** A task that stores an image; made by {@link WireState#storeImageTask}. */
  public final class StoreImageTask extends Resource<StoreImageTask> {

    StoreImageTask(String imageId) {
      super(state, imageId, "amiId");
      elements.put("bucket", "images");
      elements.put("s3objectKey", imageId + ".bin");
      elements.put("storeTaskState", "InProgress");
      elements.put("taskStartTime", SOME_TIME);
    }

    public StoreImageTask state(String state) {
      return with("storeTaskState", state);
    }
  }

  /** A task that exports an image; made by {@link WireState#exportImageTask}. */
  public final class ExportImageTask extends Resource<ExportImageTask> {

    ExportImageTask(String id) {
      super(state, id, "exportImageTaskId");
      elements.put("status", "active");
    }

    public ExportImageTask state(String status) {
      return with("status", status);
    }

    public ExportImageTask image(String imageId) {
      return with("imageId", imageId);
    }
  }
}
