package io.amiclean.aws.wire;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.emr.EmrClient;
import software.amazon.awssdk.services.imagebuilder.ImagebuilderClient;
import software.amazon.awssdk.services.organizations.OrganizationsClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;

/** The SDK's clients for an endpoint. They do not repeat a request, so that each answer is seen. */
public record WireClients(
    SdkHttpClient http,
    Ec2Client ec2,
    AutoScalingClient autoScaling,
    SsmClient ssm,
    ImagebuilderClient imageBuilder,
    BatchClient batch,
    CloudFormationClient cloudFormation,
    EmrClient emr,
    OrganizationsClient organizations,
    StsClient sts)
    implements AutoCloseable {

  public static WireClients of(WireEndpoint endpoint) {
    SdkHttpClient http = UrlConnectionHttpClient.create();
    return new WireClients(
        http,
        pointed(Ec2Client.builder().httpClient(http), endpoint).build(),
        pointed(AutoScalingClient.builder().httpClient(http), endpoint).build(),
        pointed(SsmClient.builder().httpClient(http), endpoint).build(),
        pointed(ImagebuilderClient.builder().httpClient(http), endpoint).build(),
        pointed(BatchClient.builder().httpClient(http), endpoint).build(),
        pointed(CloudFormationClient.builder().httpClient(http), endpoint).build(),
        pointed(EmrClient.builder().httpClient(http), endpoint).build(),
        pointed(OrganizationsClient.builder().httpClient(http), endpoint).build(),
        pointed(StsClient.builder().httpClient(http), endpoint).build());
  }

  private static <B extends AwsClientBuilder<B, ?>> B pointed(B builder, WireEndpoint endpoint) {
    return builder
        .endpointOverride(endpoint.uri())
        .region(Region.of(endpoint.state().region()))
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDEXAMPLE", "secret")))
        .overrideConfiguration(o -> o.retryStrategy(AwsRetryStrategy.doNotRetry()));
  }

  @Override
  public void close() {
    ec2.close();
    autoScaling.close();
    ssm.close();
    imageBuilder.close();
    batch.close();
    cloudFormation.close();
    emr.close();
    organizations.close();
    sts.close();
    http.close();
  }
}
