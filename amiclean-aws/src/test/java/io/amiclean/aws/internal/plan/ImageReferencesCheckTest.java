package io.amiclean.aws.internal.plan;

import static io.amiclean.aws.AccountOverWire.ami;
import static io.amiclean.aws.internal.plan.Candidates.candidates;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.EvidenceDeniedException;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.Reason;
import io.amiclean.api.plan.CandidateCheck;
import io.amiclean.api.plan.CandidateFindings;
import io.amiclean.aws.AccountOverWire;
import io.amiclean.aws.internal.call.CallWatch;
import io.amiclean.aws.internal.call.CheckedClient;
import io.amiclean.aws.source.LaunchTemplateVersions;
import io.amiclean.aws.source.ReadingOptions;
import io.amiclean.aws.wire.WireRequest;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeImageReferencesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeImageReferencesResponse;
import software.amazon.awssdk.services.ec2.model.ImageReference;

class ImageReferencesCheckTest {

  private static final String OPERATION = "DescribeImageReferences";
  private static final String TEMPLATE = "lt-00000000000000001";
  private static final String TEMPLATE_ARN =
      "arn:aws:ec2:eu-west-1:123456789012:launch-template/" + TEMPLATE;
  private static final String PARAMETER_ARN = "arn:aws:ssm:eu-west-1:123456789012:parameter/golden";

  @AutoClose private final AccountOverWire account = new AccountOverWire();

  private CandidateCheck check(ReadingOptions options) {
    return new ImageReferencesCheck(account.ec2(), account.context, options);
  }

  private CandidateFindings findings(int... numbers) {
    return check(ReadingOptions.defaults()).check(candidates(numbers));
  }

  private void images(int last) {
    IntStream.rangeClosed(1, last).forEach(n -> account.state.image(ami(n).value()));
  }

  private List<List<String>> askedFor() {
    return account.endpoint.requests(OPERATION).stream()
        .map(request -> request.list("ImageId"))
        .toList();
  }

  @Nested
  class Contract extends CandidateCheckOverWire {

