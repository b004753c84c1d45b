package io.amiclean.examples.organization.temporal;

import io.amiclean.examples.organization.ScopeStatus;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;

/**
 * Batches run side by side, so that a plan that waits for a person holds up no other scope. After
 * so many batches as the settings say, the workflow continues as new: its history is bounded for
 * any number of scopes.
 */
public final class OrganizationWorkflowImpl implements OrganizationWorkflow {

  private static final Logger LOG = Workflow.getLogger(OrganizationWorkflowImpl.class);

  private OrganizationState state = OrganizationState.begin();

  @Override
  public OrganizationState clean(OrganizationSettings settings, OrganizationState from) {
    String run = Workflow.getInfo().getFirstExecutionRunId();
    state =
        from.batches() < 0
            ? from.listed(Stubs.work(settings).list(run, settings.batchSize()))
            : from;
    int end = Math.min(state.batches(), state.done() + settings.batchesAtOnce());
    List<Promise<Void>> batches = new ArrayList<>();
    for (int page = state.done(); page < end; page++) {
      batches.add(
          Async.procedure(
              Stubs.child(BatchWorkflow.class, Workflow.getInfo().getWorkflowId() + "/" + page)
                  ::clean,
              settings,
              run,
              page));
    }
    for (Promise<Void> batch : batches) {
      try {
        batch.get();
      } catch (TemporalFailure e) {
        LOG.warn("A batch failed; the report lists its scopes as failed", e);
      }
      state = state.ended();
    }
    if (state.done() < state.batches() && !CancellationScope.current().isCancelRequested()) {
      Workflow.newContinueAsNewStub(OrganizationWorkflow.class).clean(settings, state);
    }
    Workflow.newDetachedCancellationScope(() -> report(run)).run();
    return state;
  }

  private void report(String run) {
    Map<ScopeStatus, Integer> counts = Stubs.store().report(run, state.batches());
    state = state.reported(counts, "runs/" + run + "/report.txt");
  }

  @Override
  public OrganizationState state() {
    return state;
  }
}
