package io.amiclean.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.amiclean.api.model.EvidenceException;
import io.amiclean.aws.source.ReadingOptions;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeImagesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeImagesResponse;
import software.amazon.awssdk.services.ec2.model.Image;

/** A client of EC2 that is a mock, whose answers no service has given. */
class MockedClientTest {

  @AutoClose private final AccountOverWire account = new AccountOverWire();
  private final Ec2Client ec2 = mock(Ec2Client.class);
  private AwsAccountBuilder aws;

  @BeforeEach
  void describeOneImage() {
    Image image = Image.builder().imageId("ami-12345678").name("web").build();
    when(ec2.serviceClientConfiguration())
        .thenReturn(account.clients.ec2().serviceClientConfiguration());
    when(ec2.describeImages(any(DescribeImagesRequest.class)))
        .thenReturn(DescribeImagesResponse.builder().images(image).build());
    aws = account.account().ec2(ec2).options(ReadingOptions.builder().skip("recycle-bin").build());
  }

  @Test
  void isRefused() {
    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(() -> aws.build().images().loadImages())
        .withMessageContaining("ec2:DescribeImages was answered with what no check has seen");
  }

  @Test
  void isBelievedWhereTheAccountIsBuiltWithoutAnswerChecks() {
    assertThat(aws.withoutAnswerChecks().build().images().loadImages().images())
        .extracting(read -> read.id().value())
        .containsExactly("ami-12345678");
  }
}
