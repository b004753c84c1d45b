package io.amiclean.examples.cli.stages;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.examples.cli.CommandLineRun;
import io.amiclean.examples.cli.OverWire;
import io.amiclean.examples.exit.ExitStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An account that allows nothing but what {@code iam-policy} prints for the same stages. */
@Tag("slow")
class StagePermissionsOverWireTest {

  private static final Pattern ACTION = Pattern.compile("[a-z0-9]+:[A-Za-z]+");

  private static final String FRIEND = "210987654321";

  @TempDir private Path folder;
  @RegisterExtension private final OverWire aws = OverWire.empty();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "deprecate",
        "private",
        "disable",
        "deregister",
        "deprecate private",
        "private disable deregister"
      })
  void sufficeForTheWayThereAndBack(String stages) {
    aws.image(1).sharedWith(FRIEND);
    aws.image(2).sharedWith(FRIEND);
    List<String> way = List.of(stages.split(" ", -1));
    String[] options =
        Stream.concat(
                Stream.of("--allow-shared"),
                way.stream().flatMap(stage -> Stream.of("--stage", stage + "=1")))
            .toArray(String[]::new);
    aws.state().allowOnly(permissions(options));
    for (int day = 1; day <= way.size(); day++) {
      if (way.get(day - 1).equals("deregister")) {
        // One that no stage has touched yet has nothing to be given back.
        restore(1, day == 1 ? ExitStatus.INCOMPLETE : ExitStatus.DONE);
      }
      move(day, options);
    }
    restore(1, ExitStatus.DONE);
  }

  @Test
  void ofOneStageAllowNoOther() {
    assertThat(permissions("--stages", "--stage", "deprecate"))
        .contains("ec2:EnableImageDeprecation", "ec2:CreateTags")
        .doesNotContain("ec2:DisableImage", "ec2:ModifyImageAttribute");
  }

  @Test
  void ofAnotherToolsTagsCoverTheStageThatTheyTell() {
    assertThat(permissions("--stage", "disable", "--stage-tag", "LaunchPermissionRevoked=ddMMyyyy"))
        .containsAll(permissions("--stage", "private"));
  }

  private static List<String> permissions(String... options) {
    List<String> args = new ArrayList<>(List.of("iam-policy"));
    args.addAll(List.of(options));
    return ACTION
        .matcher(CommandLineRun.of(args.toArray(String[]::new)).out())
        .results()
        .map(MatchResult::group)
        .toList();
  }

  private void move(int day, String... options) {
    String now = "2024-06-0%dT00:00:00Z".formatted(day);
    List<String> args =
        new ArrayList<>(List.of("stages", "-f", "--keep-previous", "0", "--now", now));
    args.addAll(List.of("--journal", folder.resolve("day-" + day).toString()));
    args.addAll(List.of(options));
    CommandLineRun run = aws.run("", args.toArray(String[]::new));
    assertThat(run.status()).as(run.out() + run.err()).isZero();
    assertThat(run.out()).contains("AMIs to be");
  }

  private void restore(int image, int status) {
    CommandLineRun run = aws.run("", "restore", OverWire.ami(image));
    assertThat(run.status()).as(run.out() + run.err()).isEqualTo(status);
    assertThat(run.out()).doesNotContain("UnauthorizedOperation");
  }
}
