package io.amiclean.core.plan;

import static io.amiclean.core.Fixtures.SCOPE;
import static io.amiclean.core.plan.Planning.sweeping;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amiclean.api.exclusion.ExclusionFilter;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.PlanRefusedException;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.Fixtures;
import io.amiclean.core.exclusion.ExclusionFilters;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.MDC;

class ListenedPlanningTest {

  private static final Map<String, String> CONTEXT =
      Map.of(
          "request",
          "42",
          "amiclean.account",
          SCOPE.accountId().value(),
          "amiclean.region",
          SCOPE.region());

  private final List<String> heard = new ArrayList<>();

  private static Fixtures.Account account() {
    return Fixtures.account().images(Fixtures.image(1).build(), Fixtures.image(2).build());
  }

  @AfterEach
  void clear() {
    MDC.clear();
  }

  private void hear(CleanupPlan plan, Duration duration) {
    heard.add(plan.scope() + " " + plan.summary().remove() + " in " + duration);
  }

  @Test
  void hearsOfAPlanAndHowLongItTookToReadAndDecide() {
    AtomicLong seconds = new AtomicLong();
    PlanningContext context = account().context();

    sweeping(account())
        .ticker(() -> TimeUnit.SECONDS.toNanos(seconds.get()))
        .images(
            () -> {
              seconds.addAndGet(3);
              return context.images();
            })
        .exclude(
            ExclusionFilter.named(
                "slow()",
                (image, inventory) -> {
                  seconds.incrementAndGet();
                  return List.of();
                }))
        .listener(this::hear)
        .build()
        .plan();

    assertThat(heard).containsExactly(SCOPE + " 2 in PT5S");
  }

  @Test
  void hearsOfAPlanOnWhatWasReadBefore() {
    CleanupPlanner planner = sweeping(account()).listener(this::hear).build();

    planner.plan(planner.read());

    assertThat(heard).hasSize(1);
  }

  @Test
  void hearsNothingOfAPlanningThatFails() {
    CleanupPlanner planner =
        sweeping(account())
            .selectOnly(List.of(ImageId.of("ami-00000099")))
            .listener(this::hear)
            .build();

    assertThatThrownBy(planner::plan).isInstanceOf(PlanRefusedException.class);
    assertThat(heard).isEmpty();
  }

  @Test
  void hearsNothingOfPlansThatOnlyCompare() {
    CleanupPlanner planner =
        sweeping(account()).exclude(ExclusionFilters.tagged("keep")).listener(this::hear).build();

    WhatIf.of(planner).protectingLess().forEach(change -> change.planner().plan());

    assertThat(heard).isEmpty();
  }

  @Test
  void aListenerThatThrowsChangesNoPlan() {
    CleanupPlan plan =
        sweeping(account())
            .listener(
                (made, duration) -> {
                  throw new IllegalStateException("No registry");
                })
            .listener(this::hear)
            .build()
            .plan();

    assertThat(plan).isEqualTo(sweeping(account()).build().plan());
    assertThat(heard).hasSize(1);
  }

  @Test
  void decidesInTheContextOfItsScopeAndLeavesThatOfTheCaller() {
    MDC.put("request", "42");
    Set<Map<String, String>> seen = ConcurrentHashMap.newKeySet();

    sweeping(account())
        .exclude(
            ExclusionFilter.named(
                "seen()",
                (image, inventory) -> {
                  seen.add(MDC.getCopyOfContextMap());
                  return List.of();
                }))
        .listener((plan, duration) -> seen.add(MDC.getCopyOfContextMap()))
        .build()
        .plan();

    assertThat(seen).containsExactly(CONTEXT);
    assertThat(MDC.getCopyOfContextMap()).isEqualTo(Map.of("request", "42"));
  }

  @Test
  void decidesOnManyImagesInTheContextOfItsScopeOnEveryThread() {
    Fixtures.Account account = Fixtures.account();
    for (int number = 1; number <= 10_000; number++) {
      account.images(Fixtures.image(number).build());
    }
    MDC.put("request", "42");
    Set<Map<String, String>> seen = ConcurrentHashMap.newKeySet();

    sweeping(account)
        .exclude(
            ExclusionFilter.named(
                "seen()",
                (image, inventory) -> {
                  seen.add(MDC.getCopyOfContextMap());
                  return List.of();
                }))
        .build()
        .plan();

    assertThat(seen).containsExactly(CONTEXT);
  }

  @Test
  void readsInTheContextOfTheCallerOnEveryThread() {
    MDC.put("request", "42");
    PlanningContext context = account().context();
    Map<String, String> seen = new ConcurrentHashMap<>();

    sweeping(account())
        .images(
            () -> {
              seen.put("images", String.valueOf(MDC.get("request")));
              return context.images();
            })
        .snapshots(
            () -> {
              seen.put("snapshots", String.valueOf(MDC.get("request")));
              return context.snapshots();
            })
        .build()
        .plan();

    assertThat(seen).isEqualTo(Map.of("images", "42", "snapshots", "42"));
  }

  @Test
  void aRecordingShowsAPlanAndAPlanningThatFailed(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("recording.jfr");
    CleanupPlannerBuilder planner = sweeping(account());
    try (Recording recording = new Recording()) {
      recording.enable("io.amiclean.Plan").withoutThreshold();
      recording.start();
      planner.build().plan();
      assertThatThrownBy(
          () -> planner.selectOnly(List.of(ImageId.of("ami-00000099"))).build().plan());
      recording.dump(file);
    }

    List<RecordedEvent> events = RecordingFile.readAllEvents(file);
    assertThat(events).hasSize(2);
    RecordedEvent plan = events.get(0);
    assertThat(plan.getString("account")).isEqualTo(SCOPE.accountId().value());
    assertThat(plan.getString("region")).isEqualTo(SCOPE.region());
    assertThat(plan.getInt("images")).isEqualTo(2);
    assertThat(plan.getInt("removals")).isEqualTo(2);
    assertThat(plan.getDuration()).isPositive();
    assertThat(plan.getString("failure")).isNull();
    assertThat(events.get(1).getString("failure")).contains("ami-00000099");
  }
}
