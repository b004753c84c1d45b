package io.amiclean.api.execution;

import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.ServiceCall;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.testing.CleanupListenerContract;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Nested;

class CleanupListenerContractTest {

  @Nested
  class None extends CleanupListenerContract {
    @Override
    protected CleanupListener listener() {
      return CleanupListener.none();
    }
  }

  @Nested
  class AnAudit extends CleanupListenerContract {
    private final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    protected CleanupListener listener() {
      return new CleanupListener() {
        @Override
        public void planned(CleanupPlan plan, Duration duration) {
          lines.add(plan.scope() + " " + plan.summary());
        }

        @Override
        public void called(ServiceCall call) {
          lines.add(call.operation());
        }

        @Override
        public void ended(CleanupScope scope, ActionOutcome outcome) {
          lines.add(outcome.resource() + " " + outcome.outcome());
        }
      };
    }
  }
}
