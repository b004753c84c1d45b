package io.amiclean.aws.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.organizations.OrganizationsClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/** An endpoint with several regions and accounts. */
class WireAccountsTest {

  private static final String ROLE = "arn:aws:iam::210987654321:role/reader";

  private static final AwsCredentials LASTING = AwsBasicCredentials.create("AKIDEXAMPLE", "secret");

  @AutoClose private final WireEndpoint endpoint = new WireEndpoint();
  @AutoClose private final SdkHttpClient http = UrlConnectionHttpClient.create();

  @Test
  void answerForTheRegionThatARequestIsSignedFor() {
    endpoint.state().image("ami-1");
    endpoint.add(region("us-east-1", "ami-2"));

    assertThat(images("eu-west-1", LASTING)).isEqualTo("ami-1");
    assertThat(images("us-east-1", LASTING)).isEqualTo("ami-2");
  }

  @Test
  void answerForTheAccountOfARoleThatWasAssumed() {
    endpoint.state().role(ROLE);
    WireState other = new WireState("210987654321", "eu-west-1");
    other.image("ami-2");
    endpoint.add(other);

    AwsCredentials assumed = assume();

    assertThat(images("eu-west-1", assumed)).isEqualTo("ami-2");
    assertThat(sts("eu-west-1", assumed).getCallerIdentity().account()).isEqualTo("210987654321");
    assertThat(sts("eu-west-1", LASTING).getCallerIdentity().account()).isEqualTo("123456789012");
  }

  @Test
  void refuseARegionThatTheAccountHasNotEnabled() {
    endpoint.add(region("us-east-1", "ami-2"));

    assertThatExceptionOfType(Ec2Exception.class)
        .isThrownBy(() -> images("eu-central-1", LASTING))
        // The JDK's HTTP client keeps the body of this one to itself.
        .returns(401, Ec2Exception::statusCode);
  }

  @Test
  void answerForAnyRegionAsLongAsThereIsOne() {
    endpoint.state().image("ami-1");

    assertThat(images("eu-central-1", LASTING)).isEqualTo("ami-1");
  }

  @Test
  void answerForOrganizationsWhateverTheRegion() {
    endpoint.state().organizationAccount("123456789012", "ACTIVE");
    endpoint.add(region("us-west-1", "ami-2"));

    try (OrganizationsClient organizations =
        pointed(OrganizationsClient.builder().httpClient(http), "ap-south-1", LASTING).build()) {
      assertThat(organizations.listAccounts().accounts()).hasSize(1);
    }
  }

  @Test
  void failInOneRegionOnly() {
    endpoint.state().image("ami-1");
    endpoint.add(region("us-east-1", "ami-2"));
    endpoint.failRegion("us-east-1", 500, "InternalError", "An internal error has occurred");

    assertThatExceptionOfType(Ec2Exception.class)
        .isThrownBy(() -> images("us-east-1", LASTING))
        .returns(500, Ec2Exception::statusCode);
    assertThat(images("eu-west-1", LASTING)).isEqualTo("ami-1");
  }

  @Test
  void keepTheRegionAndTheCredentialsOfARequest() {
    images("eu-west-1", LASTING);

    assertThat(endpoint.requests("DescribeImages"))
        .singleElement()
        .returns("eu-west-1", WireRequest::region)
        .returns("AKIDEXAMPLE", WireRequest::accessKeyId);
  }

  @Test
  void refuseTheSameRegionTwice() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> endpoint.add(new WireState()))
        .withMessage("The endpoint has eu-west-1 of 123456789012 already");
  }

  private static WireState region(String code, String image) {
    WireState state = new WireState("123456789012", code);
    state.image(image);
    return state;
  }

  private AwsCredentials assume() {
    Credentials given =
        sts("eu-west-1", LASTING)
            .assumeRole(r -> r.roleArn(ROLE).roleSessionName("test"))
            .credentials();
    return AwsSessionCredentials.create(
        given.accessKeyId(), given.secretAccessKey(), given.sessionToken());
  }

  private String images(String region, AwsCredentials credentials) {
    try (Ec2Client ec2 =
        pointed(Ec2Client.builder().httpClient(http), region, credentials).build()) {
      return String.join(
          " ",
          ec2.describeImages(r -> r.owners("self")).images().stream().map(Image::imageId).toList());
    }
  }

  private StsClient sts(String region, AwsCredentials credentials) {
    return pointed(StsClient.builder().httpClient(http), region, credentials).build();
  }

  private <B extends AwsClientBuilder<B, ?>> B pointed(
      B builder, String region, AwsCredentials credentials) {
    URI uri = endpoint.uri();
    return builder
        .endpointOverride(uri)
        .region(Region.of(region))
        .credentialsProvider(StaticCredentialsProvider.create(credentials))
        .overrideConfiguration(o -> o.retryStrategy(AwsRetryStrategy.doNotRetry()));
  }
}
