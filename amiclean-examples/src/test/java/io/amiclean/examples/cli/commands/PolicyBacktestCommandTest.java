package io.amiclean.examples.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.examples.cli.CommandLineRun;
import io.amiclean.examples.exit.ExitStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The demo account, recorded on a day and ten days later, when one image was launched again. */
class PolicyBacktestCommandTest {

  private static final String REMOVED = "ami-50504e36";

  @TempDir private Path folder;

  private Path policy;
  private Path first;
  private Path second;

  @BeforeEach
  void record() throws IOException {
    policy = policy("policy.json", "keep two", 2);
    first = recording("first.json", "2017-06-16T00:00:00Z");
    second = recording("second.json", "2017-06-26T00:00:00Z");
    Files.writeString(
        second,
        Files.readString(second)
            .replace(
                "\"imageId\": \"" + REMOVED + "\",\n        \"name\"",
                "\"imageId\": \""
                    + REMOVED
                    + "\", \"lastLaunchedTime\": \"2017-06-20T00:00:00Z\",\n        \"name\""));
    assertThat(second).content().contains("lastLaunchedTime");
  }

  private Path policy(String file, String name, int kept) throws IOException {
    return Files.writeString(
        folder.resolve(file),
        """
        { "schemaVersion": 1,
          "name": "%s",
          "groupBy": [{ "tags": ["environment", "role"] }],
          "retain": [{ "keepNewest": %d }] }
        """
            .formatted(name, kept));
  }

  private Path recording(String name, String time) {
    Path file = folder.resolve(name);
    assertThat(
            CommandLineRun.of("record", "--demo", "--now", time, "--out", file.toString()).status())
        .isZero();
    return file;
  }

  private CommandLineRun backtest(Object... more) {
    List<String> args = new ArrayList<>(List.of("policy", "backtest", policy.toString()));
    for (Object one : more) {
      args.add(one.toString());
    }
    return CommandLineRun.of(args.toArray(String[]::new));
  }

