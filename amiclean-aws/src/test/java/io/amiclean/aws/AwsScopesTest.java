package io.amiclean.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.EvidenceDeniedException;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ScopeMismatchException;
import io.amiclean.aws.wire.WireEndpoint;
import io.amiclean.aws.wire.WireState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ec2.Ec2Client;

class AwsScopesTest {

  private static final String OWN = "123456789012";
  private static final String OTHER = "210987654321";
  private static final String THIRD = "333333333333";

  @TempDir private Path home;

  private final WireEndpoint aws = new WireEndpoint();
  private AwsClients clients;
  private final AwsScopesBuilder scopes = AwsScopes.builder();

  @BeforeEach
  void openClients() throws IOException {
    Path config =
        Files.writeString(
            home.resolve("config"),
            """
            [profile build]
            region = eu-west-1
            aws_access_key_id = AKIDEXAMPLE
            aws_secret_access_key = secret
            """);
    System.setProperty("aws.configFile", config.toString());
    System.setProperty("aws.sharedCredentialsFile", home.resolve("credentials").toString());
    clients = AwsClients.builder().profile("build").endpoint(aws.uri()).build();
  }

  @AfterEach
  void close() {
    System.clearProperty("aws.configFile");
    System.clearProperty("aws.sharedCredentialsFile");
    clients.close();
    aws.close();
  }

  @Test
  void areTheRegionAndTheAccountOfTheClientsUnlessToldOtherwise() {
    try (AwsScopes opened = scopes.open(clients)) {
      assertThat(found(opened)).containsExactly("123456789012/eu-west-1");
    }
  }

  @Test
  void openNewClientsAfterTheirsWereReleased() {
    try (AwsScopes opened = scopes.open(clients)) {
      AwsScope scope = opened.list().get(0);
      AwsClients before = scope.clients();
      before.ec2();

      scope.release();

      assertThatIllegalStateException().isThrownBy(() -> before.client(Ec2Client.builder()));
      assertThat(scope.clients()).isNotSameAs(before);
      assertThat(found(opened)).containsExactly("123456789012/eu-west-1");
    }
  }

  @Test
  void openNoClientsAfterTheyWereClosed() {
    AwsScopes opened = scopes.open(clients);

    opened.close();

    assertThatIllegalStateException()
        .isThrownBy(() -> opened.list().get(0).clients())
        .withMessage("The clients of eu-west-1 are closed");
  }

  @Test
  void areTheRegionsThatAreGivenInTheirOrder() {
    serve(OWN, "us-east-1", "ami-00000002");

    try (AwsScopes opened = scopes.regions(List.of("us-east-1", "eu-west-1")).open(clients)) {
      assertThat(opened.list()).hasToString("[us-east-1, eu-west-1]");
      assertThat(found(opened)).containsExactly("123456789012/us-east-1", "123456789012/eu-west-1");
      assertThat(images(opened.list().get(0))).containsExactly("ami-00000002");
      assertThat(images(opened.list().get(1))).isEmpty();
    }
  }

  @Test
  void areTheRegionsThatAreEnabledInTheOrderOfTheirCodes() {
    serve(OWN, "us-east-1", "ami-00000002");
    serve(OWN, "ca-central-1", "ami-00000003");
    aws.state().disabledRegion("ap-east-1");

    try (AwsScopes opened = scopes.enabledRegions().open(clients)) {
      assertThat(opened.list()).hasToString("[ca-central-1, eu-west-1, us-east-1]");
    }
  }

  @Test
  void areNotTheRegionsThatAreExcluded() {
    serve(OWN, "us-east-1", "ami-00000002");
    serve(OWN, "ca-central-1", "ami-00000003");

    try (AwsScopes opened =
        scopes
            .enabledRegions()
            .excludeRegions(List.of("ca-central-1", "ap-east-1"))
            .open(clients)) {
      assertThat(opened.list()).hasToString("[eu-west-1, us-east-1]");
    }
  }

  @Test
  void failWhereEveryRegionIsExcluded() {
    try (AwsScopes opened =
        scopes.enabledRegions().excludeRegions(List.of("eu-west-1")).open(clients)) {
      assertThatExceptionOfType(EvidenceException.class)
          .isThrownBy(() -> opened.list().get(0).clients())
          .withMessageContaining("Every enabled region is excluded");
    }
  }

