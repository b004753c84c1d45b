package io.amiclean.aws.wire;

import static io.amiclean.aws.wire.Refusals.assertRefused;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeImagesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeLaunchTemplateVersionsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSnapshotsRequest;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.ImageRecycleBinInfo;
import software.amazon.awssdk.services.ec2.model.ImageState;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.LaunchPermission;
import software.amazon.awssdk.services.ec2.model.LaunchTemplate;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateVersion;
import software.amazon.awssdk.services.ec2.model.Snapshot;

class Ec2ServiceTest {

  private static final String OTHER = "999999999999";

  @AutoClose private final WireEndpoint endpoint = new WireEndpoint();
  @AutoClose private final WireClients clients = WireClients.of(endpoint);
  private final Ec2Client ec2 = clients.ec2();
  private final WireState state = endpoint.state();

  private static Filter filter(String name, String... values) {
    return Filter.builder().name(name).values(values).build();
  }

  @Nested
  class DescribeImages {

    private List<String> ids(DescribeImagesRequest.Builder request) {
      return ec2.describeImages(request.build()).images().stream().map(Image::imageId).toList();
    }

    private DescribeImagesRequest.Builder request() {
      return DescribeImagesRequest.builder();
    }

    @Test
    void showsEveryField() {
      state
          .image("ami-1")
          .name("front-1")
          .description("for the front")
          .created("2017-06-15T09:55:42.000Z")
          .lastLaunched("2017-06-16T10:00:00Z")
          .protection("enabled-with-cooldown")
          .with("sourceImageId", "ami-0")
          .with("productCodes", List.of(Map.of("productCode", "abc", "type", "marketplace")))
          .device("/dev/xvda", "snap-1", 9)
          .ephemeralDevice("/dev/sdb")
          .shared();

      assertThat(ec2.describeImages().images())
          .singleElement()
          .satisfies(
              image -> {
                assertThat(image.name()).isEqualTo("front-1");
                assertThat(image.description()).isEqualTo("for the front");
                assertThat(image.state()).isEqualTo(ImageState.AVAILABLE);
                assertThat(image.ownerId()).isEqualTo("123456789012");
                assertThat(image.creationDate()).isEqualTo("2017-06-15T09:55:42.000Z");
                assertThat(image.lastLaunchedTime()).isEqualTo("2017-06-16T10:00:00Z");
                assertThat(image.deregistrationProtection()).isEqualTo("enabled-with-cooldown");
                assertThat(image.sourceImageId()).isEqualTo("ami-0");
                assertThat(image.productCodes().get(0).productCodeTypeAsString())
                    .isEqualTo("marketplace");
                assertThat(image.publicLaunchPermissions()).isTrue();
                assertThat(image.architectureAsString()).isEqualTo("x86_64");
                assertThat(image.rootDeviceName()).isEqualTo("/dev/xvda");
                assertThat(image.blockDeviceMappings()).hasSize(2);
                assertThat(image.blockDeviceMappings().get(0).ebs().snapshotId())
                    .isEqualTo("snap-1");
                assertThat(image.blockDeviceMappings().get(0).ebs().volumeSize()).isEqualTo(9);
                assertThat(image.blockDeviceMappings().get(1).ebs()).isNull();
              });
    }

    @Test
    void showsImagesOfOthersUnlessAnOwnerIsAskedFor() {
      state.image("ami-1");
      state.image("ami-2").owner(OTHER).shared();
      state.image("ami-3").owner(OTHER).sharedWith(state.account());
      state.image("ami-4").owner(OTHER);

      assertThat(ids(request())).containsExactly("ami-1", "ami-2", "ami-3");
      assertThat(ids(request().owners("self"))).containsExactly("ami-1");
      assertThat(ids(request().owners(OTHER))).containsExactly("ami-2", "ami-3");
    }

    @Test
    void hidesDisabledImagesByDefault() {
      state.image("ami-1").state("disabled");

      assertThat(ids(request())).isEmpty();
      assertThat(ids(request().includeDisabled(true))).containsExactly("ami-1");
    }

