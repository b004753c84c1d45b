package io.amiclean.core.execution;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.model.CleanupScope;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** An action that was tried, in a flight recording; not to be touched unless there is one. */
@Name("io.amiclean.Action")
@Label("Cleanup Action")
@Category("amiclean")
@Description("An image or a snapshot was removed or changed, or that was tried")
@StackTrace(false)
final class ActionEvent extends Event {

  @Label("Account")
  @Nullable String account;

  @Label("Region")
  @Nullable String region;

  @Label("Action")
  @Nullable String action;

  @Label("Resource")
  @Description("The image or snapshot")
  @Nullable String resource;

  @Label("Snapshots Along")
  @Description("Snapshots that the same call was to delete")
  int snapshotsAlong;

  @Label("Outcome")
  @Nullable String outcome;

  @Label("Code")
  @Nullable String code;

  static ActionEvent begun() {
    ActionEvent event = new ActionEvent();
    event.begin();
    return event;
  }

  void ended(CleanupScope scope, ActionOutcome ended, int along) {
    account = scope.accountId().value();
    region = scope.region();
    action = ended.action().name();
    resource = ended.resource().value();
    snapshotsAlong = along;
    outcome = ended.outcome().name();
    code = ended.code();
    commit();
  }
}
