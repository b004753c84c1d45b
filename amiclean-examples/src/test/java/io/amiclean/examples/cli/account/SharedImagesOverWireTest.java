package io.amiclean.examples.cli.account;

import static io.amiclean.examples.cli.OverWire.ami;
import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.aws.wire.Ec2State;
import io.amiclean.core.json.PlanJson;
import io.amiclean.examples.cli.CommandLineRun;
import io.amiclean.examples.cli.OverWire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Images that others may launch: of two images, the first is shared. */
@Tag("slow")
class SharedImagesOverWireTest {

  private static final String OTHER = "210987654321";
  private static final String ORGANIZATION =
      "arn:aws:organizations::123456789012:organization/o-abcdefghij";
  private static final String UNIT =
      "arn:aws:organizations::123456789012:ou/o-abcdefghij/ou-ab12-cdefghij";

  @TempDir private Path folder;

  @RegisterExtension private final OverWire aws = OverWire.empty();

  @BeforeEach
  void makeImages() {
    aws.images(2);
  }

  static Stream<Arguments> sharings() {
    return Stream.of(
        sharing("everybody", "all", Ec2State.Image::shared),
        sharing("an account", OTHER, image -> image.sharedWith(OTHER)),
        sharing("an organization", ORGANIZATION, image -> image.sharedWith(ORGANIZATION)),
        sharing("an organizational unit", UNIT, image -> image.sharedWith(UNIT)));
  }

  private static Arguments sharing(String name, String evidence, Consumer<Ec2State.Image> share) {
    return Arguments.of(Named.of(name, share), evidence);
  }

  @ParameterizedTest
  @MethodSource("sharings")
  void anImageStaysThatIsSharedWith(Consumer<Ec2State.Image> share, String evidence)
      throws IOException {
    share.accept(aws.state().image(ami(1)));

    assertThat(reasons())
        .containsExactly(
            Reason.of(
                ReasonCodes.SHARED_USAGE_UNKNOWN,
                "Others may launch the image, and their use of it is not known",
                evidence));
    assertThat(aws.removeAll().status()).isZero();
    assertThat(aws.state().imageIds()).containsExactly(ami(1));
  }

  @ParameterizedTest
  @MethodSource("sharings")
  void anImageGoesByRequestThatIsSharedWith(Consumer<Ec2State.Image> share) {
    share.accept(aws.state().image(ami(1)));

    CommandLineRun run = aws.removeAll("--allow-shared");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(aws.state().imageIds()).isEmpty();
  }

  @Test
  void anImageStaysThatAReportSaysAnotherAccountUses() throws IOException {
    aws.state().image(ami(1)).sharedWith(OTHER);
    aws.state().reportedUsage(ami(1)).by(OTHER, "ec2:Instance", 3);

    assertThat(reasons("--usage-reports"))
        .singleElement()
        .returns(ReasonCodes.IN_USE, Reason::code)
        .returns(List.of(OTHER), Reason::evidence);
    assertThat(aws.removeAll("--usage-reports").status()).isZero();
    assertThat(aws.state().imageIds()).containsExactly(ami(1));
    assertReportsAreDeleted(2);
  }

  @Test
  void anImageGoesThatReportsSayNobodyElseUses() {
    aws.state().image(ami(1)).sharedWith(OTHER);
    aws.state().reportedUsage(ami(1)).by(aws.state().account(), "ec2:LaunchTemplate", 1);

    CommandLineRun run = aws.removeAll("--usage-reports");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(aws.state().imageIds()).isEmpty();
    assertReportsAreDeleted(1);
  }

  @Test
  void noReportIsMadeOfAnImageThatIsNotShared() {
    assertThat(aws.removeAll("--usage-reports").status()).isZero();

    assertThat(aws.state().imageIds()).isEmpty();
    assertReportsAreDeleted(0);
  }

  @Test
  void nothingGoesWhereAReportFails() {
    aws.state().image(ami(1)).sharedWith(OTHER);
    aws.state().reportedUsage(ami(1)).error("internal-error");

    assertRefused("ec2:CreateImageUsageReport made no report of " + ami(1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ec2:CreateImageUsageReport",
        "ec2:DescribeImageUsageReports",
        "ec2:DescribeImageUsageReportEntries"
      })
  void nothingGoesWhereReportsAreDenied(String permission) {
    aws.state().image(ami(1)).sharedWith(OTHER);
    aws.state().deny(permission);

    assertRefused(permission + " is denied");
  }

  @ParameterizedTest
  @ValueSource(strings = {"DescribeImageUsageReports", "DescribeImageUsageReportEntries"})
  void nothingGoesWhereReportsAreCutOff(String action) {
    aws.state().image(ami(1)).sharedWith(OTHER);
    aws.endpoint().halfPage(action, 1);

    assertRefused("ec2:" + action + " could not be called");
  }

  @ParameterizedTest
  @ValueSource(strings = {"DescribeImageUsageReports", "DescribeImageUsageReportEntries"})
  void nothingGoesWhereReportsHaveNoEnd(String action) {
    aws.state().image(ami(1)).sharedWith(OTHER);
    aws.state().reportedUsage(ami(1)).by(aws.state().account(), "ec2:Instance", 1);
    aws.endpoint().sameTokenForEver(action);

    assertRefused("ec2:" + action + " answered with the same page token twice");
  }

  private void assertRefused(String message) {
    CommandLineRun run = aws.removeAll("--usage-reports");

    assertThat(run.status()).as(run.err()).isEqualTo(4);
    assertThat(run.err()).startsWith("amiclean: ").contains(message).hasLineCount(1);
    assertThat(aws.state().imageIds()).containsExactly(ami(1), ami(2));
    assertThat(aws.state().usageReportIds()).isEmpty();
  }

  private void assertReportsAreDeleted(int made) {
    assertThat(aws.endpoint().count("CreateImageUsageReport")).isEqualTo(made);
    assertThat(aws.state().usageReportIds()).isEmpty();
  }

  private List<Reason> reasons(String... options) throws IOException {
    Path file = folder.resolve("plan.json");
    CommandLineRun run = aws.planAll(file, options);
    assertThat(run.status()).as(run.err()).isZero();
    return PlanJson.read(Files.readString(file)).explain(ImageId.of(ami(1))).reasons();
  }
}
