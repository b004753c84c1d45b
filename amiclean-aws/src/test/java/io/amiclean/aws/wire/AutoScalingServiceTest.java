package io.amiclean.aws.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingException;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.LaunchConfiguration;

class AutoScalingServiceTest {

  @AutoClose private final WireEndpoint endpoint = new WireEndpoint();
  @AutoClose private final WireClients clients = WireClients.of(endpoint);
  private final AutoScalingClient autoScaling = clients.autoScaling();
  private final WireState state = endpoint.state();

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

  @Test
  void showsWarmPools() {
    state
        .autoScalingGroup("web")
        .warmInstance("i-1", "ami-1")
        .warmInstance("i-2", "lt-1", "2")
        .warmInstanceOf("i-3", "lc-1");
    state.autoScalingGroup("api").member("i-4", "ami-1");

    assertThat(autoScaling.describeWarmPool(r -> r.autoScalingGroupName("web")).instances())
        .satisfiesExactly(
            image -> assertThat(image.imageId()).isEqualTo("ami-1"),
            template -> {
              assertThat(template.launchTemplate().launchTemplateId()).isEqualTo("lt-1");
              assertThat(template.launchTemplate().version()).isEqualTo("2");
            },
            configuration -> {
              assertThat(configuration.launchConfigurationName()).isEqualTo("lc-1");
              assertThat(configuration.lifecycleStateAsString()).isEqualTo("Warmed:Stopped");
            });
    assertThat(autoScaling.describeWarmPool(r -> r.autoScalingGroupName("api")).instances())
        .isEmpty();
    assertThat(onlyMembers("web")).isZero();
  }

  private long onlyMembers(String group) {
    return autoScaling
        .describeAutoScalingGroups(r -> r.autoScalingGroupNames(group))
        .autoScalingGroups()
        .get(0)
        .instances()
        .size();
  }

  @Test
  void showsInstanceRefreshes() {
    state.autoScalingGroup("web").refresh("refresh-1").status("Baking").launchTemplate("lt-1", "2");
    state
        .autoScalingGroup("web")
        .refresh("refresh-2")
        .mixedInstances("lt-2", "1")
        .override("lt-3", "3")
        .overrideImage("ami-4");
    state.autoScalingGroup("web").refresh("refresh-3");

    assertThat(
            autoScaling
                .describeInstanceRefreshes(r -> r.autoScalingGroupName("web"))
                .instanceRefreshes())
        .satisfiesExactly(
            template -> {
              assertThat(template.instanceRefreshId()).isEqualTo("refresh-1");
              assertThat(template.autoScalingGroupName()).isEqualTo("web");
              assertThat(template.statusAsString()).isEqualTo("Baking");
              assertThat(template.desiredConfiguration().launchTemplate().launchTemplateId())
                  .isEqualTo("lt-1");
            },
            mixed -> {
              assertThat(mixed.statusAsString()).isEqualTo("InProgress");
              assertThat(mixed.desiredConfiguration().mixedInstancesPolicy().launchTemplate())
                  .satisfies(
                      policy -> {
                        assertThat(policy.launchTemplateSpecification().version()).isEqualTo("1");
                        assertThat(
                                policy
                                    .overrides()
                                    .get(0)
                                    .launchTemplateSpecification()
                                    .launchTemplateId())
                            .isEqualTo("lt-3");
                        assertThat(policy.overrides().get(1).imageId()).isEqualTo("ami-4");
                      });
            },
            plain -> assertThat(plain.desiredConfiguration()).isNull());
  }

  @Test
  void refusesToTellOfTheWarmPoolAndTheRefreshesOfAGroupThatIsNotThere() {
    assertThatExceptionOfType(AutoScalingException.class)
        .isThrownBy(() -> autoScaling.describeWarmPool(r -> r.autoScalingGroupName("no")))
        .matches(e -> e.awsErrorDetails().errorCode().equals("ValidationError"))
        .withMessageContaining("not found");
    assertThatExceptionOfType(AutoScalingException.class)
        .isThrownBy(() -> autoScaling.describeInstanceRefreshes(r -> r.autoScalingGroupName("no")))
        .matches(e -> e.awsErrorDetails().errorCode().equals("ValidationError"))
        .withMessageContaining("not found");
  }

  @Test
  void givesFiftyWarmInstancesAtMost() {
    IntStream.range(0, 60)
        .forEach(i -> state.autoScalingGroup("web").warmInstance("i-" + i, "ami-1"));

    assertThat(autoScaling.describeWarmPoolPaginator(r -> r.autoScalingGroupName("web")))
        .extracting(page -> page.instances().size())
        .containsExactly(50, 10);
    assertThatExceptionOfType(AutoScalingException.class)
        .isThrownBy(
            () -> autoScaling.describeWarmPool(r -> r.autoScalingGroupName("web").maxRecords(51)))
        .matches(e -> e.awsErrorDetails().errorCode().equals("ValidationError"));
  }
}
