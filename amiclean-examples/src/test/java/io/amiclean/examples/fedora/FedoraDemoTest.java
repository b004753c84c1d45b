package io.amiclean.examples.fedora;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole process on what is built in. The documentation has its transcript, and compares it. */
class FedoraDemoTest {

  private static final String NIGHTLY = "ami-0fed0000000000001";
  private static final String MISSED = "ami-0fed0000000000002";

  @TempDir private Path folder;

  private CleanAmisRun run(String... args) {
    return CleanAmisRun.in(folder, Map.of(), List.of(args));
  }

  @Test
  void showsThePublicationTheFirstRunTheComplaintAndTheSecondRun() {
    CleanAmisRun run = run("--demo");

    assertThat(run.status()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .containsSubsequence(
            "Day 1,",
            "published:    " + NIGHTLY,
            "Day 6,",
            NIGHTLY + " (Fedora-Cloud-Base-Rawhide-20170801.n.0.x86_64): made private",
            MISSED + " (Fedora-Atomic-26-20170801.0.x86_64): made private",
            "Day 8,",
            "restore:      " + MISSED + ": restored",
            "everybody may launch it again, and it is on hold",
            "Day 16,",
            NIGHTLY + " (Fedora-Cloud-Base-Rawhide-20170801.n.0.x86_64): deregistered",
            "5 left.")
        .doesNotContain(MISSED + " (Fedora-Atomic-26-20170801.0.x86_64): deregistered");
  }

  @Test
  void saysWhyEachImageStaysThatIsNoNightlyOne() {
    assertThat(run("--demo").out())
        .contains(
            "its compose is unknown, and may be that of a release (compose Fedora-27-20170803.0",
            "Its compose was released as a Two-Week Atomic Host",
            "Its compose is a Beta",
            "label RC-1.5)",
            "The image is on hold, because it was missed");
  }

  @Test
  void isTheSameEachTimeAndLeavesNothingBehind() throws IOException {
    long before = temporaryFolders();

    assertThat(run("--demo").out()).isEqualTo(run("--demo").out());

    assertThat(folder).isEmptyDirectory();
    assertThat(temporaryFolders()).isEqualTo(before);
  }

  private static long temporaryFolders() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("amiclean-fedora-"))
          .count();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--dry-run", "--days=3", "--regions=us-east-1", "--report-file=report.md"})
  void takesNoOtherOption(String option) {
    CleanAmisRun run = run("--demo", option);

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("--demo runs the whole process by itself");
    assertThat(run.out()).isEmpty();
  }
}
