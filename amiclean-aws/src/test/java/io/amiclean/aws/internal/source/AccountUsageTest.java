package io.amiclean.aws.internal.source;

import static io.amiclean.aws.AccountOverWire.ami;
import static io.amiclean.aws.AccountOverWire.snap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.EvidenceDeniedException;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.ImageUsage;
import io.amiclean.api.model.ResourceId;
import io.amiclean.api.source.ImageUsageSource;
import io.amiclean.api.testing.ImageUsageSourceContract;
import io.amiclean.aws.AccountOverWire;
import io.amiclean.aws.internal.EvidenceSources;
import io.amiclean.aws.source.LaunchTemplateVersions;
import io.amiclean.aws.source.ReadingOptions;
import io.amiclean.aws.wire.WireRequest;
import io.amiclean.aws.wire.WireState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccountUsageTest {

  private static final String TEMPLATE = "lt-00000000000000001";
  private static final String OTHER_TEMPLATE = "lt-00000000000000002";

  @AutoClose private final AccountOverWire account = new AccountOverWire();

  private ImageUsageSource source(String... skipped) {
    return source(ReadingOptions.builder().skip(skipped).build());
  }

  private ImageUsageSource source(ReadingOptions options) {
    return new AccountUsage(
        account.ec2(),
        account.autoScaling(),
        account::ssm,
        account::imageBuilder,
        account.context,
        options,
        List.of());
  }

  private List<ImageReference> referencesTo(ResourceId target) {
    return source().loadUsage().referencesTo(target);
  }

  private static String id(ResourceId id) {
    return id.value();
  }

  @Nested
  class Contract extends ImageUsageSourceContract {

    Contract() {
      account.state.instance("i-1").image(id(ami(1)));
      account.state.launchTemplate(TEMPLATE).version(id(ami(2)), id(snap(2)));
    }

    @Override
    protected ImageUsageSource source() {
      return AccountUsageTest.this.source();
    }

    @Override
    protected CleanupScope scope() {
      return account.scope();
    }

    @Override
    protected Set<ImageReference> expectedReferences() {
      return Set.of(
          ImageReference.of(ami(1), "instance", "i-1", "running"),
          ImageReference.of(ami(2), "launch-template", TEMPLATE, "version 1"),
          ImageReference.of(snap(2), "launch-template", TEMPLATE, "version 1"));
    }

    @Override
    protected Optional<ImageUsageSource> failingSource() {
      account.endpoint.failAlways("DescribeAutoScalingGroups", 500, "InternalFailure", "Later.");
      return Optional.of(source());
    }
  }

  @Nested
  class Instances {

    @ParameterizedTest
    @ValueSource(strings = {"pending", "running", "shutting-down", "stopping", "stopped", "new"})
    void countInEveryStateButOne(String state) {
      account.state.instance("i-1").image(id(ami(1))).state(state);

      assertThat(referencesTo(ami(1)))
          .containsExactly(ImageReference.of(ami(1), "instance", "i-1", state));
    }

    @Test
    void doNotCountWhenTerminated() {
      account.state.instance("i-1").image(id(ami(1))).state("terminated");

      assertThat(referencesTo(ami(1))).isEmpty();
    }

    @Test
    void countWhenAnotherServiceHidesThem() {
      account.state.instance("i-1").image(id(ami(1))).hidden("eks.amazonaws.com");

      assertThat(referencesTo(ami(1))).hasSize(1);
    }

    @Test
    void areReadToTheLastPage() {
      IntStream.rangeClosed(1, 7).forEach(n -> account.state.instance("i-" + n).image(id(ami(n))));
      account.endpoint.pageSize("DescribeInstances", 2).emptyPages("DescribeInstances");

      assertThat(source().loadUsage().references()).hasSize(7);
    }

    @Test
    void withoutAnImageAreNoEvidence() {
      account.state.instance("i-1").image(id(ami(1))).with("imageId", null);

      assertThatExceptionOfType(EvidenceException.class)
          .isThrownBy(() -> source().loadUsage())
          .withMessageContaining("i-1");
    }
  }

  @Nested
  class LaunchConfigurations {

    @Test
    void countWithTheirImageAndSnapshots() {
      account.state.launchConfiguration("web").image(id(ami(1))).device("/dev/sdf", id(snap(1)));

      ImageUsage usage = source().loadUsage();

      assertThat(usage.referencesTo(ami(1)))
          .singleElement()
          .returns("launch-configuration", ImageReference::kind)
          .satisfies(reference -> assertThat(reference.user()).startsWith("arn:aws:autoscaling:"));
      assertThat(usage.referencesTo(snap(1))).hasSize(1);
    }

    @Test
    void areReadToTheLastPage() {
      IntStream.rangeClosed(1, 5)
          .forEach(n -> account.state.launchConfiguration("web" + n).image(id(ami(n))));
      account.endpoint.pageSize("DescribeLaunchConfigurations", 2);

      assertThat(source().loadUsage().references()).hasSize(5);
    }
  }

  @Nested
  class LaunchTemplates {

    @Test
    void countWithAllTheirVersions() {
      account
          .state
          .launchTemplate(TEMPLATE)
          .version(id(ami(1)))
          .version(id(ami(2)), id(snap(2)))
          .version(id(ami(3)))
          .version(id(ami(4)))
          .defaultVersion(2);

      ImageUsage usage = source().loadUsage();

      assertThat(usage.references())
          .containsExactlyInAnyOrder(
              ImageReference.of(ami(1), "launch-template", TEMPLATE, "version 1"),
              ImageReference.of(ami(2), "launch-template", TEMPLATE, "version 2"),
              ImageReference.of(snap(2), "launch-template", TEMPLATE, "version 2"),
              ImageReference.of(ami(3), "launch-template", TEMPLATE, "version 3"),
              ImageReference.of(ami(4), "launch-template", TEMPLATE, "version 4"));
    }

    @Test
    void areReadTogetherWhereTheNewestAndTheDefaultVersionAreAll() {
      for (int n = 1; n <= 9; n++) {
        account
            .state
            .launchTemplate("lt-0000000000000000" + n)
            .version(id(ami(n)))
            .version(id(ami(10 + n)));
      }

      assertThat(source().loadUsage().references()).hasSize(18);
      assertThat(account.endpoint.count("DescribeLaunchTemplates")).isEqualTo(1);
      assertThat(account.endpoint.requests("DescribeLaunchTemplateVersions"))
          .singleElement()
          .satisfies(
              request ->
                  assertThat(request.parameters())
                      .containsEntry("IncludeManagedResources", "true")
                      .containsEntry("MaxResults", "200")
                      .containsEntry("LaunchTemplateVersion.1", "$Latest")
                      .containsEntry("LaunchTemplateVersion.2", "$Default"));
    }

    @Test
    void areReadOneByOneWhereThereMayBeOtherVersions() {
      account.state.launchTemplate(TEMPLATE).version(id(ami(1)));
      account
          .state
          .launchTemplate(OTHER_TEMPLATE)
          .version(id(ami(2)))
          .version(id(ami(3)))
          .defaultVersion(2);

      assertThat(referencesTo(ami(2))).hasSize(1);
      assertThat(account.endpoint.requests("DescribeLaunchTemplateVersions"))
          .extracting(request -> request.parameter("LaunchTemplateId"))
          .containsExactly(Optional.empty(), Optional.of(OTHER_TEMPLATE));
    }

    @Test
    void countWithTheVersionsThatAreLeft() {
      account
          .state
          .launchTemplate(TEMPLATE)
          .version(id(ami(1)))
          .version(id(ami(2)))
          .version(id(ami(3)))
          .version(id(ami(4)))
          .deleteVersion(2);

      assertThat(source().loadUsage().references())
          .extracting(ImageReference::target)
          .containsExactlyInAnyOrder(ami(1), ami(3), ami(4));
    }

    @Test
    void countWhenAnotherServiceHidesThem() {
      account.state.launchTemplate(TEMPLATE).version(id(ami(1))).hidden("eks.amazonaws.com");

      assertThat(referencesTo(ami(1))).hasSize(1);
    }

    @Test
    void areReadToTheLastPage() {
      for (int n = 1; n <= 5; n++) {
        account.state.launchTemplate("lt-0000000000000000" + n).version(id(ami(n)));
      }
      account
          .endpoint
          .pageSize("DescribeLaunchTemplates", 2)
          .emptyPages("DescribeLaunchTemplates")
          .pageSize("DescribeLaunchTemplateVersions", 1)
          .emptyPages("DescribeLaunchTemplateVersions");

      assertThat(source().loadUsage().references()).hasSize(5);
    }

    @Test
    void countWithoutAnImage() {
      account.state.launchTemplate(TEMPLATE).version(Map.of("instanceType", "t3.micro"));

      ImageUsage usage = source().loadUsage();

      assertThat(usage.references()).isEmpty();
      assertThat(usage.evidence())
          .contains(Evidence.complete("launch-templates", 1, AccountOverWire.NOW));
    }

    @Test
    void countWithTheImageThatAnAliasStandsFor() {
      account.state.parameter("/golden", id(ami(7)));
      account.state.launchTemplate(TEMPLATE).version("resolve:ssm:/golden");
      account.state.launchTemplate(OTHER_TEMPLATE).version("resolve:ssm:/golden");

      assertThat(referencesTo(ami(7)))
          .containsExactly(
              ImageReference.of(
                  ami(7), "launch-template", TEMPLATE, "version 1, resolve:ssm:/golden"),
              ImageReference.of(
                  ami(7), "launch-template", OTHER_TEMPLATE, "version 1, resolve:ssm:/golden"),
              ImageReference.of(
                  ami(7),
                  "ssm-parameter",
                  "arn:aws:ssm:eu-west-1:123456789012:parameter/golden",
                  "version 1"));
      assertThat(account.endpoint.requests("DescribeLaunchTemplateVersions"))
          .filteredOn(request -> request.isTrue("ResolveAlias"))
          .as("one call for each alias")
          .hasSize(1);
    }

    @Test
    void nameThePermissionThatAnAliasNeeds() {
      account.state.launchTemplate(TEMPLATE).version("resolve:ssm:/golden");
      account.endpoint.failWhen(
          "DescribeLaunchTemplateVersions",
          request -> request.isTrue("ResolveAlias"),
          403,
          "UnauthorizedOperation",
          "You are not authorized.");

      assertThatExceptionOfType(EvidenceDeniedException.class)
          .isThrownBy(() -> source().loadUsage())
          .satisfies(e -> assertThat(e.permission()).isEqualTo("ssm:GetParameters"));
    }

    @Test
    void thatVanishMeanwhileDoNotCount() {
      account
          .state
          .launchTemplate(TEMPLATE)
          .version(id(ami(1)))
          .version(id(ami(2)))
          .version(id(ami(3)));
      account.endpoint.failWhen(
          "DescribeLaunchTemplateVersions",
          request -> request.parameter("LaunchTemplateId").isPresent(),
          400,
          "InvalidLaunchTemplateId.NotFound",
          "It does not exist.");

      assertThat(source().loadUsage().references())
          .extracting(ImageReference::target)
          .containsExactlyInAnyOrder(ami(1), ami(3));
    }
  }

  @Nested
  class AutoScalingGroups {

    private List<String> groupsUsing(ResourceId target, String... skipped) {
      return source(skipped).loadUsage().referencesTo(target).stream()
          .filter(reference -> reference.kind().equals("auto-scaling-group"))
          .map(reference -> reference.detail().orElse(""))
          .toList();
    }

    @Test
    void countAtZeroThroughTheirLaunchConfiguration() {
      account.state.launchConfiguration("web").image(id(ami(1))).device("/dev/sdf", id(snap(1)));
      account.state.autoScalingGroup("group").launchConfiguration("web").capacity(0);

      assertThat(groupsUsing(ami(1))).containsExactly("launch configuration web");
      assertThat(groupsUsing(snap(1))).containsExactly("launch configuration web");
      assertThat(referencesTo(ami(1)))
          .extracting(ImageReference::user)
          .allSatisfy(user -> assertThat(user).startsWith("arn:aws:autoscaling:"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"$Latest", "3"})
    void countThroughTheVersionOfTheirLaunchTemplate(String version) {
      threeVersions();
      account.state.autoScalingGroup("group").launchTemplate(TEMPLATE, version);

      assertThat(groupsUsing(ami(3))).containsExactly("launch template " + TEMPLATE + " version 3");
      assertThat(groupsUsing(ami(2))).isEmpty();
    }

    @Test
    void countThroughTheDefaultVersionOfTheirLaunchTemplate() {
      threeVersions();
      account.state.autoScalingGroup("group").launchTemplate(TEMPLATE, "$Default");

      assertThat(groupsUsing(ami(2))).containsExactly("launch template " + TEMPLATE + " version 2");
    }

    @Test
    void countThroughTheirMixedInstancesPolicy() {
      threeVersions();
      account.state.launchTemplate(OTHER_TEMPLATE).version(id(ami(4)));
      account
          .state
          .autoScalingGroup("group")
          .mixedInstances(TEMPLATE, "1")
          .override(OTHER_TEMPLATE, "$Default")
          .overrideImage(id(ami(5)));

      assertThat(groupsUsing(ami(1))).containsExactly("launch template " + TEMPLATE + " version 1");
      assertThat(groupsUsing(ami(4)))
          .containsExactly("launch template " + OTHER_TEMPLATE + " version 1");
      assertThat(groupsUsing(ami(5))).containsExactly("override");
    }

    @Test
    void countThroughTheirInstancesWhereThoseAreNotRead() {
      account.state.autoScalingGroup("group").member("i-1", id(ami(1))).member("i-2", id(ami(1)));

      assertThat(source("instances").loadUsage().referencesTo(ami(1)))
          .singleElement()
          .returns("auto-scaling-group", ImageReference::kind)
          .returns(Optional.of("instances"), ImageReference::detail);
      assertThat(account.endpoint.requests("DescribeAutoScalingGroups"))
          .noneMatch(request -> request.parameters().containsKey("IncludeInstances"));
    }

    @Test
    void leaveTheirInstancesToTheSourceThatReadsAll() {
      account.state.autoScalingGroup("group").member("i-1", id(ami(1)));
      account.state.instance("i-1").image(id(ami(1)));

      assertThat(referencesTo(ami(1)))
          .containsExactly(ImageReference.of(ami(1), "instance", "i-1", "running"));
      assertThat(account.endpoint.requests("DescribeAutoScalingGroups"))
          .allMatch(request -> request.parameter("IncludeInstances").equals(Optional.of("false")));
    }

    @Test
    void tellTheirInstancesWhereTheEndpointMayNotKnowThem() {
      account.state.autoScalingGroup("group").member("i-1", id(ami(1)));
      account.endpoint.lacks(List.of("DescribeInstances"));

      assertThat(
              source(ReadingOptions.builder().skipUnavailable().build())
                  .loadUsage()
                  .referencesTo(ami(1)))
          .hasSize(1);
    }

    @Test
    void areReadToTheLastPage() {
      for (int n = 1; n <= 5; n++) {
        account.state.autoScalingGroup("group" + n).member("i-" + n, id(ami(n)));
      }
      account.endpoint.pageSize("DescribeAutoScalingGroups", 2);

      assertThat(source("instances").loadUsage().references()).hasSize(5);
    }

    @Test
    void shareWhatIsReadOfTemplatesAndConfigurations() {
      threeVersions();
      account.state.launchConfiguration("web").image(id(ami(1)));
      account.state.autoScalingGroup("one").launchTemplate(TEMPLATE, "$Latest");
      account.state.autoScalingGroup("two").launchConfiguration("web");

      source().loadUsage();

      assertThat(account.endpoint.requests())
          .extracting(WireRequest::action)
          .containsExactlyInAnyOrder(
              "GetCallerIdentity",
              "DescribeLaunchConfigurations",
              "DescribeLaunchTemplates",
              "DescribeLaunchTemplateVersions",
              "DescribeLaunchTemplateVersions",
              "DescribeAutoScalingGroups",
              "DescribeInstanceRefreshes",
              "DescribeInstanceRefreshes",
              "DescribeSpotFleetRequests",
              "DescribeFleets",
              "DescribeSpotInstanceRequests",
              "DescribeParameters",
              "ListImageRecipes",
              "ListContainerRecipes",
              "DescribeFastLaunchImages",
              "DescribeReplaceRootVolumeTasks",
              "DescribeStoreImageTasks",
              "DescribeExportImageTasks",
              "DescribeInstances");
    }

    @Test
    void countEvenIfTemplatesAndConfigurationsAreSkipped() {
      threeVersions();
      account.state.launchConfiguration("web").image(id(ami(4)));
      account.state.launchConfiguration("other").image(id(ami(5)));
      account.state.autoScalingGroup("one").launchTemplate(TEMPLATE, "$Default");
      account.state.autoScalingGroup("two").launchConfiguration("web");
      String[] skipped = {"launch-templates", "launch-configurations"};

      assertThat(groupsUsing(ami(2), skipped))
          .containsExactly("launch template " + TEMPLATE + " version 2");
      assertThat(groupsUsing(ami(4), skipped)).containsExactly("launch configuration web");
      assertThat(groupsUsing(ami(5), skipped)).isEmpty();
      assertThat(account.endpoint.count("DescribeLaunchTemplates")).isZero();
    }

    @Test
    void countThroughMoreLaunchConfigurationsThanOneRequestCanName() {
      for (int n = 1; n <= 60; n++) {
        account.state.launchConfiguration("web" + n).image(id(ami(n)));
        account.state.autoScalingGroup("group" + n).launchConfiguration("web" + n);
      }

      assertThat(source("launch-configurations").loadUsage().references()).hasSize(60);
      assertThat(account.endpoint.count("DescribeLaunchConfigurations")).isEqualTo(2);
    }

    @Test
    void withATemplateThatDoesNotExistDoNotCount() {
      account.state.autoScalingGroup("group").launchTemplate(TEMPLATE, "$Latest");

      assertThat(source().loadUsage().references()).isEmpty();
    }
  }

  @Nested
  class WhatLaunches {

    /** A version that neither is the newest nor the default one, nor that of a group. */
    private void launchedBy(Consumer<WireState> launcher) {
      threeVersions();
      account.state.autoScalingGroup("group").launchTemplate(TEMPLATE, "3");
      launcher.accept(account.state);
    }

    private List<ImageReference> countingInUse(ResourceId target) {
      return counting(LaunchTemplateVersions.inUse()).loadUsage().referencesTo(target);
    }

    private ImageUsageSource counting(LaunchTemplateVersions versions) {
      return AccountUsageTest.this.source(
          ReadingOptions.builder().launchTemplateVersions(versions).build());
    }

    @ParameterizedTest
    @MethodSource("io.amiclean.aws.internal.source.AccountUsageTest#launchers")
    void protectsAVersionThatDoesNotCountByItself(String kind, Consumer<WireState> launcher) {
      launchedBy(launcher);

      assertThat(
              counting(LaunchTemplateVersions.defaultAndLatest()).loadUsage().referencesTo(ami(1)))
          .extracting(ImageReference::kind)
          .containsExactly(kind);
    }

    @ParameterizedTest
    @MethodSource("io.amiclean.aws.internal.source.AccountUsageTest#launchers")
    void saysWhichVersionsAreInUse(String kind, Consumer<WireState> launcher) {
      launchedBy(launcher);

      assertThat(countingInUse(ami(1)))
          .extracting(ImageReference::kind)
          .containsExactlyInAnyOrder(kind, "launch-template");
      assertThat(countingInUse(ami(2))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("io.amiclean.aws.internal.source.AccountUsageTest#launchers")
    void isReadBeforeTheInstances(String kind, Consumer<WireState> launcher) {
      launchedBy(launcher);

      source().loadUsage();

      List<String> actions = account.endpoint.requests().stream().map(WireRequest::action).toList();
      assertThat(actions.subList(actions.indexOf("DescribeInstances"), actions.size()))
          .as(kind)
          .allMatch(action -> Set.of("DescribeInstances", "DescribeFleets").contains(action));
    }

    @Test
    void isNamedWhenItsVersionCannotBeRead() {
      account.state.spotFleet("sfr-1").launchTemplate(TEMPLATE, "1");
      account.state.deny("ec2:DescribeLaunchTemplateVersions");

      assertThatExceptionOfType(EvidenceDeniedException.class)
          .isThrownBy(() -> source("launch-templates").loadUsage())
          .satisfies(e -> assertThat(e.source()).isEqualTo("spot-fleets"))
          .satisfies(
              e -> assertThat(e.permission()).isEqualTo("ec2:DescribeLaunchTemplateVersions"));
    }

    @Test
    void includesSpotRequests() {
      account.state.spotRequest("sir-1").image(id(ami(1)), id(snap(1)));

      assertThat(referencesTo(ami(1)))
          .containsExactly(ImageReference.of(ami(1), "spot-request", "sir-1", "open"));
      assertThat(referencesTo(snap(1))).hasSize(1);
    }

    @Test
    void asksForAVersionOnceWhoeverLaunchesFromIt() {
      threeVersions();
      AccountUsageTest.launchers().forEach(launcher -> apply(launcher.get()[1]));

      counting(LaunchTemplateVersions.inUse()).loadUsage();

      assertThat(account.endpoint.requests("DescribeLaunchTemplateVersions")).hasSize(1);
    }

    @SuppressWarnings("unchecked")
    private void apply(Object launcher) {
      ((Consumer<WireState>) launcher).accept(account.state);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "autoscaling:DescribeWarmPool",
          "autoscaling:DescribeInstanceRefreshes",
          "ec2:DescribeSpotFleetRequests",
          "ec2:DescribeFleets",
          "ec2:DescribeSpotInstanceRequests"
        })
    void isRefusedWithItsPermissionWhenItIsDenied(String permission) {
      account.state.autoScalingGroup("group").warmPool();
      account.state.deny(permission);

      assertThatExceptionOfType(EvidenceDeniedException.class)
          .isThrownBy(() -> source().loadUsage())
          .satisfies(e -> assertThat(e.permission()).isEqualTo(permission));
    }
  }

  /** Who launches from version 1 of the template. */
  static Stream<Arguments> launchers() {
    return Stream.of(
        launcher(
            "warm-pool",
            state -> state.autoScalingGroup("group").warmInstance("i-1", TEMPLATE, "1")),
        launcher(
            "instance-refresh",
            state -> state.autoScalingGroup("group").refresh("r").launchTemplate(TEMPLATE, "1")),
        launcher("spot-fleet", state -> state.spotFleet("sfr-1").launchTemplate(TEMPLATE, "1")),
        launcher("ec2-fleet", state -> state.fleet("fleet-1").launchTemplate(TEMPLATE, "1")),
        launcher(
            "ec2-fleet",
            state -> {
              state.fleet("fleet-2").type("instant").launchTemplate(TEMPLATE, "1");
              state.instance("i-2").image(id(ami(9))).tag("aws:ec2:fleet-id", "fleet-2");
            }));
  }

  private static Arguments launcher(String kind, Consumer<WireState> launcher) {
    return Arguments.of(kind, launcher);
  }

  @Nested
  class Skipping {

    @Test
    void leavesInstantFleetsOutWithTheInstances() {
      account.state.fleet("fleet-1").type("instant").launchTemplate(TEMPLATE, "1");
      account.state.launchTemplate(TEMPLATE).version(id(ami(1)));
      account.state.instance("i-1").image(id(ami(9))).tag("aws:ec2:fleet-id", "fleet-1");

      ImageUsage usage = source("instances", "launch-templates").loadUsage();

      assertThat(usage.references()).isEmpty();
      assertThat(usage.evidence())
          .contains(Evidence.complete("ec2-fleets", 0, AccountOverWire.NOW));
    }

    @Test
    void ofTheGroupsLeavesTheirWarmPoolsAndRefreshes() {
      account.state.autoScalingGroup("group").member("i-1", id(ami(1)));
      account.state.autoScalingGroup("group").warmInstance("i-2", id(ami(2)));
      threeVersionsAsRefreshed();

      assertThat(
              source("auto-scaling-groups", "launch-templates").loadUsage().references().stream()
                  .map(ImageReference::kind))
          .containsExactlyInAnyOrder("warm-pool", "instance-refresh");
      assertThat(account.endpoint.count("DescribeAutoScalingGroups")).isEqualTo(1);
    }

    private void threeVersionsAsRefreshed() {
      threeVersions();
      account.state.autoScalingGroup("group").refresh("refresh-1").launchTemplate(TEMPLATE, "3");
    }

    @Test
    void isSaidInTheEvidence() {
      ImageUsage usage = source(EvidenceSources.skippable().toArray(String[]::new)).loadUsage();

      assertThat(usage.evidence())
          .containsExactly(
              Evidence.skipped("instances", AccountOverWire.NOW),
              Evidence.skipped("launch-configurations", AccountOverWire.NOW),
              Evidence.skipped("launch-templates", AccountOverWire.NOW),
              Evidence.skipped("auto-scaling-groups", AccountOverWire.NOW),
              Evidence.skipped("warm-pools", AccountOverWire.NOW),
              Evidence.skipped("instance-refreshes", AccountOverWire.NOW),
              Evidence.skipped("spot-fleets", AccountOverWire.NOW),
              Evidence.skipped("ec2-fleets", AccountOverWire.NOW),
              Evidence.skipped("spot-requests", AccountOverWire.NOW),
              Evidence.skipped("ssm-parameters", AccountOverWire.NOW),
              Evidence.skipped("image-builder-recipes", AccountOverWire.NOW),
              Evidence.skipped("fast-launch-images", AccountOverWire.NOW),
              Evidence.skipped("replace-root-volume-tasks", AccountOverWire.NOW),
              Evidence.skipped("store-image-tasks", AccountOverWire.NOW),
              Evidence.skipped("export-image-tasks", AccountOverWire.NOW));
      assertThat(account.endpoint.requests())
          .extracting(WireRequest::action)
          .containsOnly("GetCallerIdentity");
    }

    @Test
    void refusesUnknownNames() {
      assertThatExceptionOfType(IllegalArgumentException.class)
          .isThrownBy(() -> source("volumes"))
          .withMessageContaining("'volumes'")
          .withMessageContaining("launch-templates");
    }
  }

  private void threeVersions() {
    account
        .state
        .launchTemplate(TEMPLATE)
        .version(id(ami(1)))
        .version(id(ami(2)))
        .version(id(ami(3)))
        .defaultVersion(2);
  }
}
