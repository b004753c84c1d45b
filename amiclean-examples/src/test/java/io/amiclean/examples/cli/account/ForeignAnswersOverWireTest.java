package io.amiclean.examples.cli.account;

import static io.amiclean.examples.cli.OverWire.ami;
import static io.amiclean.examples.cli.OverWire.snap;
import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.aws.wire.ForeignAnswer;
import io.amiclean.aws.wire.WireAnswer;
import io.amiclean.aws.wire.WireRequest;
import io.amiclean.examples.cli.CommandLineRun;
import io.amiclean.examples.cli.OverWire;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A portal, a proxy or an emulator that answers in place of the services. */
@Tag("slow")
class ForeignAnswersOverWireTest {

  /** More than the removals between two readings of the account. */
  private static final int MANY = 510;

  @TempDir private Path folder;
  @RegisterExtension private final OverWire aws = OverWire.empty();

  static List<String> reads() {
    return EvidenceOverWireTest.actions();
  }

  private void answer(String action, Predicate<WireRequest> when, ForeignAnswer kind) {
    aws.endpoint().replaceAnswers(action, when, own -> kind.inPlaceOf(own, aws.endpoint().uri()));
  }

  /** The service never sees the request. */
  private void answerInstead(String action, ForeignAnswer kind) {
    aws.endpoint()
        .answerInstead(
            action,
            request -> true,
            kind.inPlaceOf(new WireAnswer(200, Map.of(), "<x/>"), aws.endpoint().uri()));
  }

  @ParameterizedTest
  @MethodSource("reads")
  void refuseARemovalBeforeItsFirstChange(String action) {
    EvidenceOverWireTest.describe(aws);
    answer(action, request -> true, ForeignAnswer.XHTML_PAGE);

    CommandLineRun run = aws.removeAll("--ssm-path", "/text");

    assertThat(run.status()).as(run.err()).isEqualTo(4);
    assertThat(run.err())
        .contains(":" + action + " was answered with HTTP status 200 and a body that begins with")
        .hasLineCount(1);
    assertThat(aws.changes()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void endARemovalBeforeItsNextChange(ForeignAnswer kind) {
    for (int number = 1; number <= MANY; number++) {
      aws.imageWithoutSnapshot(number);
    }
    answer("DescribeInstances", request -> hasBegun(), kind);

    CommandLineRun run = aws.removeAll();

    assertThat(run.status()).as(run.err()).isEqualTo(3);
    assertThat(run.out()).contains("ec2:DescribeInstances");
    assertThat(aws.state().imageIds()).isNotEmpty().hasSize(MANY - aws.changes().size());
  }

  private boolean hasBegun() {
    return aws.endpoint().count("DeregisterImage") > 0;
  }

  @ParameterizedTest
  @EnumSource
  void areNotTakenForARemovalThatTheNextRunFinishes(ForeignAnswer kind) {
    aws.images(2);
    Path plan = folder.resolve("plan.json");
    String[] apply = {
      "apply", plan.toString(), "-f", "--journal", folder.resolve("journal").toString()
    };
    aws.planAll(plan);
    answerInstead("DeregisterImage", kind);

    CommandLineRun answered = aws.run("", apply);
    aws.endpoint().heal();
    CommandLineRun next = aws.run("", apply);

    assertThat(answered.status()).as(answered.err()).isEqualTo(3);
    assertThat(answered.out()).contains("still exists");
    assertThat(next.status()).as(next.out()).isZero();
    assertThat(aws.state().imageIds()).isEmpty();
    assertThat(aws.state().snapshotIds()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void areNotTakenForADeletionThatTheNextRunFinishes(ForeignAnswer kind) {
    // A snapshot that stays, so that the other one is deleted by itself.
    aws.image(1).device("/dev/sdb", snap(2), 8);
    aws.state().snapshot(snap(2)).locked();
    Path plan = folder.resolve("plan.json");
    String[] apply = {
      "apply", plan.toString(), "-f", "--journal", folder.resolve("journal").toString()
    };
    aws.planAll(plan);
    answerInstead("DeleteSnapshot", kind);

    CommandLineRun answered = aws.run("", apply);
    aws.endpoint().heal();
    CommandLineRun next = aws.run("", apply);

    assertThat(answered.status()).as(answered.err()).isEqualTo(3);
    assertThat(next.status()).as(next.out()).isZero();
    assertThat(aws.state().imageIds()).isEmpty();
    assertThat(aws.state().snapshotIds()).containsExactly(snap(2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"RestoreSnapshotFromRecycleBin", "RestoreImageFromRecycleBin"})
  void areNotTakenForARestorationThatTheNextRunFinishes(String action) {
    aws.state().recycledImage(ami(1)).device("/dev/xvda", snap(1), 8);
    for (ForeignAnswer kind : ForeignAnswer.values()) {
      answerInstead(action, kind);
      CommandLineRun answered = aws.run("", "recycle-bin", "--restore", ami(1));
      assertThat(answered.status()).as("%s: %s", kind, answered.out()).isEqualTo(3);
      assertThat(aws.state().imageIds()).as("%s", kind).isEmpty();
      aws.endpoint().heal();
    }

    CommandLineRun next = aws.run("", "recycle-bin", "--restore", ami(1));

    assertThat(next.status()).as(next.out()).isZero();
    assertThat(aws.state().imageIds()).containsExactly(ami(1));
    assertThat(aws.state().snapshotIds()).containsExactly(snap(1));
  }

  @Test
  void areLookedUpWhereTheRemovalWasMade() {
    aws.images(2);
    answer("DeregisterImage", request -> true, ForeignAnswer.EMPTY_BODY);

    CommandLineRun run = aws.removeAll();

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(aws.state().imageIds()).isEmpty();
    assertThat(aws.endpoint().requests("DeregisterImage"))
        .extracting(request -> request.parameter("ImageId").orElseThrow())
        .containsExactlyInAnyOrder(ami(1), ami(2));
  }
}