    @Test
    void filters() {
      state.image("ami-1").name("front-1").tag("role", "front");
      state.image("ami-2").name("back*1").tag("role", "back").state("pending");

      assertThat(ids(request().filters(filter("name", "front-*")))).containsExactly("ami-1");
      assertThat(ids(request().filters(filter("name", "back\\*?")))).containsExactly("ami-2");
      assertThat(ids(request().filters(filter("name", "front\\*")))).isEmpty();
      assertThat(ids(request().filters(filter("tag:role", "front", "back"))))
          .containsExactly("ami-1", "ami-2");
      assertThat(ids(request().filters(filter("tag-key", "other")))).isEmpty();
      assertThat(ids(request().filters(filter("image-id", "ami-2", "ami-3"))))
          .containsExactly("ami-2");
      assertThat(ids(request().filters(filter("state", "pending"), filter("tag:role", "front"))))
          .isEmpty();
      assertRefused("InvalidParameterValue", 400, () -> ids(request().filters(filter("no", "a"))));
    }

    @Test
    void refusesMoreThanTwoHundredFilterValues() {
      List<String> values = IntStream.range(0, 201).mapToObj(i -> "ami-" + i).toList();

      assertRefused(
          "FilterLimitExceeded",
          400,
          () -> ids(request().filters(filter("image-id", values.toArray(String[]::new)))));
    }

    @Test
    void takesIds() {
      state.image("ami-1");
      state.image("ami-2").owner(OTHER);

      assertThat(ids(request().imageIds("ami-1"))).containsExactly("ami-1");
      assertRefused("InvalidAMIID.NotFound", 400, () -> ids(request().imageIds("ami-1", "ami-9")));
      assertRefused("InvalidAMIID.NotFound", 400, () -> ids(request().imageIds("ami-2")));
      assertRefused("InvalidAMIID.Malformed", 400, () -> ids(request().imageIds("snap-1")));
      assertRefused(
          "InvalidParameterCombination", 400, () -> ids(request().imageIds("ami-1").maxResults(5)));
    }

    @Test
    void givesAtMostAThousandAtATime() {
      IntStream.range(0, 2500).forEach(i -> state.image("ami-" + i));

      assertThat(ec2.describeImagesPaginator(r -> r.owners("self").maxResults(1000)))
          .extracting(page -> page.images().size())
          .containsExactly(1000, 1000, 500);
      assertThat(ec2.describeImages(r -> r.maxResults(5000)).images()).hasSize(1000);
    }
  }

  @Nested
  class DescribeSnapshots {

    private List<String> ids(DescribeSnapshotsRequest.Builder request) {
      return ec2.describeSnapshots(request.build()).snapshots().stream()
          .map(Snapshot::snapshotId)
          .toList();
    }

    private DescribeSnapshotsRequest.Builder request() {
      return DescribeSnapshotsRequest.builder();
    }

    @Test
    void showsEveryField() {
      state
          .snapshot("snap-1")
          .description("Created by CreateImage(i-1) for ami-1")
          .started("2017-06-15T09:55:42.000Z")
          .size(9)
          .tier("archive")
          .with("fullSnapshotSizeInBytes", 1024)
          .tag("keep", "yes");

      assertThat(ec2.describeSnapshots().snapshots())
          .singleElement()
          .satisfies(
              snapshot -> {
                assertThat(snapshot.stateAsString()).isEqualTo("completed");
                assertThat(snapshot.ownerId()).isEqualTo("123456789012");
                assertThat(snapshot.description())
                    .isEqualTo("Created by CreateImage(i-1) for ami-1");
                assertThat(snapshot.startTime()).isEqualTo("2017-06-15T09:55:42Z");
                assertThat(snapshot.volumeSize()).isEqualTo(9);
                assertThat(snapshot.storageTierAsString()).isEqualTo("archive");
                assertThat(snapshot.fullSnapshotSizeInBytes()).isEqualTo(1024);
                assertThat(snapshot.tags().get(0).key()).isEqualTo("keep");
              });
    }

    @Test
    void areMadeWithTheirImage() {
      state.image("ami-1").created("2017-06-15T09:55:42.000Z").device("/dev/xvda", "snap-1", 9);

      assertThat(ec2.describeSnapshots().snapshots())
          .singleElement()
          .satisfies(
              snapshot -> {
                assertThat(snapshot.description()).endsWith(" for ami-1");
                assertThat(snapshot.volumeSize()).isEqualTo(9);
                assertThat(snapshot.startTime()).isEqualTo("2017-06-15T09:55:42Z");
              });
    }

