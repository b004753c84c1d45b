package io.amiclean.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WrongUsageTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --mapping-key colour --mapping-values a | 'colour' is no mapping key: expected tags or name
          --mapping-key TAGS --mapping-values a   | 'TAGS' is no mapping key
          --mapping-key tags                      | --mapping-key needs --mapping-values
          --mapping-key tags --mapping-values     | --mapping-values
          --mapping-key name --mapping-values a --excluded-mapping-values b | --mapping-key tags
          --mapping-values a b a                  | A value stands twice in --mapping-values
          --keep-previous -1                      | --keep-previous -1 is too little: expected 0
          --keep-previous four                    | 'four' is not an int
          --keep-previous 1 --keep-previous 2     | only once
          --ami-min-days -2                       | --ami-min-days -2 is too little: expected -1
          --max-images -1                         | --max-images -1 is too little: expected 0
          --max-percent -1                        | --max-percent -1 is too little: expected 0
          --max-percent 101                       | --max-percent 101 is too much: expected 100
          --from-ids ami-1234                     | 'ami-1234' is no image id: expected
          --from-ids ami-50504e36 AMI-50504E36    | 'AMI-50504E36' is no image id: expected
          --from-ids                              | --from-ids
          --now yesterday                         | 'yesterday' is no instant: expected
          --tag-exclude =value                    | '=value' names no tag: expected KEY
          --rate slow                             | 'slow' is no rate: expected ec2 or unlimited
          --endpoint-url localhost:4566           | 'localhost:4566' is no URL: expected
          --skip-usage snapshots                  | 'snapshots' is no source that --skip-usage
          --launch-template-versions newest       | 'newest' says no versions of launch templates: expected all
          --launch-template-versions 0            | '0' says no versions of launch templates: expected all
          --launch-template-versions in-use --skip-usage auto-scaling-groups | in-use is not known without the source 'auto-scaling-groups'
          --ssm-path /golden --skip-usage ssm-parameters | Parameters by path are asked for, but the source 'ssm-parameters' is skipped
          --usage-reports --allow-shared          | Usage reports are asked for, but the source 'launch-permissions' is skipped
          --pinned-ids                            | --pinned-ids
          --pinned-ids none.txt                   | 'none.txt' of --pinned-ids does not exist: expected
          --pinned-ids /                          | '/' of --pinned-ids is not a regular file: expected
          apply none.json --pinned-ids none.txt   | 'none.txt' of --pinned-ids does not exist: expected
          --keep-prev 4                           | --keep-prev
          --mapping-values environment --bogus    | --bogus
          --regions                               | --regions
          --regions all eu-west-1                 | expected 'all' alone, or regions
          --role-arn reader                       | 'reader' is no role: expected an ARN
          --keep-previous 2 plan --out x          | after it
          purge                                   | purge
          plan                                    | --out
          plan --out x -f                         | -f
          apply                                   | FILE
          explain x                               | IMAGE_ID
          explain x ami-1234                      | 'ami-1234' is no image id: expected
          explain x ami-50504e36 ami-1234         | 'ami-1234' is no image id: expected
          """)
  void saysInTwoLinesWhatIsWrong(String arguments, String message) {
    CommandLineRun run = CommandLineRun.answering("y\n", arguments.split(" "));

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).startsWith("amiclean: ").contains(message).hasLineCount(2);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void refusesARegionThatIsNone() {
    CommandLineRun run = CommandLineRun.of("--region", "Ireland");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("'Ireland' is no region: expected");
  }

  @Test
  void refusesAnOutputFileThatExists() throws IOException {
    Path file = Files.writeString(folder.resolve("plan.json"), "mine");

    CommandLineRun run = CommandLineRun.of("plan", "--demo", "--out", file.toString());

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("plan.json' exists: choose another file, or give --overwrite");
    assertThat(run.out()).isEmpty();
    assertThat(file).hasContent("mine");
  }

  @Test
  void refusesAResultFileThatExistsBeforeAnythingIsRemoved() throws IOException {
    Path file = Files.writeString(folder.resolve("result.json"), "mine");

    CommandLineRun run = CommandLineRun.of("--demo", "-f", "--result-out", file.toString());

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(file).hasContent("mine");
  }

  @Test
  void refusesAFolderAsAnOutputFile() {
    CommandLineRun run =
        CommandLineRun.of("plan", "--demo", "--overwrite", "--out", folder.toString());

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("is a folder: expected a file");
  }

  @Test
  void refusesAnOutputFileInNoFolder() {
    CommandLineRun run =
        CommandLineRun.of("plan", "--demo", "--out", folder.resolve("none/plan.json").toString());

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("has no folder: create ");
  }

  @Test
  void refusesToReplaceADevice() {
    CommandLineRun run = CommandLineRun.of("plan", "--demo", "--overwrite", "--out", "/dev/null");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("is not a regular file");
  }

  @Test
  void leavesNoDraftBehind() throws IOException {
    CommandLineRun.of("plan", "--demo", "--out", folder.resolve("plan.json").toString());

    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(folder.resolve("plan.json"));
    }
  }
}
