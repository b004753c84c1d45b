package io.amiclean.examples.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.examples.cli.CommandLineRun;
import io.amiclean.examples.exit.ExitStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportCommandTest {

  @TempDir private Path folder;

  private Path plan;

  @BeforeEach
  void writePlan() {
    plan = folder.resolve("plan.json");
    assertThat(CommandLineRun.onDemo("", "plan", "--out", plan.toString()).status()).isZero();
  }

  private CommandLineRun report(String... args) {
    String[] all = new String[args.length + 2];
    all[0] = "report";
    all[1] = plan.toString();
    System.arraycopy(args, 0, all, 2, args.length);
    return CommandLineRun.of(all);
  }

  private Path write(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  @Test
  void showsTablesAndCostByDefault() {
    CommandLineRun run = report();

    assertThat(run.status()).isZero();
    assertThat(run.out())
        .startsWith("123456789012/eu-west-1, planned for 2017-06-16T00:00:00Z\n")
        .contains("AMIs to be removed:", "cost up to USD 1.60 a month");
    assertThat(run.err()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "json, {",
    "csv, '\"account\",\"region\",\"image_id\"'",
    "markdown, # AMI cleanup",
    "html, <!doctype html>",
    "csv-snapshots, '\"account\",\"region\",\"snapshot_id\"'"
  })
  void writesEachFormat(String format, String begin) {
    CommandLineRun run = report("--format", format);

    assertThat(run.status()).isZero();
    assertThat(run.out()).startsWith(begin);
  }

  @Test
  void writesToAFileWhatItWritesToStdout() throws IOException {
    Path out = folder.resolve("report.csv");

    assertThat(report("--format", "csv", "--out", out.toString()).status()).isZero();

    assertThat(out).hasContent(report("--format", "csv").out());
  }

  @Test
  void replacesAFileOnlyIfAsked() throws IOException {
    Path out = write("report.txt", "something else");

    CommandLineRun run = report("--out", out.toString());

    assertThat(run.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(run.err()).contains("exists", "--overwrite");
    assertThat(out).hasContent("something else");
    assertThat(report("--out", out.toString(), "--overwrite").status()).isZero();
    assertThat(out).content().startsWith("123456789012/eu-west-1");
  }

  @Test
  void writesToNoFolder() {
    CommandLineRun run = report("--out", folder.toString());

    assertThat(run.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(run.err()).contains("is a folder: expected a file");
  }

  @Test
  void putsAResultWithItsPlan() {
    CommandLineRun run = report(execute().toString(), "--format", "markdown");

    assertThat(run.out())
        .contains("### Outcomes", "Images: 4 succeeded")
        .doesNotContain("executed from");
  }

  @Test
  void showsAResultAlone() {
    CommandLineRun run = CommandLineRun.of("report", execute().toString());

    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("/eu-west-1, executed from ", "Images: 4 succeeded");
  }

  @Test
  void addsUpSeveralScopes() throws IOException {
    Path other = write("other.json", Files.readString(plan).replace("eu-west-1", "us-west-2"));

    assertThat(report(other.toString()).out())
        .startsWith("2 scopes\n\n42 images: 8 to remove")
        .contains("cost up to USD 3.20 a month");
  }

  @Test
  void reckonsWithOtherPrices() throws IOException {
    Path prices =
        write(
            "prices.json",
            """
            { "schemaVersion": 1, "source": "a contract", "date": "2026-04-13", "currency": "EUR",
              "regions": { "eu-west-1": { "standard": 1, "archive": 1 } } }
            """);

    assertThat(report("--prices", prices.toString()).out())
        .contains("cost up to EUR 32.00 a month", "Prices of 2026-04-13: a contract.");
  }

  @Test
  void refusesAFolder() {
    CommandLineRun run = CommandLineRun.of("report", folder.toString());

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err())
        .startsWith(
            "amiclean: The plan or result '"
                + folder
                + "' cannot be read: it is a folder: expected a file\n");
  }

  @Test
  void saysThatAPriceIsMissing() throws IOException {
    Path other = write("other.json", Files.readString(plan).replace("eu-west-1", "mars-north-1"));

    CommandLineRun run = CommandLineRun.of("report", other.toString());

    assertThat(run.status()).isZero();
    assertThat(run.out())
        .contains("Cost unknown in mars-north-1: the price list names no price there.")
        .doesNotContain("USD");
  }

  @Test
  void refusesAPriceListThatIsNone() throws IOException {
    CommandLineRun run = report("--prices", write("prices.json", "{}").toString());

    assertThat(run.status()).isEqualTo(ExitStatus.REFUSED);
    assertThat(run.err()).contains("prices.json' is refused: The price list is not usable");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                    | it is neither a plan nor a result",
        "[]                    | expected an object, found a list",
        "no JSON               | it is not well-formed JSON",
        "{ \"createdAt\": \"2017-06-16T00:00:00Z\", \"images\": []   | it is cut off",
        "{ \"createdAt\": \"2017-06-16T00:00:00Z\", \"images\": [] } | the key 'schemaVersion' is missing",
        "{ \"outcomes\": [] }  | the key 'schemaVersion' is missing"
      })
  void refusesAFileThatIsNoPlanAndNoResult(String content, String message) throws IOException {
    CommandLineRun run = report(write("other.json", content).toString());

    assertThat(run.status()).isEqualTo(ExitStatus.REFUSED);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("other.json' is refused: ", message);
  }

  @Test
  void showsAnEditedPlanAndSaysSo() throws IOException {
    Path edited =
        write("edited.json", Files.readString(plan).replace("back-d358afc", "back-other"));

    CommandLineRun run = CommandLineRun.of("report", edited.toString());

    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("back-other");
    assertThat(run.err()).contains("edited.json' is shown as it is: ");
  }

  @Test
  void givesNoEditedPlanANewDigest() throws IOException {
    Path edited =
        write("edited.json", Files.readString(plan).replace("back-d358afc", "back-other"));

    CommandLineRun run = CommandLineRun.of("report", "--format", "json", edited.toString());

    assertThat(run.status()).isEqualTo(ExitStatus.REFUSED);
    assertThat(run.out()).isEmpty();
  }

  private Path earlier() {
    Path earlier = folder.resolve("earlier.json");
    assertThat(
            CommandLineRun.onDemo("", "plan", "--out", earlier.toString(), "--keep-previous", "3")
                .status())
        .isZero();
    return earlier;
  }

  @ParameterizedTest
  @CsvSource({
    "text, Images that stay now (4):",
    "markdown, ### Changed since the plan for 2017-06-16T00:00:00Z",
    "csv, '\"NO_LONGER_REMOVED\"'",
    "html, 4 kept now."
  })
  void showsWhatChangedSinceAnEarlierPlan(String format, String change) {
    CommandLineRun run = report("--format", format, "--since", earlier().toString());

    assertThat(run.status()).isZero();
    assertThat(run.out()).contains(change);
    assertThat(run.err()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"json", "csv-snapshots"})
  void namesWhatWritesChangesWhereTheFormatHasNoRoomForThem(String format) {
    CommandLineRun run = report("--format", format, "--since", earlier().toString());

    assertThat(run.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(run.err()).contains("--format " + format, "'amiclean diff FILE FILE --out FILE'");
  }

  @Test
  void comparesWithNoPlanOfAnotherRegion() throws IOException {
    Path other = write("other.json", Files.readString(earlier()).replace("eu-west-1", "us-west-2"));

    CommandLineRun run = report("--since", other.toString());

    assertThat(run.status()).isEqualTo(ExitStatus.REFUSED);
    assertThat(run.err()).contains("other.json' is a plan of 123456789012/us-west-2: expected one");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void comparesWithOneEarlierPlanOfARegion() {
    String earlier = earlier().toString();

    CommandLineRun run = report("--since", earlier, "--since", earlier);

    assertThat(run.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(run.err()).contains("Two plans of --since are of 123456789012/eu-west-1");
  }

  @Test
  void comparesWithNothingButAPlan() {
    CommandLineRun run = report("--since", execute().toString());

    assertThat(run.status()).isEqualTo(ExitStatus.REFUSED);
    assertThat(run.err()).contains("it is a result");
  }

  @Test
  void needsAFile() {
    CommandLineRun run = CommandLineRun.of("report");

    assertThat(run.status()).isEqualTo(ExitStatus.USAGE);
  }

  @Test
  void namesTheFormatsIfOneIsUnknown() {
    CommandLineRun run = report("--format", "pdf");

    assertThat(run.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(run.err()).contains("'pdf' is no format: expected one of text, json, csv");
  }

  @Test
  void writesNoEscapeCodesOfAFileNameToATerminal() {
    CommandLineRun run =
        CommandLineRun.of("report", folder.resolve("\u001b[31m\u009b1m.json").toString());

    assertThat(run.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(run.err())
        .contains("\\u001b[31m\\u009b1m.json")
        .doesNotContainPattern("[\\p{Cc}&&[^\n]]");
  }

  @Test
  void writesNoEscapeCodesOfAStackTraceToATerminal() throws IOException {
    Path other = write("other.json", "{ \"images\": [], \"\u009b31m\": 1 }");

    CommandLineRun run = CommandLineRun.of("report", "--stacktrace", other.toString());

    assertThat(run.err()).contains("\tat ").doesNotContainPattern("[\\p{Cc}&&[^\n\t]]");
  }

  private Path execute() {
    Path result = folder.resolve("result.json");
    CommandLineRun run =
        CommandLineRun.of(
            "apply", plan.toString(), "--demo", "-f", "--result-out", result.toString());
    assertThat(run.status()).isZero();
    return result;
  }
}
