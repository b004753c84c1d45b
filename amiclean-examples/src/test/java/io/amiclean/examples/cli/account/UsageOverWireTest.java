package io.amiclean.examples.cli.account;

import static io.amiclean.examples.cli.OverWire.ami;
import static io.amiclean.examples.cli.OverWire.snap;
import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.aws.wire.WireState;
import io.amiclean.examples.cli.CommandLineRun;
import io.amiclean.examples.cli.OverWire;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who keeps an image: of two images, the first has a user and stays, the second goes. */
@Tag("slow")
class UsageOverWireTest {

  private static final String TEMPLATE = "lt-00000000000000001";
  private static final String OTHER_TEMPLATE = "lt-00000000000000002";

  @RegisterExtension private final OverWire aws = OverWire.empty();

  @BeforeEach
  void makeImages() {
    aws.images(2);
  }

  static Stream<Named<Consumer<WireState>>> users() {
    return Stream.of(
        user(
            "a launch configuration of no group",
            state -> state.launchConfiguration("alone").image(ami(1))),
        user(
            "the launch configuration of a group at zero",
            state -> {
              state.launchConfiguration("web").image(ami(1));
              state.autoScalingGroup("web").launchConfiguration("web").capacity(0);
            }),
        user(
            "the launch configuration of a group whose instances run another image",
            state -> {
              state.launchConfiguration("web").image(ami(1));
              state
                  .autoScalingGroup("web")
                  .launchConfiguration("web")
                  .capacity(1)
                  .member("i-00000000000000001", ami(3));
              state.instance("i-00000000000000001").image(ami(3));
            }),
        user(
            "a launch template of nobody", state -> state.launchTemplate(TEMPLATE).version(ami(1))),
        user(
            "a launch template version that is neither latest nor default",
            state ->
                state.launchTemplate(TEMPLATE).version(ami(3)).version(ami(1)).version(ami(3))),
        user(
            "a launch template version by a parameter",
            state -> {
              state.parameter("/golden", ami(1));
              state.launchTemplate(TEMPLATE).version("resolve:ssm:/golden");
            }),
        user(
            "a launch template that a service manages",
            state -> state.launchTemplate(TEMPLATE).version(ami(1)).hidden("eks.amazonaws.com")),
        user(
            "the template of a mixed instances policy",
            state -> {
              state.launchTemplate(TEMPLATE).version(ami(1));
              state.autoScalingGroup("web").mixedInstances(TEMPLATE, "$Default");
            }),
        user(
            "the template of an override of a mixed instances policy",
            state -> {
              state.launchTemplate(TEMPLATE).version(ami(3));
              state.launchTemplate(OTHER_TEMPLATE).version(ami(1));
              state
                  .autoScalingGroup("web")
                  .mixedInstances(TEMPLATE, "$Default")
                  .override(OTHER_TEMPLATE, "1");
            }),
        user(
            "the image of an override of a mixed instances policy",
            state -> {
              state.launchTemplate(TEMPLATE).version(ami(3));
              state
                  .autoScalingGroup("web")
                  .mixedInstances(TEMPLATE, "$Default")
                  .overrideImage(ami(1));
            }),
        user(
            "an instance that a service manages",
            state ->
                state.instance("i-00000000000000001").image(ami(1)).hidden("eks.amazonaws.com")));
  }

  private static Named<Consumer<WireState>> user(String name, Consumer<WireState> user) {
    return Named.of(name, user);
  }

  @ParameterizedTest
  @MethodSource("users")
  void keepsTheImageOf(Consumer<WireState> user) {
    user.accept(aws.state());

    CommandLineRun run = aws.removeAll();

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(aws.state().imageIds()).containsExactly(ami(1));
    assertThat(aws.state().snapshotIds()).containsExactly(snap(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"pending", "running", "stopping", "stopped", "shutting-down"})
  void keepsTheImageOfAnInstance(String state) {
    aws.state().instance("i-00000000000000001").image(ami(1)).state(state);

    aws.removeAll();

    assertThat(aws.state().imageIds()).containsExactly(ami(1));
  }

  @Test
  void removesTheImageOfATerminatedInstance() {
    aws.state().instance("i-00000000000000001").image(ami(1)).state("terminated");

    aws.removeAll();

    assertThat(aws.state().imageIds()).isEmpty();
  }

  @Test
  void keepsTheSnapshotThatALaunchTemplateNames() {
    aws.state().launchTemplate(TEMPLATE).version(ami(3), snap(1));

    CommandLineRun run = aws.removeAll();

    assertThat(run.status()).isZero();
    assertThat(aws.state().imageIds()).isEmpty();
    assertThat(aws.state().snapshotIds()).containsExactly(snap(1));
  }

  @Test
  void keepsTheSnapshotThatALaunchConfigurationNames() {
    aws.state().launchConfiguration("web").image(ami(3)).device("/dev/xvdb", snap(1));

    CommandLineRun run = aws.removeAll();

    assertThat(run.status()).isZero();
    assertThat(aws.state().snapshotIds()).containsExactly(snap(1));
  }

  @Test
  void keepsTheImagesOfGroupsWithoutReadingEveryTemplate() {
    aws.image(3);
    aws.state().launchTemplate(TEMPLATE).version(ami(1)).version(ami(4));
    aws.state().launchConfiguration("web").image(ami(2));
    aws.state().autoScalingGroup("one").launchTemplate(TEMPLATE, "1");
    aws.state().autoScalingGroup("two").launchConfiguration("web");

    aws.removeAll("--skip-usage", "launch-templates", "launch-configurations");

    assertThat(aws.state().imageIds()).containsExactly(ami(1), ami(2));
  }

  @Test
  void leavesOutAUserThatIsToBeSkipped() {
    aws.state().blindReferences();
    aws.state().launchTemplate(TEMPLATE).version(ami(1));

    aws.removeAll("--skip-usage", "launch-templates");

    assertThat(aws.state().imageIds()).isEmpty();
    assertThat(aws.endpoint().count("DescribeLaunchTemplates")).isZero();
  }

  @Test
  void leavesOutASourceThatIsNamedAsACommandIs() {
    aws.removeAll("--skip-usage", "recycle-bin");

    assertThat(aws.state().imageIds()).isEmpty();
    assertThat(aws.endpoint().count("ListImagesInRecycleBin")).isZero();
  }
}
