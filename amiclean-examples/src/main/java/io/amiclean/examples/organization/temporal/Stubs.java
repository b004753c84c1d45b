package io.amiclean.examples.organization.temporal;

import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.ChildWorkflowCancellationType;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/** How workflows call activities and one another. */
final class Stubs {

  /** More than a reading takes at most by default, with the checks of the candidates. */
  private static final Duration LONGEST_WORK = Duration.ofHours(24);

  private static final Duration LONGEST_WRITE = Duration.ofMinutes(5);

  /** From half a minute to one hour between two attempts; what is not to be repeated says so. */
  private static final RetryOptions RETRIES =
      RetryOptions.newBuilder()
          .setInitialInterval(Duration.ofSeconds(30))
          .setBackoffCoefficient(2)
          .setMaximumInterval(Duration.ofHours(1))
          .build();

  private Stubs() {}

  /** Returns the activities that read and change accounts. */
  static OrganizationActivities work(OrganizationSettings settings) {
    return Workflow.newActivityStub(
        OrganizationActivities.class,
        ActivityOptions.newBuilder()
            .setStartToCloseTimeout(LONGEST_WORK)
            .setScheduleToCloseTimeout(settings.retryFor())
            .setHeartbeatTimeout(settings.heartbeat())
            .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
            .setRetryOptions(RETRIES)
            .build());
  }

  /** Returns the activities that read and write the store alone. */
  static OrganizationActivities store() {
    return Workflow.newActivityStub(
        OrganizationActivities.class,
        ActivityOptions.newBuilder()
            .setStartToCloseTimeout(LONGEST_WRITE)
            .setRetryOptions(RETRIES)
            .build());
  }

  /** Returns a child that is cancelled with its parent, which waits for it. */
  static <T> T child(Class<T> type, String id) {
    return Workflow.newChildWorkflowStub(
        type,
        ChildWorkflowOptions.newBuilder()
            .setWorkflowId(id)
            .setCancellationType(ChildWorkflowCancellationType.WAIT_CANCELLATION_COMPLETED)
            .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_REQUEST_CANCEL)
            .build());
  }
}
