package io.amiclean.examples.cli.stages;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.lifecycle.LaunchPermissions;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageState;
import io.amiclean.examples.cli.AccountOverWire;
import io.amiclean.examples.cli.CommandLineRun;
import io.amiclean.examples.cli.OverWire;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A clock is moved day by day over two images that were published on day 0, and one of which is
 * complained about. The days are those of planning; EC2 deprecates by a clock of its own, which is
 * behind them.
 */
@Timeout(180)
@Tag("slow")
class LifecycleWalkOverWireTest {

  private static final Instant DAY_0 = Instant.parse("2099-06-01T00:00:00Z");
  private static final String[] OWN_TAGS = {"environment", "role"};

  @TempDir private Path folder;
  @RegisterExtension private final OverWire aws = OverWire.empty();

  private AccountOverWire account;
  private ImageId complained;
  private ImageId forgotten;

  @BeforeEach
  void publish() {
    aws.state().clock(Clock.systemUTC());
    account = new AccountOverWire(aws);
    complained = account.publish(1, "2099-06-01T00:00:00.000Z");
    forgotten = account.publish(2, "2099-06-01T00:00:00.000Z");
  }

  @AfterEach
  void close() {
    account.close();
  }

  @Test
  void fromPublishedToDeletedWithAComplaintInBetween() {
    String[] stages = {"private", "deregister=10"};
    assertNothingHappens(0, 4, stages);
    assertThat(runOn(5, stages)).contains(": made private");
    assertThat(account.permissions(complained)).isEqualTo(LaunchPermissions.none());
    assertThat(account.permissions(forgotten)).isEqualTo(LaunchPermissions.none());
    assertNothingHappens(6, 8, stages);

    restore(complained, "--hold-by", "anna");

    assertThat(account.permissions(complained)).isEqualTo(AccountOverWire.SHARED);
    assertThat(account.image(complained).tags()).containsOnlyKeys(withOwnTags("amiclean:hold"));
    assertNothingHappens(9, 14, stages);
    runOn(15, stages);
    assertThat(account.find(forgotten)).isEmpty();
    assertThat(aws.state().snapshotIds()).containsExactly(OverWire.snap(1));
    assertNothingHappens(16, 18, stages);
    assertThat(account.permissions(complained)).isEqualTo(AccountOverWire.SHARED);

    restore(complained, "--lift-hold");

    runOn(19, stages);
    assertThat(account.permissions(complained)).isEqualTo(LaunchPermissions.none());
    assertNothingHappens(20, 28, stages);
    runOn(29, stages);
    assertThat(aws.state().imageIds()).isEmpty();
    assertThat(aws.state().snapshotIds()).isEmpty();
  }

  @Test
  void fromDeprecatedOverPrivateAndDisabledToDeletedWithAComplaintInBetween() {
    String[] stages = {"deprecate", "private=10", "disable=10", "deregister=10"};
    assertNothingHappens(0, 4, stages);
    runOn(5, stages);
    assertThat(account.image(complained).deprecationTime()).isPresent();
    assertThat(account.permissions(complained)).isEqualTo(AccountOverWire.SHARED);
    assertNothingHappens(6, 14, stages);
    runOn(15, stages);
    assertThat(account.permissions(complained)).isEqualTo(LaunchPermissions.none());
    assertNothingHappens(16, 24, stages);
    runOn(25, stages);
    assertThat(account.image(complained).state()).isEqualTo(ImageState.DISABLED);
    assertNothingHappens(26, 28, stages);

    restore(complained);

    assertIsAsPublished();
    assertNothingHappens(29, 34, stages);
    runOn(35, stages);
    assertThat(account.find(forgotten)).isEmpty();
    assertThat(account.find(complained)).isPresent();
    assertNothingHappens(36, 37, stages);
    assertIsAsPublished();

    restore(complained, "--lift-hold");

    runOn(38, stages);
    assertThat(account.image(complained).deprecationTime()).isPresent();
    assertNothingHappens(39, 47, stages);
    IntStream.of(48, 58, 68).forEach(day -> runOn(day, stages));
    assertThat(aws.state().imageIds()).isEmpty();
    assertThat(aws.state().snapshotIds()).isEmpty();
  }

  private void assertIsAsPublished() {
    Image restored = account.image(complained);
    assertThat(restored.state()).isEqualTo(ImageState.AVAILABLE);
    assertThat(restored.deprecationTime()).isEmpty();
    assertThat(restored.tags()).containsOnlyKeys(withOwnTags("amiclean:hold"));
    assertThat(account.permissions(complained)).isEqualTo(AccountOverWire.SHARED);
  }

  private static String[] withOwnTags(String key) {
    return Stream.concat(Stream.of(OWN_TAGS), Stream.of(key)).toArray(String[]::new);
  }

  private void assertNothingHappens(int first, int last, String... stages) {
    for (int day = first; day <= last; day++) {
      aws.endpoint().clearRequests();
      assertThat(runOn(day, stages)).as("day %d", day).doesNotContain("AMIs to be");
      assertThat(aws.changes()).as("day %d", day).isEmpty();
    }
  }

  private String runOn(int day, String... stages) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "stages",
                "-f",
                "--keep-previous",
                "0",
                "--ami-min-days",
                "5",
                "--now",
                DAY_0.plus(Duration.ofDays(day)).toString(),
                "--journal",
                folder.resolve("day-" + day).toString()));
    for (String stage : stages) {
      args.addAll(List.of("--stage", stage));
    }
    CommandLineRun run = aws.run("", args.toArray(String[]::new));
    assertThat(run.status()).as(run.err()).isZero();
    return run.out();
  }

  private void restore(ImageId image, String... options) {
    CommandLineRun run =
        aws.run(
            "",
            Stream.concat(Stream.of("restore", image.value()), Stream.of(options))
                .toArray(String[]::new));
    assertThat(run.status()).as(run.out() + run.err()).isZero();
  }
}
