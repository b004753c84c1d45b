package io.amiclean.examples.cli.execution;

import static io.amiclean.examples.cli.OverWire.ami;
import static io.amiclean.examples.cli.OverWire.snap;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.SnapshotDecision;
import io.amiclean.aws.wire.WireEndpoint;
import io.amiclean.core.json.PlanJson;
import io.amiclean.core.json.ResultJson;
import io.amiclean.examples.cli.CommandLineRun;
import io.amiclean.examples.cli.OverWire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every twentieth of the requests that remove something goes wrong, in one way or another. */
@Tag("slow")
class FaultyRemovalsOverWireTest {

  private static final int IMAGES = 80;
  private static final int ORPHANS = 40;
  private static final int REQUESTS = 4 * IMAGES;

  /** A snapshot of an image that stays and of one that goes. */
  private static final int SHARED = 2000;

  @TempDir private Path folder;
  private Path plan;
  private Path result;

  @RegisterExtension private final OverWire aws = OverWire.empty();

  /** Two images each share a snapshot; the last stays, and shares one with the first. */
  @BeforeEach
  void plan() {
    plan = folder.resolve("plan.json");
    result = folder.resolve("result.json");
    aws.images(IMAGES);
    for (int number = 1; number <= IMAGES; number++) {
      aws.state().image(ami(number)).device("/dev/xvdb", snap(1000 + number / 2), 8);
    }
    for (int number = 1; number <= ORPHANS; number++) {
      aws.state()
          .snapshot(snap(3000 + number))
          .description("Created by CreateImage(i-0123456789abcdef0) for " + ami(3000 + number));
    }
    aws.state().image(ami(1)).device("/dev/xvdc", snap(SHARED), 8);
    aws.state().image(ami(IMAGES)).device("/dev/xvdc", snap(SHARED), 8);
    aws.state().instance("i-00000000000000001").image(ami(IMAGES));
    CommandLineRun run = aws.planAll(plan, "--check-orphans");
    assertThat(run.status()).as(run.err()).isZero();
  }

  /** Returns the number of the first request to deregister an image that goes wrong. */
  private int makeFaulty(Random random) {
    int first = REQUESTS;
    for (String action : List.of("DeregisterImage", "DeleteSnapshot")) {
      for (int nth = 1; nth <= REQUESTS; nth++) {
        if (random.nextInt(20) == 0) {
          makeFaulty(aws.endpoint(), action, nth, random.nextInt(4));
          first = action.equals("DeregisterImage") ? Math.min(first, nth) : first;
        }
      }
    }
    return first;
  }

  private static void makeFaulty(WireEndpoint endpoint, String action, int nth, int kind) {
    switch (kind) {
      case 0 ->
          endpoint.failAt(action, nth, 503, "RequestLimitExceeded", "Request limit exceeded.");
      case 1 ->
          endpoint.failAt(action, nth, 500, "InternalError", "An internal error has occurred");
      case 2 -> endpoint.cutBefore(action, nth);
      default -> endpoint.cutAfter(action, nth);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
  void everythingEndsAsPlannedOrIsInTheResultWithItsReason(long seed) throws IOException {
    int firstFault = makeFaulty(new Random(seed));
    Set<String> before = everything();
    Set<String> planned = planned();

    CommandLineRun run = apply();

    assertThat(aws.endpoint().count("DeregisterImage")).isGreaterThanOrEqualTo(firstFault);
    ExecutionResult executed = ResultJson.read(Files.readString(result));
    Map<String, ActionOutcome> outcomes =
        executed.outcomes().stream()
            .collect(toMap(outcome -> outcome.resource().value(), outcome -> outcome));
    assertThat(outcomes.keySet()).isEqualTo(planned);
    assertThat(executed.counts().values().stream().mapToInt(Integer::intValue).sum())
        .isEqualTo(planned.size());
    assertThat(outcomes)
        .allSatisfy(
            (id, outcome) -> {
              assertThat(everything().contains(id)).as("%s", outcome).isEqualTo(!isDone(outcome));
              assertThat(outcome.code()).isNotBlank();
              assertThat(outcome.message()).isNotBlank();
            });
    assertThat(everything()).containsAll(difference(before, planned));
    assertThat(run.status()).as(run.err()).isEqualTo(executed.hasFailures() ? 3 : 0);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void applyingAgainWithoutFaultsFinishesIt(long seed) throws IOException {
    Set<String> staying = difference(everything(), planned());
    makeFaulty(new Random(seed));
    apply();
    aws.endpoint().heal();

    CommandLineRun run = apply();

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(everything()).isEqualTo(staying).contains(ami(IMAGES), snap(SHARED));
    assertThat(ResultJson.read(Files.readString(result)).outcomes())
        .allMatch(FaultyRemovalsOverWireTest::isDone);
  }

  private CommandLineRun apply() {
    return aws.run(
        "", "apply", "-f", plan.toString(), "--result-out", result.toString(), "--overwrite");
  }

  private Set<String> planned() throws IOException {
    CleanupPlan read = PlanJson.read(Files.readString(plan));
    Set<String> planned = new TreeSet<>();
    read.removals().forEach(removal -> planned.add(removal.imageId().value()));
    Stream.concat(
            read.removals().stream().flatMap(removal -> removal.snapshots().stream()),
            read.orphanSnapshots().stream())
        .filter(SnapshotDecision::isDeletion)
        .forEach(snapshot -> planned.add(snapshot.snapshotId().value()));
    assertThat(planned).hasSizeGreaterThan(3 * IMAGES / 2 + ORPHANS);
    return planned;
  }

  private Set<String> everything() {
    Set<String> all = new TreeSet<>(aws.state().imageIds());
    all.addAll(aws.state().snapshotIds());
    return all;
  }

  private static boolean isDone(ActionOutcome outcome) {
    return outcome.outcome() == Outcome.SUCCEEDED || outcome.outcome() == Outcome.ALREADY_GONE;
  }

  private static Set<String> difference(Set<String> all, Set<String> without) {
    Set<String> rest = new HashSet<>(all);
    rest.removeAll(without);
    return rest;
  }
}
