package io.amiclean.aws.wire;

import static io.amiclean.aws.wire.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.function.Consumer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.StsException;

class StsServiceTest {

  private static final String ROLE = "arn:aws:iam::210987654321:role/service/reader";

  @AutoClose private final WireEndpoint endpoint = new WireEndpoint();
  @AutoClose private final WireClients clients = WireClients.of(endpoint);

  private AssumeRoleResponse assume(Consumer<AssumeRoleRequest.Builder> more) {
    return clients.sts().assumeRole(r -> more.accept(r.roleArn(ROLE).roleSessionName("test")));
  }

  @Test
  void givesCredentialsOfARole() {
    endpoint.state().role(ROLE);

    AssumeRoleResponse response = assume(request -> {});

    assertThat(response.credentials().accessKeyId()).isEqualTo("ASIAEXAMPLE");
    assertThat(response.credentials().sessionToken()).isEqualTo("token");
    assertThat(response.assumedRoleUser().arn())
        .isEqualTo("arn:aws:sts::210987654321:assumed-role/reader/test");
  }

  @Test
  void refusesARoleThatDoesNotExistAsOneThatDoesNotTrust() {
    assertThatExceptionOfType(StsException.class)
        .isThrownBy(() -> assume(request -> {}))
        .withMessageContaining("not authorized to perform: sts:AssumeRole on resource: " + ROLE)
        .returns(403, StsException::statusCode);
  }

  @Test
  void refusesTheWrongExternalId() {
    endpoint.state().role(ROLE, "secret");

    assertRefused("AccessDenied", () -> assume(request -> {}));
    assertRefused("AccessDenied", () -> assume(request -> request.externalId("other")));
    assertThat(assume(request -> request.externalId("secret")).credentials()).isNotNull();
  }

  @Test
  void deniesAssumingARoleAndNotTheQuestionWhoIsAsking() {
    endpoint.state().role(ROLE).deny("sts:AssumeRole", "sts:GetCallerIdentity");

    assertRefused("AccessDenied", () -> assume(request -> {}));
    assertThat(clients.sts().getCallerIdentity().account()).isEqualTo("123456789012");
  }

  @ParameterizedTest
  @CsvSource({
    "reader, test, 3600",
    "arn:aws:iam::210987654321:user/reader, test, 3600",
    "arn:aws:iam::210987654321:role/reader, a test, 3600",
    "arn:aws:iam::210987654321:role/reader, test, 899",
    "arn:aws:iam::210987654321:role/reader, test, 43201"
  })
  void refusesWhatIsMalformed(String role, String session, int seconds) {
    endpoint.state().role(role);

    assertRefused(
        "ValidationError",
        () ->
            assume(
                request ->
                    request.roleArn(role).roleSessionName(session).durationSeconds(seconds)));
  }
}
