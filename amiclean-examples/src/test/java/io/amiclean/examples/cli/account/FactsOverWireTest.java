package io.amiclean.examples.cli.account;

import static io.amiclean.examples.cli.OverWire.NOW;
import static io.amiclean.examples.cli.OverWire.ami;
import static io.amiclean.examples.cli.OverWire.snap;
import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.model.ImageFact;
import io.amiclean.aws.MinimumIamPolicy;
import io.amiclean.aws.source.ReadingOptions;
import io.amiclean.examples.cli.CommandLineRun;
import io.amiclean.examples.cli.OverWire;
import io.amiclean.examples.exit.ExitStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Watermarks, allowed images and ancestry, of which policy files make protections. */
@Tag("slow")
class FactsOverWireTest {

  private static final String APPROVED = "123456789012:approved";

  @TempDir private Path folder;

  @RegisterExtension private final OverWire aws = OverWire.empty();

  /** The first image is what each of the filters protects; the third was made from it. */
  @BeforeEach
  void makeAccount() {
    aws.image(1).watermark(APPROVED).allowed(true);
    aws.image(2).watermark("123456789012:draft").allowed(false);
    aws.image(3).allowed(false).madeFrom(ami(90));
    aws.state().goneImage(ami(90), ami(1));
    aws.state().allowedImages("audit-mode");
  }

  private String policy(String filter) throws IOException {
    return Files.writeString(
            folder.resolve("policy.json"),
            """
            { "schemaVersion": 1,
              "groupBy": [{ "everything": "all" }],
              "exclude": [%s],
              "retain": [{ "nothing": {} }] }
            """
                .formatted(filter))
        .toString();
  }

  private Path planFile() {
    return folder.resolve("plan.json");
  }

