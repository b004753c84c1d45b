package io.amiclean.examples.cli.execution;

import static io.amiclean.examples.cli.OverWire.ami;
import static io.amiclean.examples.cli.OverWire.snap;
import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.model.ImageId;
import io.amiclean.core.json.ResultJson;
import io.amiclean.examples.cli.Amiclean;
import io.amiclean.examples.cli.CommandLineRun;
import io.amiclean.examples.cli.OverWire;
import io.amiclean.examples.exit.InterruptSignal;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What an interrupt in the middle of an execution leads to. */
@Timeout(60)
class OrderlyStopTest {

  private static final int IMAGES = 200;
  private static final int CONCURRENCY = 16;
  private static final int STATUS_OF_SIGINT = 130;

  @TempDir private Path folder;
  private Path result;
  private Path errors;

  @RegisterExtension private final OverWire aws = OverWire.empty();

  private final CountDownLatch arrived = new CountDownLatch(CONCURRENCY);
  private final CountDownLatch answer = new CountDownLatch(1);

  @BeforeEach
  void describeAccount() {
    result = folder.resolve("result.json");
    errors = folder.resolve("errors");
    aws.images(IMAGES);
  }

  @Test
  void waitsForTheCallsInFlightAndSkipsTheOthers() throws Exception {
    holdDeregistrations();
    FutureTask<CommandLineRun> run =
        new FutureTask<>(() -> aws.removeAll("--result-out", result.toString()));
    Thread worker = new Thread(run, "worker");
    worker.start();
    arrived.await();

    worker.interrupt();
    awaitThatItWaitsAgain(worker);
    answer.countDown();

    assertThat(run.get().out())
        .endsWith("Images: 16 succeeded, 184 skipped\nSnapshots: 16 succeeded, 184 skipped\n")
        .doesNotContain(": skipped");
    assertThat(run.get().out().lines().filter(line -> line.startsWith("ami-")))
        .hasSize(CONCURRENCY);
    assertThat(aws.changes()).hasSize(CONCURRENCY);
    assertThat(aws.state().imageIds()).hasSize(IMAGES - CONCURRENCY);
    assertThat(read(result).outcomes())
        .filteredOn(outcome -> outcome.resource() instanceof ImageId)
        .filteredOn(outcome -> outcome.outcome() != Outcome.SUCCEEDED)
        .hasSize(IMAGES - CONCURRENCY)
        .extracting(ActionOutcome::code)
        .containsOnly("interrupted");
  }

  @Test
  void endsTheProcessOnlyAfterItHasSaidWhatWasDone() throws Exception {
    InterruptSignal.assumeThatItArrives();
    aws.endpoint().latency("DeregisterImage", Duration.ofMillis(100));
    CountDownLatch begun = new CountDownLatch(1);
    aws.endpoint()
        .failWhen(
            "DeregisterImage",
            request -> {
              begun.countDown();
              return false;
            },
            500,
            "",
            "");
    Process process = start("-f");
    begun.await();

    InterruptSignal.sendTo(process);

    String out = new String(process.getInputStream().readAllBytes(), Charset.defaultCharset());
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(STATUS_OF_SIGINT);
    int removed = IMAGES - aws.state().imageIds().size();
    assertThat(removed).isBetween(1, IMAGES - 1);
    assertThat(out)
        .contains("Images: " + removed + " succeeded, " + (IMAGES - removed) + " skipped\n");
    assertThat(read(result).counts()).containsEntry(Outcome.SUCCEEDED, 2 * removed);

    CommandLineRun goneOn = CommandLineRun.pasted("", lastLine(errors));

    assertThat(goneOn.status()).as(goneOn.err()).isZero();
    assertThat(aws.state().imageIds()).isEmpty();
    assertThat(aws.state().snapshotIds()).isEmpty();
    assertThat(read(result).counts()).containsEntry(Outcome.SUCCEEDED, 2 * IMAGES);
  }

  @Test
  void saysWhileReadingThatNothingWasChanged() throws Exception {
    InterruptSignal.assumeThatItArrives();
    CountDownLatch reading = holdReading(1);
    Process process = start("-f");
    reading.await();

    InterruptSignal.sendTo(process);

    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    answer.countDown();
    assertThat(process.exitValue()).isEqualTo(STATUS_OF_SIGINT);
    assertThat(Files.readString(errors)).isEqualTo("amiclean: Stopped: nothing was changed.\n");
    assertThat(aws.changes()).isEmpty();
  }

  @Test
  void saysWhileReadingAgainThatNothingWasRemoved() throws Exception {
    InterruptSignal.assumeThatItArrives();
    CountDownLatch reading = holdReading(2);
    Process process = start("-f", "--max-evidence-age", "0", "--quiet");
    reading.await();

    InterruptSignal.sendTo(process);

    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    answer.countDown();
    assertThat(process.exitValue()).isEqualTo(STATUS_OF_SIGINT);
    assertThat(process.getInputStream())
        .asString(Charset.defaultCharset())
        .endsWith("Images: 200 skipped\nSnapshots: 200 skipped\n");
    assertThat(read(result).counts()).containsEntry(Outcome.SKIPPED, 2 * IMAGES);
    assertThat(aws.changes()).isEmpty();
  }

