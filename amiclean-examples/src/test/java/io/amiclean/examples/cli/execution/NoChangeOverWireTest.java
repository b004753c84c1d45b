package io.amiclean.examples.cli.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.examples.cli.CommandLineRun;
import io.amiclean.examples.cli.OverWire;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What only plans, and what is asked for and declined, sends no call that changes anything. */
@Tag("slow")
class NoChangeOverWireTest {

  private static final String FIRST_STAGE = "--stage private";

  @TempDir private Path folder;
  @RegisterExtension private final OverWire aws = OverWire.empty();

  /** Two images, one of which others may launch, and an orphan. */
  @BeforeEach
  void fill() {
    aws.state().clock(Clock.systemUTC());
    aws.image(1).sharedWith("210987654321");
    aws.image(2);
    aws.state().snapshot(OverWire.snap(3)).description("Created by CreateImage for ami-0000000c");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "n\n", "no\n", "yess\n", "n\nn\n", " y\n"})
  void removalsThatAreDeclined(String answers) {
    assertChangesNothing(answers, "--keep-previous 0 --allow-shared --check-orphans");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "n\n", "no\n"})
  void stagesThatAreDeclined(String answers) {
    assertChangesNothing(answers, "stages --keep-previous 0 --journal %s " + FIRST_STAGE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plan --keep-previous 0 --allow-shared --check-orphans --out %s",
        "stages --keep-previous 0 --out %s --stage deprecate",
        "stages --keep-previous 0 --out %s " + FIRST_STAGE,
        "stages --keep-previous 0 --allow-shared --out %s --stage disable",
        "stages --keep-previous 0 --allow-shared --out %s --stage deregister"
      })
  void plansThatAreWrittenAndAppliedAndDeclined(String plan) {
    Path file = folder.resolve("plan.json");
    List<String> apply = List.of("apply", file.toString(), "--journal", journal());

    CommandLineRun planned = run("", plan.formatted(file));

    assertThat(planned.status()).as(planned.err()).isZero();
    assertThat(aws.changes()).isEmpty();
    for (String answers : List.of("", "n\nn\n")) {
      CommandLineRun applied = aws.run(answers, apply.toArray(String[]::new));
      assertThat(applied.status()).as(applied.err()).isZero();
      assertThat(applied.out()).contains("Do you want to continue and ");
      assertThat(aws.changes()).isEmpty();
    }
    assertThat(aws.run("y\ny\n", apply.toArray(String[]::new)).status()).isZero();
    assertThat(aws.changes()).isNotEmpty();
  }

  @Test
  void restoringsThatAreProposedAndDeclined() {
    run("y\n", "stages --keep-previous 0 --journal %s " + FIRST_STAGE);
    aws.endpoint().clearRequests();

    assertChangesNothing("n\n", "stages --keep-previous 4 --journal %s2 " + FIRST_STAGE);
  }

  private void assertChangesNothing(String answers, String command) {
    CommandLineRun run = run(answers, command.formatted(journal()));

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).contains("Do you want to continue and ");
    assertThat(aws.changes()).isEmpty();
    assertThat(aws.state().imageIds()).hasSize(2);
  }

  private CommandLineRun run(String answers, String command) {
    List<String> args = new ArrayList<>(List.of(command.formatted(journal()).split(" ")));
    args.addAll(List.of("--now", OverWire.NOW));
    return aws.run(answers, args.toArray(String[]::new));
  }

  private String journal() {
    return folder.resolve("journal").toString();
  }
}
