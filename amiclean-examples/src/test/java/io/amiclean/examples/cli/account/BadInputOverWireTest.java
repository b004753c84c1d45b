package io.amiclean.examples.cli.account;

import static io.amiclean.examples.cli.OverWire.ami;
import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.aws.wire.WireRequest;
import io.amiclean.examples.cli.CommandLineRun;
import io.amiclean.examples.cli.OverWire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong is said in a line or two, and nothing is changed. */
@Tag("slow")
class BadInputOverWireTest {

  @TempDir private Path folder;

  @RegisterExtension private final OverWire aws = OverWire.empty();

  @BeforeEach
  void describeAccount() {
    aws.images(3);
  }

  @Test
  void refusesAnUnknownId() {
    CommandLineRun run = aws.run("", "-f", "--from-ids", ami(1), ami(99));

    assertRefused(run, 4, ami(99));
  }

  @Test
  void refusesAnIdOfAnotherAccount() {
    aws.image(7).owner("210987654321").shared();

    CommandLineRun run = aws.run("", "-f", "--from-ids", ami(1), ami(7));

    assertRefused(run, 4, ami(7));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ami-0123456789abcdef", "ami-XYZ45678", "snap-00000000", "ami-*"})
  void refusesAMalformedId(String id) {
    CommandLineRun run = aws.run("", "-f", "--from-ids", ami(1), id);

    assertRefused(run, 2, "'" + id + "' is no image id");
    assertThat(aws.endpoint().requests()).isEmpty();
  }

  @Test
  void excludesAnIdThatIsInUse() {
    aws.state().instance("i-00000000000000001").image(ami(2));

    CommandLineRun run = aws.run("", "-f", "--from-ids", ami(1), ami(2));

    assertThat(run.status()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(aws.state().imageIds()).containsExactly(ami(2), ami(3));
  }

  @Test
  void asksBeforeItRemovesIdsToo() {
    CommandLineRun run = aws.run("n\n", "--from-ids", ami(1), ami(2));

    assertThat(run.out()).contains("Do you want to continue and remove 2 AMIs [y/N] ? : ");
    assertThat(aws.changes()).isEmpty();
  }

  @Test
  void refusesToWorkInNoRegion() {
    CommandLineRun run = CommandLineRun.of("-f", "--endpoint-url", aws.endpoint().uri().toString());

    assertRefused(
        run, 2, "No region: set one for these clients, in AWS_REGION or in the profile (--region");
  }

  @Test
  void refusesToWorkWithoutCredentials() {
    aws.set("aws.accessKeyId", "");
    aws.set("aws.secretAccessKey", "");

    assertRefused(aws.removeAll(), 4, "give credentials by environment, profile or role");
  }

  @Test
  void refusesAnUnknownProfile() {
    assertRefused(aws.removeAll("--profile", "prod"), 2, "There is no profile 'prod'");
  }

  @Test
  void refusesAProfileWhoseRoleCannotBeAssumed() throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("config"),
            """
            [profile build]
            aws_access_key_id = AKIDEXAMPLE
            aws_secret_access_key = secret
            [profile prod]
            role_arn = arn:aws:iam::210987654321:role/cleaner
            source_profile = build
            region = eu-west-1
            """);
    aws.set("aws.configFile", config.toString());
    aws.set("aws.endpointUrlSts", aws.endpoint().uri().toString());

    CommandLineRun run = aws.removeAll("--profile", "prod");

    assertThat(run.status()).isEqualTo(4);
    assertThat(run.err())
        .startsWith(
            "amiclean: The role arn:aws:iam::210987654321:role/cleaner is not assumed:"
                + " sts:AssumeRole is denied")
        .hasLineCount(1);
    assertThat(aws.endpoint().requests())
        .extracting(WireRequest::action)
        .containsOnly("AssumeRole");
  }

  @Test
  void refusesToWorkWithoutANetwork() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }

    CommandLineRun run =
        CommandLineRun.of(
            "-f", "--region", "eu-west-1", "--endpoint-url", "http://127.0.0.1:" + port);

    assertRefused(run, 4, "check the network, the region and the endpoint");
  }

  @Test
  void refusesAnEndpointThatIsNotAws() {
    aws.endpoint().failAlways("GetCallerIdentity", 404, "", "");

    assertRefused(aws.removeAll(), 4, "sts:GetCallerIdentity");
  }

  @Test
  void refusesToApplyWithoutCredentials() {
    Path plan = folder.resolve("plan.json");
    aws.planAll(plan);
    aws.set("aws.accessKeyId", "");
    aws.set("aws.secretAccessKey", "");

    assertRefused(aws.run("", "apply", "-f", plan.toString()), 4, "give credentials");
  }

  @Test
  void showsAStackTraceOnlyIfAsked() {
    aws.state().deny("ec2:DescribeImages");

    assertThat(aws.removeAll("--stacktrace").err()).contains("\tat io.amiclean.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--max-images=2", "--max-percent=50"})
  void refusesAPlanThatPassesALimit(String limit) {
    assertRefused(aws.removeAll(limit), 4, "The plan is refused: ");
  }

  private void assertRefused(CommandLineRun run, int status, String message) {
    assertThat(run.status()).as(run.err()).isEqualTo(status);
    assertThat(run.err()).startsWith("amiclean: ").contains(message).doesNotContain("\tat ");
    assertThat(run.err().lines()).hasSizeLessThanOrEqualTo(2);
    assertThat(aws.changes()).isEmpty();
  }
}
