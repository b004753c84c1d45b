package io.amiclean.aws.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.organizations.OrganizationsClient;
import software.amazon.awssdk.services.organizations.model.AccessDeniedException;
import software.amazon.awssdk.services.organizations.model.Account;
import software.amazon.awssdk.services.organizations.model.AwsOrganizationsNotInUseException;
import software.amazon.awssdk.services.organizations.model.InvalidInputException;
import software.amazon.awssdk.services.organizations.model.ListAccountsResponse;

class OrganizationsServiceTest {

  @AutoClose private final WireEndpoint endpoint = new WireEndpoint();
  @AutoClose private final WireClients clients = WireClients.of(endpoint);
  private final OrganizationsClient organizations = clients.organizations();

  @Test
  void listsAccountsWithTheirStates() {
    endpoint.state().organizationAccount("123456789012", "ACTIVE");
    endpoint.state().organizationAccount("210987654321", "SUSPENDED");

    assertThat(organizations.listAccounts().accounts())
        .extracting(Account::id, Account::stateAsString, Account::arn)
        .containsExactly(
            tuple(
                "123456789012",
                "ACTIVE",
                "arn:aws:organizations::123456789012:account/o-exampleorgid/123456789012"),
            tuple(
                "210987654321",
                "SUSPENDED",
                "arn:aws:organizations::123456789012:account/o-exampleorgid/210987654321"));
  }

  @Test
  void pagesAccounts() {
    IntStream.range(0, 30)
        .forEach(n -> endpoint.state().organizationAccount("%012d".formatted(n), "ACTIVE"));

    ListAccountsResponse first = organizations.listAccounts();

    assertThat(first.accounts()).hasSize(20);
    assertThat(organizations.listAccounts(r -> r.nextToken(first.nextToken())).accounts())
        .hasSize(10);
  }

  @Test
  void refusesPagesThatAreTooLarge() {
    endpoint.state().organizationAccount("123456789012", "ACTIVE");

    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> organizations.listAccounts(r -> r.maxResults(21)));
  }

  @Test
  void refusesAnAccountWithoutOrganization() {
    assertThatExceptionOfType(AwsOrganizationsNotInUseException.class)
        .isThrownBy(organizations::listAccounts);
  }

  @Test
  void refusesWhatIsDenied() {
    endpoint.state().organizationAccount("123456789012", "ACTIVE");
    endpoint.state().deny("organizations:ListAccounts");

    assertThatExceptionOfType(AccessDeniedException.class).isThrownBy(organizations::listAccounts);
  }
}
