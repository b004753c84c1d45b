package io.amiclean.aws.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingException;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.LaunchConfiguration;

class AutoScalingServiceTest {

  private final WireEndpoint endpoint = new WireEndpoint();
  private final WireClients clients = WireClients.of(endpoint);
  private final AutoScalingClient autoScaling = clients.autoScaling();
  private final WireState state = endpoint.state();

  @AfterEach
  void close() {
    clients.close();
    endpoint.close();
  }

  private AutoScalingGroup onlyGroup() {
    return autoScaling.describeAutoScalingGroups().autoScalingGroups().get(0);
  }

  @Test
  void showsAGroupWithALaunchConfiguration() {
    state
        .autoScalingGroup("web")
        .launchConfiguration("lc-1")
        .capacity(1)
        .member("i-1", "ami-1")
        .tag("role", "front");

    assertThat(onlyGroup().autoScalingGroupName()).isEqualTo("web");
    assertThat(onlyGroup().autoScalingGroupARN()).contains(":autoScalingGroupName/web");
    assertThat(onlyGroup().launchConfigurationName()).isEqualTo("lc-1");
    assertThat(onlyGroup().desiredCapacity()).isEqualTo(1);
    assertThat(onlyGroup().availabilityZones()).containsExactly("eu-west-1a");
    assertThat(onlyGroup().instances().get(0).imageId()).isEqualTo("ami-1");
    assertThat(onlyGroup().tags().get(0).value()).isEqualTo("front");
    assertThat(onlyGroup().launchTemplate()).isNull();
    assertThat(onlyGroup().mixedInstancesPolicy()).isNull();
  }

  @Test
  void showsAGroupWithALaunchTemplate() {
    state.launchTemplate("lt-1").name("web");
    state.autoScalingGroup("web").launchTemplate("lt-1", "$Latest");

    assertThat(onlyGroup().launchTemplate().launchTemplateId()).isEqualTo("lt-1");
    assertThat(onlyGroup().launchTemplate().launchTemplateName()).isEqualTo("web");
    assertThat(onlyGroup().launchTemplate().version()).isEqualTo("$Latest");
    assertThat(onlyGroup().desiredCapacity()).isZero();
  }

  @Test
  void showsAMixedInstancesPolicyWithOverrides() {
    state
        .autoScalingGroup("web")
        .mixedInstances("lt-1", "1")
        .override("lt-2", "2")
        .overrideImage("ami-3");

    assertThat(onlyGroup().mixedInstancesPolicy().launchTemplate())
        .satisfies(
            template -> {
              assertThat(template.launchTemplateSpecification().launchTemplateId())
                  .isEqualTo("lt-1");
              assertThat(template.overrides()).hasSize(2);
              assertThat(template.overrides().get(0).launchTemplateSpecification().version())
                  .isEqualTo("2");
              assertThat(template.overrides().get(1).imageId()).isEqualTo("ami-3");
            });
  }

  @Test
  void showsLaunchConfigurations() {
    state.launchConfiguration("lc-1").image("ami-1").device("/dev/xvda", "snap-1");

    LaunchConfiguration configuration =
        autoScaling.describeLaunchConfigurations().launchConfigurations().get(0);

    assertThat(configuration.launchConfigurationName()).isEqualTo("lc-1");
    assertThat(configuration.launchConfigurationARN()).contains("launchConfigurationName/lc-1");
    assertThat(configuration.imageId()).isEqualTo("ami-1");
    assertThat(configuration.blockDeviceMappings().get(0).ebs().snapshotId()).isEqualTo("snap-1");
  }

  @Test
  void findsByNameAndLeavesOutWhatIsNotThere() {
    state.autoScalingGroup("web");
    state.autoScalingGroup("api");
    state.launchConfiguration("lc-1");

    assertThat(
            autoScaling
                .describeAutoScalingGroups(r -> r.autoScalingGroupNames("api", "no"))
                .autoScalingGroups())
        .extracting(AutoScalingGroup::autoScalingGroupName)
        .containsExactly("api");
    assertThat(
            autoScaling
                .describeLaunchConfigurations(r -> r.launchConfigurationNames("no"))
                .launchConfigurations())
        .isEmpty();
  }

  @Test
  void givesFiftyAtATimeAndAHundredAtMost() {
    IntStream.range(0, 130).forEach(i -> state.launchConfiguration("lc-" + i).image("ami-1"));
    IntStream.range(0, 180).forEach(i -> state.autoScalingGroup("asg-" + i));

    assertThat(autoScaling.describeLaunchConfigurationsPaginator())
        .extracting(page -> page.launchConfigurations().size())
        .containsExactly(50, 50, 30);
    assertThat(autoScaling.describeAutoScalingGroupsPaginator(r -> r.maxRecords(100)))
        .extracting(page -> page.autoScalingGroups().size())
        .containsExactly(100, 80);
    assertThatExceptionOfType(AutoScalingException.class)
        .isThrownBy(() -> autoScaling.describeAutoScalingGroups(r -> r.maxRecords(101)))
        .matches(e -> e.awsErrorDetails().errorCode().equals("ValidationError"));
  }
}
