package io.amiclean.examples.fedora;

import static io.amiclean.aws.AccountOverWire.ami;
import static io.amiclean.aws.AccountOverWire.snap;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.lifecycle.LaunchPermissions;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.aws.AwsAccount;
import io.amiclean.aws.AwsClients;
import io.amiclean.aws.wire.Ec2State;
import io.amiclean.aws.wire.WireEndpoint;
import io.amiclean.aws.wire.WireRequest;
import io.amiclean.aws.wire.WireState;
import io.amiclean.core.execution.ImageRestorer;
import io.amiclean.core.journal.JournalFile;
import io.amiclean.examples.fedora.archive.FedoraServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * A run that is killed at one of its calls, and the one after it: at the call nothing reaches AWS
 * any more, and the files are those of that moment.
 */
class KilledCleanAmisTest {

  private static final String REGION = "us-east-1";
  private static final String NIGHTLY = "Fedora-Rawhide-20170815.n.0";
  private static final Instant DAY_0 = Instant.parse("2017-08-15T06:00:00Z");

  /** A record and a revocation of each image, and a mark that they share. */
  private static final int CHANGES = 5;

  private static final int DELETIONS = 5;

  @TempDir private Path folder;
  private Path killed;
  private Path undisturbed;

  @AutoClose private final FedoraServer fedora = new FedoraServer();

  @AutoClose
  private final WireEndpoint aws = new WireEndpoint(new WireState("123456789012", REGION));

  @AutoClose
  private final AwsClients clients =
      AwsClients.builder()
          .region(REGION)
          .endpoint(aws.uri())
          .credentials(
              StaticCredentialsProvider.create(AwsBasicCredentials.create("AKID", "S3CRET")))
          .build();

  private final AwsAccount account = AwsAccount.builder().clients(clients).build();

  @BeforeEach
  void createFolders() throws IOException {
    killed = Files.createDirectory(folder.resolve("killed"));
    undisturbed = Files.createDirectory(folder.resolve("undisturbed"));
  }

  /** Whether the call at which a run is killed has its effect. */
  private enum Effect {
    NONE,
    FULL
  }

  static Stream<Arguments> changes() {
    return kills(CHANGES);
  }

  static Stream<Arguments> deletions() {
    return kills(DELETIONS);
  }

  private static Stream<Arguments> kills(int calls) {
    return IntStream.rangeClosed(1, calls)
        .boxed()
        .flatMap(call -> Stream.of(Effect.values()).map(effect -> Arguments.of(call, effect)));
  }

  private CleanAmisRun run(Path folder, int day, String... options) {
    List<String> args = new ArrayList<>(List.of(options));
    args.addAll(
        List.of(
            "--regions", REGION,
            "--datagrepper-url", fedora.datagrepper().toString(),
            "--compose-url", fedora.composes().toString(),
            "--endpoint-url", aws.uri().toString(),
            "--permswaitperiod", "5",
            "--now", DAY_0.plus(Duration.ofDays(day)).toString()));
    return CleanAmisRun.in(folder, CleanAmisRun.ENVIRONMENT, args);
  }

  private Ec2State.Image published(int image) {
    fedora.published(DAY_0, REGION, ami(image).value(), NIGHTLY);
    return aws.state().image(ami(image).value()).device("/dev/xvda", snap(image).value(), 8);
  }

  /** One image of which the tags can hold all permissions, and one of which they cannot. */
  private void publishShared() {
    published(1).shared().sharedWith("111111111111");
    Ec2State.Image full = published(2).shared();
    IntStream.range(0, 43).forEach(tag -> full.tag("tag-" + tag, "value"));
    IntStream.range(0, 60)
        .forEach(id -> full.sharedWith(String.format(Locale.ROOT, "4000000000%02d", id)));
  }

  /** Two images of which one shares a snapshot with an image that stays, and another one. */
  private void publishPrivate() {
    published(1).device("/dev/xvdb", snap(9).value(), 8);
    published(2).device("/dev/xvdb", snap(12).value(), 8);
    aws.state().image(ami(3).value()).device("/dev/xvda", snap(9).value(), 8);
    published(4).device("/dev/xvdb", snap(9).value(), 8);
    for (int image : new int[] {1, 2, 4}) {
      aws.state().image(ami(image).value()).tag("LaunchPermissionRevoked", "15082017");
    }
  }

  private static boolean isMutation(WireRequest request) {
    return !request.action().matches("(?:Describe|List|Get).*");
  }

  private long mutations() {
    return aws.requests().stream().filter(KilledCleanAmisTest::isMutation).count();
  }

  /** From that call on nothing has an effect; one step after the other, so that it is the same. */
  private void killAt(int call, Effect effect) {
    int[] calls = {0};
    aws.failWhen(
        "",
        request -> {
          synchronized (calls) {
            if (calls[0] < call && isMutation(request)) {
              calls[0]++;
              if (calls[0] == call) {
                copyFiles();
                return effect == Effect.NONE;
              }
            }
            return calls[0] >= call;
          }
        },
        403,
        "UnauthorizedOperation",
        "It is dead.");
  }

