package io.amiclean.aws.wire;

import static io.amiclean.aws.wire.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeImageReferencesRequest;
import software.amazon.awssdk.services.ec2.model.ImageReference;
import software.amazon.awssdk.services.ec2.model.ResourceTypeOption;
import software.amazon.awssdk.services.ec2.model.ResourceTypeRequest;

class ReferenceActionsTest {

  @AutoClose private final WireEndpoint endpoint = new WireEndpoint();
  @AutoClose private final WireClients clients = WireClients.of(endpoint);
  private final Ec2Client ec2 = clients.ec2();
  private final WireState state = endpoint.state();

  private static DescribeImageReferencesRequest.Builder about(String... images) {
    return DescribeImageReferencesRequest.builder().imageIds(images);
  }

  private static ResourceTypeRequest type(String type) {
    return ResourceTypeRequest.builder().resourceType(type).build();
  }

  private static ResourceTypeRequest type(String type, String option, String... values) {
    return ResourceTypeRequest.builder()
        .resourceType(type)
        .resourceTypeOptions(
            ResourceTypeOption.builder().optionName(option).optionValues(values).build())
        .build();
  }

  private List<String> arns(DescribeImageReferencesRequest.Builder request) {
    return ec2.describeImageReferences(request.build()).imageReferences().stream()
        .map(ImageReference::arn)
        .toList();
  }

  @Test
  void showsEveryField() {
    state.image("ami-1");
    state.image("ami-2");
    state.instance("i-1").image("ami-1");
    state.launchTemplate("lt-1").version("ami-1").version("ami-1");
    state.reference("ami-2", "ssm:Parameter", "arn:aws:ssm:parameter");

    assertThat(
            ec2.describeImageReferences(
                    about("ami-1", "ami-2").includeAllResourceTypes(true).build())
                .imageReferences())
        .containsExactlyInAnyOrder(
            ImageReference.builder()
                .imageId("ami-1")
                .resourceType("ec2:Instance")
                .arn("arn:aws:ec2:eu-west-1:123456789012:instance/i-1")
                .build(),
            ImageReference.builder()
                .imageId("ami-1")
                .resourceType("ec2:LaunchTemplate")
                .arn("arn:aws:ec2:eu-west-1:123456789012:launch-template/lt-1")
                .build(),
            ImageReference.builder()
                .imageId("ami-2")
                .resourceType("ssm:Parameter")
                .arn("arn:aws:ssm:parameter")
                .build());
  }

  @Test
  void showsTheTypesThatAreAskedFor() {
    state.image("ami-1");
    state.instance("i-1").image("ami-1");
    state.reference("ami-1", "imagebuilder:ImageRecipe", "arn:recipe");

    assertThat(arns(about("ami-1").resourceTypes(type("imagebuilder:ImageRecipe"))))
        .containsExactly("arn:recipe");
  }

  @Test
  void looksAtTerminatedInstancesAndTheTenNewestVersionsByDefault() {
    IntStream.rangeClosed(1, 11).forEach(n -> state.image("ami-" + n));
    IntStream.rangeClosed(1, 11).forEach(n -> state.launchTemplate("lt-1").version("ami-" + n));
    state.image("ami-0");
    state.instance("i-0").image("ami-0").state("terminated");

    assertThat(arns(about("ami-0", "ami-1", "ami-2").includeAllResourceTypes(true)))
        .containsExactlyInAnyOrder(
            "arn:aws:ec2:eu-west-1:123456789012:instance/i-0",
            "arn:aws:ec2:eu-west-1:123456789012:launch-template/lt-1");
    assertThat(arns(about("ami-1").resourceTypes(type("ec2:LaunchTemplate")))).isEmpty();
    assertThat(
            arns(about("ami-1").resourceTypes(type("ec2:LaunchTemplate", "version-depth", "11"))))
        .hasSize(1);
  }