  @Test
  void saysAtTheQuestionThatNothingWasChanged() throws Exception {
    InterruptSignal.assumeThatItArrives();
    Process process = start("--full-report");
    StringBuilder shown = new StringBuilder();
    while (shown.indexOf("[y/N] ? : ") < 0) {
      int character = process.getInputStream().read();
      assertThat(character).as(shown.toString()).isNotNegative();
      shown.append((char) character);
    }

    InterruptSignal.sendTo(process);

    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(STATUS_OF_SIGINT);
    assertThat(Files.readString(errors)).isEqualTo("amiclean: Stopped: nothing was changed.\n");
    assertThat(aws.changes()).isEmpty();
  }

  private static String lastLine(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    return lines.get(lines.size() - 1);
  }

  @Test
  void isGoneOnWithByTheCommandThatIsPrintedLast() throws Exception {
    Path plan = folder.resolve("my plan.json");
    Path journal = folder.resolve("journal");
    aws.planAll(plan);
    holdDeregistrations();
    FutureTask<CommandLineRun> run =
        new FutureTask<>(
            () ->
                aws.run(
                    "",
                    "apply",
                    plan.toString(),
                    "-f",
                    "--journal",
                    journal.toString(),
                    "--result-out",
                    result.toString()));
    Thread worker = new Thread(run, "worker");
    worker.start();
    arrived.await();
    worker.interrupt();
    awaitThatItWaitsAgain(worker);
    answer.countDown();
    String goingOn = run.get().lastCommand();

    CommandLineRun later = CommandLineRun.pasted("", goingOn);

    assertThat(run.get().err()).endsWith(goingOn + "\n");
    assertThat(later.status()).as(later.err()).isZero();
    assertThat(later.out()).endsWith("Images: 200 succeeded\nSnapshots: 200 succeeded\n");
    assertThat(aws.state().imageIds()).isEmpty();
    assertThat(aws.endpoint().requests("DeregisterImage"))
        .extracting(request -> request.parameter("ImageId").orElse(""))
        .doesNotHaveDuplicates();
    assertThat(read(result).counts()).containsEntry(Outcome.SUCCEEDED, 2 * IMAGES);
  }

  @Test
  void leavesAPlanThatALaterRunFinishes() throws Exception {
    Path plan = folder.resolve("plan.json");
    aws.planAll(plan);
    holdDeregistrations();
    FutureTask<CommandLineRun> run =
        new FutureTask<>(() -> aws.run("", "apply", "-f", plan.toString()));
    Thread worker = new Thread(run, "worker");
    worker.start();
    arrived.await();
    worker.interrupt();
    awaitThatItWaitsAgain(worker);
    answer.countDown();
    run.get();

    CommandLineRun later = aws.run("", "apply", "-f", plan.toString());

    assertThat(later.status()).isZero();
    assertThat(later.out()).contains("Images: 184 succeeded, 16 already gone");
    assertThat(aws.state().imageIds()).isEmpty();
    assertThat(aws.state().snapshotIds()).doesNotContain(snap(1)).isEmpty();
    assertThat(aws.endpoint().requests("DeregisterImage"))
        .extracting(request -> request.parameter("ImageId").orElse(""))
        .doesNotHaveDuplicates()
        .contains(ami(1));
  }

  /** Returns what is counted down when the images are asked for the n-th time. */
  private CountDownLatch holdReading(int nth) {
    CountDownLatch reading = new CountDownLatch(nth);
    aws.endpoint()
        .failWhen(
            "DescribeImages",
            request -> {
              reading.countDown();
              if (reading.getCount() == 0) {
                await(answer);
              }
              return false;
            },
            500,
            "",
            "");
    return reading;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void holdDeregistrations() {
    aws.endpoint()
        .failWhen(
            "DeregisterImage",
            request -> {
              arrived.countDown();
              await(answer);
              return false;
            },
            500,
            "",
            "");
  }

  /** By then it has noticed the interrupt. */
  private static void awaitThatItWaitsAgain(Thread worker) {
    while (worker.isInterrupted() || worker.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
  }

  private Process start(String... options) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                "-XX:TieredStopAtLevel=1",
                "-Daws.accessKeyId=AKIDEXAMPLE",
                "-Daws.secretAccessKey=secret",
                Amiclean.class.getName()));
    command.addAll(List.of(options));
    command.addAll(
        List.of(
            "--keep-previous",
            "0",
            "--region",
            aws.state().region(),
            "--endpoint-url",
            aws.endpoint().uri().toString(),
            "--rate",
            "unlimited",
            "--result-out",
            result.toString()));
    return new ProcessBuilder(command).redirectError(errors.toFile()).start();
  }

  private static ExecutionResult read(Path file) throws IOException {
    return ResultJson.read(Files.readString(file));
  }
}
