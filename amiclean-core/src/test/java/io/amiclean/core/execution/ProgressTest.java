package io.amiclean.core.execution;

import static io.amiclean.core.Fixtures.imageId;
import static io.amiclean.core.execution.Executing.account;
import static io.amiclean.core.execution.Executing.ami;
import static io.amiclean.core.execution.Executing.executor;
import static io.amiclean.core.execution.Executing.plan;
import static io.amiclean.core.execution.Executing.planner;
import static io.amiclean.core.execution.Executing.snap;
import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.model.Progress;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.inmemory.AccountCall;
import io.amiclean.core.inmemory.Fault;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.lifecycle.LifecyclePolicy;
import io.amiclean.core.lifecycle.LifecycleRule;
import io.amiclean.core.plan.CleanupPlanner;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ProgressTest {

  /** Eight images with a snapshot each, and an orphan: 17 steps. */
  private static InMemoryAccount seventeenSteps() {
    Executing.Account account = account();
    for (int number = 1; number <= 8; number++) {
      account.image(number, number);
    }
    return account.and().snapshot(snap(9), orphan -> orphan.madeFor(ami(99))).build();
  }

  private static List<Progress> oneByOne(int steps) {
    return LongStream.rangeClosed(1, steps)
        .mapToObj(step -> Progress.of("removal", step, steps))
        .toList();
  }

  @Test
  void everyStepIsToldOnceAndInOrder() {
    InMemoryAccount account = seventeenSteps();
    List<Progress> received = Collections.synchronizedList(new ArrayList<>());

    executor(account).concurrency(4).progress(received::add).build().execute(plan(account));

    assertThat(received).containsExactlyElementsOf(oneByOne(17));
  }

  @Test
  void whatIsSkippedOrFailsIsAStepToo() {
    InMemoryAccount account = seventeenSteps();
    CleanupPlan plan = plan(account);
    account.add(more -> more.instance("i-1", ami(1)));
    account.failAt(AccountCall.DEREGISTER_IMAGE, imageId(2), Fault.denied());
    List<Progress> received = new ArrayList<>();

    executor(account).progress(received::add).build().execute(plan);

    assertThat(received).containsExactlyElementsOf(oneByOne(17));
  }

  @Test
  void partsAreWholeOnTheirOwn() {
    InMemoryAccount account = seventeenSteps();
    CleanupPlan plan = plan(account);
    List<Progress> received = new ArrayList<>();

    executor(account).progress(received::add).build().execute(plan, PlanPart.ORPHAN_SNAPSHOTS);

    assertThat(received).containsExactlyElementsOf(oneByOne(1));
  }

  @Test
  void aListenerThatThrowsDisturbsNothing() {
    InMemoryAccount account = seventeenSteps();

    ExecutionResult result =
        executor(account)
            .progress(
                progress -> {
                  throw new UnsupportedOperationException("No display");
                })
            .build()
            .execute(plan(account));

    assertThat(result.counts()).containsEntry(Outcome.SUCCEEDED, 17);
  }

  @Test
  void aChangeOfAStageIsAStepToo() {
    InMemoryAccount account = account().image(1).image(2).image(3).build();
    CleanupPlanner planner =
        planner(account).lifecycle(LifecyclePolicy.of(LifecycleRule.disable())).build();
    List<Progress> received = new ArrayList<>();

    executor(account, planner)
        .lifecycle(account)
        .progress(received::add)
        .build()
        .execute(planner.plan());

    assertThat(received).containsExactlyElementsOf(oneByOne(3));
  }
}
