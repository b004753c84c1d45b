package outside.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.CALLS_REAL_METHODS;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageReference;
import io.amiclean.aws.AwsAccount;
import io.amiclean.aws.AwsAccountBuilder;
import io.amiclean.aws.source.ReadingOptions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.AutoScalingServiceClientConfiguration;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.Ec2ServiceClientConfiguration;
import software.amazon.awssdk.services.ec2.model.DescribeImagesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeImagesResponse;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.imagebuilder.ImagebuilderClient;
import software.amazon.awssdk.services.imagebuilder.ImagebuilderServiceClientConfiguration;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.SsmServiceClientConfiguration;
import software.amazon.awssdk.services.ssm.model.GetParameterRequest;
import software.amazon.awssdk.services.ssm.model.GetParameterResponse;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityRequest;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

class AwsAccountTest {

  private static final Region REGION = Region.EU_WEST_1;
  private static final software.amazon.awssdk.services.ec2.model.Image OWN_IMAGE =
      software.amazon.awssdk.services.ec2.model.Image.builder()
          .imageId("ami-0000aaaa")
          .ownerId("123456789012")
          .build();

  private final Ec2Client ec2 = mocked(Ec2Client.class);
  private final AutoScalingClient autoScaling = mocked(AutoScalingClient.class);
  private final SsmClient ssm = mocked(SsmClient.class);
  private final ImagebuilderClient imageBuilder = mocked(ImagebuilderClient.class);
  private final StsClient sts = mocked(StsClient.class);

  @BeforeEach
  void describeClients() {
    doReturn(Ec2ServiceClientConfiguration.builder().region(REGION).build())
        .when(ec2)
        .serviceClientConfiguration();
    doReturn(AutoScalingServiceClientConfiguration.builder().region(REGION).build())
        .when(autoScaling)
        .serviceClientConfiguration();
    doReturn(SsmServiceClientConfiguration.builder().region(REGION).build())
        .when(ssm)
        .serviceClientConfiguration();
    doReturn(ImagebuilderServiceClientConfiguration.builder().region(REGION).build())
        .when(imageBuilder)
        .serviceClientConfiguration();
    doReturn(GetCallerIdentityResponse.builder().account("123456789012").build())
        .when(sts)
        .getCallerIdentity(any(GetCallerIdentityRequest.class));
  }

  /**
   * A client whose methods that take a lambda call those that take a request, which are the ones to
   * stub.
   */
  private static <T> T mocked(Class<T> client) {
    return mock(client, CALLS_REAL_METHODS);
  }

  private AwsAccountBuilder account() {
    return AwsAccount.builder()
        .ec2(ec2)
        .autoScaling(autoScaling)
        .ssm(ssm)
        .imageBuilder(imageBuilder)
        .sts(sts)
        .options(ReadingOptions.builder().skip("recycle-bin").build());
  }

  @Test
  void readsTheImagesThatTheClientAnswers() {
    doReturn(DescribeImagesResponse.builder().images(List.of(OWN_IMAGE)).build())
        .when(ec2)
        .describeImages(any(DescribeImagesRequest.class));

    assertThat(account().withoutAnswerChecks().build().images().loadImages().images())
        .extracting(Image::id)
        .containsExactly(ImageId.of("ami-0000aaaa"));
  }

  @Test
  void refusesTheAnswersOfAMockByDefault() {
    doReturn(DescribeImagesResponse.builder().images(List.of(OWN_IMAGE)).build())
        .when(ec2)
        .describeImages(any(DescribeImagesRequest.class));

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(() -> account().build().images().loadImages());
  }

  @Test
  void refusesToGoOnWithWhatTheClientFailsToRead() {
    doThrow(Ec2Exception.builder().message("Denied").statusCode(403).build())
        .when(ec2)
        .describeImages(any(DescribeImagesRequest.class));

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(() -> account().withoutAnswerChecks().build().images().loadImages());
  }

  @Test
  void findsTheSourceThatTheClassPathNames() {
    assertThat(AwsAccount.sourceNames()).contains("outside.release");
    assertThat(account().build().iamPolicy().actions()).contains("ssm:GetParameter");
  }

  @Test
  void readsTheSourceWithTheClientsOfTheAccount() {
    doReturn(
            GetParameterResponse.builder()
                .parameter(Parameter.builder().value("ami-0000bbbb").build())
                .build())
        .when(ssm)
        .getParameter(any(GetParameterRequest.class));

    assertThat(
            account()
                .withoutAnswerChecks()
                .build()
                .usageBy(new ReleaseParameter())
                .loadUsage()
                .references())
        .containsExactly(
            ImageReference.of(ImageId.of("ami-0000bbbb"), "release", "/release/image"));
  }

  @Test
  void leavesClosingToTheCaller() {
    account().build().operations();

    verify(ec2, never()).close();
  }
}
