package io.amiclean.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.examples.cli.terminal.Console;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts in a locale that has no letters but those of ASCII, as cron and containers have it. */
class LocaleTest {

  /** What the JVM makes of 'schützen' there. */
  private static final String UNREADABLE = "sch\uFFFD\uFFFDtzen";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "iam-policy --tag-exclude " + UNREADABLE,
        "policy show --mapping-values environment " + UNREADABLE,
        "--demo --now " + UNREADABLE,
        "explain plan.json " + UNREADABLE,
        "policy check " + UNREADABLE
      })
  void refusesAValueThatTheLocaleCannotExpress(String line) {
    CommandLineRun run = CommandLineRun.of(line.split(" ", -1));

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err())
        .startsWith("amiclean: 'sch??tzen' cannot be read in this locale: set LC_ALL=C.UTF-8\n")
        .hasLineCount(2);
    assertThat(run.out()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "iam-policy --tag-exclude schützen",
        "policy show --tag-exclude schützen",
        "policy show --tag-exclude schützen --format yaml"
      })
  void writesDocumentsInUtf8(String line) {
    assertThat(inAscii(line.split(" ", -1))).contains("schützen").endsWith("\n");
  }

  private static String inAscii(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stdout = new PrintStream(out, true, StandardCharsets.US_ASCII);
    Console console =
        new Console(
            new BufferedReader(new StringReader("")),
            stdout,
            stdout,
            new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.US_ASCII),
            StandardCharsets.US_ASCII,
            false,
            () -> 80);
    assertThat(Amiclean.run(console, args)).as(List.of(args).toString()).isZero();
    return out.toString(StandardCharsets.UTF_8);
  }
}
