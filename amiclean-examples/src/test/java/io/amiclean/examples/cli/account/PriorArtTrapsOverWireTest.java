package io.amiclean.examples.cli.account;

import static io.amiclean.examples.cli.OverWire.ami;
import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.aws.wire.Ec2State;
import io.amiclean.examples.cli.CommandLineRun;
import io.amiclean.examples.cli.OverWire;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Where the original amicleaner removed, or showed, something else than its users meant. */
@Tag("slow")
class PriorArtTrapsOverWireTest {

  @RegisterExtension private final OverWire aws = OverWire.empty();

  @Test
  void everyExcludedValueProtects() {
    image(1, "prod", "web");
    image(2, "dev", "db");
    image(3, "dev", "web");

    aws.removeAll("--excluded-mapping-values", "prod", "db");

    assertThat(aws.state().imageIds()).containsExactly(ami(1), ami(2));
  }

  @Test
  void anExcludedValueIsNoPartOfAnother() {
    image(1, "nonprod", "web");

    aws.removeAll("--excluded-mapping-values", "prod");

    assertThat(aws.state().imageIds()).isEmpty();
  }

  @Test
  void aTagWhoseKeyIsPartOfAnAskedOneDoesNotCount() {
    image(1, "dev", "web").tag("e", "a").tag("role.x", "b");
    image(2, "dev", "web").tag("e", "c").tag("env", "d");

    CommandLineRun run = aws.run("", "--keep-previous", "1");

    assertThat(run.out()).contains("|  dev.web   |     1      |", "remove 1 AMIs");
  }

  @Test
  void groupsOfSwappedValuesAreTwo() {
    image(1, "web", "prod");
    image(2, "prod", "web");

    CommandLineRun run = aws.run("", "--keep-previous", "1");

    assertThat(run.out()).contains("No AMIs to remove.");
  }

  @Test
  void groupsThatLookAlikeAreToldApart() {
    image(1, "web", "prod");
    image(2, "prod", "web");

    CommandLineRun run = aws.run("", "--keep-previous", "0");

    assertThat(run.out())
        .contains("environment=prod.role=web", "environment=web.role=prod")
        .doesNotContain("prod.web ");
  }

  @Test
  void anImageInTwoGroupsStaysIfOneKeepsIt() {
    aws.image(1).name("web-api-1");
    aws.image(2).name("web-2");
    aws.image(3).name("web-3");

    aws.run(
        "",
        "-f",
        "--mapping-key",
        "name",
        "--mapping-values",
        "web",
        "api",
        "--keep-previous",
        "1");

    assertThat(aws.state().imageIds()).containsExactly(ami(1), ami(3));
  }

  @Test
  void anImageInTwoGroupsIsRemovedOnce() {
    aws.image(1).name("web-api-1");

    CommandLineRun run =
        aws.run(
            "y\n",
            "--mapping-key",
            "name",
            "--mapping-values",
            "web",
            "api",
            "--keep-previous",
            "0");

    assertThat(run.out()).contains("remove 1 AMIs");
    assertThat(aws.changes()).containsExactly("DeregisterImage " + ami(1) + " with snapshots");
  }

  @Test
  void imagesTooYoungAreSetAsideFirst() {
    aws.images(3);
    aws.image(4).created("2024-05-31T12:00:00.000Z");

    aws.run("", "-f", "--keep-previous", "1", "--ami-min-days", "1", "--now", OverWire.NOW);

    assertThat(aws.state().imageIds()).containsExactly(ami(3), ami(4));
  }

  @Test
  void creationDatesNeedNoMilliseconds() {
    aws.image(1).created("2024-01-02T00:00:00Z");
    aws.image(2);

    aws.run("", "-f", "--keep-previous", "1", "--now", OverWire.NOW);

    assertThat(aws.state().imageIds()).containsExactly(ami(1));
  }

  @Test
  void anImageOfUnknownCreationDateStays() {
    aws.image(1).with("creationDate", null);

    assertThat(aws.removeAll().status()).isZero();

    assertThat(aws.state().imageIds()).containsExactly(ami(1));
  }

  @Test
  void noLaunchConfigurationIsNotAllOfThem() {
    aws.images(2);
    aws.state().autoScalingGroup("empty");

    aws.removeAll();

    assertThat(aws.state().imageIds()).isEmpty();
    assertThat(aws.endpoint().requests("DescribeLaunchConfigurations"))
        .allSatisfy(
            request -> assertThat(request.list("LaunchConfigurationNames.member")).isEmpty());
  }

  @Test
  void theNewestOfAGroupCountBesidesThoseInUse() {
    aws.images(3);
    aws.state().instance("i-00000000000000001").image(ami(3));

    aws.run("", "-f", "--keep-previous", "1", "--now", OverWire.NOW);

    assertThat(aws.state().imageIds()).containsExactly(ami(2), ami(3));
  }

  @Test
  void disabledImagesDoNotCountAsThoseToRollBackTo() {
    aws.images(2);
    aws.image(3).state("disabled");

    aws.run("", "-f", "--keep-previous", "1", "--now", OverWire.NOW);

    assertThat(aws.state().imageIds()).containsExactly(ami(2), ami(3));
  }

  private Ec2State.Image image(int number, String environment, String role) {
    return aws.image(number).tag("environment", environment).tag("role", role);
  }
}
