package io.amiclean.aws.internal.source;

import static io.amiclean.aws.AccountOverWire.ami;
import static io.amiclean.aws.AccountOverWire.snap;
import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.ImageUsage;
import io.amiclean.aws.AccountOverWire;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplaceRootVolumeTasksTest {

  private static final String TASK = "replacevol-0123456789abcdef0";

  @AutoClose private final AccountOverWire account = new AccountOverWire();

  private ImageUsage usage() {
    return TaskUsage.ofReplacing(account.ec2(), account.context);
  }

  @ParameterizedTest
  @ValueSource(strings = {"pending", "in-progress", "failing", "new"})
  void countsTasksThatHaveNotEnded(String state) {
    account
        .state
        .replaceRootVolumeTask(TASK)
        .state(state)
        .image(ami(1).value())
        .snapshot(snap(1).value());

    assertThat(usage().references())
        .containsExactly(
            ImageReference.of(ami(1), "replace-root-volume-task", TASK, state),
            ImageReference.of(snap(1), "replace-root-volume-task", TASK, state));
  }

  @ParameterizedTest
  @ValueSource(strings = {"succeeded", "failed", "failed-detached"})
  void doesNotCountTasksThatHaveEnded(String state) {
    account.state.replaceRootVolumeTask(TASK).state(state).image(ami(1).value());

    assertThat(usage().references()).isEmpty();
  }

  @Test
  void takesATaskWithoutImageAndSnapshot() {
    account.state.replaceRootVolumeTask(TASK);

    assertThat(usage().evidence())
        .containsExactly(Evidence.complete("replace-root-volume-tasks", 1, AccountOverWire.NOW));
  }

  @Test
  void readsToTheLastPage() {
    IntStream.rangeClosed(1, 5)
        .forEach(n -> account.state.replaceRootVolumeTask("replacevol-" + n).image(ami(n).value()));
    account
        .endpoint
        .pageSize("DescribeReplaceRootVolumeTasks", 2)
        .emptyPages("DescribeReplaceRootVolumeTasks");

    assertThat(usage().references()).hasSize(5);
  }
}