  @Test
  void excludeRegionsOnlyOfThoseThatAreEnabled() {
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> scopes.excludeRegions(List.of("eu-west-1")).open(clients))
        .withMessageContaining("[eu-west-1]");
  }

  @Test
  void areAskedForInThePartitionOfTheRole() {
    assertThat(AwsScopes.alwaysEnabledRegion("arn:aws-cn:iam::210987654321:role/a"))
        .isEqualTo("cn-north-1");
    assertThat(AwsScopes.alwaysEnabledRegion("arn:aws-us-gov:iam::210987654321:role/a"))
        .isEqualTo("us-gov-west-1");
  }

  @Test
  void areTheAccountsOfRolesEachWithItsOwnRegions() {
    aws.state().role(role(OTHER)).role(role(THIRD));
    serve(OTHER, "eu-west-1", "ami-00000002");
    serve(OTHER, "us-east-1", "ami-00000003");
    serve(THIRD, "eu-west-1", "ami-00000004");

    try (AwsScopes opened =
        scopes.roles(List.of(role(THIRD), role(OTHER))).enabledRegions().open(clients)) {
      assertThat(found(opened))
          .containsExactly(
              "333333333333/eu-west-1", "210987654321/eu-west-1", "210987654321/us-east-1");
      assertThat(opened.list()).extracting(AwsScopesTest::images).doesNotHaveDuplicates();
    }
  }

  @Test
  void assumeARoleOnceForAllItsRegions() {
    aws.state().role(role(OTHER));
    serve(OTHER, "eu-west-1", "ami-00000002");
    serve(OTHER, "us-east-1", "ami-00000003");

    try (AwsScopes opened =
        scopes
            .roles(List.of(role(OTHER)))
            .regions(List.of("eu-west-1", "us-east-1"))
            .open(clients)) {
      found(opened);
    }

    assertThat(aws.count("AssumeRole")).isEqualTo(1);
  }

  @Test
  void sendTheExternalIdWithEachRole() {
    aws.state().role(role(OTHER), "secret");
    serve(OTHER, "eu-west-1", "ami-00000002");

    try (AwsScopes opened = scopes.roles(List.of(role(OTHER))).externalId("secret").open(clients)) {
      assertThat(found(opened)).containsExactly("210987654321/eu-west-1");
    }
  }

  @Test
  void failWhereARoleCannotBeAssumedAndNowhereElse() {
    aws.state().role(role(THIRD));
    serve(THIRD, "eu-west-1", "ami-00000004");

    try (AwsScopes opened =
        scopes.roles(List.of(role(OTHER), role(THIRD))).enabledRegions().open(clients)) {
      assertThat(opened.list()).hasToString("[210987654321/all regions, 333333333333/eu-west-1]");
      assertThatExceptionOfType(EvidenceException.class)
          .isThrownBy(() -> opened.list().get(0).clients())
          .withMessageContaining(role(OTHER));
      assertThat(images(opened.list().get(1))).containsExactly("ami-00000004");
    }
  }

  @Test
  void refuseARoleThatStsSaysIsOfAnotherAccountAndNoOther() {
    aws.state().role(role(OTHER)).role(role(OWN));

    try (AwsScopes opened = scopes.roles(List.of(role(OTHER), role(OWN))).open(clients)) {
      AwsAccount wrong = account(opened.list().get(0));

      assertThatExceptionOfType(ScopeMismatchException.class)
          .isThrownBy(wrong::scope)
          .withMessageContaining("is of 123456789012/eu-west-1, but 210987654321/eu-west-1");
      assertThat(account(opened.list().get(1)).scope()).hasToString("123456789012/eu-west-1");
    }
  }

  @Test
  void failWhereTheRegionsAreNotTold() {
    aws.state().deny("ec2:DescribeRegions");

    try (AwsScopes opened = scopes.enabledRegions().open(clients)) {
      assertThat(opened.list()).hasToString("[all regions]");
      assertThatExceptionOfType(EvidenceException.class)
          .isThrownBy(() -> opened.list().get(0).clients())
          .withMessageContaining("ec2:DescribeRegions is denied")
          .withCauseInstanceOf(EvidenceDeniedException.class);
    }
  }

  @Test
  void areTheActiveAccountsOfTheOrganizationThatOfTheCredentialsWithoutRole() {
    aws.state()
        .role(role(OTHER))
        .organizationAccount(OTHER, "ACTIVE")
        .organizationAccount(THIRD, "SUSPENDED")
        .organizationAccount(OWN, "ACTIVE");
    serve(OTHER, "eu-west-1", "ami-00000002");
    aws.pageSize("ListAccounts", 1).emptyPages("ListAccounts");

    try (AwsScopes opened = scopes.organizationAccounts("amiclean").open(clients)) {
      assertThat(found(opened)).containsExactly("123456789012/eu-west-1", "210987654321/eu-west-1");
    }
    assertThat(aws.requests("AssumeRole"))
        .extracting(request -> request.parameter("RoleArn").orElse(""))
        .containsExactly(role(OTHER));
  }

  @Test
  void sayWhichRoleAnotherProcessOpensThemWith() {
    aws.state()
        .role(role(OTHER))
        .organizationAccount(OTHER, "ACTIVE")
        .organizationAccount(OWN, "ACTIVE");
    serve(OTHER, "eu-west-1", "ami-00000002");

    try (AwsScopes all = scopes.organizationAccounts("amiclean").open(clients)) {
      AwsScope own = all.list().get(0);
      AwsScope other = all.list().get(1);

      assertThat(own.roleArn()).isEmpty();
      try (AwsScopes again =
          AwsScopes.builder().roles(List.of(other.roleArn().orElseThrow())).open(clients)) {
        assertThat(again.list()).hasToString("[" + other + "]");
        assertThat(images(again.list().get(0))).containsExactly("ami-00000002");
      }
    }
  }

  @Test
  void areNoneWhereTheOrganizationDoesNotTellItsAccounts() {
    aws.state().organizationAccount(OWN, "ACTIVE").deny("organizations:ListAccounts");

    assertThatExceptionOfType(EvidenceDeniedException.class)
        .isThrownBy(() -> scopes.organizationAccounts("amiclean").open(clients))
        .withMessageContaining("organizations:ListAccounts is denied");
  }

  @Test
  void areNoneWhereTheListOfAccountsHasNoEnd() {
    aws.state().organizationAccount(OWN, "ACTIVE");
    aws.sameTokenForEver("ListAccounts");

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(() -> scopes.organizationAccounts("amiclean").open(clients))
        .withMessageContaining("the same page token twice");
  }

  @Test
  void refuseARegionThatStandsTwice() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> scopes.regions(List.of("eu-west-1", "us-east-1", "eu-west-1")))
        .withMessage("The region eu-west-1 stands twice: expected once");
  }

  @Test
  void refuseWhatIsNoRegion() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> scopes.regions(List.of("Ireland")))
        .withMessage("'Ireland' is no region: expected a code such as eu-west-1");
  }

  @Test
  void refuseTwoRolesOfOneAccount() {
    String second = "arn:aws:iam::210987654321:role/other";

    assertThatIllegalArgumentException()
        .isThrownBy(() -> scopes.roles(List.of(role(OTHER), second)))
        .withMessage(
            "The account 210987654321 stands twice, with the roles "
                + role(OTHER)
                + " and "
                + second
                + ": expected one role of each account");
  }

  @Test
  void refuseWhatIsNoNameOfARole() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> scopes.organizationAccounts(role(OTHER)))
        .withMessageContaining("is no name of a role");
  }

  @Test
  void refuseGivenRegionsTogetherWithAllThatAreEnabled() {
    assertThatIllegalStateException()
        .isThrownBy(() -> scopes.regions(List.of("eu-west-1")).enabledRegions().open(clients))
        .withMessageContaining("expected one of them");
  }

  @Test
  void tellTheAccountOfARole() {
    assertThat(AwsScopes.accountOf("arn:aws-cn:iam::210987654321:role/a/b"))
        .isEqualTo(AccountId.of(OTHER));
  }

  private void serve(String account, String region, String image) {
    WireState state = new WireState(account, region);
    state.image(image);
    aws.add(state);
  }

  private static String role(String account) {
    return "arn:aws:iam::" + account + ":role/amiclean";
  }

  /** The scopes as STS tells them. */
  private static List<String> found(AwsScopes opened) {
    return opened.list().stream()
        .map(scope -> account(scope).scope())
        .map(CleanupScope::toString)
        .toList();
  }

  private static List<String> images(AwsScope scope) {
    return account(scope).images().loadImages().images().stream()
        .map(Image::id)
        .map(Object::toString)
        .toList();
  }

  private static AwsAccount account(AwsScope scope) {
    return AwsAccount.builder().clients(scope.clients()).build();
  }
}