    @Test
    void includesPublicOnesOfOthersUnlessAnOwnerIsAskedFor() {
      state.snapshot("snap-1");
      state.snapshot("snap-2").owner(OTHER).shared();
      state.snapshot("snap-3").owner(OTHER);

      assertThat(ids(request())).containsExactly("snap-1", "snap-2");
      assertThat(ids(request().ownerIds("self"))).containsExactly("snap-1");
    }

    @Test
    void filters() {
      state.snapshot("snap-1").description("Created by CreateImage(i-1) for ami-1");
      state.snapshot("snap-2").description("by hand").state("pending").tag("a", "b");

      assertThat(ids(request().filters(filter("description", "*ami-1*"))))
          .containsExactly("snap-1");
      assertThat(ids(request().filters(filter("status", "pending")))).containsExactly("snap-2");
      assertThat(ids(request().filters(filter("snapshot-id", "snap-1", "snap-2")))).hasSize(2);
      assertThat(ids(request().filters(filter("tag:a", "b")))).containsExactly("snap-2");
    }

    @Test
    void takesIds() {
      state.snapshot("snap-1");

      assertThat(ids(request().snapshotIds("snap-1"))).containsExactly("snap-1");
      assertRefused("InvalidSnapshot.NotFound", 400, () -> ids(request().snapshotIds("snap-9")));
      assertRefused("InvalidSnapshotID.Malformed", 400, () -> ids(request().snapshotIds("ami-1")));
      assertRefused(
          "InvalidParameterCombination",
          400,
          () -> ids(request().snapshotIds("snap-1").maxResults(5)));
    }

    @Test
    void givesBetweenFiveAndAThousandAtATime() {
      IntStream.range(0, 1001).forEach(i -> state.snapshot("snap-" + i));

      assertRefused("InvalidParameterValue", 400, () -> ids(request().maxResults(4)));
      assertThat(ids(request().maxResults(5))).hasSize(5);
      assertThat(ids(request().maxResults(2000))).hasSize(1000);
    }
  }

  @Nested
  class DescribeInstances {

    private List<String> ids(DescribeInstancesRequest.Builder request) {
      return ec2.describeInstances(request.build()).reservations().stream()
          .flatMap(reservation -> reservation.instances().stream())
          .map(Instance::instanceId)
          .toList();
    }

    private DescribeInstancesRequest.Builder request() {
      return DescribeInstancesRequest.builder();
    }

    @Test
    void listsTerminatedInstancesToo() {
      state.instance("i-1").image("ami-1");
      state.instance("i-2").image("ami-2").state("terminated").tag("Name", "old");

      assertThat(ec2.describeInstances().reservations())
          .flatExtracting(reservation -> reservation.instances())
          .extracting(Instance::imageId, instance -> instance.state().name())
          .containsExactly(
              tuple("ami-1", InstanceStateName.RUNNING),
              tuple("ami-2", InstanceStateName.TERMINATED));
    }

    @Test
    void pagesByReservation() {
      IntStream.range(0, 12)
          .forEach(i -> state.instance("i-" + i).image("ami-1").reservation("r-" + i / 2));

      assertThat(ec2.describeInstancesPaginator(r -> r.maxResults(5)))
          .extracting(page -> page.reservations().size())
          .containsExactly(5, 1);
      assertThat(ids(request())).hasSize(12);
      assertRefused("InvalidParameterValue", 400, () -> ids(request().maxResults(4)));
    }

    @Test
    void filtersWithinReservations() {
      state.instance("i-1").image("ami-1").reservation("r-1");
      state.instance("i-2").image("ami-1").reservation("r-1").state("stopped");
      state.instance("i-3").image("ami-3");

      assertThat(ids(request().filters(filter("instance-state-name", "running"))))
          .containsExactly("i-1", "i-3");
      assertThat(ids(request().filters(filter("image-id", "ami-1")))).containsExactly("i-1", "i-2");
    }

    @Test
    void hidesManagedInstancesByDefault() {
      state.instance("i-1").image("ami-1").hidden("eks.amazonaws.com");

      assertThat(ids(request())).isEmpty();
      assertThat(ids(request().includeManagedResources(true))).containsExactly("i-1");
      assertThat(
              ec2.describeInstances(r -> r.includeManagedResources(true))
                  .reservations()
                  .get(0)
                  .instances()
                  .get(0)
                  .operator()
                  .principal())
          .isEqualTo("eks.amazonaws.com");
    }

