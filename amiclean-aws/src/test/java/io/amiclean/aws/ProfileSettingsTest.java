package io.amiclean.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.amiclean.api.model.EvidenceException;
import io.amiclean.aws.wire.WireEndpoint;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;

/** What a profile says besides credentials and region. */
class ProfileSettingsTest {

  private static final String KEYS =
      """
      region = us-east-1
      aws_access_key_id = AKIDEXAMPLE
      aws_secret_access_key = secret
      """;

  private final Map<String, String> before = new HashMap<>();
  private final WireEndpoint aws = new WireEndpoint();

  @TempDir private Path home;

  @BeforeEach
  void leaveTheMachineOut() {
    set("aws.configFile", home.resolve("config").toString());
    set("aws.sharedCredentialsFile", home.resolve("credentials").toString());
    set("aws.disableEc2Metadata", "true");
  }

  @AfterEach
  void close() {
    aws.close();
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

  private void config(String content) throws IOException {
    Files.writeString(home.resolve("config"), content);
  }

  /** Brings every request to the endpoint of the test, and says where it was to go. */
  private SdkHttpClient diverted(List<String> hosts) {
    SdkHttpClient real = UrlConnectionHttpClient.create();
    return new SdkHttpClient() {
      @Override
      public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        hosts.add(request.httpRequest().host());
        return real.prepareRequest(
            HttpExecuteRequest.builder()
                .request(
                    request.httpRequest().toBuilder()
                        .protocol("http")
                        .host(aws.uri().getHost())
                        .port(aws.uri().getPort())
                        .build())
                .contentStreamProvider(request.contentStreamProvider().orElse(null))
                .build());
      }

      @Override
      public void close() {
        real.close();
      }
    };
  }

  @ParameterizedTest
  @CsvSource({
    "use_fips_endpoint = true,      ec2-fips.us-east-1.amazonaws.com,"
        + " sts-fips.us-east-1.amazonaws.com",
    "use_dualstack_endpoint = true, ec2.us-east-1.api.aws,            sts.us-east-1.api.aws",
    "output = json,                 ec2.us-east-1.amazonaws.com,      sts.us-east-1.amazonaws.com"
  })
  void decideWhichEndpointsAreCalled(String setting, String ec2, String sts) throws IOException {
    config("[profile build]\n" + KEYS + setting + "\n");
    List<String> hosts = new ArrayList<>();

    try (SdkHttpClient http = diverted(hosts);
        AwsClients clients = AwsClients.builder().profile("build").httpClient(http).build()) {
      clients.ec2().describeInstances();
      clients.sts().getCallerIdentity();
    }

    assertThat(hosts).containsExactly(ec2, sts);
  }

  @Test
  void holdForTheClientsOfScopesAndRoles() throws IOException {
    config("[profile build]\n" + KEYS + "use_fips_endpoint = true\n");
    String role = "arn:aws:iam::123456789012:role/amiclean";
    aws.state().role(role);
    List<String> hosts = new ArrayList<>();

    try (SdkHttpClient http = diverted(hosts);
        AwsClients clients = AwsClients.builder().profile("build").httpClient(http).build();
        AwsScopes scopes =
            AwsScopes.builder().roles(List.of(role)).regions(List.of("us-west-2")).open(clients)) {
      scopes.list().get(0).clients().ec2().describeInstances();
    }

    assertThat(hosts)
        .containsExactly("sts-fips.us-east-1.amazonaws.com", "ec2-fips.us-west-2.amazonaws.com");
  }

  @Test
  void nameTheEndpointOfEveryService() throws IOException {
    config("[profile build]\n" + KEYS + "endpoint_url = " + aws.uri() + "\n");

    try (AwsClients clients = AwsClients.builder().profile("build").build()) {
      clients.ec2().describeInstances();
      clients.autoScaling().describeAutoScalingGroups();
      clients.sts().getCallerIdentity();
    }

    assertThat(aws.requests()).hasSize(3);
  }

  @Test
  void nameTheEndpointOfOneService() throws IOException {
    config(
        "[profile build]\n"
            + KEYS
            + "services = local\n[services local]\nec2 =\n  endpoint_url = "
            + aws.uri()
            + "/ec2\n");
    List<String> hosts = new ArrayList<>();

    try (SdkHttpClient http = diverted(hosts);
        AwsClients clients = AwsClients.builder().profile("build").httpClient(http).build()) {
      clients.ec2().describeInstances();
      clients.sts().getCallerIdentity();
    }

    assertThat(hosts).containsExactly("127.0.0.1", "sts.us-east-1.amazonaws.com");
  }

