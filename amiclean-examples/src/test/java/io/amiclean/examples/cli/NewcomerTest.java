package io.amiclean.examples.cli;

import static io.amiclean.examples.cli.OverWire.ami;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Goes through README from top to bottom, with nothing but its blocks, in their order. */
@Tag("slow")
class NewcomerTest {

  /** Fenced blocks with their language, and indented ones. */
  private static final Pattern BLOCK =
      Pattern.compile("(?ms)^```(\\w+)\\n(.*?)^```$|((?:^    \\S[^\\n]*\\n)+)");

  /** The image whose id README's explanation is about. */
  private static final String EXPLAINED = "ami-0123456789abcdef0";

  @TempDir private Path folder;
  @RegisterExtension private final OverWire aws = OverWire.empty();

  private record Block(String language, String text) {
    static Block of(MatchResult found) {
      return found.group(1) == null
          ? new Block("commands", found.group(3))
          : new Block(found.group(1), found.group(2));
    }
  }

  /** Takes the next block, of the expected language. */
  private static final class Reader {

    private final List<Block> left;

    Reader(String document) {
      left = new ArrayList<>(BLOCK.matcher(document).results().map(Block::of).toList());
    }

    String next(String language) {
      Block block = left.remove(0);
      assertThat(block.language()).as(block.text()).isEqualTo(language);
      return block.text();
    }
  }

  @Test
  void getsFromAPlanToAProgramOfItsOwn() throws Exception {
    Reader readme = new Reader(Files.readString(Path.of("../README.md")));

    assertThat(readme.next("sh")).isEqualTo("mvn -q -Pdemo verify\n");
    assertThat(readme.next("sh")).isEqualTo("mvn -B verify\n");
    List<String> firstDay = readme.next("commands").lines().toList();
    assertThat(firstDay).hasSize(3);
    account();
    plans(firstDay.get(0));
    explains(firstDay.get(1));
    applies(firstDay.get(2));
    assertThat(readme.next("xml")).contains("<artifactId>amiclean-aws</artifactId>");
    runsTheProgram(readme.next("java"));
    assertThat(readme.next("java")).contains("removesTheImageThatNobodyNeeds");
    assertThat(readme.left).isEmpty();
  }

  @Test
  void undoesAStageByTheCommandsOfThePage() throws Exception {
    Reader page = new Reader(Files.readString(Path.of("../docs/command-line.md")));
    account();

    undoesAStage(page.next("commands").lines().toList());
  }

  /** Seven images; the newest is in use. */
  private void account() {
    aws.images(6);
    aws.state()
        .image(EXPLAINED)
        .name("web-0")
        .created(OverWire.created(0))
        .tag("environment", "dev")
        .tag("role", "web");
    aws.state().instance("i-0123456789abcdef0").image(ami(6));
  }

  private void plans(String command) {
    CommandLineRun run = run("", command);

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).contains("2 images to remove, 5 kept (4 retained, 1 in use)");
    assertThat(aws.changes()).isEmpty();
  }

  private void explains(String command) {
    CommandLineRun run = CommandLineRun.of(args(command));

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).contains(EXPLAINED + " (web-0)", ": REMOVE", "Rank 6 of 6 in dev.web");
  }

  private void applies(String command) {
    CommandLineRun run = run("y\n", command);

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(aws.state().imageIds()).doesNotContain(EXPLAINED, ami(1)).hasSize(5);
    assertThat(folder.resolve("result.json")).isNotEmptyFile();
    assertThat(folder.resolve("plan.journal")).isNotEmptyFile();
  }

  private void undoesAStage(List<String> commands) {
    assertThat(commands).hasSize(3);
    aws.image(1).shared();

    assertThat(run("", commands.get(0)).out()).contains("2 to change");
    assertThat(aws.endpoint().requests("ModifyImageAttribute")).isEmpty();
    assertThat(run("y\n", commands.get(1)).out()).contains(ami(1), "made private");
    assertThat(run("", commands.get(2)).out()).contains(ami(1), "restored");
    assertThat(aws.endpoint().requests("ModifyImageAttribute"))
        .extracting(request -> request.parameters().toString())
        .satisfiesExactly(
            taken -> assertThat(taken).contains("Remove"),
            given -> assertThat(given).contains("Add"));
    assertThat(run("", commands.get(0), "--overwrite").out())
        .contains("7 kept (4 retained, 2 on hold, 1 in use)");
  }

  /** Compiles and runs the program apart from everything else, with the library alone. */
  private void runsTheProgram(String source) throws Exception {
    for (int number = 8; number <= 24; number++) {
      aws.image(number);
    }
    aws.image(8).name("release-8");
    aws.set("aws.endpointUrl", aws.endpoint().uri().toString());
    aws.set("aws.region", "eu-west-1");
    List<String> before = List.copyOf(aws.state().imageIds());
    Path file = Files.writeString(folder.resolve("KeepNewestPerTag.java"), source);
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-d", folder.toString(), "-proc:none", file.toString());
    assertThat(status).isZero();

    try (URLClassLoader program =
        new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
      program
          .loadClass("KeepNewestPerTag")
          .getMethod("main", String[].class)
          .invoke(null, (Object) new String[0]);
    }

    assertThat(aws.state().imageIds()).containsExactlyInAnyOrderElementsOf(before);
  }

  private CommandLineRun run(String answers, String command, String... more) {
    List<String> args = new ArrayList<>(List.of(args(command)));
    args.addAll(List.of(more));
    return aws.runAnywhere(answers, args.toArray(String[]::new));
  }

  /** Returns the arguments, each file in a folder of its own. */
  private String[] args(String command) {
    Matcher files = Pattern.compile("(?<= )\\w+\\.(?:json|journal)").matcher(command.strip());
    String there = files.replaceAll(file -> folder.resolve(file.group()).toString());
    return there.replaceFirst("^amiclean ", "").split(" ", -1);
  }
}
