package io.amiclean.core.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.core.execution.PlanExecutor;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.mapping.Mappers;
import io.amiclean.core.plan.CleanupPlanner;
import io.amiclean.core.retention.RetentionStrategies;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes of their own plan and execute, with and without a recording. */
@Timeout(120)
class FlightRecordingTest {

  @TempDir private Path folder;

  public static void main(String[] args) {
    InMemoryAccount account = InMemoryAccount.demo();
    CleanupPlanner planner =
        CleanupPlanner.builder()
            .images(account)
            .snapshots(account)
            .usage(account)
            .groupBy(Mappers.everything("all"))
            .retain(RetentionStrategies.keepNewest(1))
            .build();
    PlanExecutor.builder().operations(account).planner(planner).build().execute(planner.plan());
  }

  private List<String> loadedClasses(String... options) throws Exception {
    Path log = folder.resolve("classes.log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xlog:class+load:file=" + log);
    command.addAll(List.of(options));
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), FlightRecordingTest.class.getName()));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out").toFile())
            .start();
    assertThat(process.waitFor()).as(Files.readString(folder.resolve("out"))).isZero();
    try (Stream<String> lines = Files.lines(log)) {
      return lines
          .flatMap(line -> Stream.of(line.split("\\s+")))
          .filter(word -> word.startsWith("jdk.jfr.Event") || word.endsWith("Event"))
          .filter(word -> word.startsWith("jdk.jfr") || word.startsWith("io.amiclean"))
          .distinct()
          .toList();
    }
  }

  @Test
  void noEventClassIsLoadedWithoutARecording() throws Exception {
    assertThat(loadedClasses()).isEmpty();
  }

  @Test
  void eventClassesAreLoadedWithARecording() throws Exception {
    assertThat(
            loadedClasses("-XX:StartFlightRecording:filename=" + folder.resolve("recording.jfr")))
        .contains(
            "jdk.jfr.Event",
            "io.amiclean.core.plan.PlanEvent",
            "io.amiclean.core.execution.ActionEvent");
  }
}
