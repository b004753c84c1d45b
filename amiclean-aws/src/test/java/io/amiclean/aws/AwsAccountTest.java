package io.amiclean.aws;

import static io.amiclean.aws.AccountOverWire.ami;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.ImageReference;
import io.amiclean.aws.source.LaunchTemplateVersions;
import io.amiclean.aws.source.ReadingOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;

class AwsAccountTest {

  private final AccountOverWire account = new AccountOverWire();

  @AfterEach
  void close() {
    account.close();
  }

  @Test
  void asksForTheAccountOnce() {
    AwsAccount aws = account.account().build();

    assertThat(account.endpoint.requests()).as("nothing is asked before it is needed").isEmpty();
    assertThat(aws.scope()).isEqualTo(account.scope());
    assertThat(aws.images().loadImages().scope()).isEqualTo(account.scope());
    assertThat(aws.operations().scope()).isEqualTo(account.scope());
    assertThat(account.endpoint.count("GetCallerIdentity")).isEqualTo(1);
  }

  @Test
  void asksForTheAccountAgainAfterAFailure() {
    AwsAccount aws = account.account().build();
    account.endpoint.failAt("GetCallerIdentity", 1, 500, "InternalFailure", "Later.");

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(aws::scope)
        .withMessageContaining("sts:GetCallerIdentity");
    assertThat(aws.scope()).isEqualTo(account.scope());
  }

  @Test
  void namesWhatCanBeSkipped() {
    assertThat(AwsAccount.sourceNames())
        .contains("recycle-bin", "instances", "launch-permissions")
        .doesNotContain("images", "snapshots", "image-usage-reports");
  }

  @Test
  void readsWithoutWhatIsSkipped() {
    ReadingOptions options = ReadingOptions.builder().skip("recycle-bin", "instances").build();
    AwsAccount aws = account.account().options(options).build();

    aws.images().loadImages();
    aws.allUsage().loadUsage();

    assertThat(account.endpoint.count("ListImagesInRecycleBin")).isZero();
    assertThat(account.endpoint.count("DescribeInstances")).isZero();
    assertThat(aws.iamPolicy()).isEqualTo(MinimumIamPolicy.of(options));
  }

  @Test
  void countsTheLaunchTemplateVersionsThatItIsToldTo() {
    ReadingOptions newest =
        ReadingOptions.builder().launchTemplateVersions(LaunchTemplateVersions.newest(1)).build();
    account.state.launchTemplate("lt-1").version(ami(1).value()).version(ami(2).value());
    AwsAccount aws = account.account().options(newest).build();

    assertThat(aws.allUsage().loadUsage().references())
        .extracting(ImageReference::target)
        .containsExactly(ami(2));
    assertThat(aws.iamPolicy()).isEqualTo(MinimumIamPolicy.of(newest));
  }

  @Test
  void goesOnWhenTheProgressListenerFails() {
    AwsAccount aws =
        account
            .account()
            .progress(
                progress -> {
                  throw new IllegalStateException("broken");
                })
            .build();

    assertThat(aws.images().loadImages().images()).isEmpty();
  }

  @Test
  void needsEveryClient() {
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> AwsAccount.builder().ec2(account.clients.ec2()).build())
        .withMessageContaining("autoScaling");
  }

  @Test
  void refusesClientsOfDifferentRegions() {
    try (AutoScalingClient elsewhere =
        AutoScalingClient.builder()
            .region(Region.of("ap-south-2"))
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .httpClient(UrlConnectionHttpClient.create())
            .build()) {
      AwsAccount.Builder builder = account.account().autoScaling(elsewhere);

      assertThatExceptionOfType(IllegalArgumentException.class)
          .isThrownBy(builder::build)
          .withMessageContaining("ap-south-2")
          .withMessageContaining(account.state.region());
    }
  }
}