    @Test
    void takesIds() {
      state.instance("i-1").image("ami-1");

      assertThat(ids(request().instanceIds("i-1"))).containsExactly("i-1");
      assertRefused("InvalidInstanceID.NotFound", 400, () -> ids(request().instanceIds("i-9")));
      assertRefused(
          "InvalidParameterCombination",
          400,
          () -> ids(request().instanceIds("i-1").maxResults(5)));
    }
  }

  @Nested
  class LaunchTemplates {

    private List<String> versions(DescribeLaunchTemplateVersionsRequest.Builder request) {
      return ec2.describeLaunchTemplateVersions(request.build()).launchTemplateVersions().stream()
          .map(version -> version.launchTemplateId() + ":" + version.versionNumber())
          .toList();
    }

    private DescribeLaunchTemplateVersionsRequest.Builder request() {
      return DescribeLaunchTemplateVersionsRequest.builder();
    }

    @Test
    void showTheirVersionNumbers() {
      state.launchTemplate("lt-1").name("web").version("ami-1").version("ami-2").defaultVersion(1);

      assertThat(ec2.describeLaunchTemplates().launchTemplates())
          .singleElement()
          .satisfies(
              template -> {
                assertThat(template.launchTemplateName()).isEqualTo("web");
                assertThat(template.defaultVersionNumber()).isEqualTo(1);
                assertThat(template.latestVersionNumber()).isEqualTo(2);
              });
    }

    @Test
    void comeInPagesOfTwoHundredAtMost() {
      IntStream.range(0, 201).forEach(i -> state.launchTemplate("lt-" + i).version("ami-1"));

      assertThat(ec2.describeLaunchTemplatesPaginator())
          .extracting(page -> page.launchTemplates().size())
          .containsExactly(200, 1);
      assertThat(ec2.describeLaunchTemplateVersionsPaginator(r -> r.versions("$Latest")))
          .extracting(page -> page.launchTemplateVersions().size())
          .containsExactly(200, 1);
      assertRefused(
          "InvalidParameterValue", 400, () -> ec2.describeLaunchTemplates(r -> r.maxResults(0)));
    }

    @Test
    void areFoundByIdOrName() {
      state.launchTemplate("lt-1").name("web").version("ami-1");
      state.launchTemplate("lt-2").name("api").version("ami-1");

      assertThat(ec2.describeLaunchTemplates(r -> r.launchTemplateNames("web")).launchTemplates())
          .extracting(LaunchTemplate::launchTemplateId)
          .containsExactly("lt-1");
      assertThat(versions(request().launchTemplateName("api"))).containsExactly("lt-2:1");
      assertRefused(
          "InvalidLaunchTemplateId.NotFound",
          400,
          () -> versions(request().launchTemplateId("lt-9")));
      assertRefused(
          "InvalidLaunchTemplateName.NotFoundException",
          400,
          () -> ec2.describeLaunchTemplates(r -> r.launchTemplateNames("no")));
    }

    @Test
    void showAllOrSomeVersionsOfOne() {
      state
          .launchTemplate("lt-1")
          .version("ami-1")
          .version("ami-2")
          .version("ami-3")
          .version("ami-4")
          .deleteVersion(3)
          .defaultVersion(2);

      assertThat(versions(request().launchTemplateId("lt-1")))
          .containsExactly("lt-1:4", "lt-1:2", "lt-1:1");
      assertThat(versions(request().launchTemplateId("lt-1").versions("1", "$Default")))
          .containsExactly("lt-1:2", "lt-1:1");
      assertThat(versions(request().launchTemplateId("lt-1").minVersion("2").maxVersion("3")))
          .containsExactly("lt-1:2");
      assertRefused(
          "InvalidLaunchTemplateId.VersionNotFound",
          400,
          () -> versions(request().launchTemplateId("lt-1").versions("3")));
    }

    @Test
    void showLatestAndDefaultOfAll() {
      state.launchTemplate("lt-1").version("ami-1").version("ami-2");
      state.launchTemplate("lt-2").version("ami-1");

      assertThat(versions(request().versions("$Latest", "$Default")))
          .containsExactly("lt-1:2", "lt-1:1", "lt-2:1");
      assertRefused("MissingParameter", 400, () -> versions(request().versions("1")));
      assertRefused("MissingParameter", 400, () -> versions(request()));
    }

