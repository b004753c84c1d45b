package io.amiclean.core.scope;

import static io.amiclean.core.Fixtures.NOW;
import static io.amiclean.core.Fixtures.imageId;
import static io.amiclean.core.Fixtures.snapshotId;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.plan.Action;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.execution.PlanExecutor;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.json.PlanJson;
import io.amiclean.core.mapping.Mappers;
import io.amiclean.core.plan.CleanupPlanner;
import io.amiclean.core.retention.RetentionStrategies;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Thousands of scopes, whose plans lie in files until they are executed, in a small heap. */
@Timeout(300)
@Tag("slow")
class ManyScopesTest {

  private static final int SCOPES = 2000;
  private static final int IMAGES = 50;

  /** A plan of 50 images takes some 90 KB, so that all of them would take three times this. */
  private static final String HEAP = "-Xmx64m";

  private static final int KEPT = 10;
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

  @TempDir private Path folder;

  /**
   * Plans and executes scopes, and prints how many images were removed.
   *
   * @param args a folder for plans, the number of scopes, and the number of images in each
   */
  public static void main(String... args) {
    Path folder = Path.of(args[0]);
    int images = Integer.parseInt(args[2]);
    Scopes<Integer> scopes =
        Scopes.of(IntStream.range(0, Integer.parseInt(args[1])).boxed().toList()).concurrency(8);
    scopes.plan(
        scope ->
            CleanupPlanner.builder()
                .account(account(scope, images))
                .groupBy(Mappers.everything("all"))
                .retain(RetentionStrategies.keepNewest(KEPT))
                .clock(CLOCK)
                .build()
                .plan(),
        outcome -> write(outcome.value().orElseThrow(), file(folder, outcome.scope())));
    AtomicInteger removed = new AtomicInteger();
    scopes.<Integer>each(
        scope -> execute(account(scope, images), file(folder, scope)),
        outcome -> removed.addAndGet(outcome.value().orElseThrow()));
    System.out.println("Removed: " + removed);
  }

  private static Path file(Path folder, int scope) {
    return folder.resolve(scope + ".json");
  }

  private static void write(CleanupPlan plan, Path file) {
    try {
      Files.writeString(file, PlanJson.write(plan));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int execute(InMemoryAccount account, Path file) throws IOException {
    ExecutionResult result =
        PlanExecutor.builder()
            .operations(account)
            .account(account)
            .clock(CLOCK)
            .build()
            .execute(PlanJson.read(Files.readString(file)));
    Files.delete(file);
    return (int)
        result.outcomes().stream()
            .filter(outcome -> outcome.outcome() == Outcome.SUCCEEDED)
            .filter(outcome -> outcome.action() == Action.DEREGISTER_IMAGE)
            .count();
  }

  private static InMemoryAccount account(int scope, int images) {
    InMemoryAccount.Builder account =
        InMemoryAccount.builder().clock(CLOCK).region("region-" + scope);
    for (int number = 1; number <= images; number++) {
      String snapshot = snapshotId(number).value();
      Duration age = Duration.ofDays(number);
      account.image(
          imageId(number).value(), image -> image.createdAt(NOW.minus(age)).snapshot(snapshot, 8));
    }
    return account.build();
  }

  @Test
  void arePlannedAndExecutedInASmallHeap() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    HEAP,
                    "-cp",
                    System.getProperty("java.class.path"),
                    ManyScopesTest.class.getName(),
                    folder.toString(),
                    String.valueOf(SCOPES),
                    String.valueOf(IMAGES)))
            .redirectErrorStream(true)
            .start();

    String output = new String(process.getInputStream().readAllBytes(), UTF_8);

    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output).contains("Removed: " + SCOPES * (IMAGES - KEPT));
  }
}