    Contract() {
      super(
          account, OPERATION, () -> ImageReferencesCheckTest.this.check(ReadingOptions.defaults()));
      images(2);
      account.state.instance("i-1").image(ami(1).value());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ssm:Parameter", "imagebuilder:ImageRecipe", "imagebuilder:ContainerRecipe"})
  void keepsWhatEc2AloneSeesTheUseOf(String type) {
    images(2);
    account.state.reference(ami(1).value(), type, "arn:aws:it:::one");

    CandidateFindings findings = findings(1, 2);

    assertThat(findings.reasons()).containsOnlyKeys(ami(1));
    assertThat(findings.reasons().get(ami(1)))
        .containsExactly(
            Reason.of(
                "in-use",
                "EC2 reports a use of the image that amiclean's own sources did not see ("
                    + type
                    + ")",
                "arn:aws:it:::one"));
  }

  @Test
  void namesEveryArnOnce() {
    images(1);
    account.state.launchTemplate(TEMPLATE).version(ami(1).value()).version(ami(1).value());
    account.state.reference(ami(1).value(), "ssm:Parameter", PARAMETER_ARN);
    account.endpoint.pageSize(OPERATION, 1);

    assertThat(findings(1).reasons().get(ami(1)))
        .flatExtracting(Reason::evidence)
        .containsExactly(TEMPLATE_ARN, PARAMETER_ARN);
  }

  @Test
  void notesForEachImageWhatTheOwnSourcesMissed() {
    images(3);
    account.state.reference(ami(1).value(), "ssm:Parameter", PARAMETER_ARN);
    account.state.reference(ami(3).value(), "ssm:Parameter", PARAMETER_ARN);
    account.state.reference(ami(3).value(), "ssm:Parameter", PARAMETER_ARN + "2");

    assertThat(findings(1, 2, 3).evidence())
        .containsExactly(
            Evidence.builder()
                .source("image-references")
                .items(3)
                .complete(true)
                .readAt(AccountOverWire.NOW)
                .addNotes(
                    "EC2 reports a use of "
                        + ami(1)
                        + " that amiclean's own sources did not see: "
                        + PARAMETER_ARN
                        + ".",
                    "EC2 reports a use of "
                        + ami(3)
                        + " that amiclean's own sources did not see: "
                        + PARAMETER_ARN
                        + " and 1 more.")
                .build());
  }

  @Test
  void doesNotTakeTerminatedInstancesForUsers() {
    images(2);
    account.state.instance("i-1").image(ami(1).value()).state("terminated");
    account.state.instance("i-2").image(ami(2).value()).state("shutting-down");

    assertThat(findings(1, 2).reasons()).containsOnlyKeys(ami(2));
  }

  @ParameterizedTest
  @CsvSource({"all, 12", "3, 3", "default-latest, 1", "in-use, 0"})
  void looksAtTheVersionsThatCount(String versions, int counting) {
    images(12);
    IntStream.rangeClosed(1, 12)
        .forEach(n -> account.state.launchTemplate(TEMPLATE).version(ami(n).value()));
    ReadingOptions options =
        ReadingOptions.builder()
            .launchTemplateVersions(LaunchTemplateVersions.parse(versions))
            .build();

    assertThat(check(options).check(candidates(IntStream.rangeClosed(1, 12).toArray())).reasons())
        .containsOnlyKeys(
            IntStream.rangeClosed(13 - counting, 12)
                .mapToObj(AccountOverWire::ami)
                .toArray(ImageId[]::new));
  }

  @ParameterizedTest
  @CsvSource({"all, 10000", "10000, 10000", "10001, 10000", "3, 3", "default-latest, 1"})
  void asksForNoMoreVersionsThanEc2LooksAt(String versions, String depth) {
    images(1);
    ReadingOptions options =
        ReadingOptions.builder()
            .launchTemplateVersions(LaunchTemplateVersions.parse(versions))
            .build();

    check(options).check(candidates(1));

    assertThat(account.endpoint.requests(OPERATION))
        .singleElement()
        .extracting(
            request -> request.parameter("ResourceType.2.ResourceTypeOption.1.OptionValue.1"))
        .isEqualTo(Optional.of(depth));
  }

  @Test
  void asksAboutTenImagesInACall() {
    images(21);

    CandidateFindings findings = findings(IntStream.rangeClosed(1, 21).toArray());

    assertThat(findings.reasons()).isEmpty();
    assertThat(findings.evidence()).extracting(Evidence::items).containsExactly(21L);
    assertThat(askedFor()).extracting(List::size).containsExactlyInAnyOrder(10, 10, 1);
  }

  @Test
  void readsEveryPage() {
    images(1);
    IntStream.rangeClosed(1, 5)
        .forEach(n -> account.state.instance("i-" + n).image(ami(1).value()));
    account.endpoint.pageSize(OPERATION, 2).emptyPages(OPERATION);

    assertThat(findings(1).reasons().get(ami(1))).flatExtracting(Reason::evidence).hasSize(5);
  }

  @Test
  void asksAgainWithoutTheImagesThatAreGone() {
    images(3);
    account.state.instance("i-3").image(ami(3).value());
    account.clients.ec2().deregisterImage(request -> request.imageId(ami(1).value()));

    CandidateFindings findings = findings(1, 2, 3, 4);

    assertThat(findings.reasons()).containsOnlyKeys(ami(3));
    assertThat(findings.evidence()).extracting(Evidence::items).containsExactly(2L);
    assertThat(askedFor())
        .containsExactly(
            List.of(ami(1).value(), ami(2).value(), ami(3).value(), ami(4).value()),
            List.of(ami(2).value(), ami(3).value()));
  }

  @Test
  void findsNothingWhereAllImagesAreGone() {
    assertThat(findings(1, 2).reasons()).isEmpty();
    assertThat(account.endpoint.count(OPERATION)).isEqualTo(1);
  }

  @Test
  void refusesIfAnImageIsSaidToBeGoneThatIsNot() {
    images(2);
    account.endpoint.failAlways(OPERATION, 400, "InvalidAMIID.Unavailable", "Not available.");

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(() -> findings(1, 2))
        .withMessageContaining("ec2:" + OPERATION)
        .withMessageContaining("InvalidAMIID.Unavailable");
  }

  @Test
  void asksNothingWhenItIsSkipped() {
    CandidateCheck check = check(ReadingOptions.builder().skip("image-references").build());

    CandidateFindings findings = check.check(candidates(1));

    assertThat(findings.reasons()).isEmpty();
    assertThat(findings.evidence())
        .containsExactly(Evidence.skipped("image-references", AccountOverWire.NOW));
    assertThat(account.endpoint.requests())
        .extracting(WireRequest::action)
        .containsOnly("GetCallerIdentity");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ec2:DescribeImageReferences", "imagebuilder:ListImageRecipes"})
  void refusesWhenItIsDenied(String permission) {
    images(1);
    account.state.deny(permission);

    assertThatExceptionOfType(EvidenceDeniedException.class)
        .isThrownBy(() -> findings(1))
        .withMessageContaining(permission)
        .withMessageContaining("skip the source 'image-references'")
        .satisfies(e -> assertThat(e.permission()).isEqualTo("ec2:" + OPERATION));
  }

  @ParameterizedTest
  @ValueSource(strings = {"failing", "cut", "repeating its token"})
  void refusesWhenItIs(String fault) {
    images(1);
    IntStream.rangeClosed(1, 3)
        .forEach(n -> account.state.instance("i-" + n).image(ami(1).value()));
    account.endpoint.pageSize(OPERATION, 1);
    Candidates.fault(account.endpoint, OPERATION, fault);

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(() -> findings(1))
        .withMessageContaining("ec2:" + OPERATION)
        .satisfies(e -> assertThat(e.source()).isEqualTo("image-references"));
  }

  @ParameterizedTest
  @CsvSource({
    "ami-00000000000000002, arn:aws:it, not asked for",
    "my-image, arn:aws:it, my-image",
    ", arn:aws:it, no id",
    "ami-00000000000000001, , no ARN"
  })
  void refusesAReferenceThatItDoesNotUnderstand(
      @Nullable String imageId, @Nullable String arn, String complaint) {
    Ec2Client odd =
        ec2Answering(ImageReference.builder().imageId(imageId).arn(arn).resourceType("it").build());

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(
            () ->
                new ImageReferencesCheck(
                        CheckedClient.withoutAnswerChecks(odd, CallWatch.defaults()),
                        account.context,
                        ReadingOptions.defaults())
                    .check(candidates(1)))
        .withMessageContaining("ec2:" + OPERATION)
        .withMessageContaining(complaint);
  }

  @Test
  void keepsWhatAnUnknownKindOfResourceUses() {
    Ec2Client newer =
        ec2Answering(
            ImageReference.builder()
                .imageId(ami(1).value())
                .arn("arn:aws:it")
                .resourceType("new:Thing")
                .build());

    assertThat(
            new ImageReferencesCheck(
                    CheckedClient.withoutAnswerChecks(newer, CallWatch.defaults()),
                    account.context,
                    ReadingOptions.defaults())
                .check(candidates(1))
                .reasons()
                .get(ami(1)))
        .extracting(Reason::message)
        .singleElement()
        .asString()
        .contains("new:Thing");
  }

  private static Ec2Client ec2Answering(ImageReference reference) {
    return new Ec2Client() {
      @Override
      public DescribeImageReferencesResponse describeImageReferences(
          DescribeImageReferencesRequest request) {
        return DescribeImageReferencesResponse.builder().imageReferences(reference).build();
      }

      @Override
      public String serviceName() {
        return Ec2Client.SERVICE_NAME;
      }

      @Override
      public void close() {}
    };
  }
}
