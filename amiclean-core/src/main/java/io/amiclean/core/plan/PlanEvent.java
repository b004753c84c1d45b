package io.amiclean.core.plan;

import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.PlanSummary;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** A planning in a flight recording; not to be touched unless there is one. */
@Name("io.amiclean.Plan")
@Label("Cleanup Plan")
@Category("amiclean")
@Description("A plan was made, or could not be made")
@StackTrace(false)
final class PlanEvent extends Event {

  @Label("Account")
  @Nullable String account;

  @Label("Region")
  @Nullable String region;

  @Label("Images")
  @Description("Images in the inventory")
  int images;

  @Label("Removals")
  @Description("Images to remove")
  int removals;

  @Label("Snapshots")
  @Description("Snapshots to delete")
  int snapshots;

  @Label("Refused")
  @Description("Whether the plan must not be executed")
  boolean refused;

  @Label("Failure")
  @Description("Why no plan was made")
  @Nullable String failure;

  static PlanEvent begun() {
    PlanEvent event = new PlanEvent();
    event.begin();
    return event;
  }

  void made(CleanupPlan plan) {
    end();
    PlanSummary summary = plan.summary();
    account = plan.scope().accountId().value();
    region = plan.scope().region();
    images = summary.images();
    removals = summary.remove();
    snapshots = summary.snapshotsToDelete();
    refused = !plan.refusals().isEmpty();
    commit();
  }

  void failed(Throwable cause) {
    failure = cause.toString();
    commit();
  }
}