  @Test
  void prefersOptionsToDefaults() {
    state.image("ami-1");
    state.instance("i-1").image("ami-1").state("stopped");

    assertThat(
            arns(
                about("ami-1")
                    .includeAllResourceTypes(true)
                    .resourceTypes(type("ec2:Instance", "state-name", "running", "pending"))))
        .isEmpty();
    assertThat(arns(about("ami-1").resourceTypes(type("ec2:Instance", "state-name", "stopped"))))
        .hasSize(1);
  }

  @Test
  void doesNotShowWhatIsHidden() {
    state.image("ami-1");
    state.instance("i-1").image("ami-1").hidden("eks.amazonaws.com");
    state.launchTemplate("lt-1").version("ami-1").hidden("eks.amazonaws.com");

    assertThat(arns(about("ami-1").includeAllResourceTypes(true))).isEmpty();
  }

  @Test
  void showsNothingWhenItIsBlind() {
    state.image("ami-1");
    state.instance("i-1").image("ami-1");
    state.reference("ami-1", "ssm:Parameter", "arn:parameter").blindReferences();

    assertThat(arns(about("ami-1").includeAllResourceTypes(true))).isEmpty();
  }

  @Test
  void givesPages() {
    state.image("ami-1");
    IntStream.range(0, 12).forEach(n -> state.instance("i-" + n).image("ami-1"));

    assertThat(
            ec2.describeImageReferencesPaginator(
                about("ami-1").includeAllResourceTypes(true).maxResults(5).build()))
        .extracting(page -> page.imageReferences().size())
        .containsExactly(5, 5, 2);
    assertRefused(
        "InvalidParameterValue",
        () -> arns(about("ami-1").includeAllResourceTypes(true).maxResults(4)));
  }

  @Test
  void takesOneToTenImages() {
    String[] eleven = IntStream.range(0, 11).mapToObj(n -> "ami-" + n).toArray(String[]::new);

    assertRefused("InvalidParameterValue", () -> arns(about(eleven).includeAllResourceTypes(true)));
    assertRefused("MissingParameter", () -> arns(about().includeAllResourceTypes(true)));
  }

  @Test
  void failsForAllIfOneImageIsGone() {
    state.image("ami-1");
    state.image("ami-2");
    ec2.deregisterImage(request -> request.imageId("ami-2"));

    assertRefused(
        "InvalidAMIID.Unavailable",
        () -> arns(about("ami-1", "ami-2").includeAllResourceTypes(true)));
    assertRefused(
        "InvalidAMIID.NotFound", () -> arns(about("ami-1", "ami-3").includeAllResourceTypes(true)));
  }

  @Test
  void needsToBeToldWhatToLookAt() {
    state.image("ami-1");

    assertRefused("MissingParameter", () -> arns(about("ami-1")));
    assertRefused("MissingParameter", () -> arns(about("ami-1").includeAllResourceTypes(false)));
  }

  @ParameterizedTest
  @CsvSource({
    "ec2:Instance, state-name, dead",
    "ec2:Instance, version-depth, 1",
    "ec2:LaunchTemplate, version-depth, 0",
    "ec2:LaunchTemplate, version-depth, 10001",
    "ssm:Parameter, state-name, running"
  })
  void refusesOddOptions(String type, String option, String value) {
    state.image("ami-1");

    assertRefused(
        "InvalidParameterValue",
        () -> arns(about("ami-1").resourceTypes(type(type, option, value))));
  }

  @Test
  void refusesOddTypes() {
    state.image("ami-1");

    assertRefused(
        "InvalidParameterValue", () -> arns(about("ami-1").resourceTypes(type("ec2:Volume"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ec2:DescribeImageReferences",
        "ec2:DescribeInstances",
        "ec2:DescribeLaunchTemplates",
        "ec2:DescribeLaunchTemplateVersions",
        "ssm:DescribeParameters",
        "ssm:GetParameters",
        "imagebuilder:ListImageRecipes",
        "imagebuilder:ListContainerRecipes",
        "imagebuilder:GetContainerRecipe"
      })
  void needsEveryPermission(String action) {
    state.image("ami-1");
    state.deny(action);

    assertRefused(
        "UnauthorizedOperation", () -> arns(about("ami-1").includeAllResourceTypes(true)));
  }
}
