package io.amiclean.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.execution.RemovalOperations;
import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.EvidenceDeniedException;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageState;
import io.amiclean.api.model.ProgressListener;
import io.amiclean.api.model.ScopeMismatchException;
import io.amiclean.api.plan.CandidateCheck;
import io.amiclean.aws.internal.SourceContext;
import io.amiclean.aws.internal.call.CheckedClient;
import io.amiclean.aws.internal.plan.CandidateChecks;
import io.amiclean.aws.source.ReadingOptions;
import io.amiclean.aws.wire.WireEndpoint;
import io.amiclean.aws.wire.WireState;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

class AwsClientsTest {

  private static final String ROLE = "arn:aws:iam::210987654321:role/reader";
  private static final String BORROWED = "arn:aws:iam::210987654321:role/borrowed";

  private final Map<String, String> before = new HashMap<>();

  @TempDir private Path home;

  @BeforeEach
  void leaveTheMachineOut() throws IOException {
    Path config =
        Files.writeString(
            home.resolve("config"),
            """
            [profile build]
            region = eu-west-3
            aws_access_key_id = AKIDEXAMPLE
            aws_secret_access_key = secret
            [profile borrowed]
            region = eu-west-3
            role_arn = arn:aws:iam::210987654321:role/borrowed
            source_profile = build
            [profile nowhere]
            aws_access_key_id = AKIDEXAMPLE
            aws_secret_access_key = secret
            """);
    set("aws.configFile", config.toString());
    set("aws.sharedCredentialsFile", home.resolve("credentials").toString());
    set("aws.disableEc2Metadata", "true");
  }

  @AfterEach
  void restoreProperties() {
    before.forEach(
        (name, value) -> {
          if (value.isEmpty()) {
            System.clearProperty(name);
          } else {
            System.setProperty(name, value);
          }
        });
  }

  private void set(String name, String value) {
    before.put(name, System.getProperty(name, ""));
    System.setProperty(name, value);
  }

  @Test
  void talksToOneEndpointForEveryService() {
    try (WireEndpoint endpoint = new WireEndpoint();
        AwsClients clients =
            AwsClients.builder().profile("build").endpoint(endpoint.uri()).build()) {
      clients.ec2().describeInstances();
      clients.autoScaling().describeAutoScalingGroups();
      clients.sts().getCallerIdentity();

      assertThat(endpoint.requests()).hasSize(3);
    }
  }

  @Test
  void takesTheGivenCredentialsInsteadOfTheChain() {
    AtomicInteger asked = new AtomicInteger();
    AwsCredentialsProvider given =
        () -> {
          asked.incrementAndGet();
          return AwsBasicCredentials.create("AKIDGIVEN", "secret");
        };

    try (WireEndpoint endpoint = new WireEndpoint();
        AwsClients clients =
            AwsClients.builder()
                .region("eu-west-3")
                .endpoint(endpoint.uri())
                .credentials(given)
                .build()) {
      clients.ec2().describeInstances();
    }

    assertThat(asked).hasValue(1);
  }

