package io.amiclean.examples.organization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.amiclean.api.model.EvidenceDeniedException;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.aws.AwsClients;
import io.amiclean.aws.wire.WireEndpoint;
import io.amiclean.aws.wire.WireState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

class AwsScopeSourceTest {

  private static final String HUB = "123456789012";
  private static final String SPOKE = "210987654321";
  private static final String THIRD = "333333333333";

  @AutoClose private final WireEndpoint aws = new WireEndpoint();

  @AutoClose
  private final AwsClients hub =
      AwsClients.builder()
          .region("eu-west-1")
          .credentials(
              StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDEXAMPLE", "secret")))
          .endpoint(aws.uri())
          .build();

  private final Map<String, EvidenceException> unreadable = new TreeMap<>();

  private AwsScopeSource source(String... regions) {
    return new AwsScopeSource(hub, "amiclean", List.of(regions), Optional.empty());
  }

  private List<OrganizationScope> list(AwsScopeSource source) {
    return source.list(unreadable::put);
  }

  private WireState serve(String account, String region) {
    aws.state().role(role(account));
    WireState state = new WireState(account, region);
    aws.add(state);
    return state;
  }

  private static String role(String account) {
    return "arn:aws:iam::" + account + ":role/amiclean";
  }

  private static String member(int number) {
    return "%012d".formatted(400_000_000_000L + number);
  }

  @Test
  void listsTheAccountsOfAllPages() {
    List<OrganizationScope> expected = new ArrayList<>();
    for (int i = 0; i < 45; i++) {
      aws.state().organizationAccount(member(i), "ACTIVE");
      expected.add(new OrganizationScope(member(i), "eu-west-1", role(member(i))));
    }

    assertThat(list(source("eu-west-1"))).isEqualTo(expected);

    assertThat(aws.requests("ListAccounts")).hasSize(3);
    assertThat(unreadable).isEmpty();
  }

  @Test
  void leavesOutAccountsThatAreNotActive() {
    aws.state()
        .organizationAccount(SPOKE, "SUSPENDED")
        .organizationAccount(THIRD, "ACTIVE")
        .organizationAccount(member(1), "PENDING_CLOSURE")
        .organizationAccount(member(2), "PENDING_ACTIVATION")
        .organizationAccount(member(3), "CLOSED");

    assertThat(list(source("eu-west-1")))
        .containsExactly(new OrganizationScope(THIRD, "eu-west-1", role(THIRD)));
    assertThat(unreadable).isEmpty();
  }

  /** The management account is one of those that it lists, and has a role like any other. */
  @Test
  void listsForADelegatedAdministratorWhoNeedsNoRoleInItsOwnAccount() {
    aws.state().organizationAccount(SPOKE, "ACTIVE").organizationAccount(HUB, "ACTIVE");

    assertThat(list(source("eu-west-1", "us-east-1")))
        .containsExactly(
            new OrganizationScope(HUB, "eu-west-1", ""),
            new OrganizationScope(HUB, "us-east-1", ""),
            new OrganizationScope(SPOKE, "eu-west-1", role(SPOKE)),
            new OrganizationScope(SPOKE, "us-east-1", role(SPOKE)));
  }

  @Test
  void stopsWithTheNameOfThePermissionThatListingLacks() {
    aws.state().organizationAccount(SPOKE, "ACTIVE").deny("organizations:ListAccounts");

    assertThatExceptionOfType(EvidenceDeniedException.class)
        .isThrownBy(() -> list(source("eu-west-1")))
        .withMessageContaining("organizations:ListAccounts is denied")
        .satisfies(e -> assertThat(FailureKind.of(e)).isEqualTo(FailureKind.DENIED));
  }

  @Test
  void stopsOutsideOfAnOrganization() {
    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(() -> list(source("eu-west-1")))
        .withMessageContaining("AWSOrganizationsNotInUseException");
  }

  @Test
  void listsTheRegionsThatAreEnabledInEachAccount() {
    aws.state().organizationAccount(SPOKE, "ACTIVE").disabledRegion("ap-east-1");
    serve(SPOKE, "us-east-1");
    serve(SPOKE, "eu-west-1");

    assertThat(list(source()))
        .containsExactly(
            new OrganizationScope(SPOKE, "eu-west-1", role(SPOKE)),
            new OrganizationScope(SPOKE, "us-east-1", role(SPOKE)));
  }

  @Test
  void reportsAnAccountWithoutTheRoleAndListsTheOthers() {
    aws.state().organizationAccount(SPOKE, "ACTIVE").organizationAccount(THIRD, "ACTIVE");
    serve(THIRD, "eu-west-1");

    assertThat(list(source()))
        .containsExactly(new OrganizationScope(THIRD, "eu-west-1", role(THIRD)));

    assertThat(unreadable).containsOnlyKeys(SPOKE + "/all regions");
    assertThat(unreadable.get(SPOKE + "/all regions"))
        .hasMessageContaining("sts:AssumeRole")
        .satisfies(e -> assertThat(FailureKind.of(e)).isEqualTo(FailureKind.DENIED));
  }

  @Test
  void opensAScopeByItsRole() {
    serve(SPOKE, "us-east-1").image("ami-00000002");
    serve(THIRD, "us-east-1").image("ami-00000003");

    try (ScopeSource.Opened opened =
        source().open(new OrganizationScope(SPOKE, "us-east-1", role(SPOKE)))) {
      assertThat(opened.operations().scope()).hasToString(SPOKE + "/us-east-1");
      assertThat(opened.reader().images().loadImages().images())
          .extracting(Image::id)
          .containsExactly(ImageId.of("ami-00000002"));
    }
  }

  @Test
  void sendsTheExternalIdThatTheRolesAskFor() {
    aws.state().role(role(SPOKE), "team-a");
    aws.add(new WireState(SPOKE, "eu-west-1"));
    AwsScopeSource source =
        new AwsScopeSource(hub, "amiclean", List.of("eu-west-1"), Optional.of("team-a"));

    try (ScopeSource.Opened opened =
        source.open(new OrganizationScope(SPOKE, "eu-west-1", role(SPOKE)))) {
      assertThat(opened.operations().scope()).hasToString(SPOKE + "/eu-west-1");
    }
  }
}
