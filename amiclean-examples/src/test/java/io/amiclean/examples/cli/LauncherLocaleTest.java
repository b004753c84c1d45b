package io.amiclean.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which locale the launcher starts the JVM in. A script stands in for the JVM and prints it. */
@DisabledOnOs(OS.WINDOWS)
class LauncherLocaleTest {

  @TempDir Path folder;

  private Path launcher = Path.of("");

  @BeforeEach
  void install() throws IOException {
    launcher = Files.copy(Path.of("src/main/launcher/amiclean"), folder.resolve("amiclean"));
    permit(launcher);
    Path java = Files.createDirectories(folder.resolve("jdk/bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\necho \"${LC_ALL-unset}\"\n");
    permit(java);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "LANG=C",
        "LANG=POSIX",
        "LANG=de_DE.ISO-8859-1",
        "LANG=de_DE.UTF-8 LC_CTYPE=C",
        "LANG=de_DE.UTF-8 LC_CTYPE=de_DE.UTF-8 LC_ALL=C"
      })
  void readsAndWritesUtf8WhereTheLocaleDoesNot(String locale) throws Exception {
    assertThat(localeOfJvm(locale)).isEqualTo("C.UTF-8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"LANG=de_DE.UTF-8", "LC_CTYPE=en_US.utf8", "LANG=C LC_CTYPE=C.Utf8"})
  void leavesALocaleOfUtf8AsItIs(String locale) throws Exception {
    assertThat(localeOfJvm(locale)).isEqualTo("unset");
  }

  private String localeOfJvm(String locale) throws Exception {
    List<String> command = new ArrayList<>(List.of("env", "-i"));
    command.addAll(List.of("PATH=" + System.getenv("PATH"), "JAVA_HOME=" + folder.resolve("jdk")));
    if (!locale.isEmpty()) {
      command.addAll(List.of(locale.split(" ", -1)));
    }
    command.addAll(List.of(launcher.toString(), "iam-policy"));
    Process run = new ProcessBuilder(command).redirectErrorStream(true).start();
    String out = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(run.waitFor()).as(out).isZero();
    return out.strip();
  }

  private static void permit(Path script) throws IOException {
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
  }
}
