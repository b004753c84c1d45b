package io.amiclean.core.execution;

import static io.amiclean.core.Fixtures.snapshotId;
import static io.amiclean.core.SamplePlans.delete;
import static io.amiclean.core.SamplePlans.image;
import static io.amiclean.core.SamplePlans.removing;
import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.Verdict;
import io.amiclean.core.json.PlanJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process of its own is killed by the operating system while it executes a plan. */
@Timeout(120)
class KilledProcessTest {

  private final CleanupPlan plan =
      removing(
          removal(1)
              .addSnapshots(delete(snapshotId(1), ReasonCodes.ONLY_OF_REMOVED_IMAGES))
              .build(),
          removal(2)
              .addSnapshots(delete(snapshotId(2), ReasonCodes.ONLY_OF_REMOVED_IMAGES))
              .build(),
          removal(3).build());

  @TempDir private Path folder;

  private static ImageDecision.Builder removal(int number) {
    return image(number, Verdict.REMOVE, ReasonCodes.NOT_RETAINED).addGroups("all");
  }

  /** Step 2 is between effect and answer of the first image, 3 before its snapshot goes. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 10})
  void isFinishedByTheNextProcess(int fatalStep) throws Exception {
    Path account = Files.createDirectory(folder.resolve("account"));
    for (String id :
        List.of("ami-00000001", "ami-00000002", "ami-00000003", "snap-00000001", "snap-00000002")) {
      Files.createFile(account.resolve(id));
    }
    Files.createFile(account.resolve("snap-00000009"));
    Path journal = folder.resolve("journal");

    kill(account, journal, fatalStep);
    ExecutionResult result = new FolderAccount(account, plan, () -> {}).execute(journal);

    assertThat(account).isDirectoryNotContaining(file -> !file.endsWith("snap-00000009"));
    assertThat(result.outcomes())
        .hasSize(5)
        .extracting(ActionOutcome::outcome)
        .containsOnly(Outcome.SUCCEEDED);
  }

  private void kill(Path account, Path journal, int fatalStep)
      throws IOException, InterruptedException {
    Path planFile = Files.writeString(folder.resolve("plan.json"), PlanJson.write(plan));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                FolderAccount.class.getName(),
                account.toString(),
                planFile.toString(),
                journal.toString())
            .redirectError(folder.resolve("errors").toFile())
            .start();
    try {
      for (int step = 1; step <= fatalStep; step++) {
        assertThat(process.getInputStream().read())
            .as("step %d: %s", step, Files.readString(folder.resolve("errors")))
            .isEqualTo('.');
        if (step < fatalStep) {
          process.getOutputStream().write('\n');
          process.getOutputStream().flush();
        }
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
  }
}
