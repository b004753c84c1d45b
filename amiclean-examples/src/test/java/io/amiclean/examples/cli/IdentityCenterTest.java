package io.amiclean.examples.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.amiclean.aws.wire.WireEndpoint;
import io.amiclean.aws.wire.WireRequest;
import io.amiclean.examples.exit.ExitStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A profile of IAM Identity Center, with the token that {@code aws sso login} leaves in the home of
 * a user, and the jar as it is built: it needs what {@code mvn package} makes.
 */
@Tag("slow")
class IdentityCenterTest {

  private static final String START = "https://example.awsapps.com/start";
  private static final String CONFIG =
      """
      [profile build]
      region = eu-west-1
      sso_session = office
      sso_account_id = 123456789012
      sso_role_name = cleaner
      [sso-session office]
      sso_region = us-east-1
      sso_start_url = https://example.awsapps.com/start
      [profile legacy]
      region = eu-west-1
      sso_region = us-east-1
      sso_start_url = https://example.awsapps.com/start
      sso_account_id = 123456789012
      sso_role_name = cleaner
      """;

  private static final String CREDENTIALS =
      """
      {"roleCredentials": {"accessKeyId": "ASIAOFTHEROLE", "secretAccessKey": "secret",
       "sessionToken": "session", "expiration": 4102444800000}}
      """;

  private final WireEndpoint aws = new WireEndpoint();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final HttpServer portal;
  private int portalStatus = 200;
  private String portalError = "";
  private String portalAnswer = CREDENTIALS;

  @TempDir private Path home;

  IdentityCenterTest() throws IOException {
    portal = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void open() throws IOException {
    Files.createDirectories(home.resolve(".aws/sso/cache"));
    Files.writeString(home.resolve(".aws/config"), CONFIG);
    portal.createContext(
        "/",
        exchange -> {
          try (exchange) {
            asked.add(
                exchange.getRequestURI()
                    + " with "
                    + exchange.getRequestHeaders().getFirst("x-amz-sso_bearer_token"));
            byte[] answer = portalAnswer.getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.getResponseHeaders().set("x-amzn-ErrorType", portalError);
            exchange.sendResponseHeaders(portalStatus, answer.length);
            exchange.getResponseBody().write(answer);
          }
        });
    portal.start();
  }

  @AfterEach
  void close() {
    portal.stop(0);
    aws.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"build", "legacy"})
  void givesTheCredentialsOfItsRole(String profile) throws Exception {
    signIn("2099-01-01T00:00:00Z");

    CommandLineRun run = plan(Map.of(), "--profile", profile);

    assertThat(run.status()).as(run.err()).isEqualTo(ExitStatus.DONE);
    assertThat(asked)
        .containsOnly(
            "/federation/credentials?role_name=cleaner&account_id=123456789012 with TOKEN");
    assertThat(aws.requests())
        .isNotEmpty()
        .extracting(WireRequest::accessKeyId)
        .containsOnly("ASIAOFTHEROLE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"build", "legacy"})
  void saysHowToSignInAgainWhenItsSessionHasExpired(String profile) throws Exception {
    signIn("2020-01-01T00:00:00Z");

    assertThat(plan(Map.of(), "--profile", profile)).isEqualTo(signInAgain(profile));

    assertThat(asked).isEmpty();
  }

  @Test
  void saysHowToSignInWhereNobodyDid() throws Exception {
    assertThat(plan(Map.of(), "--profile", "build")).isEqualTo(signInAgain("build"));
  }

  @Test
  void saysTheSameWhereTheEnvironmentChoosesTheProfile() throws Exception {
    signIn("2020-01-01T00:00:00Z");

    assertThat(plan(Map.of("AWS_PROFILE", "build"))).isEqualTo(signInAgain("build"));
  }

  @Test
  void saysNothingElseWhenItsSessionCannotBeRenewed() throws Exception {
    signIn(
        "2020-01-01T00:00:00Z",
        """
        , "clientId": "client", "clientSecret": "secret", "refreshToken": "REFRESH",
        "registrationExpiresAt": "2099-01-01T00:00:00Z"
        """);
    portalStatus = 400;
    portalError = "InvalidGrantException";
    portalAnswer = "{\"error\": \"invalid_grant\"}";

    assertThat(plan(Map.of(), "--profile", "build")).isEqualTo(signInAgain("build"));

    assertThat(asked).isNotEmpty().containsOnly("/token with null");
  }

  @Test
  void saysHowToSignInAgainWhenThePortalRefusesTheToken() throws Exception {
    signIn("2099-01-01T00:00:00Z");
    portalStatus = 401;
    portalError = "UnauthorizedException";
    portalAnswer = "{\"message\": \"Session token not found or invalid\"}";

    CommandLineRun run = plan(Map.of(), "--profile", "build");

    assertThat(run.status()).isEqualTo(ExitStatus.REFUSED);
    assertThat(run.err())
        .contains(
            "IAM Identity Center gives no credentials to the profile 'build'"
                + " (UnauthorizedException: Session token not found or invalid): run 'aws sso login"
                + " --profile build'");
  }

  private static CommandLineRun signInAgain(String profile) {
    return new CommandLineRun(
        ExitStatus.REFUSED,
        "",
        "amiclean: The profile '"
            + profile
            + "' has no valid session of IAM Identity Center: run 'aws sso login --profile "
            + profile
            + "'\n");
  }

  private void signIn(String until) throws Exception {
    signIn(until, "");
  }

  /** Leaves a token as the AWS CLI does, under the name of the session and under its address. */
  private void signIn(String until, String renewal) throws Exception {
    for (String name : List.of("office", START)) {
      byte[] digest = MessageDigest.getInstance("SHA-1").digest(name.getBytes(UTF_8));
      Files.writeString(
          home.resolve(".aws/sso/cache").resolve(HexFormat.of().formatHex(digest) + ".json"),
          """
          {"startUrl": "%s", "region": "us-east-1", "accessToken": "TOKEN", "expiresAt": "%s"%s}
          """
              .formatted(START, until, renewal));
    }
  }

  /** Runs the command line with a home, and so a cache of tokens, of the test. */
  private CommandLineRun plan(Map<String, String> environment, String... options)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-jar",
                Path.of("target", "amiclean.jar").toString(),
                "plan",
                "--quiet",
                "--out",
                home.resolve("plan.json").toString(),
                "--endpoint-url",
                aws.uri().toString()));
    command.addAll(List.of(options));
    ProcessBuilder process = new ProcessBuilder(command);
    process.environment().put("HOME", home.toString());
    String portalUri = "http://127.0.0.1:" + portal.getAddress().getPort();
    process.environment().put("AWS_ENDPOINT_URL_SSO", portalUri);
    process.environment().put("AWS_ENDPOINT_URL_SSO_OIDC", portalUri);
    process.environment().put("AWS_EC2_METADATA_DISABLED", "true");
    process.environment().putAll(environment);
    process.redirectOutput(home.resolve("out").toFile());
    process.redirectError(home.resolve("err").toFile());
    int status = process.start().waitFor();
    return new CommandLineRun(
        status, Files.readString(home.resolve("out")), Files.readString(home.resolve("err")));
  }
}
