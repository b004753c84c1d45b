package io.amiclean.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.core.json.PolicyJson;
import io.amiclean.core.plan.StrategyRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds the code blocks of README and docs against the code, and runs their commands. */
class DocumentationTest {

  private static final Path ROOT = Path.of("..");

  /** Its blocks are the files of an outside project, which the build compiles and tests. */
  private static final Path PROJECT = ROOT.resolve("docs/strategies.md");

  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w+)\\n(.*?)^```$");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern SPACE = Pattern.compile("\\s+");

  @TempDir private Path folder;

  @Test
  void quotesProgramsThatAreCompiled() throws IOException {
    assertThat(blocks("java")).isNotEmpty().allSatisfy(quotedFrom(sources()));
  }

  private static List<String> sources() throws IOException {
    List<String> sources = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Path.of("src"))) {
      files
          .filter(file -> file.toString().endsWith(".java"))
          .forEach(file -> sources.add(withoutSpace(read(file))));
    }
    return sources;
  }

  private static Consumer<String> quotedFrom(List<String> sources) {
    return block ->
        assertThat(sources).as(block).anyMatch(source -> source.contains(withoutSpace(block)));
  }

  @Test
  void showsWhatTheCommandsPrint() {
    assertThat(blocks("console"))
        .filteredOn(block -> block.startsWith("$ amiclean "))
        .isNotEmpty()
        .allSatisfy(
            block -> {
              for (String session : block.split("(?m)^\\$ amiclean ", -1)) {
                if (!session.isEmpty()) {
                  int end = session.indexOf('\n');
                  String[] args =
                      session
                          .substring(0, end)
                          .replace("plan.json", folder.resolve("plan.json").toString())
                          .split(" ", -1);
                  assertThat(
                          CommandLineRun.of(args)
                              .out()
                              .replace(folder.resolve("plan.json").toString(), "plan.json")
                              .strip())
                      .isEqualTo(session.substring(end + 1).strip());
                }
              }
            });
  }

  @Test
  void showsThePolicyThatTheCommandPrints() {
    assertThat(blocks("json")).containsExactly(CommandLineRun.of("iam-policy").out());
  }

  @Test
  void showsPoliciesThatCanBeRead() {
    assertThat(blocks("jsonc"))
        .isNotEmpty()
        .allSatisfy(policy -> PolicyJson.read(policy, StrategyRegistry.installed()));
  }

  @Test
  void namesTheCommandThatContinuousIntegrationRuns() {
    assertThat(blocks(readme(), "sh")).containsExactly("mvn -q -Pdemo verify\n", "mvn -B verify\n");
    assertThat(read(ROOT.resolve(".ci/run"))).contains("\nmvn -B verify\n");
    assertThat(read(ROOT.resolve("amiclean-examples/pom.xml"))).contains("<id>demo</id>");
  }

  @Test
  void namesModulesAndVersionThatAreBuilt() {
    String pom = read(ROOT.resolve("pom.xml"));
    String dependencies = blocks("xml").get(0);

    assertThat(dependencies).contains("<artifactId>amiclean-core</artifactId>", "amiclean-aws");
    Matcher version = Pattern.compile("<version>(.*)</version>").matcher(dependencies);
    assertThat(version.results())
        .hasSize(2)
        .allMatch(found -> pom.contains("<revision>" + found.group(1) + "</revision>"));
  }

  @Test
  void namesTheVersionsThatOutsideProjectsAreBuiltWith() {
    List<String> table = readme().lines().filter(line -> line.startsWith("| ")).toList();
    String built = read(ROOT.resolve("pom.xml"));
    String oldest = read(Path.of("src/it/oldest-versions/pom.xml"));

    assertThat(
            List.of(
                row("AWS SDK for Java", value(built, "<awssdk.version>"), managed(oldest, "bom")),
                row(
                    "jackson-core",
                    value(built, "<jackson.version>"),
                    managed(oldest, "jackson-core")),
                row("Guava", value(built, "<guava.version>"), managed(oldest, "guava")),
                row("SLF4J API", value(built, "<slf4j.version>"), managed(oldest, "slf4j-api"))))
        .allSatisfy(row -> assertThat(table).contains(row));
  }

  @Test
  void showsTheProjectOfOwnStrategiesWithTheVersionsThatAreBuilt() {
    String built = read(ROOT.resolve("pom.xml"));
    String project = blocks(read(PROJECT), "xml").get(0);

    assertThat(value(project, "<amiclean.version>")).isEqualTo(value(built, "<revision>"));
    assertThat(managed(project, "junit-jupiter")).isEqualTo(value(built, "<junit.version>"));
    assertThat(managed(project, "assertj-core")).isEqualTo(value(built, "<assertj.version>"));
    assertThat(managed(project, "maven-compiler-plugin"))
        .isEqualTo(value(built, "<compiler-plugin.version>"));
    assertThat(managed(project, "maven-surefire-plugin"))
        .isEqualTo(value(built, "<surefire-plugin.version>"));
  }

  private static String row(String library, String built, String oldest) {
    return "| " + library + " | " + built + " | " + oldest + " |";
  }

  private static String managed(String pom, String artifact) {
    return value(pom.substring(pom.indexOf("<artifactId>" + artifact + "<")), "<version>");
  }

  private static String value(String pom, String element) {
    int start = pom.indexOf(element) + element.length();
    return pom.substring(start, pom.indexOf('<', start));
  }

  @Test
  void listsEveryOption() {
    Matcher options = Pattern.compile("--[a-z][a-z-]+").matcher(CommandLineRun.of("--help").out());
    String page = read(ROOT.resolve("docs/command-line.md"));

    assertThat(options.results().map(found -> found.group()).distinct())
        .filteredOn(option -> !List.of("--help", "--version", "--stacktrace").contains(option))
        .allSatisfy(option -> assertThat(page).contains("`" + option));
  }

  @Test
  void linksToWhatIsThere() {
    for (Path page : pages()) {
      for (MatchResult link : LINK.matcher(read(page)).results().toList()) {
        String target = link.group(1);
        if (!target.contains("://")) {
          assertThat(anchorsOf(page, target)).as("%s: %s", page, target).isTrue();
        }
      }
    }
  }

  private static boolean anchorsOf(Path page, String target) {
    String[] parts = target.split("#", 2);
    Path file = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]);
    return Files.exists(file)
        && (parts.length == 1
            || read(file)
                .lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
                .map(line -> line.replaceAll("[^a-z0-9 -]", "").replace(' ', '-'))
                .anyMatch(parts[1]::equals));
  }

  /** README first, then the pages of docs. */
  private static List<Path> pages() {
    try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
      return Stream.concat(
              Stream.of(ROOT.resolve("README.md")),
              files.filter(file -> file.toString().endsWith(".md")).sorted())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> blocks(String language) {
    return pages().stream()
        .filter(page -> !page.equals(PROJECT))
        .flatMap(page -> blocks(read(page), language).stream())
        .toList();
  }

  private static List<String> blocks(String document, String language) {
    return BLOCK
        .matcher(document)
        .results()
        .filter(block -> block.group(1).equals(language))
        .map(block -> block.group(2))
        .toList();
  }

  private static String readme() {
    return read(ROOT.resolve("README.md"));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String withoutSpace(String text) {
    return SPACE.matcher(text).replaceAll("");
  }
}