  private void copyFiles() {
    try (Stream<Path> files = Files.list(undisturbed)) {
      for (Path file : files.toList()) {
        Files.copy(file, killed.resolve(file.getFileName()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private <T> Map<ImageId, T> ofEach(Function<Image, T> fact) {
    return account.images().loadImages().images().stream()
        .collect(toMap(Image::id, fact, (one, other) -> one, TreeMap::new));
  }

  private Map<ImageId, LaunchPermissions> permissions() {
    return ofEach(image -> account.lifecycle().launchPermissions(image.id()));
  }

  private void restoreWithJournals(Path from) throws IOException {
    ImageRestorer.Builder restoring =
        ImageRestorer.builder()
            .operations(account.lifecycle())
            .images(account.images())
            .withoutHold();
    try (Stream<Path> files = Files.list(from)) {
      for (Path journal : files.filter(file -> file.toString().endsWith(".journal")).toList()) {
        restoring.recorded(JournalFile.recordedPermissions(journal));
      }
    }
    assertThat(restoring.build().restore(List.of(ami(1), ami(2))).hasFailures()).isFalse();
  }

  @Test
  void anUndisturbedChangeMakesThatManyCalls() {
    publishShared();

    assertThat(run(undisturbed, 5, "--change-perms").status()).isZero();

    assertThat(mutations()).isEqualTo(CHANGES);
  }

  @ParameterizedTest
  @MethodSource("changes")
  void aChangeIsBroughtToItsEndByTheNextRun(int call, Effect effect) throws IOException {
    publishShared();
    Map<ImageId, LaunchPermissions> before = permissions();
    killAt(call, effect);
    run(undisturbed, 5, "--change-perms");
    aws.heal();

    CleanAmisRun next = run(killed, 5, "--change-perms");

    assertThat(next.status()).as(next.err()).isZero();
    assertThat(permissions().values()).allMatch(LaunchPermissions::isNone);
    assertThat(ofEach(image -> image.tags().getOrDefault("amiclean:stage", "")).values())
        .containsOnly("private");
    assertThat(ofEach(image -> image.tags().getOrDefault("amiclean:stage-since", "")).values())
        .containsOnly("2017-08-20T06:00:00Z");
    restoreWithJournals(killed);
    assertThat(permissions()).isEqualTo(before);
  }

  @Test
  void anUndisturbedDeletionMakesThatManyCalls() {
    publishPrivate();

    assertThat(run(undisturbed, 10, "--delete").status()).isZero();

    assertThat(mutations()).isEqualTo(DELETIONS);
    assertAllIsDeleted(undisturbed);
  }

  @ParameterizedTest
  @MethodSource("deletions")
  void aDeletionIsBroughtToItsEndByTheNextRun(int call, Effect effect) {
    publishPrivate();
    killAt(call, effect);
    run(undisturbed, 10, "--delete");
    aws.heal();

    CleanAmisRun next = run(killed, 11, "--delete");

    assertThat(next.status()).as(next.err()).isZero();
    assertThat(next.err()).contains(REGION + " finishes the deletion of " + killed);
    assertAllIsDeleted(killed);
  }

  private void assertAllIsDeleted(Path files) {
    assertThat(aws.state().imageIds()).containsExactly(ami(3).value());
    assertThat(aws.state().snapshotIds()).containsExactly(snap(9).value());
    assertThat(files).isDirectoryNotContaining("glob:**.plan.json");
  }

  @Test
  void aDeletionLeavesWhatIsPublicAgainToTheNextPlan() {
    publishPrivate();
    killAt(1, Effect.NONE);
    run(undisturbed, 10, "--delete");
    aws.heal();
    aws.state().image(ami(2).value()).shared();

    CleanAmisRun next = run(killed, 11, "--delete");

    assertThat(next.err()).contains("is public again");
    assertThat(aws.state().imageIds()).containsExactlyInAnyOrder(ami(2).value(), ami(3).value());
    assertThat(aws.state().snapshotIds())
        .containsExactlyInAnyOrder(snap(2).value(), snap(12).value(), snap(9).value());
  }

  @Test
  void aDryRunTellsOfADeletionThatIsNotOver() {
    publishPrivate();
    killAt(2, Effect.FULL);
    run(undisturbed, 10, "--delete");
    aws.heal();
    aws.clearRequests();

    CleanAmisRun next = run(killed, 11, "--delete", "--dry-run");

    assertThat(next.err()).contains(REGION + " would finish the deletion of " + killed);
    assertThat(mutations()).isZero();
    assertThat(killed).isDirectoryContaining("glob:**.plan.json");
  }

  @Test
  void aSnapshotThatCouldNotBeDeletedIsTriedAgainByTheNextRun() {
    publishPrivate();
    aws.failAlways("DeleteSnapshot", 403, "UnauthorizedOperation", "Not for you.");
    assertThat(run(undisturbed, 10, "--delete").status()).isEqualTo(3);
    aws.heal();

    CleanAmisRun next = run(undisturbed, 11, "--delete");

    assertThat(next.status()).as(next.err()).isZero();
    assertThat(next.out()).contains("Snapshots: ");
    assertAllIsDeleted(undisturbed);
  }

  @Test
  void aBrokenPlanIsNamedAndLeavesTheRegionAlone() throws IOException {
    publishPrivate();
    Path plan = Files.writeString(killed.resolve("clean-amis-us-east-1-1.plan.json"), "{");

    CleanAmisRun run = run(killed, 10, "--delete");

    assertThat(run.status()).isEqualTo(4);
    assertThat(run.err()).contains("us-east-1 is left alone: The plan '" + plan + "'");
    assertThat(mutations()).isZero();
  }
}
