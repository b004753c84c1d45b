package io.amiclean.core.execution;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.execution.ImageOperations;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.execution.SnapshotOperations;
import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ResourceId;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.SnapshotDecision;
import io.amiclean.core.journal.JournalFile;
import io.amiclean.core.json.PlanJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Images and snapshots that outlive a process: each is a file. As a program it announces each call
 * before and after it has effect, and goes on when it is asked to.
 */
final class FolderAccount implements ImageOperations, SnapshotOperations {

  private final Path folder;
  private final CleanupPlan plan;
  private final Runnable pause;

  FolderAccount(Path folder, CleanupPlan plan, Runnable pause) {
    this.folder = folder;
    this.plan = plan;
    this.pause = pause;
  }

  /** Executes a plan step by step: the arguments are folder, plan and journal. */
  public static void main(String[] args) throws IOException {
    CleanupPlan plan = PlanJson.read(Files.readString(Path.of(args[1])));
    new FolderAccount(Path.of(args[0]), plan, FolderAccount::waitForParent)
        .execute(Path.of(args[2]));
  }

  private static void waitForParent() {
    try {
      System.out.write('.');
      System.out.flush();
      if (System.in.read() < 0) {
        throw new IllegalStateException("The parent has gone");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ExecutionResult execute(Path journalFile) throws IOException {
    try (JournalFile journal = JournalFile.open(journalFile, plan)) {
      return PlanExecutor.builder()
          .operations(this)
          .withoutRecheck()
          .journal(journal)
          .concurrency(1)
          .build()
          .execute(plan);
    }
  }

  @Override
  public CleanupScope scope() {
    return plan.scope();
  }

  @Override
  public ActionOutcome deregister(ImageId image) {
    return remove(image);
  }

  @Override
  public List<ActionOutcome> deregisterWithSnapshots(ImageId image) {
    List<ActionOutcome> outcomes = new ArrayList<>();
    outcomes.add(remove(image));
    ImageDecision decision = plan.explain(image);
    for (SnapshotDecision snapshot : decision.snapshots()) {
      outcomes.add(remove(snapshot.snapshotId()));
    }
    return outcomes;
  }

  @Override
  public ActionOutcome delete(SnapshotId snapshot) {
    return remove(snapshot);
  }

  @Override
  public boolean exists(ImageId image) {
    return Files.exists(folder.resolve(image.value()));
  }

  @Override
  public Map<ImageId, AccountId> owners(Set<ImageId> images) {
    return images.stream()
        .filter(this::exists)
        .collect(Collectors.toMap(Function.identity(), image -> scope().accountId()));
  }

  @Override
  public boolean exists(SnapshotId snapshot) {
    return Files.exists(folder.resolve(snapshot.value()));
  }

  private ActionOutcome remove(ResourceId id) {
    pause.run();
    boolean removed;
    try {
      removed = Files.deleteIfExists(folder.resolve(id.value()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    pause.run();
    return Outcomes.of(
        id, removed ? Outcome.SUCCEEDED : Outcome.ALREADY_GONE, "removed", "It was there");
  }
}
