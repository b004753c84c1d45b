package io.amiclean.examples.cli.execution;

import static io.amiclean.examples.cli.OverWire.NOW;
import static io.amiclean.examples.cli.OverWire.ami;
import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.examples.cli.CommandLineRun;
import io.amiclean.examples.cli.OverWire;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What apply says of an account that went on since the plan was made, and does about it. */
@Tag("slow")
class DriftOverWireTest {

  private static final String HEADING =
      "amiclean: 123456789012/eu-west-1: Since the plan was made:\n";

  @TempDir private Path folder;
  private Path file;

  @RegisterExtension private final OverWire aws = OverWire.empty();

  /** Images 1 to 4 are of one group, of which 4 and 3 stay. */
  @BeforeEach
  void plan() {
    file = folder.resolve("plan.json");
    aws.images(4);
    CommandLineRun run =
        aws.run(
            "",
            "plan",
            "--out",
            file.toString(),
            "--keep-previous",
            "2",
            "--tag-exclude",
            "keep",
            "--now",
            NOW);
    assertThat(run.status()).isZero();
  }

  @Test
  void applySaysNothingWhereNothingChanged() {
    CommandLineRun run = apply("y\n");

    assertThat(run.err()).isEmpty();
    assertThat(aws.state().imageIds()).containsExactly(ami(3), ami(4));
  }

  @Test
  void applySaysWhatChangedBeforeItAsks() {
    aws.state().remove(ami(1));
    aws.image(5);
    aws.state().instance("i-00000000000000001").image(ami(2));

    CommandLineRun run = apply("n\n");

    assertThat(run.status()).isZero();
    assertThat(run.err())
        .isEqualTo(
            HEADING
                + "  1 image is gone: "
                + ami(1)
                + "\n  1 image is new: "
                + ami(5)
                + " (dev.web)\n  "
                + ami(2)
                + ": became-in-use: In use by instance i-00000000000000001 (running)"
                + " (i-00000000000000001); it stays\n");
    assertThat(aws.changes()).isEmpty();
  }

  @Test
  void applySaysItOnce() {
    aws.state().remove(ami(1));

    CommandLineRun run = apply("y\n");

    assertThat(run.err()).isEqualTo(HEADING + "  1 image is gone: " + ami(1) + "\n");
    assertThat(run.status()).isZero();
    assertThat(aws.state().imageIds()).containsExactly(ami(3), ami(4));
  }

  @Test
  void applySaysItWithoutAskingToo() {
    aws.image(5);

    CommandLineRun run = apply("", "-f");

    assertThat(run.err()).isEqualTo(HEADING + "  1 image is new: " + ami(5) + " (dev.web)\n");
    assertThat(aws.state().imageIds()).containsExactly(ami(3), ami(4), ami(5));
  }

  @Test
  void anImageMovesUpForOneThatIsGone() {
    aws.state().remove(ami(4));

    CommandLineRun run = apply("", "-f");

    assertThat(run.status()).isZero();
    assertThat(run.out()).contains(ami(2) + " (web-2): skipped, became-retained: ");
    assertThat(aws.state().imageIds()).containsExactly(ami(2), ami(3));
  }

  @ParameterizedTest
  @CsvSource({"keep,yes,excluded-tag", "role,db,group-changed", "amiclean:hold,anna,on-hold"})
  void anImageWhoseTagsSaySoStays(String key, String value, String code) {
    aws.state().image(ami(2)).tag(key, value);

    CommandLineRun run = apply("", "-f");

    assertThat(run.status()).isZero();
    assertThat(run.out()).contains(ami(2) + " (web-2): skipped, " + code + ": ");
    assertThat(aws.state().imageIds()).containsExactly(ami(2), ami(3), ami(4));
  }

  @ParameterizedTest
  @ValueSource(strings = {"3600", "PT1H"})
  void applyRefusesAPlanThatIsTooOldBeforeItAsks(String age) {
    CommandLineRun run = apply("y\n", "--max-plan-age", age);

    assertThat(run.status()).isEqualTo(4);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains("The plan was made for " + NOW + ", more than PT1H ago: make a new plan")
        .hasLineCount(1);
    assertThat(aws.changes()).isEmpty();
  }

  @Test
  void applyRefusesAPlanThatIsTooOldWithoutAsking() {
    CommandLineRun run = apply("", "-f", "--max-plan-age", "60");

    assertThat(run.status()).isEqualTo(4);
    assertThat(aws.changes()).isEmpty();
  }

  @Test
  void applyExecutesAPlanThatIsNotTooOld() {
    assertThat(apply("", "-f", "--max-plan-age", "P36500D").status()).isZero();
    assertThat(aws.state().imageIds()).containsExactly(ami(3), ami(4));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "PT-1H", "a day", "", "99999999999999999999"})
  void aMalformedAgeIsWrongUsage(String age) {
    CommandLineRun run = apply("", "-f", "--max-plan-age=" + age);

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("--max-plan-age");
  }

  private CommandLineRun apply(String answers, String... options) {
    return aws.run(
        answers,
        Stream.concat(Stream.of("apply", file.toString()), Stream.of(options))
            .toArray(String[]::new));
  }
}