    @Test
    void holdImagesAndSnapshots() {
      state.launchTemplate("lt-1").version("ami-1", "snap-1").version(Map.of());

      List<LaunchTemplateVersion> versions =
          ec2.describeLaunchTemplateVersions(r -> r.launchTemplateId("lt-1"))
              .launchTemplateVersions();

      assertThat(versions.get(0).launchTemplateData().imageId()).isNull();
      assertThat(versions.get(0).defaultVersion()).isFalse();
      assertThat(versions.get(1).launchTemplateData().imageId()).isEqualTo("ami-1");
      assertThat(
              versions.get(1).launchTemplateData().blockDeviceMappings().get(0).ebs().snapshotId())
          .isEqualTo("snap-1");
      assertThat(versions.get(1).defaultVersion()).isTrue();
    }

    @Test
    void resolveAliasesWhenAsked() {
      state.parameter("/golden", "ami-7").launchTemplate("lt-1").version("resolve:ssm:/golden");
      state.launchTemplate("lt-2").version("resolve:ssm:/unknown");

      assertThat(
              ec2.describeLaunchTemplateVersions(r -> r.versions("$Latest"))
                  .launchTemplateVersions())
          .extracting(version -> version.launchTemplateData().imageId())
          .containsExactly("resolve:ssm:/golden", "resolve:ssm:/unknown");
      assertThat(
              ec2.describeLaunchTemplateVersions(r -> r.versions("$Latest").resolveAlias(true))
                  .launchTemplateVersions())
          .extracting(version -> version.launchTemplateData().imageId())
          .containsExactly("ami-7", "resolve:ssm:/unknown");
    }

    @Test
    void resolveAliasesOfVersionsAndLabelsAndArns() {
      state.parameter("/golden").value("ami-1").label("prod").value("ami-2");
      String arn = "arn:aws:ssm:eu-west-1:123456789012:parameter/golden";
      state
          .launchTemplate("lt-1")
          .version("resolve:ssm:/golden:1")
          .version("resolve:ssm:/golden:prod")
          .version("resolve:ssm:" + arn)
          .version("resolve:ssm:" + arn + ":1");

      assertThat(
              ec2.describeLaunchTemplateVersions(r -> r.launchTemplateId("lt-1").resolveAlias(true))
                  .launchTemplateVersions())
          .extracting(version -> version.launchTemplateData().imageId())
          .containsExactly("ami-1", "ami-2", "ami-1", "ami-1");
    }

    @Test
    void canRefuseAliasesOfMissingParameters() {
      state.refuseMissingAliases().launchTemplate("lt-1").version("resolve:ssm:/unknown");

      assertRefused(
          "InvalidParameterValue",
          400,
          () ->
              ec2.describeLaunchTemplateVersions(
                  r -> r.launchTemplateId("lt-1").versions("1").resolveAlias(true)));
    }

    @Test
    void resolveNoAliasesWithoutThePermissionForParameters() {
      state.parameter("/golden", "ami-7").launchTemplate("lt-1").version("resolve:ssm:/golden");
      state.deny("ssm:GetParameters");

      assertRefused(
          "UnauthorizedOperation",
          403,
          () ->
              ec2.describeLaunchTemplateVersions(
                  r -> r.launchTemplateId("lt-1").versions("1").resolveAlias(true)));
    }

    @Test
    void areHiddenByDefaultWhenManaged() {
      state.launchTemplate("lt-1").version("ami-1").hidden("eks.amazonaws.com");

      assertThat(ec2.describeLaunchTemplates().launchTemplates()).isEmpty();
      assertThat(
              ec2.describeLaunchTemplates(r -> r.includeManagedResources(true)).launchTemplates())
          .hasSize(1);
      assertThat(versions(request().versions("$Latest"))).isEmpty();
      assertThat(versions(request().versions("$Latest").includeManagedResources(true)))
          .containsExactly("lt-1:1");
    }
  }

  @Nested
  class ListImagesInRecycleBin {

