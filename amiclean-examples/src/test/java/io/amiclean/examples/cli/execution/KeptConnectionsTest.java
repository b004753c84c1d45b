package io.amiclean.examples.cli.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.examples.cli.Amiclean;
import io.amiclean.examples.cli.OverWire;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** How many connections a process makes for its calls. */
@Tag("slow")
@Timeout(120)
class KeptConnectionsTest {

  private static final int IMAGES = 200;

  @TempDir private Path folder;

  @RegisterExtension private final OverWire aws = OverWire.empty();

  @Test
  void areAsManyAsThereAreCallsAtATime() throws Exception {
    aws.images(IMAGES);
    aws.endpoint().latency(Duration.ofMillis(20));
    Path output = folder.resolve("output");

    int status =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                "-XX:TieredStopAtLevel=1",
                "-Daws.accessKeyId=AKIDEXAMPLE",
                "-Daws.secretAccessKey=secret",
                Amiclean.class.getName(),
                "-f",
                "--keep-previous",
                "0",
                "--rate",
                "unlimited",
                "--region",
                aws.state().region(),
                "--endpoint-url",
                aws.endpoint().uri().toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start()
            .waitFor();

    assertThat(status).as(output.toString()).isZero();
    assertThat(aws.state().imageIds()).isEmpty();
    assertThat(aws.endpoint().connections()).isLessThanOrEqualTo(2 * aws.endpoint().mostInFlight());
  }
}
