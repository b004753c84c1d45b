package io.amiclean.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Colours on a terminal, which {@code script} of util-linux stands in for. */
@Tag("slow")
class ColourTest {

  private static final Path SCRIPT = Path.of("/usr/bin/script");

  private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*m");

  @BeforeAll
  static void needsTerminals() {
    assumeTrue(
        Files.isExecutable(SCRIPT), "There is no 'script': colours are not tested on a terminal");
  }

  private static String command(String args) {
    return "'%s' -cp '%s' %s %s"
        .formatted(
            Path.of(System.getProperty("java.home"), "bin", "java"),
            System.getProperty("java.class.path"),
            Amiclean.class.getName(),
            args);
  }

  private static String onTerminal(String command) throws IOException {
    return output(SCRIPT.toString(), "-qec", command, "/dev/null");
  }

  private static String output(String... command) throws IOException {
    ProcessBuilder process = new ProcessBuilder(command).redirectErrorStream(true);
    process.redirectInput(Path.of("/dev/null").toFile());
    process.environment().remove("NO_COLOR");
    process.environment().put("TERM", "xterm");
    return new String(process.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"plan --help", "--demo -f"})
  void areOnATerminal(String args) throws IOException {
    assertThat(onTerminal(command(args))).containsPattern(COLOUR);
  }

  @ParameterizedTest
  @ValueSource(strings = {"plan --help", "--demo -f"})
  void areNotWhereNoColorIsSet(String args) throws IOException {
    assertThat(onTerminal("NO_COLOR=1 " + command(args)))
        .isNotBlank()
        .doesNotContainPattern(COLOUR);
  }

  @ParameterizedTest
  @ValueSource(strings = {"plan --help", "--demo -f --progress"})
  void areNotWhereOutputGoesElsewhere(String args) throws IOException {
    assertThat(output("sh", "-c", command(args))).isNotEmpty().doesNotContainPattern(COLOUR);
  }
}