    @Test
    void showsWhenTheyLeave() {
      state.recycledImage("ami-1").name("front-1").leaves("2017-07-15T00:00:00.000Z");
      state.recycledImage("ami-2");

      assertThat(ec2.listImagesInRecycleBinPaginator(r -> r.maxResults(1)).stream().toList())
          .hasSize(2);
      assertThat(ec2.listImagesInRecycleBin(r -> r.imageIds("ami-1")).images())
          .singleElement()
          .satisfies(
              image -> {
                assertThat(image).extracting(ImageRecycleBinInfo::name).isEqualTo("front-1");
                assertThat(image.recycleBinExitTime()).isEqualTo("2017-07-15T00:00:00Z");
              });
    }
  }

  @Nested
  class DescribeImageAttribute {

    @Test
    void showsLaunchPermissions() {
      state.image("ami-1").sharedWith(OTHER).shared();

      assertThat(
              ec2.describeImageAttribute(r -> r.imageId("ami-1").attribute("launchPermission"))
                  .launchPermissions())
          .extracting(LaunchPermission::groupAsString, LaunchPermission::userId)
          .containsExactly(tuple("all", null), tuple(null, OTHER));
    }

    @Test
    void showsLaunchPermissionsOfOrganizations() {
      String organization = "arn:aws:organizations::123456789012:organization/o-1";
      String unit = "arn:aws:organizations::123456789012:ou/o-1/ou-1";
      state.image("ami-1").sharedWith(organization).sharedWith(unit);

      assertThat(
              ec2.describeImageAttribute(r -> r.imageId("ami-1").attribute("launchPermission"))
                  .launchPermissions())
          .containsExactly(
              LaunchPermission.builder().organizationArn(organization).build(),
              LaunchPermission.builder().organizationalUnitArn(unit).build());
    }

    @Test
    void showsValues() {
      state.image("ami-1").lastLaunched("2017-06-16T10:00:00Z");

      assertThat(
              ec2.describeImageAttribute(r -> r.imageId("ami-1").attribute("lastLaunchedTime"))
                  .lastLaunchedTime()
                  .value())
          .isEqualTo("2017-06-16T10:00:00Z");
    }

    @Test
    void isForTheOwner() {
      state.image("ami-1").owner(OTHER).shared();

      assertRefused(
          "AuthFailure",
          403,
          () -> ec2.describeImageAttribute(r -> r.imageId("ami-1").attribute("launchPermission")));
    }
  }

  @Nested
  class DeregisterImage {

    private void deregister(String id) {
      ec2.deregisterImage(r -> r.imageId(id));
    }

    private Map<String, String> deregisterWithSnapshots(String id) {
      return ec2
          .deregisterImage(r -> r.imageId(id).deleteAssociatedSnapshots(true))
          .deleteSnapshotResults()
          .stream()
          .collect(toMap(result -> result.snapshotId(), result -> result.returnCodeAsString()));
    }

    @Test
    void leavesSnapshotsUnlessAsked() {
      state.image("ami-1").device("/dev/xvda", "snap-1", 8);

      assertThat(ec2.deregisterImage(r -> r.imageId("ami-1")).returnValue()).isTrue();
      assertThat(state.imageIds()).isEmpty();
      assertThat(state.snapshotIds()).containsExactly("snap-1");
    }

    @Test
    void deletesSnapshotsThatNoOtherImageUses() {
      state.image("ami-1").device("/dev/xvda", "snap-1", 8).device("/dev/xvdb", "snap-2", 8);
      state.image("ami-2").device("/dev/xvda", "snap-2", 8).state("disabled");

      assertThat(deregisterWithSnapshots("ami-1"))
          .containsOnly(Map.entry("snap-1", "success"), Map.entry("snap-2", "skipped"));
      assertThat(state.snapshotIds()).containsExactly("snap-2");
      assertThat(deregisterWithSnapshots("ami-2")).containsOnly(Map.entry("snap-2", "success"));
      assertThat(state.snapshotIds()).isEmpty();
    }

    @Test
    void saysWhyASnapshotStays() {
      state
          .image("ami-1")
          .device("/dev/xvda", "snap-1", 8)
          .device("/dev/xvdb", "snap-2", 8)
          .device("/dev/xvdc", "snap-3", 8);
      state.snapshot("snap-1").locked();
      state.snapshot("snap-2").returnCode("internal-error");
      state.remove("snap-3");

      assertThat(deregisterWithSnapshots("ami-1"))
          .containsOnly(
              Map.entry("snap-1", "client-error"),
              Map.entry("snap-2", "internal-error"),
              Map.entry("snap-3", "client-error"));
      assertThat(state.snapshotIds()).containsExactly("snap-1", "snap-2");
    }

