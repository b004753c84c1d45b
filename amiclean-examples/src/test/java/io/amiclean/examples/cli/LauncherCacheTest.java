package io.amiclean.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Which archives the launcher trusts. A script stands in for the JVM: it writes the archive that it
 * is asked for, and prints its options.
 */
@DisabledOnOs(OS.WINDOWS)
class LauncherCacheTest {

  private static final String USE = "-XX:SharedArchiveFile=";
  private static final String MAIN = "io.amiclean.examples.cli.Amiclean";
  private static final String MAKE = "-XX:ArchiveClassesAtExit=";

  private static final int ANOTHER_USER = 65534;

  @TempDir Path folder;

  private Path launcher = Path.of("");
  private Path caches = Path.of("");
  private Path cache = Path.of("");

  @BeforeEach
  void installAndRunOnce() throws Exception {
    folder = folder.toRealPath();
    launcher = Files.copy(Path.of("src/main/launcher/amiclean"), folder.resolve("amiclean"));
    permit(launcher, "rwx------");
    Files.createFile(folder.resolve("amiclean.jar"));
    Path jdk = folder.resolve("jdk");
    Files.createFile(Files.createDirectories(jdk.resolve("lib")).resolve("modules"));
    Files.createFile(jdk.resolve("release"));
    Path java = Files.createDirectory(jdk.resolve("bin")).resolve("java");
    Files.writeString(
        java,
        """
        #!/bin/sh
        for option; do
          echo "$option"
          case $option in
            -XX:ArchiveClassesAtExit=*)
              archive=${option#*=}
              ls -ln "$archive"
              rm -f "$archive"
              echo 'the classes of this run' >"$archive"
              chmod 444 "$archive"
              : >"$archive.complete"
              ;;
          esac
        done
        """);
    permit(java, "rwx------");
    caches = folder.resolve("caches");
    cache = caches.resolve("amiclean");
    run();
  }

  @Test
  void makesNoArchiveInTheFirstRun() throws Exception {
    assertThat(run("rm -r " + cache)).noneMatch(option -> option.startsWith(MAKE));
    assertThat(run()).anyMatch(option -> option.startsWith(MAKE));
  }

  @Test
  void usesTheArchiveOfAnEarlierRun() throws Exception {
    assertThat(run()).anyMatch(option -> option.startsWith(MAKE));

    assertThat(run()).contains(USE + archive());
    assertThat(run()).contains(USE + archive());
  }

  @Test
  void makesItsFolderForTheUserAlone() throws Exception {
    run("rm -r " + cache + "; umask 000");

    assertThat(permissions(cache)).isEqualTo("rwx------");
  }

  @Test
  void makesNewArchivesThatCannotBeForeseen() throws Exception {
    List<String> first = run();
    List<String> second = run("rm " + cache + "/*.new.*");

    assertThat(randomPart(first)).isNotEqualTo(randomPart(second));
    assertThat(first).anyMatch(line -> line.startsWith("-rw-------"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"r--rw-r--", "r--r--rw-", "rw-rw-rw-"})
  void usesNoArchiveThatOthersMayWrite(String permissions) throws Exception {
    makeArchive();
    permit(archive(), permissions);

    assertThat(run()).noneMatch(option -> option.startsWith(USE));
  }

  @Test
  void replacesAnArchiveThatOthersMayWrite() throws Exception {
    makeArchive();
    permit(archive(), "rw-rw-rw-");

    run();
    run();

    assertThat(run()).contains(USE + archive());
    assertThat(permissions(archive())).isEqualTo("r--r--r--");
  }

  @Test
  void takesNoNewArchiveOverThatOthersMayWrite() throws Exception {
    List<String> options = run();
    permit(newArchive(options), "rw-rw-rw-");

    assertThat(run()).noneMatch(option -> option.startsWith(USE));
    assertThat(newArchive(options)).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rwxrwx---", "rwx----w-", "rwxrwxrwx"})
  void leavesFolderAloneThatOthersMayWrite(String permissions) throws Exception {
    makeArchive();
    permit(cache, permissions);
    List<String> before = cached();

    assertThat(run()).noneMatch(option -> option.startsWith(USE) || option.startsWith(MAKE));
    assertThat(cached()).isEqualTo(before);
  }

  @Test
  void usesFolderThatOthersMayOnlyRead() throws Exception {
    makeArchive();
    permit(cache, "rwxr-xr-x");

    assertThat(run()).contains(USE + archive());
  }

  @Test
  void usesNoSymbolicLinkInPlaceOfAnArchive() throws Exception {
    makeArchive();
    Path archive = archive();
    Files.createSymbolicLink(archive, Files.move(archive, folder.resolve("elsewhere")));

    assertThat(run()).noneMatch(option -> option.startsWith(USE));
  }

  @Test
  void usesNoSymbolicLinkInPlaceOfTheFolder() throws Exception {
    makeArchive();
    Files.createSymbolicLink(cache, Files.move(cache, folder.resolve("elsewhere")));
    List<String> before = cached();

    assertThat(run()).noneMatch(option -> option.startsWith(USE) || option.startsWith(MAKE));
    assertThat(cached()).isEqualTo(before);
  }

  @Test
  void usesNoArchiveOfAnotherUser() throws Exception {
    makeArchive();
    giveAway(archive());

    assertThat(run()).noneMatch(option -> option.startsWith(USE));
  }

  @Test
  void leavesFolderOfAnotherUserAlone() throws Exception {
    makeArchive();
    giveAway(cache);
    List<String> before = cached();

    assertThat(run()).noneMatch(option -> option.startsWith(USE) || option.startsWith(MAKE));
    assertThat(cached()).isEqualTo(before);
  }

  /** Leaves one archive that the next run would use. */
  private void makeArchive() throws Exception {
    run();
    assertThat(run()).contains(USE + archive());
  }

  /** Runs the launcher after a command of the shell, and returns the lines of its output. */
  private List<String> run(String before) throws Exception {
    ProcessBuilder process =
        new ProcessBuilder("/bin/sh", "-c", before + "; exec '" + launcher + "' iam-policy");
    process.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
    process.environment().put("XDG_CACHE_HOME", caches.toString());
    Process run = process.redirectErrorStream(true).start();
    String out = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(run.waitFor()).as(out).isZero();
    assertThat(out)
        .endsWith("-cp\n%s\n%s\niam-policy\n".formatted(folder.resolve("amiclean.jar"), MAIN));
    return out.lines().toList();
  }

  private List<String> run() throws Exception {
    return run(":");
  }

  private static Path newArchive(List<String> options) {
    return options.stream()
        .filter(option -> option.startsWith(MAKE))
        .map(option -> Path.of(option.substring(MAKE.length())))
        .findFirst()
        .orElseThrow();
  }

  private static String randomPart(List<String> options) {
    String name = newArchive(options).getFileName().toString();
    var parts = Pattern.compile(".*\\.new\\.\\d+\\.(\\w{6})").matcher(name);
    assertThat(parts.matches()).as(name).isTrue();
    return parts.group(1);
  }

  private List<String> cached() throws IOException {
    try (Stream<Path> files = Files.list(cache)) {
      return files.map(Path::toString).sorted().toList();
    }
  }

  private Path archive() throws IOException {
    assertThat(cached()).singleElement().asString().endsWith(".jsa");
    return Path.of(cached().get(0));
  }

  private void giveAway(Path path) throws IOException {
    assumeThat(Files.getAttribute(folder, "unix:uid")).as("needs root").isEqualTo(0);
    Files.setAttribute(path, "unix:uid", ANOTHER_USER);
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static void permit(Path path, String permissions) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }
}