  @Test
  void giveWayToTheEndpointOfTheBuilder() throws IOException {
    config("[profile build]\n" + KEYS + "endpoint_url = http://127.0.0.1:1\n");

    try (AwsClients clients =
        AwsClients.builder().profile("build").endpoint(URI.create(aws.uri().toString())).build()) {
      clients.ec2().describeInstances();
    }

    assertThat(aws.requests()).hasSize(1);
  }

  @Test
  void nameTheModuleThatAProfileOfIamIdentityCenterNeeds() throws IOException {
    config("[profile sso]\nregion = us-east-1\n" + SSO);
    AwsClientsBuilder builder = AwsClients.builder().profile("sso");

    assertThatExceptionOfType(AwsConfigurationException.class)
        .isThrownBy(builder::build)
        .withMessage(
            "The profile 'sso' is one of IAM Identity Center, which this program cannot use: add"
                + " software.amazon.awssdk:sso to its class path");
  }

  @Test
  void nameTheModuleThatTheDefaultProfileNeedsWhenItsCredentialsAreWanted() throws IOException {
    config("[default]\nregion = us-east-1\n" + SSO);

    try (AwsClients clients = AwsClients.builder().endpoint(aws.uri()).build()) {
      AwsAccount account = AwsAccount.builder().clients(clients).build();

      assertThatExceptionOfType(EvidenceException.class)
          .isThrownBy(account::scope)
          .withMessage(
              "The profile 'default' is one of IAM Identity Center, which this program cannot use:"
                  + " add software.amazon.awssdk:sso to its class path");
    }
  }

  private static final String SSO =
      """
      sso_start_url = https://example.awsapps.com/start
      sso_region = us-east-1
      sso_account_id = 123456789012
      sso_role_name = cleaner
      """;

  @ParameterizedTest
  @CsvSource({
    "sso,          software.amazon.awssdk:sso to",
    "session,      software.amazon.awssdk:sso and software.amazon.awssdk:ssooidc to",
    "login,        software.amazon.awssdk:signin to",
    "role-by-sso,  software.amazon.awssdk:sso to",
    "role-by-role, software.amazon.awssdk:sso to",
  })
  void needModulesThatTheClassPathMayLack(String profile, String modules) {
    assertThat(missing(profile, false))
        .hasValueSatisfying(text -> assertThat(text).contains(modules));
    assertThat(missing(profile, true)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"keys", "role-by-keys", "role-by-itself", "role-of-login"})
  void needNoModuleWhereCredentialsAreAtHand(String profile) {
    assertThat(missing(profile, false)).isEmpty();
  }

  private static Optional<String> missing(String profile, boolean isOnClassPath) {
    ProfileFile file =
        ProfileFile.builder()
            .type(ProfileFile.Type.CONFIGURATION)
            .content(
                """
                [profile sso]
                sso_start_url = https://example.awsapps.com/start
                sso_region = us-east-1
                sso_account_id = 123456789012
                sso_role_name = cleaner
                [profile session]
                sso_session = office
                sso_account_id = 123456789012
                sso_role_name = cleaner
                [sso-session office]
                sso_region = us-east-1
                sso_start_url = https://example.awsapps.com/start
                [profile login]
                login_session = arn:aws:iam::123456789012:user/builder
                [profile role-by-sso]
                role_arn = arn:aws:iam::210987654321:role/amiclean
                source_profile = sso
                [profile role-by-role]
                role_arn = arn:aws:iam::333333333333:role/amiclean
                source_profile = role-by-sso
                [profile keys]
                aws_access_key_id = AKIDEXAMPLE
                aws_secret_access_key = secret
                [profile role-by-keys]
                role_arn = arn:aws:iam::210987654321:role/amiclean
                source_profile = keys
                [profile role-by-itself]
                role_arn = arn:aws:iam::210987654321:role/amiclean
                source_profile = role-by-itself
                [profile role-of-login]
                role_arn = arn:aws:iam::210987654321:role/amiclean
                credential_source = Environment
                login_session = arn:aws:iam::123456789012:user/builder
                """)
            .build();
    return ProfileModules.missing(
        file, file.profile(profile).orElseThrow(), className -> isOnClassPath);
  }
}