  @Test
  void saysWhatWouldHaveBeenRemovedAndRegretted() {
    CommandLineRun run = backtest("--inventory", first, second, "--days", 10);

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out())
        .startsWith(
            "123456789012/eu-west-1: 10 days until 2017-06-26T00:00:00Z, replayed on 2 recordings")
        .contains(
            "Regretted (1):",
            REMOVED + " (front-a3c56c4), removed at 2017-06-16T00:00:00Z: not-retained",
            "It was launched at 2017-06-20T00:00:00Z",
            "Planned with the use that was recorded at 2017-06-16T00:00:00Z",
            "What the recordings cannot show:");
  }

  @Test
  void putsAnotherPolicyBesideIt() throws IOException {
    CommandLineRun run =
        backtest(
            "--compare",
            policy("other.json", "keep all", 100),
            "--inventory",
            first,
            "--inventory",
            second,
            "--days",
            10);

    assertThat(run.out())
        .containsPattern("Policy +\\| keep two \\| keep all")
        .contains("Regretted by keep two (1):", "Days with changes by keep all: none");
  }

  @Test
  void namesAPolicyWithoutANameByItsFile() throws IOException {
    Path unnamed = folder.resolve("unnamed.json");
    Files.writeString(unnamed, Files.readString(policy).replace("\"name\": \"keep two\",", ""));

    CommandLineRun run = backtest("--compare", unnamed, "--inventory", first, "--days", 1);

    assertThat(run.out()).containsPattern("Policy +\\| keep two \\| unnamed\\.json");
  }

  @Test
  void triesThePolicyOfTheRecordedScope() throws IOException {
    Files.writeString(
        policy,
        """
        { "schemaVersion": 1,
          "policies": [
            { "regions": ["eu-west-1"],
              "policy": { "name": "of Ireland", "groupBy": [{ "tags": ["environment", "role"] }],
                          "retain": [{ "keepNewest": 2 }] } } ] }
        """);

    CommandLineRun run = backtest("--inventory", first, second, "--days", 10);

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).contains("of Ireland", "Regretted (1):");
  }

  @Test
  void refusesAPolicyThatDependsOnTheUnitOfTheRecordedAccount() throws IOException {
    Files.writeString(
        policy,
        """
        { "schemaVersion": 1,
          "policies": [
            { "organizationalUnits": ["ou-ab12-cdef3456"],
              "policy": { "groupBy": [{ "tags": ["role"] }], "retain": [{ "keepNewest": 2 }] } } ] }
        """);

    CommandLineRun run = backtest("--inventory", first);

    assertThat(run.status()).isEqualTo(ExitStatus.REFUSED);
    assertThat(run.err()).contains("a recording says nothing of an organization");
  }

  @Test
  void endsAtAnAskedTime() {
    assertThat(
            backtest("--inventory", first, second, "--days", 2, "--now", "2017-06-18T00:00:00Z")
                .out())
        .startsWith("123456789012/eu-west-1: 2 days until 2017-06-18T00:00:00Z");
  }

  @Test
  void warnsOfDaysBeforeEveryImage() {
    CommandLineRun run =
        backtest("--inventory", first, second, "--days", 2, "--now", "2010-01-01T00:00:00Z");

    assertThat(run.status()).isZero();
    assertThat(run.err())
        .contains("Warning: no image of the inventories existed before 2010-01-01T00:00:00Z");
  }

  @ParameterizedTest
  @CsvSource({"text, Regretted (1):", "json, REGRETTED", "html, <!doctype html>"})
  void isWrittenInEachFormat(String format, String part) throws IOException {
    Path out = folder.resolve("out");

    CommandLineRun run =
        backtest("--inventory", first, second, "--days", 10, "--format", format, "--out", out);

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).isEmpty();
    assertThat(out).content().contains(part);
    assertThat(backtest("--inventory", first, second, "--days", 10, "--format", format).out())
        .isEqualTo(Files.readString(out));
  }

  @Test
  void doesNotReplaceAFileUnlessItIsAskedTo() throws IOException {
    Path out = Files.writeString(folder.resolve("out"), "kept");

    CommandLineRun run = backtest("--inventory", first, "--out", out);
    assertThat(run.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(out).hasContent("kept");

    assertThat(backtest("--inventory", first, "--out", out, "--overwrite").status()).isZero();
  }

  @Test
  void takesThePricesOfAList() throws IOException {
    Path prices =
        Files.writeString(
            folder.resolve("prices.json"),
            """
            { "schemaVersion": 1, "source": "ours", "date": "2026-01-01", "currency": "EUR",
              "regions": { "eu-west-1": { "standard": 1, "archive": 1 } } }
            """);

    assertThat(backtest("--inventory", first, second, "--prices", prices).out())
        .contains("EUR a month, up to");
  }

  @Test
  void refusesInventoriesOfSeveralScopes() throws IOException {
    Path other =
        Files.writeString(
            folder.resolve("other.json"),
            Files.readString(second).replace("eu-west-1", "us-east-1"));

    CommandLineRun run = backtest("--inventory", first, other);

    assertThat(run.status()).isEqualTo(ExitStatus.REFUSED);
    assertThat(run.err())
        .isEqualTo(
            "amiclean: The inventories are of 123456789012/eu-west-1 and 123456789012/us-east-1:"
                + " give recordings of one region of one account, and run a backtest for each\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --days 0             | '0' is no whole number from 1 to 3650
          --days 3651          | '3651' is no whole number from 1 to 3650
          --days many          | 'many' is no whole number from 1 to 3650
          --format pdf         | 'pdf' is no format: expected one of text, json, html
          --now yesterday      | 'yesterday' is no instant
          """)
  void refusesWhatMakesNoSense(String options, String message) {
    String[] words = options.split(" ", -1);

    CommandLineRun run = backtest("--inventory", first, words[0], words[1]);

    assertThat(run.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(run.err()).contains(message);
  }

  @Test
  void refusesTheSameRecordingTwice() {
    CommandLineRun run = backtest("--inventory", first, first);

    assertThat(run.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(run.err())
        .contains("were read at 2017-06-16T00:00:00Z: expected each recording once");
  }

  @Test
  void needsAnInventory() {
    CommandLineRun run = backtest();

    assertThat(run.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(run.err()).contains("--inventory");
  }
}
