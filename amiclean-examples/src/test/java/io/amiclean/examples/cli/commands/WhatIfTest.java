package io.amiclean.examples.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.examples.cli.CommandLineRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command that says what would flip a verdict. */
class WhatIfTest {

  private static CommandLineRun whatIf(String... args) {
    String[] all = new String[args.length + 1];
    all[0] = "what-if";
    System.arraycopy(args, 0, all, 1, args.length);
    return CommandLineRun.onDemo("", all);
  }

  @Test
  void namesTheNextValuesThatWouldKeepAnImage() {
    CommandLineRun run = whatIf("ami-50504e36");

    assertThat(run.status()).isZero();
    assertThat(run.out())
        .containsSubsequence(
            "ami-50504e36 (front-a3c56c4), created 2017-06-15T09:55:42.000Z: REMOVE\n",
            "  not-retained: ",
            "  The verdict changes with\n",
            "    --keep-previous 5: RETAINED\n",
            "    --ami-min-days 1: RETAINED\n");
  }

  @Test
  void namesTheNextValueThatWouldLetAnImageGo() {
    assertThat(whatIf("ami-52504e34").out()).contains("    --keep-previous 3: REMOVE\n");
    assertThat(whatIf("ami-50504e36", "--ami-min-days", "10").out())
        .contains("    --ami-min-days 0: REMOVE\n");
  }

  @Test
  void namesTheExclusionsInTheWordsOfTheOptions() {
    assertThat(whatIf("ami-50504e36", "--tag-exclude", "role=front").out())
        .contains("    without --tag-exclude role=front: REMOVE\n");
    assertThat(
            whatIf("ami-50504e36", "--excluded-mapping-values", "front", "back", "--tag-exclude=x")
                .out())
        .contains("    --excluded-mapping-values without front: REMOVE\n");
    assertThat(whatIf("ami-50504e36", "--from-ids", "ami-52504e34", "--tag-exclude=x").out())
        .contains("    --from-ids with ami-50504e36 too: REMOVE\n");
  }

  @Test
  void knowsImagesByTheirNames() {
    assertThat(whatIf("front-a3c56c4").out()).isEqualTo(whatIf("ami-50504e36").out());
    assertThat(whatIf("no-such-name").status()).isEqualTo(2);
  }

  @Test
  void saysThatNoSingleChangeIsEnough() {
    assertThat(whatIf("ami-2bf48158").out())
        .endsWith("  No single change of the policy flips the verdict.\n");
  }

  @Test
  void saysThatItTriesNoOtherValuesInAPolicyFile(@TempDir Path folder) throws IOException {
    Path policy =
        Files.writeString(
            folder.resolve("policy.yaml"),
            """
            schemaVersion: 1
            groupBy: [ { tags: [environment, role] } ]
            retain: [ { keepNewest: 4 } ]
            """);

    assertThat(whatIf("ami-50504e36", "--policy", policy.toString()).out())
        .endsWith(
            "  No single change of the policy, other values of its rules aside, flips the"
                + " verdict.\n");
  }

  @Test
  void refusesAnImageThatIsNotThere() {
    CommandLineRun run = whatIf("ami-00000000");

    assertThat(run.status()).isEqualTo(4);
    assertThat(run.err()).contains("ami-00000000");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void isOnOneRegionOnly() {
    CommandLineRun run =
        CommandLineRun.of("what-if", "ami-00000000", "--regions", "eu-west-1", "eu-west-2");

    assertThat(run.status()).isEqualTo(2);
  }
}
