package io.amiclean.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.examples.exit.ExitStatus;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher as it is built, with the jar beside it: it needs what {@code mvn package} makes. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {

  private static final Path LAUNCHER = Path.of("target", "amiclean").toAbsolutePath();
  private static final Path JAR = LAUNCHER.resolveSibling("amiclean.jar");

  private static final Run OUTPUT_LOST =
      new Run(
          ExitStatus.FAILED,
          "",
          "amiclean: stdout did not take all output: it is closed, or its device is full\n");

  /** What two runs left: an archive that no later run took over yet. */
  @TempDir static Path afterTwoRuns;

  private static Run expected = new Run(-1, "", "");

  @TempDir Path folder;
  private Path caches = Path.of("");

  /** How a run ended, and what it said. */
  private record Run(int status, String out, String err) {}

  @BeforeAll
  static void runTwice() throws Exception {
    assertThat(JAR).as("what mvn package makes").exists();
    expected = end(start(afterTwoRuns, LAUNCHER, "iam-policy"));
    assertThat(expected.status()).as(expected.err()).isEqualTo(ExitStatus.DONE);
    assertThat(end(start(afterTwoRuns, LAUNCHER, "iam-policy"))).isEqualTo(expected);
  }

  @BeforeEach
  void copyWhatTwoRunsLeft() throws IOException {
    caches = folder.resolve("caches");
    Path cache = Files.createDirectories(cache());
    try (Stream<Path> files = Files.list(afterTwoRuns.resolve("amiclean"))) {
      for (Path file : files.toList()) {
        Files.copy(file, cache.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  @Test
  void startsAJarWithoutEnginesAndTheirClients() throws Exception {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      assertThat(jar.stream().map(JarEntry::getName))
          .contains("io/amiclean/examples/organization/ScopeWork.class")
          .noneMatch(name -> name.startsWith("io/temporal/") || name.startsWith("io/grpc/"))
          .noneMatch(name -> name.startsWith("com/amazonaws/services/lambda/"))
          .noneMatch(name -> name.startsWith("software/amazon/awssdk/services/s3/"));
    }
  }

  @Test
  void readsAnswersByTheFasterParser() throws Exception {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      JarEntry parser = jar.getJarEntry("META-INF/services/javax.xml.stream.XMLInputFactory");

      assertThat(jar.getInputStream(parser))
          .asString(StandardCharsets.UTF_8)
          .isEqualToIgnoringNewLines("com.ctc.wstx.stax.WstxInputFactory");
    }
  }

  @Test
  void keepsTheArchiveOfTheSecondRun() throws Exception {
    assertThat(run()).isEqualTo(expected);

    assertThat(cached()).singleElement().matches(LauncherTest::isArchive);
  }

  @Test
  void leavesTheCollectorToAUserWhoChoseOne() throws Exception {
    Run chosen = inShell("JDK_JAVA_OPTIONS=-XX:+UseParallelGC exec " + LAUNCHER + " iam-policy");

    assertThat(chosen.status()).as(chosen.err()).isEqualTo(ExitStatus.DONE);
    assertThat(chosen.out()).isEqualTo(expected.out());
  }

  @Test
  void keepsOneArchiveOfRunsAtTheSameTime() throws Exception {
    clearCache();
    List<Process> atOnce = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      atOnce.add(start(caches, LAUNCHER, "iam-policy"));
    }
    for (Process process : atOnce) {
      assertThat(end(process)).isEqualTo(expected);
    }

    assertThat(run()).isEqualTo(expected);

    assertThat(cached()).singleElement().matches(LauncherTest::isArchive);
  }

  @Test
  void takesTheArchiveOverInOneOfRunsAtTheSameTime() throws Exception {
    List<Process> second = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      second.add(start(caches, LAUNCHER, "iam-policy"));
    }

    for (Process process : second) {
      assertThat(end(process)).isEqualTo(expected);
    }
    assertThat(cached()).anyMatch(LauncherTest::isArchive);
  }

  @Test
  void takesAClosedStdinForNobody() throws Exception {
    assertThat(inShell("exec " + LAUNCHER + " --demo <&-").toString())
        .contains("no answer was given");
  }

  @Test
  void hasAManualPageOfEachCommandBesideIt() {
    for (String page : ManPages.all(CommandLineRun.console()).keySet()) {
      assertThat(LAUNCHER.resolveSibling("man").resolve(page)).isNotEmptyFile();
    }
  }

  @Test
  void doesWithoutCacheThatCannotBeMade() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));

    assertThat(end(start(file, LAUNCHER, "iam-policy"))).isEqualTo(expected);
  }

  @Test
  void doesWithoutCacheThatIsReadOnly() throws Exception {
    clearCache();
    Files.setPosixFilePermissions(cache(), PosixFilePermissions.fromString("r-x------"));

    assertThat(run()).isEqualTo(expected);
  }

  @Test
  void asksForNoArchiveWhereThereIsNoRoom() throws Exception {
    clearCache();
    run();
    Path programs = Files.createDirectory(folder.resolve("programs"));
    script(
        programs.resolve("df"),
        "echo Filesystem 1024-blocks Used Available Capacity Mounted",
        "echo /dev/full 1000000 999000 1000 100% /");

    assertThat(inShell("PATH=" + programs + ":$PATH; exec " + LAUNCHER + " iam-policy"))
        .isEqualTo(expected);
    assertThat(cached()).singleElement().matches(LauncherTest::isMark);
  }

  @Test
  void asksForNoArchiveThatMayNotBeWritten() throws Exception {
    clearCache();
    run();

    assertThat(inShell("ulimit -f 2000; exec " + LAUNCHER + " iam-policy")).isEqualTo(expected);
    assertThat(cached()).singleElement().matches(LauncherTest::isMark);
  }

  @Test
  void replacesAnArchiveThatWasCutShort() throws Exception {
    run();
    long whole = Files.size(archive());
    try (RandomAccessFile file = writable(archive())) {
      file.setLength(whole / 2);
    }

    for (int i = 0; i < 3; i++) {
      assertThat(run()).isEqualTo(expected);
    }

    assertThat(Files.size(archive())).isGreaterThan(whole / 2);
    assertThat(cached()).hasSize(1);
  }

  @Test
  void replacesAnArchiveWhoseStartWasWrittenOver() throws Exception {
    run();
    byte[] nothing = new byte[4096];
    try (RandomAccessFile file = writable(archive())) {
      file.write(nothing);
    }

    for (int i = 0; i < 3; i++) {
      assertThat(run()).isEqualTo(expected);
    }

    assertThat(Files.readAllBytes(archive()))
        .satisfies(bytes -> assertThat(Arrays.copyOf(bytes, nothing.length)).isNotEqualTo(nothing));
    assertThat(cached()).hasSize(1);
  }

  @Test
  void replacesTheArchiveOfAnotherJar() throws Exception {
    clearCache();
    Path launcher = Files.copy(LAUNCHER, folder.resolve("amiclean"));
    Path jar = Files.copy(JAR, folder.resolve("amiclean.jar"));
    String before = archiveOfThreeRuns(launcher);
    Files.setLastModifiedTime(jar, FileTime.from(Instant.parse("2017-06-16T00:00:00Z")));

    assertThat(archiveOfThreeRuns(launcher)).isNotEqualTo(before);
  }

  @Test
  void replacesTheArchiveOfAnotherJdk() throws Exception {
    clearCache();
    Path jdk = folder.resolve("jdk");
    Path real = Path.of(System.getProperty("java.home"));
    Path java = Files.createDirectories(jdk.resolve("bin")).resolve("java");
    script(java, "exec '" + real.resolve("bin/java") + "' \"$@\"");
    Files.createFile(Files.createDirectory(jdk.resolve("lib")).resolve("modules"));
    Path release = Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"17.0.1\"\n");
    Path launcher = folder.resolve("launch");
    script(launcher, "JAVA_HOME='" + jdk + "' exec '" + LAUNCHER + "' \"$@\"");
    String before = archiveOfThreeRuns(launcher);
    Files.writeString(release, "JAVA_VERSION=\"17.0.2\"\n");

    assertThat(archiveOfThreeRuns(launcher)).isNotEqualTo(before);
  }

  @Test
  void removesWhatNoRunUsedForLong() throws Exception {
    Path elsewhere = Files.createFile(cache().resolve("plan-1-1.1-1.1.jsa"));
    FileTime before = FileTime.from(Instant.now().minus(Duration.ofDays(32)));
    Files.getFileAttributeView(elsewhere, BasicFileAttributeView.class)
        .setTimes(before, before, null);

    run();

    assertThat(elsewhere).doesNotExist();
    assertThat(cached()).singleElement().matches(LauncherTest::isArchive);
  }

  @Test
  void keepsNoArchiveOfFailedRuns() throws Exception {
    clearCache();
    String missing = folder.resolve("missing.json").toString();
    for (int i = 0; i < 3; i++) {
      Run failed = end(start(caches, LAUNCHER, "explain", missing, "ami-50504e36"));
      assertThat(failed.status()).isEqualTo(ExitStatus.USAGE);
    }

    assertThat(cached()).noneMatch(LauncherTest::isArchive).hasSizeLessThan(3);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void failsWhenStdoutIsFull() throws Exception {
    assertThat(inShell("exec " + LAUNCHER + " iam-policy >/dev/full")).isEqualTo(OUTPUT_LOST);
  }

  @Test
  void failsWhenTheReaderOfStdoutIsGone() throws Exception {
    String pipe = folder.resolve("pipe").toString();

    assertThat(
            inShell(
                "mkfifo "
                    + pipe
                    + "; : <"
                    + pipe
                    + " & exec >"
                    + pipe
                    + "; wait;"
                    + " exec "
                    + LAUNCHER
                    + " iam-policy"))
        .isEqualTo(OUTPUT_LOST);
  }

  /** Runs three times, and returns the one archive that is there then. */
  private String archiveOfThreeRuns(Path launcher) throws Exception {
    for (int i = 0; i < 3; i++) {
      assertThat(end(start(caches, launcher, "iam-policy"))).isEqualTo(expected);
    }
    assertThat(cached()).hasSize(1);
    return archive().toString();
  }

  private Run run() throws Exception {
    return end(start(caches, LAUNCHER, "iam-policy"));
  }

  private Run inShell(String commands) throws Exception {
    return end(start(caches, Path.of("/bin/sh"), "-c", commands));
  }

  private static Process start(Path caches, Path program, String... args) throws IOException {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(args));
    ProcessBuilder process = new ProcessBuilder(command);
    process.environment().put("JAVA_HOME", System.getProperty("java.home"));
    process.environment().put("XDG_CACHE_HOME", caches.toString());
    return process.start();
  }

  private static Run end(Process process) throws IOException, InterruptedException {
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Run(process.waitFor(), out, err);
  }

  private Path cache() {
    return caches.resolve("amiclean");
  }

  private void clearCache() throws IOException {
    for (String name : cached()) {
      Files.delete(cache().resolve(name));
    }
  }

  private List<String> cached() throws IOException {
    try (Stream<Path> files = Files.list(cache())) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static boolean isMark(String name) {
    return name.endsWith(".once");
  }

  private static boolean isArchive(String name) {
    return name.endsWith(".jsa");
  }

  private Path archive() throws IOException {
    return cache()
        .resolve(cached().stream().filter(LauncherTest::isArchive).findFirst().orElseThrow());
  }

  private static RandomAccessFile writable(Path archive) throws IOException {
    Files.setPosixFilePermissions(archive, PosixFilePermissions.fromString("rw-------"));
    return new RandomAccessFile(archive.toFile(), "rw");
  }

  private static void script(Path file, String... lines) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }
}
