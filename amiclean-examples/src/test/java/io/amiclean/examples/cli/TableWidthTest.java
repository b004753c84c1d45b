package io.amiclean.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.examples.cli.terminal.Console;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables of an account with many groups and long names, on narrow terminals. */
class TableWidthTest {

  private static final int GROUPS = 45;

  @RegisterExtension private final OverWire aws = OverWire.empty();

  @BeforeEach
  void fill() {
    for (int number = 1; number <= GROUPS; number++) {
      aws.state()
          .image(OverWire.ami(number))
          .name("web-server-with-a-name-that-nobody-can-read-to-its-end-" + "x".repeat(40) + number)
          .created(OverWire.created(number))
          .tag("environment", "staging-of-the-department-for-long-names-" + "y".repeat(60))
          .tag("role", "role-%02d".formatted(number))
          .device("/dev/xvda", OverWire.snap(number), number);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {80, 40})
  void noLineOfATableIsWiderThanTheTerminal(int columns) {
    String out = run(columns, "--full-report");

    assertThat(out.lines().filter(line -> line.startsWith("|") || line.startsWith("+")))
        .hasSizeGreaterThan(3 * GROUPS)
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(columns));
    assertThat(out).contains("...");
  }

  @Test
  void idsAndDatesAreWholeAtEightyColumns() {
    assertThat(run(80, "--full-report"))
        .contains(
            "| " + OverWire.ami(GROUPS) + " | web-server-...", "| 2024-01-01T00:45:00.000Z |");
  }

  @Test
  void ofManyGroupsThoseThatFreeMostAreShownAndTheOthersInOneRow() {
    List<String> rows =
        run(80).lines().filter(line -> line.startsWith("| ") && !line.contains("Group")).toList();

    assertThat(rows).hasSize(22);
    assertThat(rows.get(0)).contains("role-45", " 1 ");
    assertThat(rows.get(19)).contains("role-26", " 1 ");
    assertThat(rows.get(20)).contains(" 25 other groups ", " 25 ");
    assertThat(rows.get(21)).contains(" all 45 groups ", " 45 ");
  }

  @Test
  void allGroupsAreShownInFull() {
    assertThat(run(200, "--full-report")).contains("\nrole-01.").doesNotContain("other groups");
  }

  private String run(int columns, String... options) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    Console console =
        new Console(
            new BufferedReader(new StringReader("n\n")),
            out,
            out,
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
            StandardCharsets.UTF_8,
            false,
            () -> columns);
    List<String> args =
        new ArrayList<>(
            List.of(
                "--keep-previous",
                "0",
                "--region",
                aws.state().region(),
                "--endpoint-url",
                aws.endpoint().uri().toString(),
                "--rate",
                "unlimited"));
    args.addAll(List.of(options));
    Amiclean.run(console, args.toArray(String[]::new));
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