  @Test
  void refusesCredentialsWithAProfile() {
    AwsClientsBuilder builder =
        AwsClients.builder()
            .profile("build")
            .credentials(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDGIVEN", "x")));

    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(builder::build)
        .withMessageContaining("'build'");
  }

  @Test
  void takesTheRegionOfTheProfile() {
    try (AwsClients clients = AwsClients.builder().profile("build").build()) {
      assertThat(clients.ec2().serviceClientConfiguration().region()).isEqualTo(Region.EU_WEST_3);
    }
  }

  @Test
  void takesTheFallbackRegionWhereNoOtherIsGiven() {
    try (AwsClients nowhere =
            AwsClients.builder().profile("nowhere").fallbackRegion("us-east-1").build();
        AwsClients build =
            AwsClients.builder().profile("build").fallbackRegion("us-east-1").build()) {
      assertThat(nowhere.ec2().serviceClientConfiguration().region()).isEqualTo(Region.US_EAST_1);
      assertThat(build.ec2().serviceClientConfiguration().region()).isEqualTo(Region.EU_WEST_3);
    }
  }

  @Test
  void takesTheGivenRegionFirst() {
    try (AwsClients clients = AwsClients.builder().profile("build").region("eu-west-1").build()) {
      assertThat(clients.sts().serviceClientConfiguration().region()).isEqualTo(Region.EU_WEST_1);
    }
  }

  @Test
  void saysHowToGiveARegion() {
    AwsClientsBuilder builder = AwsClients.builder().profile("nowhere");

    assertThatExceptionOfType(AwsConfigurationException.class)
        .isThrownBy(builder::build)
        .withMessageContaining("set one for these clients")
        .withMessageContaining("AWS_REGION");
  }

  @Test
  void namesAProfileThatDoesNotExist() {
    AwsClientsBuilder builder = AwsClients.builder().profile("prod").region("eu-west-1");

    assertThatExceptionOfType(AwsConfigurationException.class)
        .isThrownBy(builder::build)
        .withMessageContaining("'prod'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Europe", "eu west 1", "eu-west-1/"})
  void refusesWhatIsNoRegion(String region) {
    AwsClientsBuilder builder = AwsClients.builder();

    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> builder.region(region))
        .withMessageContaining("'" + region + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:4566", "ftp://localhost", "/path"})
  void refusesWhatIsNoEndpoint(String endpoint) {
    AwsClientsBuilder builder = AwsClients.builder();

    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> builder.endpoint(URI.create(endpoint)))
        .withMessageContaining("'" + endpoint + "'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "reader",
        "arn:aws:iam::210987654321:user/reader",
        "arn:aws:iam::21098765432:role/reader",
        "arn:aws:iam::210987654321:role/",
        "arn:aws:sts::210987654321:assumed-role/reader/session",
        "arn:aws:iam::210987654321:role/reader "
      })
  void refusesWhatIsNoRole(String role) {
    AwsClientsBuilder builder = AwsClients.builder();

    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> builder.assumeRole(role))
        .withMessageContaining("'" + role + "'")
        .withMessageContaining("arn:aws:iam::210987654321:role/amiclean");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "two words"})
  void refusesWhatIsNoExternalId(String id) {
    AwsClientsBuilder builder = AwsClients.builder();

    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> builder.externalId(id))
        .withMessageContaining("'" + id + "'");
  }

  @Test
  void refusesAnExternalIdWithoutARole() {
    AwsClientsBuilder builder = AwsClients.builder().profile("build").externalId("secret");

    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(builder::build)
        .withMessageContaining("role");
  }

  @Test
  void worksWithTheRoleThatItAssumes() {
    try (WireEndpoint endpoint = new WireEndpoint();
        AwsClients clients = assuming(endpoint).externalId("secret").build()) {
      endpoint.state().role(ROLE, "secret");

      clients.ec2().describeInstances();
      clients.autoScaling().describeAutoScalingGroups();

      assertThat(endpoint.requests("AssumeRole"))
          .as("asked once, and for all clients")
          .singleElement()
          .satisfies(
              request ->
                  assertThat(request.parameters())
                      .containsEntry("RoleArn", ROLE)
                      .containsEntry("RoleSessionName", "amiclean"));
      assertThat(endpoint.requests().get(0).action()).isEqualTo("AssumeRole");
    }
  }

  @Test
  void namesAndLimitsTheSession() {
    MinimumIamPolicy reading =
        MinimumIamPolicy.of(ReadingOptions.builder().skip(AwsAccount.sourceNames()).build())
            .readOnly();
    try (WireEndpoint endpoint = new WireEndpoint();
        AwsClients clients =
            assuming(endpoint).sessionName("nightly").sessionPolicy(reading.toJson()).build()) {
      endpoint.state().role(ROLE);

      clients.ec2().describeInstances();

      assertThat(endpoint.requests("AssumeRole"))
          .singleElement()
          .satisfies(
              request ->
                  assertThat(request.parameters())
                      .containsEntry("RoleSessionName", "nightly")
                      .hasEntrySatisfying(
                          "Policy",
                          policy ->
                              assertThat(policy)
                                  .startsWith("{\"Version\": \"2012-10-17\",")
                                  .contains("ec2:DescribeImages")
                                  .doesNotContain("\n", "ec2:DeregisterImage")));
    }
  }

  @Test
  void refusesASessionThatStsWouldRefuse() {
    AwsClientsBuilder builder = AwsClients.builder();

    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> builder.sessionName("two words"))
        .withMessageContaining("'two words'");
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> builder.sessionPolicy("x".repeat(2049)))
        .withMessageContaining("2049 characters: expected 2048 at most");
  }

  @Test
  void assumesARoleWithAPathAndInAnotherPartition() {
    String role = "arn:aws-us-gov:iam::210987654321:role/ops/tools/reader";
    try (WireEndpoint endpoint = new WireEndpoint();
        AwsClients clients =
            AwsClients.builder()
                .profile("build")
                .endpoint(endpoint.uri())
                .assumeRole(role)
                .build()) {
      endpoint.state().role(role);

      assertThat(clients.sts().getCallerIdentity().account()).isNotEmpty();
    }
  }

  @Test
  void namesTheRoleThatCannotBeAssumed() {
    try (WireEndpoint endpoint = new WireEndpoint();
        AwsClients clients = assuming(endpoint).build()) {
      AwsAccount account = AwsAccount.builder().clients(clients).build();

      assertThatExceptionOfType(EvidenceDeniedException.class)
          .isThrownBy(account::scope)
          .withMessageContaining("The role " + ROLE + " is not assumed")
          .withMessageContaining("sts:AssumeRole is denied (AccessDenied: User: arn:aws:iam::")
          .withMessageContaining("trust policy")
          .returns("sts:AssumeRole", EvidenceDeniedException::permission);
      assertThat(endpoint.count("AssumeRole")).isEqualTo(1);
      assertThat(endpoint.count("GetCallerIdentity")).isZero();
    }
  }

  @Test
  void namesTheRoleWhicheverServiceIsAskedFirst() {
    try (WireEndpoint endpoint = new WireEndpoint();
        AwsClients clients = assuming(endpoint).build()) {
      endpoint.state().role(ROLE).deny("sts:AssumeRole");
      CleanupScope scope = CleanupScope.of(AccountId.of("210987654321"), "eu-west-3");
      CandidateCheck references =
          new CandidateChecks(
              CheckedClient.of(clients.ec2()),
              SourceContext.of(() -> scope, Clock.systemUTC(), ProgressListener.none()),
              ReadingOptions.defaults(),
              Set::of);
      Image image =
          Image.builder()
              .id(ImageId.of("ami-00000000000000001"))
              .state(ImageState.AVAILABLE)
              .build();

      assertThatExceptionOfType(EvidenceDeniedException.class)
          .isThrownBy(() -> references.check(List.of(image)))
          .withMessageContaining(ROLE)
          .withMessageContaining("sts:AssumeRole")
          .withMessageNotContaining("skip")
          .returns("image-references", EvidenceDeniedException::source);
    }
  }

  @Test
  void namesTheRoleThatStsFailsToGive() {
    try (WireEndpoint endpoint = new WireEndpoint();
        AwsClients clients = assuming(endpoint).build()) {
      endpoint.state().role(ROLE);
      endpoint.failAlways("AssumeRole", 403, "RegionDisabledException", "STS is not active.");
      AwsAccount account = AwsAccount.builder().clients(clients).build();

      assertThatExceptionOfType(EvidenceException.class)
          .isThrownBy(account::scope)
          .withMessageContaining(ROLE)
          .withMessageContaining("RegionDisabledException");
      assertThat(endpoint.count("AssumeRole")).isEqualTo(1);
    }
  }

  @Test
  void asksForTheRoleAgainAfterAFailure() {
    try (WireEndpoint endpoint = new WireEndpoint(new WireState("210987654321", "eu-west-3"));
        AwsClients clients = assuming(endpoint).build()) {
      AwsAccount account = AwsAccount.builder().clients(clients).build();
      assertThatExceptionOfType(EvidenceException.class).isThrownBy(account::scope);

      endpoint.state().role(ROLE);

      assertThat(account.scope().region()).isEqualTo("eu-west-3");
    }
  }

  @Test
  void refusesARoleThatStsSaysIsOfAnotherAccount() {
    try (WireEndpoint endpoint = new WireEndpoint();
        AwsClients clients = assuming(endpoint).build()) {
      endpoint.state().role(ROLE);
      AwsAccount account = AwsAccount.builder().clients(clients).build();

      assertThatExceptionOfType(ScopeMismatchException.class)
          .isThrownBy(account.images()::loadImages)
          .withMessage(
              "The source 'account' is of 123456789012/eu-west-3, but 210987654321/eu-west-3 was"
                  + " expected: the role's ARN names another account than STS does, so check the"
                  + " endpoint and the role");
    }
  }

  @Test
  void retriesAThrottledRole() {
    try (WireEndpoint endpoint = new WireEndpoint();
        AwsClients clients = assuming(endpoint).build()) {
      endpoint.state().role(ROLE);
      endpoint.failFirst("AssumeRole", 1, 400, "Throttling", "Rate exceeded");

      assertThat(clients.ec2().describeInstances().reservations()).isEmpty();
    }
  }

  @Test
  void removesNothingWithARoleThatCannotBeAssumed() {
    try (WireEndpoint endpoint = new WireEndpoint();
        AwsClients clients = assuming(endpoint).build()) {
      RemovalOperations operations = AwsAccount.builder().clients(clients).build().operations();

      assertThat(operations.delete(AccountOverWire.snap(1)))
          .returns(Outcome.FAILED, ActionOutcome::outcome)
          .returns("not-sent", ActionOutcome::code)
          .satisfies(outcome -> assertThat(outcome.message()).contains(ROLE));
    }
  }

  @Test
  void namesTheRoleOfAProfileThatCannotBeAssumed() {
    try (WireEndpoint endpoint = new WireEndpoint()) {
      set("aws.endpointUrlSts", endpoint.uri().toString());
      try (AwsClients clients =
          AwsClients.builder().profile("borrowed").endpoint(endpoint.uri()).build()) {
        AwsAccount account = AwsAccount.builder().clients(clients).build();

        assertThatExceptionOfType(EvidenceDeniedException.class)
            .isThrownBy(account::scope)
            .withMessageContaining(BORROWED)
            .withMessageContaining("sts:AssumeRole")
            .withMessageContaining("trust policy");
        assertThat(endpoint.count("AssumeRole")).isEqualTo(1);
      }
    }
  }

  @Test
  void namesTheRoleOfTheDefaultProfileThatCannotBeAssumed() {
    set("aws.profile", "borrowed");
    try (WireEndpoint endpoint = new WireEndpoint()) {
      set("aws.endpointUrlSts", endpoint.uri().toString());
      try (AwsClients clients = AwsClients.builder().endpoint(endpoint.uri()).build()) {
        AwsAccount account = AwsAccount.builder().clients(clients).build();

        assertThatExceptionOfType(EvidenceException.class)
            .isThrownBy(account::scope)
            .withMessageContaining(BORROWED)
            .withMessageContaining("is not authorized to perform: sts:AssumeRole")
            .withMessageContaining("trust policy");
      }
    }
  }

  @Test
  void namesTheRoleThatAnotherIsAssumedWith() {
    try (WireEndpoint endpoint = new WireEndpoint()) {
      set("aws.endpointUrlSts", endpoint.uri().toString());
      endpoint.state().role(ROLE);
      try (AwsClients clients = assuming(endpoint).profile("borrowed").build()) {
        AwsAccount account = AwsAccount.builder().clients(clients).build();

        assertThatExceptionOfType(EvidenceDeniedException.class)
            .isThrownBy(account::scope)
            .withMessageContaining(BORROWED)
            .withMessageNotContaining(ROLE);
      }
    }
  }

  private static AwsClientsBuilder assuming(WireEndpoint endpoint) {
    return AwsClients.builder().profile("build").endpoint(endpoint.uri()).assumeRole(ROLE);
  }

  @Test
  void givesTheSameClientUntilItIsClosed() {
    AwsClients clients = AwsClients.builder().profile("build").build();

    assertThat(clients.ec2()).isSameAs(clients.ec2());
    clients.close();
    clients.close();
    assertThatExceptionOfType(IllegalStateException.class).isThrownBy(clients::sts);
  }
}
