package io.amiclean.examples.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.journal.ExecutionJournal;
import io.amiclean.api.journal.JournalStep;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.execution.PlanExecutor;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.mapping.Mappers;
import io.amiclean.core.plan.CleanupPlanner;
import io.amiclean.core.retention.RetentionStrategies;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the log of libraries brings to the terminal, by the logger that the command line has. */
class ConsoleTest {

  private static final Logger LOG = LoggerFactory.getLogger(ConsoleTest.class);

  private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();
  private final PrintStream err = System.err;

  @BeforeEach
  void redirect() {
    System.setErr(new PrintStream(terminal, true, Charset.defaultCharset()));
  }

  @AfterEach
  void restore() {
    System.setErr(err);
  }

  @Test
  void showsNoControlCharactersThatAreLogged() {
    Console.ofProcess();

    LOG.warn("{} could not be deleted", "web\u001b[2J\r\nami-1: deregistered");

    assertThat(terminal.toString(Charset.defaultCharset()))
        .endsWith(
            "web\\u001b[2J\\u000d\\u000aami-1: deregistered could not be deleted"
                + System.lineSeparator())
        .hasLineCount(1);
  }

  @Test
  void showsNoControlCharactersOfFailuresThatAreLogged() {
    Console.ofProcess();

    LOG.warn("It failed", new IllegalStateException("because of \u001b]0;root\u0007"));

    assertThat(terminal.toString(Charset.defaultCharset()))
        .contains("because of \\u001b]0;root\\u0007" + System.lineSeparator() + "\tat ")
        .doesNotContain("\u001b", "\u0007");
  }

  @Test
  void saysInOneLineThatAnOutcomeIsNotInTheJournal() {
    InMemoryAccount account =
        InMemoryAccount.builder()
            .image(
                "ami-0000aaaa", image -> image.tag("role", "web").createdAt("2024-01-01T00:00:00Z"))
            .build();
    CleanupPlan plan =
        CleanupPlanner.builder()
            .images(account)
            .snapshots(account)
            .usage(account)
            .groupBy(Mappers.tags("role"))
            .retain(RetentionStrategies.keepNewest(0))
            .build()
            .plan();
    ExecutionJournal full =
        new ExecutionJournal() {
          @Override
          public List<JournalStep> begin(CleanupPlan begun) {
            return List.of();
          }

          @Override
          public void append(JournalStep step) {
            if (account.imageIds().isEmpty()) {
              throw new UncheckedIOException(new IOException("No space left on device"));
            }
          }
        };
    Console.ofProcess();

    PlanExecutor.builder().operations(account).account(account).journal(full).build().execute(plan);

    assertThat(terminal.toString(Charset.defaultCharset()))
        .contains(
            "ami-0000aaaa in 123456789012/eu-west-1 could not be journaled: ",
            "No space left on device")
        .hasLineCount(1);
  }

  @Test
  void showsLinesOfLibrariesThatFormatThemByThemselves() {
    Console.ofProcess();

    System.err.printf("%s has %d users%n", "web\u001b[2J", 3);
    System.err.println("ami-1\u001b[2J".toCharArray());

    assertThat(terminal.toString(Charset.defaultCharset()))
        .isEqualTo(
            "web\\u001b[2J has 3 users"
                + System.lineSeparator()
                + "ami-1\\u001b[2J"
                + System.lineSeparator());
  }

  @Test
  void leavesTheCommandsThemselvesTheirTerminal() {
    Console console = Console.ofProcess();

    console.err().print("\r50 %");

    assertThat(terminal.toString(Charset.defaultCharset())).isEqualTo("\r50 %");
  }
}
