package io.amiclean.core.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.core.json.PlanJson;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class LargePageTest {

  private static final int IMAGES = 50_000;

  @TempDir private Path folder;

  @Test
  void ofFiftyThousandImagesIsWrittenIn600MegabytesOfHeap() throws Exception {
    Path plan = folder.resolve("plan.json");
    Path page = folder.resolve("page.html");
    try (OutputStream out = Files.newOutputStream(plan)) {
      PlanJson.write(SamplePlans.large(SamplePlans.SCOPE, 50, IMAGES), out);
    }

    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx600m",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                LargePage.class.getName(),
                plan.toString(),
                page.toString())
            .redirectErrorStream(true)
            .start();

    assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEmpty();
    assertThat(process.waitFor()).isZero();
    assertThat(rows(page)).isEqualTo(IMAGES);
  }

  private static long rows(Path page) throws IOException {
    try (var lines = Files.lines(page)) {
      return lines.filter(line -> line.startsWith("<tr id=\"ami-")).count();
    }
  }
}
