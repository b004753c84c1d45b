package io.amiclean.examples.cli.stages;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.lifecycle.LaunchPermissions;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageState;
import io.amiclean.aws.MinimumIamPolicy;
import io.amiclean.aws.source.ReadingOptions;
import io.amiclean.aws.wire.ForeignAnswer;
import io.amiclean.aws.wire.WireAnswer;
import io.amiclean.aws.wire.WireRequest;
import io.amiclean.core.journal.JournalFile;
import io.amiclean.core.lifecycle.LifecycleTags;
import io.amiclean.examples.cli.AccountOverWire;
import io.amiclean.examples.cli.CommandLineRun;
import io.amiclean.examples.cli.OverWire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Commands that are killed between every two of their calls that change something, or of which
 * something other than the service answers one, and that are run again. A killed process makes no
 * more calls and leaves the journal as it was: so every request fails from then on, and the journal
 * is put back.
 */
@Timeout(180)
@Tag("slow")
class KilledStagesOverWireTest {

  private static final String CREATED = "2099-06-01T00:00:00.000Z";
  private static final String NOW = "2099-06-10T00:00:00Z";

  @TempDir private Path folder;
  @RegisterExtension private final OverWire aws = OverWire.empty();
  private AccountOverWire account;
  private int runs;

  /** What is killed. */
  enum Command {
    DEPRECATE("stages", "deprecate", 0),
    MAKE_PRIVATE("stages", "private", 0),
    DISABLE("stages", "disable", 0),
    APPLY_WITHOUT_ROOM_IN_TAGS("apply", "private", 43),
    RESTORE("restore", "disable", 0),
    RESTORE_PRIVATE("restore", "deprecate", 0),
    RESTORE_WITHOUT_ROOM_IN_TAGS("restore", "private", 43);

    private final String name;
    private final String stage;
    private final int ownTags;

    Command(String name, String stage, int ownTags) {
      this.name = name;
      this.stage = stage;
      this.ownTags = ownTags;
    }

    private boolean isRestoring() {
      return name.equals("restore");
    }
  }

  /** All of an image that a command changes, without times that are the machine's. */
  private record Seen(
      ImageState state,
      LaunchPermissions permissions,
      boolean deprecated,
      Map<String, String> tags) {}

  @BeforeEach
  void open() {
    aws.state().clock(Clock.systemUTC());
    account = new AccountOverWire(aws);
  }

  @AfterEach
  void close() {
    account.close();
  }

