package io.amiclean.examples.organization.temporal;

import io.amiclean.examples.organization.ExecutedScope;
import io.amiclean.examples.organization.FailureKind;
import io.amiclean.examples.organization.ObjectStore;
import io.amiclean.examples.organization.OrganizationReport;
import io.amiclean.examples.organization.OrganizationScope;
import io.amiclean.examples.organization.PlannedScope;
import io.amiclean.examples.organization.ScopeReport;
import io.amiclean.examples.organization.ScopeSource;
import io.amiclean.examples.organization.ScopeStatus;
import io.amiclean.examples.organization.ScopeWork;
import io.temporal.activity.Activity;
import io.temporal.client.ActivityCompletionException;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/** The units of work as activities: with heartbeats, and with failures that say what is retried. */
public final class OrganizationActivitiesImpl implements OrganizationActivities {

  private final ScopeSource source;
  private final ObjectStore store;
  private final ScopeWork work;

  /**
   * Works on scopes.
   *
   * @param source lists and opens the scopes
   * @param store keeps plans, journals, results and reports
   */
  public OrganizationActivitiesImpl(ScopeSource source, ObjectStore store) {
    this.source = source;
    this.store = store;
    this.work = new ScopeWork(source, store);
  }

  @Override
  public int list(String run, int pageSize) {
    return whileWanted(heartbeats -> report(run).list(source, pageSize));
  }

  @Override
  public List<OrganizationScope> scopes(String run, int page) {
    return unlessFailed(() -> report(run).scopes(page));
  }

  @Override
  public PlannedScope plan(OrganizationScope scope, String policyKey) {
    return whileWanted(heartbeats -> work.plan(scope, policyKey));
  }

  @Override
  public ExecutedScope execute(OrganizationScope scope, String digest) {
    return whileWanted(
        heartbeats -> {
          ExecutedScope executed = work.execute(scope, digest, heartbeats, Optional.empty());
          if (!executed.unfinished().isEmpty()) {
            throw ApplicationFailure.newFailure(
                "The execution stopped early (" + executed.unfinished() + ")",
                FailureKind.TRANSIENT.name());
          }
          return executed;
        });
  }

  @Override
  public void put(String run, int page, List<ScopeReport> reports) {
    unlessFailed(
        () -> {
          report(run).put(page, reports);
          return page;
        });
  }

  @Override
  public Map<ScopeStatus, Integer> report(String run, int pages) {
    return unlessFailed(() -> report(run).write(pages));
  }

  private OrganizationReport report(String run) {
    return new OrganizationReport(store, run);
  }

  /** What is done while the engine wants it. */
  private interface Work<T> {
    T run(Heartbeats heartbeats) throws Exception;
  }

  private static <T> T whileWanted(Work<T> unit) {
    return unlessFailed(
        () -> {
          Heartbeats heartbeats = new Heartbeats(Activity.getExecutionContext());
          try (heartbeats) {
            return unit.run(heartbeats);
          } catch (Exception e) {
            ActivityCompletionException end = heartbeats.end();
            throw end == null ? e : end;
          }
        });
  }

  private static <T> T unlessFailed(Callable<T> unit) {
    try {
      return unit.call();
    } catch (ApplicationFailure | ActivityCompletionException e) {
      throw e;
    } catch (Exception e) {
      FailureKind kind = FailureKind.of(e);
      throw ApplicationFailure.newBuilder()
          .setMessage(String.valueOf(e.getMessage()))
          .setType(kind.name())
          .setNonRetryable(kind != FailureKind.TRANSIENT)
          .build();
    }
  }
}
