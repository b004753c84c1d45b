package io.amiclean.examples.fedora;

import static java.util.stream.Collectors.toMap;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.journal.ExecutionJournal;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ResourceId;
import io.amiclean.api.plan.CandidateCheck;
import io.amiclean.api.plan.CandidateFindings;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.execution.PlanExecutor;
import io.amiclean.core.execution.PlanExecutorBuilder;
import io.amiclean.core.journal.JournalFile;
import io.amiclean.core.plan.CleanupPlanner;
import io.amiclean.examples.fedora.archive.PublishedImages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Changes what a plan of Fedora's process selects in one region, after what an earlier run did not
 * finish. Thread-safe if the listener is.
 *
 * <p>Only a deletion is ever finished: the tags on an image show how far it was made private, and a
 * new plan goes on from there.
 *
 * @param step the step
 * @param planner plans again
 * @param published what was published, and when
 * @param files where journals go, and when images are made private, as their tags will say
 * @param listener receives the place of the files of a region
 */
record RegionExecution(
    ProcessStep step,
    RegionPlanner planner,
    PublishedImages published,
    RunFiles files,
    Consumer<String> listener) {

  /** Left to the plan that was just made. */
  private static final String PLANNED_AGAIN = "planned-again";

  /**
   * Executes a plan. Each step is in a journal before it is taken, and with it the launch
   * permissions that are taken away, whatever becomes of the tags of their images.
   *
   * @return the outcomes, among them those of what an earlier run did not finish
   * @throws IOException if a file cannot be read or written; nothing was changed by the plan
   */
  ExecutionResult execute(CleanupPlan plan, Region region) throws IOException {
    Map<ResourceId, ActionOutcome> outcomes = new LinkedHashMap<>();
    if (step == ProcessStep.DELETE) {
      for (OpenDeletion open : OpenDeletion.in(files.folder(), plan.scope())) {
        listener.accept(plan.scope().region() + " finishes the deletion of " + open.file());
        outcomes.putAll(finish(open, region));
      }
    }
    ExecutionResult result = executeNew(plan, region);
    result.outcomes().forEach(outcome -> outcomes.put(outcome.resource(), outcome));
    return ExecutionResult.builder()
        .startedAt(result.startedAt())
        .finishedAt(result.finishedAt())
        .scope(result.scope())
        .outcomes(outcomes.values())
        .build();
  }

  private ExecutionResult executeNew(CleanupPlan plan, Region region) throws IOException {
    if (ProcessStep.selected(plan).isEmpty()) {
      return executor(region, again(region)).journal(ExecutionJournal.none()).build().execute(plan);
    }
    Path path = files.journal(plan.scope().region());
    if (step != ProcessStep.DELETE) {
      return execute(executor(region, again(region)), path, plan);
    }
    OpenDeletion deletion = OpenDeletion.begin(path, plan);
    ExecutionResult result = execute(executor(region, again(region)), path, plan);
    end(deletion, result);
    return result;
  }

  /** Deletes what images left behind that are gone. On those that are not, the new plan decides. */
  private Map<ResourceId, ActionOutcome> finish(OpenDeletion open, Region region)
      throws IOException {
    CleanupScope scope = open.plan().scope();
    CleanupPlanner again =
        planner
            .planner(open.plan(), region.reader(), published)
            .check(CandidateCheck.named(PLANNED_AGAIN, images -> leftAlone(scope, images)))
            .build();
    ExecutionResult result = execute(executor(region, again), open.journal(), open.plan());
    end(open, result);
    return result.outcomes().stream()
        .filter(outcome -> outcome.outcome() != Outcome.SKIPPED)
        .collect(toMap(ActionOutcome::resource, outcome -> outcome));
  }

  private static CandidateFindings leftAlone(CleanupScope scope, List<Image> images) {
    return CandidateFindings.builder()
        .scope(scope)
        .reasons(
            images.stream()
                .collect(
                    toMap(
                        Image::id,
                        image ->
                            List.of(
                                Reason.of(PLANNED_AGAIN, "What becomes of it is planned again")))))
        .build();
  }

  private ExecutionResult execute(PlanExecutorBuilder executor, Path path, CleanupPlan plan)
      throws IOException {
    try (JournalFile journal = JournalFile.open(path, plan)) {
      listener.accept(plan.scope().region() + " writes the journal " + path);
      return executor.journal(journal).build().execute(plan);
    }
  }

  /** What was done must not be reported as a failure; at worst it is planned once more. */
  private void end(OpenDeletion deletion, ExecutionResult result) {
    try {
      deletion.endAfter(result);
    } catch (IOException e) {
      listener.accept("The plan " + deletion.file() + " is over, but cannot be taken away: " + e);
    }
  }

  private CleanupPlanner again(Region region) {
    return planner.planner(region.reader(), published);
  }

  private PlanExecutorBuilder executor(Region region, CleanupPlanner again) {
    return PlanExecutor.builder()
        .operations(region.removals())
        .lifecycle(region.lifecycle())
        .markedAt(files.at())
        .planner(again);
  }
}