  private CommandLineRun plan(String filter, String... options) throws IOException {
    String[] args = {
      "plan",
      "--out",
      planFile().toString(),
      "--overwrite",
      "--now",
      NOW,
      "--policy",
      policy(filter)
    };
    String[] all = new String[args.length + options.length];
    System.arraycopy(args, 0, all, 0, args.length);
    System.arraycopy(options, 0, all, args.length, options.length);
    return aws.run("", all);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ 'watermarked': ['123456789012:approved'] } | watermarked | image-watermarks",
        "{ 'allowedByAccount': {} } | allowed-by-account | allowed-images",
        "{ 'baseOfOtherImages': {} } | source-of-image | image-ancestry"
      })
  void protectAnImageThatOnlyTheyKnowOf(String filter, String code, String source)
      throws IOException {
    CommandLineRun run = plan(filter.replace('\'', '"'));

    assertThat(run.status()).as(run.err()).isEqualTo(ExitStatus.DONE);
    CommandLineRun why = CommandLineRun.of("explain", planFile().toString(), ami(1));
    assertThat(why.out()).contains(": EXCLUDED", code);
    assertThat(Files.readString(planFile()))
        .containsSubsequence("\"reading\"", "\"facts\"", "\"" + source + "\"", "\"evidence\"");

    CommandLineRun removal = aws.run("", "apply", planFile().toString(), "-f");
    assertThat(removal.status()).as(removal.err()).isEqualTo(ExitStatus.DONE);
    assertThat(aws.state().imageIds()).containsExactly(ami(1));
  }

  @Test
  void protectNothingWhereNoFilterNeedsThem() throws IOException {
    CommandLineRun run = plan("");

    assertThat(run.status()).as(run.err()).isEqualTo(ExitStatus.DONE);
    assertThat(run.out()).contains("3 images to remove");
    assertThat(aws.endpoint().count("GetImageAncestry")).isZero();
    assertThat(aws.endpoint().count("GetAllowedImagesSettings")).isZero();
  }

  @Test
  void areReadAgainBeforeAPlanIsExecuted() throws IOException {
    plan("{ \"watermarked\": [\"" + APPROVED + "\"] }");
    aws.state().image(ami(2)).watermark(APPROVED);

    CommandLineRun run = aws.run("", "apply", planFile().toString(), "-f");

    assertThat(run.status()).as(run.err()).isEqualTo(ExitStatus.DONE);
    assertThat(run.out()).contains("watermarked");
    assertThat(aws.state().imageIds()).containsExactlyInAnyOrder(ami(1), ami(2));
  }

  @ParameterizedTest
  @CsvSource({"GetImageAncestry,baseOfOtherImages", "GetAllowedImagesSettings,allowedByAccount"})
  void refuseThePlanningWhereTheyAreDenied(String action, String filter) throws IOException {
    aws.state().deny("ec2:" + action);

    CommandLineRun run = plan("{ \"" + filter + "\": {} }");

    assertThat(run.status()).isEqualTo(ExitStatus.REFUSED);
    assertThat(run.err()).contains("ec2:" + action + " is denied");
  }

  @Test
  void refuseThePlanningWhereTheSettingsAreDisabled() throws IOException {
    aws.state().allowedImages("disabled");

    CommandLineRun run = plan("{ \"allowedByAccount\": {} }");

    assertThat(run.status()).isEqualTo(ExitStatus.REFUSED);
    assertThat(run.err()).contains("disabled, so that they allow every image");
  }

  @Test
  void ofARecordingAreRefusedUnlessTheyWereRecorded() throws IOException {
    String inventory = folder.resolve("inventory.json").toString();
    assertThat(aws.run("", "record", "--now", NOW, "--out", inventory).status()).isZero();
    String policy = policy("{ \"watermarked\": {} }");
    String[] offline = {
      "plan", "--inventory", inventory, "--policy", policy, "--now", NOW, "--out", "-"
    };

    CommandLineRun refused = CommandLineRun.of(offline);
    assertThat(refused.status()).isEqualTo(ExitStatus.REFUSED);
    assertThat(refused.err()).contains("needs 'image-watermarks', which was not read");

    CommandLineRun recorded =
        aws.run(
            "",
            "record",
            "--now",
            NOW,
            "--out",
            inventory,
            "--overwrite",
            "--facts",
            "image-watermarks");
    assertThat(recorded.status()).as(recorded.err()).isZero();
    CommandLineRun planned = CommandLineRun.of(offline);
    assertThat(planned.status()).as(planned.err()).isEqualTo(ExitStatus.DONE);
    CommandLineRun live = plan("{ \"watermarked\": {} }");
    assertThat(live.status()).isZero();
    assertThat(planned.out()).isEqualTo(Files.readString(planFile()));
  }

  @Test
  void needThePermissionsThatThePolicyOfTheOptionsNames() throws IOException {
    String policy =
        policy("{ \"anyOf\": [{ \"allowedByAccount\": {} }, { \"baseOfOtherImages\": {} }] }");

    assertThat(CommandLineRun.of("iam-policy", "--policy", policy).out())
        .contains("\"ec2:GetAllowedImagesSettings\"", "\"ec2:GetImageAncestry\"");
    assertThat(CommandLineRun.of("iam-policy", "--facts", "image-ancestry").out())
        .contains("\"ec2:GetImageAncestry\"")
        .doesNotContain("GetAllowedImagesSettings");
    assertThat(CommandLineRun.of("iam-policy").out()).doesNotContain("GetImageAncestry");
  }

  @Test
  void needNoOtherPermissionsThanThose() throws IOException {
    aws.state()
        .allowOnly(
            MinimumIamPolicy.of(ReadingOptions.defaults())
                .withFacts(List.of(ImageFact.values()))
                .actions());

    CommandLineRun run =
        plan(
            "{ \"allowedByAccount\": {} }, { \"baseOfOtherImages\": {} }, { \"watermarked\": {} }");

    assertThat(run.status()).as(run.err()).isEqualTo(ExitStatus.DONE);
  }

  @Test
  void areNamedInTheErrorOnAnUnknownOne() {
    CommandLineRun run = CommandLineRun.of("iam-policy", "--facts", "image-scans");

    assertThat(run.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(run.err())
        .contains("'image-scans' is no kind of fact", "image-watermarks, allowed-images");
  }

  @Test
  void showInThePolicyThatIsShown() throws IOException {
    String policy = policy("{ \"watermarked\": [\"" + APPROVED + "\"] }");

    CommandLineRun run = CommandLineRun.of("policy", "show", "--policy", policy);

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out().replaceAll("\\s", ""))
        .contains("{\"watermarked\":[\"" + APPROVED + "\"]}");
  }

  @Test
  void keepTheSnapshotOfWhatTheyProtect() throws IOException {
    plan("{ \"watermarked\": [\"" + APPROVED + "\"] }");

    aws.run("", "apply", planFile().toString(), "-f");

    assertThat(aws.state().snapshotIds()).contains(snap(1)).doesNotContain(snap(2));
  }
}
