package io.amiclean.examples.cli.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.policy.CleanupPolicy;
import io.amiclean.core.json.PlanJson;
import io.amiclean.examples.cli.CommandLineRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every option that decides what is kept has its policy. */
class OptionsAsPolicyTest {

  private static final String NOW = "2017-06-16T00:00:00Z";

  /** Options that go together, of each line one. */
  private static final List<List<String>> CHOICES =
      List.of(
          List.of(
              "",
              "--mapping-values environment",
              "--mapping-key tags --mapping-values role environment",
              "--mapping-key name --mapping-values front back"),
          List.of("", "--keep-previous 0", "--keep-previous 2", "--keep-previous 9"),
          List.of("", "--ami-min-days 0", "--ami-min-days 2"),
          List.of("", "--tag-exclude role=front", "--tag-exclude keep --tag-exclude role"),
          List.of("", "--max-images 1", "--max-percent 10 --max-images 3"),
          List.of("", "--from-ids ami-50504e36 ami-2bf48158"),
          List.of("", "--check-orphans"),
          List.of("", "--delete-archived"));

  private static final List<String> STAGES =
      List.of(
          "--stage private --stage deregister=5",
          "--stage deprecate --deprecation-notice 30 --stage deregister",
          "--stage private --revoke public --revoke 210987654321",
          "--stage disable=3 --stage-tag LaunchPermissionRevoked=ddMMyyyy");

  @TempDir private Path folder;

  /** Returns each choice with no other, and sixty sets of several. */
  static Stream<String> optionSets() {
    List<String> sets = new ArrayList<>();
    CHOICES.forEach(sets::addAll);
    Random random = new Random(20170616);
    for (int i = 0; i < 60; i++) {
      StringBuilder set = new StringBuilder();
      for (List<String> choice : CHOICES) {
        set.append(' ').append(choice.get(random.nextInt(choice.size())));
      }
      sets.add(set.toString());
    }
    // Values of tags are excluded only where images are grouped by tags.
    sets.add("--excluded-mapping-values prod");
    sets.add("--mapping-values role --excluded-mapping-values front back --keep-previous 1");
    return sets.stream().map(set -> set.strip().replaceAll(" +", " ")).distinct();
  }

  static Stream<String> stageSets() {
    return STAGES.stream()
        .flatMap(stages -> Stream.of(stages, stages + " --keep-previous 1 --max-images 2"));
  }

  @ParameterizedTest
  @MethodSource("optionSets")
  void whatIsShownOfOptionsPlansTheSame(String options) throws IOException {
    assertShownPlansTheSame("plan", options);
  }

  @ParameterizedTest
  @MethodSource("stageSets")
  void whatIsShownOfStagesPlansTheSame(String options) throws IOException {
    assertShownPlansTheSame("stages", options);
  }

  private void assertShownPlansTheSame(String command, String options) throws IOException {
    String byOptions = plan(command, words(options));
    for (String format : List.of("json", "yaml")) {
      CommandLineRun shown =
          CommandLineRun.of(words("policy show --format " + format + " " + options));
      assertThat(shown.status()).as(shown.err()).isZero();
      Path policy = Files.writeString(folder.resolve("policy." + format), shown.out());

      // How snapshots are read is an option of the reading, and stays one.
      String reading = options.contains("--delete-archived") ? " --delete-archived" : "";
      assertThat(plan(command, words("--policy " + policy + reading))).isEqualTo(byOptions);
    }
  }

  private String plan(String command, String... options) throws IOException {
    Path out = folder.resolve("plan.json");
    List<String> all = new ArrayList<>(List.of(command, "--demo", "--overwrite", "--now", NOW));
    all.addAll(List.of("--out", out.toString()));
    all.addAll(List.of(options));
    CommandLineRun run = CommandLineRun.of(all.toArray(String[]::new));
    assertThat(run.status()).as(run.err()).isIn(0, 4);
    CleanupPlan plan = PlanJson.read(Files.readString(out));
    CleanupPolicy nameless =
        CleanupPolicy.builder().from(plan.policy()).name(Optional.empty()).build();
    return PlanJson.write(CleanupPlan.builder().from(plan).policy(nameless).build());
  }

  private static String[] words(String options) {
    return options.isBlank() ? new String[0] : options.strip().split(" +");
  }
}
