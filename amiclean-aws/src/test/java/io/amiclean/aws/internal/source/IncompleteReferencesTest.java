package io.amiclean.aws.internal.source;

import static io.amiclean.aws.AccountOverWire.ami;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.amiclean.api.model.EvidenceDeniedException;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.source.ImageUsageSource;
import io.amiclean.aws.AccountOverWire;
import io.amiclean.aws.source.ReadingOptions;
import io.amiclean.aws.wire.FurtherResources;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class IncompleteReferencesTest {

  private static final String BUILT =
      "arn:aws:imagebuilder:eu-west-1:123456789012:image/base/x.x.x";

  @AutoClose private final AccountOverWire account = new AccountOverWire();

  @BeforeEach
  void fill() {
    for (int n = 1; n <= 3; n++) {
      account.state.parameter("golden-" + n).dataType("aws:ec2:image").value(ami(n).value());
      account.state.parameter("/text/" + n, ami(n).value());
      account.state.imageRecipe("web" + n).parent(BUILT);
      account.state.containerRecipe("web" + n).image(ami(n).value()).withoutImageInSummary();
      account.state.storeImageTask(ami(n).value());
      account.state.exportImageTask("export-" + n).image(ami(n).value());
      account.state.fastLaunchImage(ami(n).value());
      FurtherResources.computeEnvironment(
          account.state, "render-" + n, "VALID", Map.of("imageId", ami(n).value()));
      FurtherResources.stack(
          account.state,
          "web-" + n,
          "CREATE_COMPLETE",
          Map.of("ParameterKey", "ImageId", "ParameterValue", ami(n).value()));
      account.state.replaceRootVolumeTask("replacevol-" + n).image(ami(n).value());
    }
    account.state.builtImage("base/1.0.0/1").ami(ami(4).value());
  }

  private ImageUsageSource source() {
    return account
        .account()
        .options(ReadingOptions.builder().ssmPaths(List.of("/text")).build())
        .build()
        .usage();
  }

  static Stream<Arguments> operations() {
    return Stream.of(
        Arguments.of("ssm:DescribeParameters", "ssm-parameters"),
        Arguments.of("ssm:GetParameters", "ssm-parameters"),
        Arguments.of("imagebuilder:ListImageRecipes", "image-builder-recipes"),
        Arguments.of("imagebuilder:GetImageRecipe", "image-builder-recipes"),
        Arguments.of("imagebuilder:ListContainerRecipes", "image-builder-recipes"),
        Arguments.of("imagebuilder:GetContainerRecipe", "image-builder-recipes"),
        Arguments.of("imagebuilder:GetImage", "image-builder-recipes"),
        Arguments.of("batch:DescribeComputeEnvironments", "batch-compute-environments"),
        Arguments.of("cloudformation:DescribeStacks", "cloudformation-stacks"),
        Arguments.of("ec2:DescribeFastLaunchImages", "fast-launch-images"),
        Arguments.of("ec2:DescribeReplaceRootVolumeTasks", "replace-root-volume-tasks"),
        Arguments.of("ec2:DescribeStoreImageTasks", "store-image-tasks"),
        Arguments.of("ec2:DescribeExportImageTasks", "export-image-tasks"));
  }

  static Stream<Arguments> pagedOperations() {
    return operations().filter(operation -> !isOfOneAnswer(operation.get()[0].toString()));
  }

  private static boolean isOfOneAnswer(String permission) {
    return List.of("GetParameters", "GetImageRecipe", "GetContainerRecipe", "GetImage")
        .contains(action(permission));
  }

  private static String action(String permission) {
    return permission.substring(permission.indexOf(':') + 1);
  }

  private void assertRefused(String permission, String source) {
    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(() -> source().loadUsage())
        .withMessageContaining(permission)
        .returns(source, EvidenceException::source);
  }

  @ParameterizedTest
  @MethodSource("operations")
  void areRefusedWhereTheyAreDenied(String permission, String source) {
    account.state.deny(permission);

    assertThatExceptionOfType(EvidenceDeniedException.class)
        .isThrownBy(() -> source().loadUsage())
        .withMessageContaining("skip the source '" + source + "'")
        .returns(permission, EvidenceDeniedException::permission)
        .returns(source, EvidenceDeniedException::source);
  }

  @ParameterizedTest
  @MethodSource("operations")
  void areRefusedWhereTheServiceFails(String permission, String source) {
    account.endpoint.failAlways(action(permission), 500, "InternalError", "Later.");

    assertRefused(permission, source);
  }

  @ParameterizedTest
  @MethodSource("operations")
  void areRefusedWhereAnAnswerIsCutHalfway(String permission, String source) {
    account.endpoint.halfPage(action(permission), 1);

    assertRefused(permission, source);
  }

  @ParameterizedTest
  @MethodSource("pagedOperations")
  void areRefusedWhereALaterPageIsCutHalfway(String permission, String source) {
    account.endpoint.pageSize(action(permission), 1).halfPage(action(permission), 2);

    assertRefused(permission, source);
  }

  @ParameterizedTest
  @MethodSource("pagedOperations")
  void areRefusedWhereATokenIsRepeated(String permission, String source) {
    account.endpoint.sameTokenForEver(action(permission));

    assertRefused(permission, source);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "404 | ''",
        "405 | Method Not Allowed",
        "501 | Not Implemented",
        "400 | <Response><Errors><Error><Code>MissingAction</Code></Error></Errors></Response>",
        "400 | {\"__type\":\"UnknownOperationException\",\"message\":\"No such operation\"}",
        "400 | {\"__type\":\"InvalidAction\"}",
        "400 | ''"
      })
  void sayWhatToSkipWhereTheEndpointDoesNotKnowTheService(int status, String body) {
    account.endpoint.doesNotKnow("ssm", status, body);
    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(() -> source().loadUsage())
        .withMessageContaining("does not know ssm:DescribeParameters")
        .withMessageContaining("skip the source 'ssm-parameters'");

    account.endpoint.heal().doesNotKnow("imagebuilder", status, body);
    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(() -> source().loadUsage())
        .withMessageContaining("does not know imagebuilder:ListImageRecipes")
        .withMessageContaining("skip the source 'image-builder-recipes'");
  }
}
