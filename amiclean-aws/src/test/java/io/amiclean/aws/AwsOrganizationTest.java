package io.amiclean.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.EvidenceDeniedException;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.aws.wire.WireEndpoint;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

class AwsOrganizationTest {

  private static final AccountId ACCOUNT = AccountId.of("123456789012");
  private static final AccountId OTHER = AccountId.of("210987654321");

  @AutoClose private final WireEndpoint aws = new WireEndpoint();

  @AutoClose
  private final AwsClients clients =
      AwsClients.builder()
          .endpoint(aws.uri())
          .region("eu-west-1")
          .credentials(StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "key")))
          .build();

  private final AwsOrganization organization = AwsOrganization.of(clients);

  @Test
  void namesTheUnitOfAnAccountAndThoseAboveIt() {
    aws.state()
        .organizationParent("123456789012", "ou-ab12-11111111")
        .organizationParent("ou-ab12-11111111", "ou-ab12-22222222")
        .organizationParent("ou-ab12-22222222", "r-ab12");

    assertThat(organization.unitsHolding(ACCOUNT))
        .containsExactly("ou-ab12-11111111", "ou-ab12-22222222");
  }

  @Test
  void namesNoneOfAnAccountAtTheRoot() {
    aws.state().organizationParent("123456789012", "r-ab12");

    assertThat(organization.unitsHolding(ACCOUNT)).isEmpty();
  }

  @Test
  void asksForEachUnitOnce() {
    aws.state()
        .organizationParent("123456789012", "ou-ab12-11111111")
        .organizationParent("210987654321", "ou-ab12-11111111")
        .organizationParent("ou-ab12-11111111", "r-ab12");

    organization.unitsHolding(ACCOUNT);
    organization.unitsHolding(OTHER);
    organization.unitsHolding(OTHER);

    assertThat(aws.requests("ListParents")).hasSize(3);
  }

  @Test
  void refusesATreeThatHasNoRoot() {
    aws.state()
        .organizationParent("123456789012", "ou-ab12-11111111")
        .organizationParent("ou-ab12-11111111", "ou-ab12-22222222")
        .organizationParent("ou-ab12-22222222", "ou-ab12-11111111");

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(() -> organization.unitsHolding(ACCOUNT))
        .withMessageContaining("units above 123456789012");
  }

  @Test
  void saysWhatIsDenied() {
    aws.state().deny("organizations:ListParents");

    assertThatExceptionOfType(EvidenceDeniedException.class)
        .isThrownBy(() -> organization.unitsHolding(ACCOUNT))
        .withMessageContaining("organizations:ListParents is denied");
  }
}
