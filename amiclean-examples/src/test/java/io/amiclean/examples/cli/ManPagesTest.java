package io.amiclean.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

class ManPagesTest {

  private static final Map<String, String> PAGES = ManPages.all(CommandLineRun.console());

  @TempDir private Path folder;

  private static String page(String name) {
    return PAGES.getOrDefault(name, "");
  }

  static Stream<CommandSpec> commands() {
    return withSubcommands(Amiclean.commands(CommandLineRun.console(), List.of("--help")));
  }

  private static Stream<CommandSpec> withSubcommands(CommandLine command) {
    return Stream.concat(
        Stream.of(command.getCommandSpec()),
        command.getSubcommands().values().stream().flatMap(ManPagesTest::withSubcommands));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void haveAPageForEachCommandWithItsOptions(CommandSpec command) {
    String page = page(command.qualifiedName("-") + ".1");

    assertThat(page)
        .startsWith(".TH " + command.qualifiedName("-").toUpperCase(Locale.ROOT) + " 1 ")
        .containsSubsequence(
            ".SH \"NAME\"", ".SH \"SYNOPSIS\"", ".SH \"DESCRIPTION\"", ".SH \"EXIT STATUS\"");
    for (OptionSpec option : command.options()) {
      assertThat(page).contains("\\fB" + option.longestName().replace("-", "\\-") + "\\fR");
    }
  }

  @Test
  void groupOptionsAndGiveExamplesAsHelpDoes() {
    assertThat(page("amiclean-plan.1"))
        .containsSubsequence(
            ".SH \"OPTIONS\"",
            ".SH \"WHAT TO KEEP\"",
            "\\fB\\-\\-keep\\-previous\\fR\\fI=N\\fR",
            ".SH \"WHERE\"",
            ".SH \"EXAMPLES\"",
            "amiclean plan \\-\\-region eu\\-west\\-1 \\-\\-out plan.json",
            ".SH \"SEE ALSO\"",
            "\\fBamiclean\\-apply\\fR(1)");
  }

  @Test
  void leadFromTheMainPageToEachCommand() {
    assertThat(page("amiclean.1")).contains(".SH \"COMMANDS\"", "\\fBamiclean\\-what\\-if\\fR(1)");
  }

  @ParameterizedTest
  @MethodSource("names")
  void areCleanForGroff(String name) throws Exception {
    assumeTrue(isInstalled("groff"), "There is no 'groff': the pages are not checked by it");
    Path page = Files.writeString(folder.resolve(name), page(name), StandardCharsets.US_ASCII);

    assertThat(run("groff", "-man", "-ww", "-z", "-Tutf8", page.toString())).isEmpty();
    assertThat(run("groff", "-man", "-ww", "-Tutf8", "-P-cbou", page.toString()))
        .contains("NAME", "SYNOPSIS")
        .doesNotContain("\\-", "\\f");
  }

  static Stream<String> names() {
    return PAGES.keySet().stream();
  }

  private static boolean isInstalled(String program) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
        .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
  }

  private static String run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var output = process.getInputStream()) {
      return new String(output.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
