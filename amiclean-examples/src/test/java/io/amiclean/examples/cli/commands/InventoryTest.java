package io.amiclean.examples.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.core.json.PlanJson;
import io.amiclean.examples.cli.CommandLineRun;
import io.amiclean.examples.exit.ExitStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InventoryTest {

  private static final String NOW = "2017-06-16T00:00:00Z";

  @TempDir private Path folder;

  private Path inventory;

  @BeforeEach
  void nameTheInventory() {
    inventory = folder.resolve("inventory.json");
  }

  private CommandLineRun record(String... options) {
    return CommandLineRun.of(
        Stream.concat(
                Stream.of("record", "--demo", "--out", inventory.toString()), Stream.of(options))
            .toArray(String[]::new));
  }

  private CommandLineRun offline(String... options) {
    return CommandLineRun.of(
        Stream.concat(Stream.of(options), Stream.of("--inventory", inventory.toString()))
            .toArray(String[]::new));
  }

  @Test
  void theEmbeddedAccountIsPlannedOfflineAsLive() throws IOException {
    Path live = folder.resolve("live.json");
    Path plan = folder.resolve("offline.json");
    assertThat(record().out())
        .isEqualTo("Recorded 123456789012/eu-west-1: 21 AMIs, 21 snapshots, 0 references\n");

    CommandLineRun.of("plan", "--demo", "--now", NOW, "--out", live.toString());
    assertThat(offline("plan", "--now", NOW, "--out", plan.toString()).status()).isZero();

    assertThat(Files.readString(plan)).isEqualTo(Files.readString(live));
  }

  @Test
  void thePlanTellsWhenTheAccountWasRecordedUnlessATimeIsGiven() throws IOException {
    Path plan = folder.resolve("plan.json");
    record("--now", "2017-06-15T12:00:00Z");

    offline("plan", "--out", plan.toString());
    assertThat(Files.readString(plan)).contains("\"readAt\": \"2017-06-15T12:00:00Z\"");

    offline("plan", "--overwrite", "--now", NOW, "--out", plan.toString());
    assertThat(Files.readString(plan)).contains("\"readAt\": \"" + NOW + "\"");
  }

  @Test
  void thePlanSaysWhichSourcesOfProvidersTheAccountWasRecordedWith() throws IOException {
    Path plan = folder.resolve("plan.json");
    record();
    String recorded = Files.readString(inventory);
    String evidence = "\"source\": \"instances\"";
    assertThat(recorded).contains(evidence);
    Files.writeString(inventory, recorded.replace(evidence, "\"source\": \"acme.emr-clusters\""));

    CommandLineRun run = offline("plan", "--now", NOW, "--out", plan.toString());

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(PlanJson.read(Files.readString(plan)).reading().furtherSources())
        .containsExactly("acme.emr-clusters");
  }

  @Test
  void aRefusedPlanIsRefusedOfflineToo() {
    record();

    CommandLineRun run = offline("--now", NOW, "--keep-previous", "0", "--max-images", "1");

    assertThat(run.status()).isEqualTo(ExitStatus.REFUSED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--demo",
        "--region eu-west-1",
        "--regions eu-west-1 us-east-1",
        "--profile web",
        "--endpoint-url http://localhost:1",
        "--role-arn arn:aws:iam::123456789012:role/web"
      })
  void anAccountAndARecordingAreNotPlannedTogether(String options) {
    record();

    CommandLineRun run = offline(options.split(" ", -1));

    assertThat(run.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(run.err()).contains("expected no " + options.split(" ", -1)[0]);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-f", "--result-out result.json", "--journal x.journal", "--max-evidence-age 1"})
  void nothingIsExecutedOfARecording(String options) {
    record();

    for (String command : List.of("", "stages ")) {
      CommandLineRun run = offline((command + options).split(" ", -1));

      assertThat(run.status()).isEqualTo(ExitStatus.USAGE);
      assertThat(run.err()).contains("is a recording, of which nothing can be executed");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--dry-run --quiet", "stages --dry-run --quiet"})
  void aDryRunOfARecordingSaysThatItWasOne(String options) {
    record();

    CommandLineRun run = offline(options.split(" ", -1));

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).isEqualTo("Nothing was changed: this was a dry run.\n");
  }

  @Test
  void anInventoryThatDoesNotExistIsWrongUsage() {
    CommandLineRun run = offline("--now", NOW);

    assertThat(run.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(run.err()).contains("does not exist: 'amiclean record --out' writes one");
  }

  @Test
  void aFolderIsNoInventory() {
    inventory = folder;

    assertThat(offline("--now", NOW))
        .satisfies(
            run -> {
              assertThat(run.status()).isEqualTo(ExitStatus.USAGE);
              assertThat(run.err()).contains("cannot be read");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "{\"schemaVersion\": 1}", "not JSON"})
  void aDocumentThatIsNoInventoryIsRefused(String content) throws IOException {
    Files.writeString(inventory, content);

    CommandLineRun run = offline("--now", NOW);

    assertThat(run.status()).isEqualTo(ExitStatus.REFUSED);
    assertThat(run.err())
        .contains("'" + inventory + "' is refused: The inventory is not usable: line 1");
  }

  @Test
  void anUnknownKeyIsRefusedWithItsPlace() throws IOException {
    record();
    Files.writeString(
        inventory,
        Files.readString(inventory).replaceFirst("\"state\": ", "\"states\": \"x\", \"state\": "));

    CommandLineRun run = offline("--now", NOW);

    assertThat(run.status()).isEqualTo(ExitStatus.REFUSED);
    assertThat(run.err()).contains("(/images/items/0/states): the key 'states' is unknown");
  }

  @Test
  void anInventoryThatExistsIsReplacedOnDemandOnly() throws IOException {
    Files.writeString(inventory, "mine");

    CommandLineRun run = record();

    assertThat(run.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(run.err()).contains("exists: choose another file, or give --overwrite");
    assertThat(inventory).hasContent("mine");
    assertThat(record("--overwrite").status()).isZero();
    assertThat(Files.readString(inventory)).startsWith("{\n  \"schemaVersion\": 1,\n");
  }

  @Test
  void aFolderIsNoOutput() {
    inventory = folder;

    assertThat(record().err()).contains("is a folder: expected a file");
  }
}