    @Test
    void needsThePermissionToDeleteSnapshots() {
      state.deny("ec2:DeleteSnapshot").image("ami-1").device("/dev/xvda", "snap-1", 8);

      assertThat(deregisterWithSnapshots("ami-1"))
          .containsOnly(Map.entry("snap-1", "missing-permissions"));
      assertThat(state.imageIds()).isEmpty();
    }

    @Test
    void refusesWhatIsProtected() {
      state.image("ami-1").protection("enabled-without-cooldown");
      state.image("ami-2").protection("disabled after 2017-06-20T00:00:00Z");
      state.image("ami-3").tag("aws:backup:source-resource", "i-1");

      assertRefused("OperationNotPermitted", 400, () -> deregister("ami-1"));
      assertRefused("OperationNotPermitted", 400, () -> deregister("ami-2"));
      assertRefused("AuthFailure", 403, () -> deregister("ami-3"));
      assertThat(state.imageIds()).hasSize(3);
    }

    @Test
    void refusesWhatIsNotThere() {
      state.image("ami-1");
      state.image("ami-2").owner(OTHER).shared();
      deregister("ami-1");

      assertRefused("InvalidAMIID.Unavailable", 400, () -> deregister("ami-1"));
      assertRefused("AuthFailure", 403, () -> deregister("ami-2"));
      assertRefused("InvalidAMIID.NotFound", 400, () -> deregister("ami-9"));
      assertRefused("InvalidAMIID.Malformed", 400, () -> deregister("ami 9"));
    }

    @Test
    void onlyChecksThePermissionInADryRun() {
      state.image("ami-1").protection("enabled-without-cooldown");

      assertRefused(
          "DryRunOperation", 412, () -> ec2.deregisterImage(r -> r.imageId("ami-1").dryRun(true)));
      state.deny("ec2:DeregisterImage");
      assertRefused(
          "UnauthorizedOperation",
          403,
          () -> ec2.deregisterImage(r -> r.imageId("ami-1").dryRun(true)));
      assertThat(state.imageIds()).containsExactly("ami-1");
    }
  }

  @Nested
  class DeleteSnapshot {

    private void delete(String id) {
      ec2.deleteSnapshot(r -> r.snapshotId(id));
    }

    @Test
    void deletesWhatOnlyAnImageUsedThatIsStillListed() {
      state.image("ami-1").device("/dev/xvda", "snap-1", 8).state("deregistered");

      delete("snap-1");

      assertThat(state.snapshotIds()).isEmpty();
    }

    @Test
    void refusesWhatAnImageUses() {
      state.image("ami-1").device("/dev/xvda", "snap-1", 8).state("disabled");

      assertRefused("InvalidSnapshot.InUse", 400, () -> delete("snap-1"));
      state.remove("ami-1");
      delete("snap-1");
      assertThat(state.snapshotIds()).isEmpty();
    }

    @Test
    void refusesWhatIsProtected() {
      state.snapshot("snap-1").locked();
      state.snapshot("snap-2").tag("aws:backup:source-resource", "i-1");

      assertRefused("OperationNotPermitted", 400, () -> delete("snap-1"));
      assertRefused("InvalidParameterValue", 400, () -> delete("snap-2"));
      assertThat(state.snapshotIds()).hasSize(2);
    }

    @Test
    void refusesWhatIsNotThere() {
      state.snapshot("snap-1").owner(OTHER).shared();
      state.snapshot("snap-2");
      delete("snap-2");

      assertRefused("AuthFailure", 403, () -> delete("snap-1"));
      assertRefused("InvalidSnapshot.NotFound", 400, () -> delete("snap-2"));
      assertRefused("InvalidSnapshotID.Malformed", 400, () -> delete("ami-1"));
    }

    @Test
    void onlyChecksThePermissionInADryRun() {
      state.snapshot("snap-1");

      assertRefused(
          "DryRunOperation",
          412,
          () -> ec2.deleteSnapshot(r -> r.snapshotId("snap-1").dryRun(true)));
      assertThat(state.snapshotIds()).containsExactly("snap-1");
    }
  }
}
