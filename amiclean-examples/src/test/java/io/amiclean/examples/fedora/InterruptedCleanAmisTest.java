package io.amiclean.examples.fedora;

import static io.amiclean.aws.AccountOverWire.ami;
import static io.amiclean.aws.AccountOverWire.snap;
import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.aws.wire.WireEndpoint;
import io.amiclean.aws.wire.WireState;
import io.amiclean.examples.exit.InterruptSignal;
import io.amiclean.examples.fedora.archive.FedoraServer;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What Ctrl-C in the middle of Fedora's process leads to. */
@Timeout(60)
class InterruptedCleanAmisTest {

  private static final int IMAGES = 100;
  private static final int STATUS_OF_SIGINT = 130;
  private static final String REGION = "us-east-1";
  private static final Instant DAY_0 = Instant.parse("2017-08-15T06:00:00Z");

  @TempDir private Path folder;

  @AutoClose private final FedoraServer fedora = new FedoraServer();

  @AutoClose
  private final WireEndpoint aws = new WireEndpoint(new WireState("123456789012", REGION));

  @BeforeEach
  void publish() {
    for (int image = 1; image <= IMAGES; image++) {
      String id = ami(image).value();
      fedora.published(DAY_0, REGION, id, "Fedora-Rawhide-20170815.n.0");
      aws.state()
          .image(id)
          .device("/dev/xvda", snap(image).value(), 8)
          .tag("LaunchPermissionRevoked", "15082017");
    }
  }

  private List<String> args() {
    return List.of(
        "--delete",
        "--regions",
        REGION,
        "--datagrepper-url",
        fedora.datagrepper().toString(),
        "--compose-url",
        fedora.composes().toString(),
        "--endpoint-url",
        aws.uri().toString(),
        "--report-url",
        fedora.project().toString(),
        "--now",
        DAY_0.plus(Duration.ofDays(10)).toString());
  }

  private Process start() throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                "-XX:TieredStopAtLevel=1",
                CleanAmis.class.getName()));
    command.addAll(args());
    ProcessBuilder process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectError(folder.resolve("errors").toFile());
    process.environment().putAll(CleanAmisRun.ENVIRONMENT);
    return process.start();
  }

  @Test
  void endsInOrderAndLeavesWhatTheNextRunFinishes() throws Exception {
    InterruptSignal.assumeThatItArrives();
    CountDownLatch begun = new CountDownLatch(1);
    aws.latency("DeregisterImage", Duration.ofMillis(100));
    aws.failWhen(
        "DeregisterImage",
        request -> {
          begun.countDown();
          return false;
        },
        500,
        "",
        "");
    Process process = start();
    begun.await();

    InterruptSignal.sendTo(process);

    String out = new String(process.getInputStream().readAllBytes(), Charset.defaultCharset());
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(STATUS_OF_SIGINT);
    int deleted = IMAGES - aws.state().imageIds().size();
    assertThat(deleted).isBetween(1, IMAGES - 1);
    assertThat(out)
        .contains("Images: " + deleted + " succeeded, " + (IMAGES - deleted) + " skipped\n");
    assertThat(folder.resolve("errors"))
        .content()
        .contains("amiclean: Stopped after the calls in flight; the next run goes on");
    assertThat(fedora.issues()).hasSize(1);

    CleanAmisRun next = CleanAmisRun.in(folder, CleanAmisRun.ENVIRONMENT, args());

    assertThat(next.status()).as(next.err()).isZero();
    assertThat(aws.state().imageIds()).isEmpty();
    assertThat(aws.state().snapshotIds()).isEmpty();
    assertThat(folder).isDirectoryNotContaining("glob:**.plan.json");
  }
}