  @ParameterizedTest
  @EnumSource
  void theNextRunEndsAsAnUndisturbedOne(Command command) throws IOException {
    Walk undisturbed = new Walk(command);
    undisturbed.run();
    Seen expected = undisturbed.seen();
    int calls = undisturbed.calls();
    assertThat(calls).isBetween(3, 8);

    for (int call = 1; call <= calls; call++) {
      for (boolean sent : List.of(false, true)) {
        Walk walk = new Walk(command);
        walk.killAt(call, sent);
        walk.assertNothingIsLost("killed at call " + call);

        walk.run();

        assertThat(walk.seen()).as("killed at call %d, sent: %s", call, sent).isEqualTo(expected);
        walk.assertNothingIsLost("run again after " + call);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void theNextRunFinishesWhatSomethingElseHasAnswered(Command command) throws IOException {
    Walk undisturbed = new Walk(command);
    undisturbed.run();
    Seen expected = undisturbed.seen();
    List<String> actions = undisturbed.actions();
    ForeignAnswer[] kinds = ForeignAnswer.values();

    for (int call = 0; call < actions.size(); call++) {
      for (boolean made : List.of(false, true)) {
        ForeignAnswer kind = kinds[(actions.size() + 2 * call + (made ? 1 : 0)) % kinds.length];
        String when = "call %d, %s, made: %s, %s".formatted(call, actions.get(call), made, kind);
        Walk walk = new Walk(command);
        boolean isSaidToBeDone = walk.answer(actions, call, made, kind);
        walk.assertNothingIsLost(when);
        if (isSaidToBeDone) {
          assertThat(walk.seen()).as(when).isEqualTo(expected);
        }

        walk.run();

        assertThat(walk.seen()).as(when).isEqualTo(expected);
        walk.assertNothingIsLost(when + ", run again");
      }
    }
  }

  @Test
  void everyOperationOfTheLifecycleIsDisturbed() {
    Set<String> disturbed = new TreeSet<>();
    for (Command command : Command.values()) {
      Walk undisturbed = new Walk(command);
      undisturbed.run();
      disturbed.addAll(undisturbed.actions());
    }

    assertThat(disturbed)
        .containsAll(
            MinimumIamPolicy.of(ReadingOptions.defaults()).withLifecycle().actions().stream()
                .map(permission -> permission.substring(permission.indexOf(':') + 1))
                .filter(action -> !action.matches("(?:Describe|List|Get|DeregisterImage).*"))
                .filter(action -> !action.equals("DeleteSnapshot"))
                .toList());
  }

  /** An image of its own, and a command on it. */
  private final class Walk {

    private final Command command;
    private final ImageId image;
    private final int number = ++runs;
    private final Path plan = folder.resolve("plan-" + number);
    private final List<Path> journals = new ArrayList<>();

    Walk(Command command) {
      this.command = command;
      aws.endpoint().heal();
      aws.state().imageIds().forEach(aws.state()::remove);
      image = account.publish(1, CREATED);
      if (command == Command.RESTORE_PRIVATE) {
        aws.state().remove(image.value());
        aws.image(1).created(CREATED);
      }
      for (int tag = 1; tag <= command.ownTags; tag++) {
        aws.state().image(image.value()).tag("tag-" + tag, "");
      }
      if (command.isRestoring()) {
        succeed(stages("-f", "--journal", journal().toString()));
      }
      if (command == Command.APPLY_WITHOUT_ROOM_IN_TAGS) {
        succeed(stages("--out", plan.toString()));
        journal();
      }
      aws.endpoint().clearRequests();
    }

    private Path journal() {
      Path journal = folder.resolve("journal-" + number + "-" + journals.size());
      journals.add(journal);
      return journal;
    }

    private String[] stages(String... options) {
      List<String> args =
          new ArrayList<>(
              List.of(
                  "stages",
                  "--keep-previous",
                  "0",
                  "--allow-shared",
                  "--now",
                  NOW,
                  "--stage",
                  command.stage));
      args.addAll(List.of(options));
      return args.toArray(String[]::new);
    }

    private String[] command() {
      return switch (command) {
        case DEPRECATE, MAKE_PRIVATE, DISABLE -> stages("-f", "--journal", journal().toString());
        case APPLY_WITHOUT_ROOM_IN_TAGS ->
            new String[] {"apply", "-f", plan.toString(), "--journal", journals.get(0).toString()};
        case RESTORE, RESTORE_PRIVATE ->
            new String[] {"restore", image.value(), "--hold-by", "anna"};
        case RESTORE_WITHOUT_ROOM_IN_TAGS ->
            new String[] {
              "restore", image.value(), "--hold-by", "anna", "--journal", journals.get(0).toString()
            };
      };
    }

    void run() {
      succeed(command());
    }

    private void succeed(String... args) {
      CommandLineRun run = aws.run("", args);
      assertThat(run.status()).as("%s%s", run.out(), run.err()).isZero();
    }

    int calls() {
      return aws.changes().size();
    }

    /** The calls so far that change something. */
    List<String> actions() {
      return aws.endpoint().requests().stream()
          .filter(Walk::isChange)
          .map(WireRequest::action)
          .toList();
    }

    /**
     * Runs the command, one of whose calls is answered by something else.
     *
     * @return whether the command says that all is done
     */
    boolean answer(List<String> actions, int call, boolean made, ForeignAnswer kind) {
      String action = actions.get(call);
      int before = Collections.frequency(actions.subList(0, call), action);
      AtomicInteger seen = new AtomicInteger();
      Predicate<WireRequest> isIt = request -> seen.getAndIncrement() == before;
      if (made) {
        aws.endpoint()
            .replaceAnswers(action, isIt, own -> kind.inPlaceOf(own, aws.endpoint().uri()));
      } else {
        aws.endpoint()
            .answerInstead(
                action,
                isIt,
                kind.inPlaceOf(new WireAnswer(200, Map.of(), "<x/>"), aws.endpoint().uri()));
      }
      CommandLineRun run = aws.run("", command());
      assertThat(run.status()).as("%s%s", run.out(), run.err()).isIn(0, 3);
      assertThat(seen.get()).isGreaterThan(before);
      aws.endpoint().heal();
      return run.status() == 0;
    }

    /** Runs the command until it makes that call; if it is sent, it has its effect. */
    void killAt(int call, boolean sent) throws IOException {
      String[] args = command();
      Optional<Path> journal =
          command.isRestoring() ? Optional.empty() : Optional.of(journals.get(journals.size() - 1));
      Path kept = folder.resolve("kept");
      Files.deleteIfExists(kept);
      AtomicInteger changes = new AtomicInteger();
      AtomicBoolean dead = new AtomicBoolean();
      aws.endpoint()
          .failWhen(
              "",
              request -> {
                if (dead.get()) {
                  return true;
                }
                if (!isChange(request) || changes.incrementAndGet() < call) {
                  return false;
                }
                journal.ifPresent(file -> copy(file, kept));
                dead.set(true);
                return !sent;
              },
              403,
              "UnauthorizedOperation",
              "Nobody is there any more.");
      aws.run("", args);
      aws.endpoint().heal();
      assertThat(dead).as("killed at call " + call).isTrue();
      journal.ifPresent(file -> copy(kept, file));
    }

    private static boolean isChange(WireRequest request) {
      return !request.action().matches("(?:Describe|List|Get).*");
    }

    private static void copy(Path from, Path to) {
      try {
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    Seen seen() {
      Image present = account.image(image);
      Map<String, String> tags = new TreeMap<>(present.tags());
      tags.computeIfPresent("amiclean:hold", (key, text) -> text.replaceFirst("^\\S+", "then"));
      if (command == Command.APPLY_WITHOUT_ROOM_IN_TAGS) {
        tags.replace("amiclean:stage-since", "then");
      }
      return new Seen(
          present.state(), account.permissions(image), present.deprecationTime().isPresent(), tags);
    }

    /** The accounts that could launch the image still can, or are in its tags or in a journal. */
    void assertNothingIsLost(String when) throws IOException {
      LaunchPermissions known =
          account
              .permissions(image)
              .and(
                  LifecycleTags.defaults()
                      .record(account.image(image))
                      .orElse(LaunchPermissions.none()));
      for (Path journal : journals) {
        if (Files.exists(journal)) {
          known =
              known.and(
                  JournalFile.recordedPermissions(journal)
                      .getOrDefault(image, LaunchPermissions.none()));
        }
      }
      assertThat(known)
          .as(when)
          .isEqualTo(
              command == Command.RESTORE_PRIVATE
                  ? LaunchPermissions.none()
                  : AccountOverWire.SHARED);
    }
  }
}
