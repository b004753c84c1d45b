package io.amiclean.core.journal;

import static io.amiclean.core.Fixtures.imageId;
import static io.amiclean.core.Fixtures.snapshotId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.journal.JournalStep;
import io.amiclean.api.lifecycle.LaunchPermissions;
import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.DocumentFormatException;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.PlanRefusedException;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.Fixtures;
import io.amiclean.core.SamplePlans;
import io.amiclean.core.json.PlanJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalFileTest {

  private static final JournalStep ANNOUNCED =
      JournalStep.announced(imageId(1), List.of(snapshotId(1)));

  private static final JournalStep ENDED =
      JournalStep.ended(
          List.of(
              ActionOutcome.deregistration(imageId(1), Outcome.SUCCEEDED, "success", "Done"),
              ActionOutcome.deletion(snapshotId(1), Outcome.FAILED, "client-error", "a\nb")));

  private final CleanupPlan plan = SamplePlans.everyVerdict();
  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void chooseFile() {
    file = folder.resolve("journal");
  }

  private void write(JournalStep... steps) throws IOException {
    try (JournalFile journal = JournalFile.open(file, plan)) {
      for (JournalStep step : steps) {
        journal.append(step);
      }
    }
  }

  private void append(String text) throws IOException {
    Files.writeString(file, text, StandardOpenOption.APPEND);
  }

  private List<JournalStep> read() throws IOException {
    try (JournalFile journal = JournalFile.open(file, plan)) {
      return journal.begin(plan);
    }
  }

  private void assertRefused(CleanupPlan by, Class<?> type, String... said) throws IOException {
    byte[] before = Files.readAllBytes(file);

    assertThatThrownBy(() -> JournalFile.open(file, by))
        .isInstanceOf(type)
        .hasMessageContainingAll(said);
    assertThat(file).hasBinaryContent(before);
  }

  @Test
  void stepsAreLinesBehindThePlanThatTheyBelongTo() throws IOException {
    write(ANNOUNCED, ENDED);

    assertThat(file)
        .hasContent(
            "{\"schemaVersion\":1,\"plan\":\""
                + PlanJson.digest(plan).hex()
                + "\",\"scope\":{\"accountId\":\"123456789012\",\"region\":\"eu-west-1\"}}\n"
                + "{\"announced\":\"ami-00000001\",\"along\":[\"snap-00000001\"]}\n"
                + "{\"ended\":[{\"action\":\"DEREGISTER_IMAGE\",\"imageId\":\"ami-00000001\","
                + "\"outcome\":\"SUCCEEDED\",\"code\":\"success\",\"message\":\"Done\"},"
                + "{\"action\":\"DELETE_SNAPSHOT\",\"snapshotId\":\"snap-00000001\","
                + "\"outcome\":\"FAILED\",\"code\":\"client-error\",\"message\":\"a\\nb\"}]}\n");
  }

  @Test
  void aJournalOfAnExecutionThatNeverBeganIsNotLeftBehind() throws IOException {
    write();
    assertThat(file).doesNotExist();

    read();
    assertThat(file).exists();
  }

  @Test
  void aFileThatWasThereStays() throws IOException {
    Files.createFile(file);

    write();

    assertThat(file).exists();
  }

  @Test
  void stepsAreReadAgainAndWrittenOn() throws IOException {
    write(ANNOUNCED);
    write(ENDED);
    write(JournalStep.announced(snapshotId(9), List.of()));

    assertThat(read())
        .containsExactly(ANNOUNCED, ENDED, JournalStep.announced(snapshotId(9), List.of()));
  }

  /** As after a kill, when each of them was looked up. */
  @Test
  void whatWentAlongMayEndOnItsOwn() throws IOException {
    JournalStep found =
        JournalStep.ended(
            List.of(
                ActionOutcome.deletion(
                    snapshotId(1), Outcome.SUCCEEDED, "found-done", "It no longer exists")));
    write(ANNOUNCED, found);

    assertThat(read()).containsExactly(ANNOUNCED, found);
  }

  @Test
  void aRecordOfLaunchPermissionsIsALineOfItsOwn() throws IOException {
    LaunchPermissions permissions =
        LaunchPermissions.builder()
            .everybody(true)
            .addAccounts(AccountId.of("111111111111"))
            .addOrganizations("arn:aws:organizations::111111111111:organization/o-1234567890")
            .addOrganizationalUnits(
                "arn:aws:organizations::111111111111:ou/o-1234567890/ou-ab12-12345678")
            .build();
    JournalStep record = JournalStep.recorded(imageId(1), permissions);
    write(ANNOUNCED, record);
    append("{\"recorded\":\"ami-0");

    assertThat(JournalFile.recordedPermissions(file)).containsOnly(entry(imageId(1), permissions));
    assertThat(read()).containsExactly(ANNOUNCED, record);
  }

  @Test
  void aPlanThatWasReadAtAnotherTimeIsTheSame() throws IOException {
    write(ANNOUNCED);
    CleanupPlan later =
        CleanupPlan.builder()
            .from(plan)
            .evidence(
                List.of(
                    Evidence.complete("images", 4, Fixtures.NOW.plusSeconds(7)),
                    Evidence.skipped("recycle-bin", Fixtures.NOW)))
            .build();

    try (JournalFile journal = JournalFile.open(file, later)) {
      assertThat(journal.begin(plan)).containsExactly(ANNOUNCED);
    }
  }

  @Test
  void theJournalOfAnotherPlanIsRefused() throws IOException {
    write(ANNOUNCED);

    assertRefused(SamplePlans.removing(), PlanRefusedException.class, "journal'", "another plan");
  }

  @Test
  void theJournalOfAnotherAccountIsRefused() throws IOException {
    write(ANNOUNCED);
    CleanupPlan other =
        CleanupPlan.builder()
            .from(plan)
            .scope(CleanupScope.of(Fixtures.OTHER_ACCOUNT, "eu-west-1"))
            .build();

    assertRefused(
        other, PlanRefusedException.class, "123456789012/eu-west-1", "210987654321/eu-west-1");
  }

  @Test
  void anotherPlanCannotBeBegunWithIt() throws IOException {
    try (JournalFile journal = JournalFile.open(file, plan)) {
      assertThatThrownBy(() -> journal.begin(SamplePlans.removing()))
          .isInstanceOf(PlanRefusedException.class);
    }
  }

  @Test
  void aJournalThatIsOpenElsewhereIsRefused() throws IOException {
    try (JournalFile journal = JournalFile.open(file, plan)) {
      assertRefused(plan, PlanRefusedException.class, "in use by another execution");
      journal.append(ANNOUNCED);
    }

    assertThat(read()).containsExactly(ANNOUNCED);
  }

  @Test
  void aHalfWrittenLastLineIsDroppedAndTold() throws IOException {
    write(ANNOUNCED);
    append("{\"ended\":[{\"acti");

    try (JournalFile journal = JournalFile.open(file, plan)) {
      assertThat(journal.droppedLine()).contains("{\"ended\":[{\"acti");
      assertThat(journal.begin(plan)).containsExactly(ANNOUNCED);
      journal.append(ENDED);
    }
    assertThat(read()).containsExactly(ANNOUNCED, ENDED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{\"schemaVersion\":1,\"pl"})
  void aHalfWrittenFirstLineIsABeginning(String text) throws IOException {
    Files.writeString(file, text);

    write(ANNOUNCED);

    assertThat(read()).containsExactly(ANNOUNCED);
  }

  @Test
  void aWholeJournalDropsNothing() throws IOException {
    write(ANNOUNCED);

    try (JournalFile journal = JournalFile.open(file, plan)) {
      assertThat(journal.droppedLine()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"announced\":\"ami-",
        "",
        "{}",
        "{\"announced\":\"ami-00000002\",\"ended\":[]} {}",
        "{\"announced\":\"vol-00000002\"}",
        "{\"announced\":\"ami-00000002\",\"alone\":true}",
        "{\"ended\":[]}",
        "{\"recorded\":\"ami-00000002\"}",
        "{\"recorded\":\"ami-00000002\",\"launchPermissions\":{\"everybody\":true}}",
        "{\"ended\":[{\"action\":\"DELETE_SNAPSHOT\",\"snapshotId\":\"snap-00000007\","
            + "\"outcome\":\"SUCCEEDED\",\"code\":\"c\",\"message\":\"m\"}]}"
      })
  void aBrokenLineInTheMiddleIsRefused(String line) throws IOException {
    write(ANNOUNCED);
    append(line + "\n");
    append("{\"announced\":\"ami-00000003\"}\n");

    assertRefused(plan, DocumentFormatException.class, "journal'", "line 3");
  }

  @Test
  void aNewerJournalIsRefused() throws IOException {
    Files.writeString(file, "{\"schemaVersion\":2,\"plan\":\"\"}\n");

    assertRefused(plan, DocumentFormatException.class, "schema version 2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"something else", "{\"schemaVersion\": 1,\n  \"createdAt\": 1 }\n", "\n"})
  void aFileOfSomethingElseIsRefused(String text) throws IOException {
    Files.writeString(file, text);

    assertRefused(plan, DocumentFormatException.class, "journal'");
  }

  @Test
  void aFolderCannotBeAJournal() {
    assertThatThrownBy(() -> JournalFile.open(folder, plan))
        .isInstanceOf(DocumentFormatException.class)
        .hasMessage("'" + folder + "' cannot be a journal: expected a regular file, or none yet");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/dev/zero", "/dev/full", "/dev/null"})
  void aDeviceCannotBeAJournal(String device) {
    Path path = Path.of(device);
    assumeThat(path).exists();

    assertThatThrownBy(() -> JournalFile.open(path, plan))
        .isInstanceOf(DocumentFormatException.class)
        .hasMessageContaining("'" + device + "' cannot be a journal: expected a regular file");
    assertThatThrownBy(() -> JournalFile.recordedPermissions(path))
        .isInstanceOf(DocumentFormatException.class);
  }

  @Test
  void aLineWithoutEndIsNotReadToItsEnd() throws IOException {
    write(ANNOUNCED);
    append("x".repeat(2_000_000));
    byte[] before = Files.readAllBytes(file);

    assertRefused(plan, DocumentFormatException.class, "a line of more than 1048576 bytes");
    assertThatThrownBy(() -> JournalFile.recordedPermissions(file))
        .isInstanceOf(DocumentFormatException.class);
    assertThat(file).hasBinaryContent(before);
  }

  @Test
  void aStepThatCouldNotBeReadAgainIsNotWritten() throws IOException {
    ActionOutcome endless =
        ActionOutcome.deletion(snapshotId(1), Outcome.FAILED, "error", "x".repeat(2_000_000));
    try (JournalFile journal = JournalFile.open(file, plan)) {
      journal.append(ANNOUNCED);
      assertThatThrownBy(() -> journal.append(JournalStep.ended(List.of(endless))))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("1048576 bytes at most");
      journal.append(ENDED);
    }

    assertThat(read()).containsExactly(ANNOUNCED, ENDED);
  }

  @Test
  void aJournalThatIsClosedSaysSo() throws IOException {
    JournalFile journal = JournalFile.open(file, plan);
    journal.close();

    assertThatThrownBy(() -> journal.begin(plan))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("The journal '" + file + "' is closed: open it again");
    assertThatThrownBy(() -> journal.append(ANNOUNCED))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("The journal '" + file + "' is closed: open it again");
  }

  @Test
  void anInterruptedThreadWritesOn() throws IOException {
    Thread.currentThread().interrupt();

    try (JournalFile journal = JournalFile.open(file, plan)) {
      journal.append(ANNOUNCED);
      journal.append(ENDED);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(read()).containsExactly(ANNOUNCED, ENDED);
  }

  @Test
  void stepsOfManyThreadsAreWholeLines() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(8);
    List<JournalStep> steps = new ArrayList<>();
    try (JournalFile journal = JournalFile.open(file, plan)) {
      List<Future<?>> appended = new ArrayList<>();
      for (int i = 1; i <= 100; i++) {
        JournalStep step = JournalStep.announced(imageId(i), List.of(snapshotId(i)));
        steps.add(step);
        appended.add(pool.submit(() -> journal.append(step)));
      }
      for (Future<?> future : appended) {
        await(future);
      }
    } finally {
      pool.shutdown();
    }

    assertThat(read()).containsExactlyInAnyOrderElementsOf(steps);
  }

  /** Reading moves the place in the file where the next step is written. */
  @Test
  void readingWaitsForTheStepThatIsBeingWritten() throws Exception {
    List<JournalStep> read = new ArrayList<>();
    List<JournalFile> open = new ArrayList<>();
    List<Thread.State> states = new ArrayList<>();
    Thread reader = new Thread(() -> read.addAll(open.get(0).begin(plan)));
    try (JournalFile journal =
        JournalFile.open(
            file,
            plan,
            lines -> {
              reader.start();
              while (reader.getState() != Thread.State.WAITING && reader.isAlive()) {
                Thread.onSpinWait();
              }
              states.add(reader.getState());
            })) {
      open.add(journal);
      journal.append(ANNOUNCED);
      reader.join();
    }

    assertThat(states).containsExactly(Thread.State.WAITING);
    assertThat(read).containsExactly(ANNOUNCED);
  }

  private static void await(Future<?> future) throws InterruptedException {
    try {
      future.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
