package io.amiclean.aws.internal.plan;

import static io.amiclean.aws.AccountOverWire.ami;
import static io.amiclean.aws.internal.plan.Candidates.candidates;
import static io.amiclean.aws.internal.plan.Candidates.image;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.EvidenceDeniedException;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.Sharing;
import io.amiclean.api.plan.CandidateCheck;
import io.amiclean.api.plan.CandidateFindings;
import io.amiclean.aws.AccountOverWire;
import io.amiclean.aws.internal.call.CallWatch;
import io.amiclean.aws.internal.call.CheckedClient;
import io.amiclean.aws.source.ReadingOptions;
import io.amiclean.aws.wire.WireRequest;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeImageAttributeRequest;
import software.amazon.awssdk.services.ec2.model.DescribeImageAttributeResponse;
import software.amazon.awssdk.services.ec2.model.LaunchPermission;

class LaunchPermissionsCheckTest {

  private static final String OPERATION = "DescribeImageAttribute";
  private static final String OTHER = "999999999999";
  private static final String THIRD = "888888888888";
  private static final String ORGANIZATION =
      "arn:aws:organizations::123456789012:organization/o-abcdefghij";
  private static final String UNIT =
      "arn:aws:organizations::123456789012:ou/o-abcdefghij/ou-abcd-efghijkl";

  private static final ReadingOptions WITH_REPORTS =
      ReadingOptions.builder().usageReports().build();

  @AutoClose private final AccountOverWire account = new AccountOverWire();
  private final Set<AccountId> accountsRead = new HashSet<>();

  private CandidateCheck check(ReadingOptions options) {
    CheckedClient<Ec2Client> ec2 = account.ec2();
    return new LaunchPermissionsCheck(
        ec2,
        account.context,
        options,
        () -> accountsRead,
        new UsageReports(ec2, account.context, BackoffStrategy.retryImmediately()));
  }

  private Map<?, List<Reason>> reasons(int... numbers) {
    return check(ReadingOptions.defaults()).check(candidates(numbers)).reasons();
  }

  private static List<Reason> unknown(String... others) {
    return List.of(
        Reason.of(
            "shared-usage-unknown",
            "Others may launch the image, and their use of it is not known",
            others));
  }

  private void shared(int number, String... others) {
    account.state.image(ami(number).value());
    for (String other : others) {
      account.state.image(ami(number).value()).sharedWith(other);
    }
  }

  @Nested
  class Contract extends CandidateCheckOverWire {

    Contract() {
      super(
          account,
          OPERATION,
          () -> LaunchPermissionsCheckTest.this.check(ReadingOptions.defaults()));
      shared(1, OTHER);
      shared(2);
    }
  }

  @Nested
  class ContractWithUsageReports extends CandidateCheckOverWire {

    ContractWithUsageReports() {
      super(
          account,
          "CreateImageUsageReport",
          () -> LaunchPermissionsCheckTest.this.check(WITH_REPORTS));
      shared(1, OTHER);
      shared(2, OTHER);
      account.state.reportedUsage(ami(1).value()).pendingFor(2).by(OTHER, "ec2:Instance", 1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {OTHER, ORGANIZATION, UNIT})
  void keepsWhatIsShared(String other) {
    shared(1, other);
    shared(2);

    assertThat(reasons(1, 2)).isEqualTo(Map.of(ami(1), unknown(other)));
  }

  @Test
  void keepsWhatIsPublic() {
    account.state.image(ami(1).value()).shared();

    assertThat(reasons(1)).isEqualTo(Map.of(ami(1), unknown("all")));
  }

  @Test
  void namesAllOthersInOrder() {
    shared(1, OTHER, UNIT, THIRD, ORGANIZATION);
    account.state.image(ami(1).value()).shared();

    assertThat(reasons(1))
        .isEqualTo(Map.of(ami(1), unknown(THIRD, OTHER, "all", ORGANIZATION, UNIT)));
  }

  @Test
  void doesNotAskAboutImagesThatAreKnownToBePublic() {
    Image known = Image.builder().from(image(1)).sharing(Sharing.PUBLIC).build();

    CandidateFindings findings = check(ReadingOptions.defaults()).check(List.of(known));

    assertThat(findings.reasons()).isEqualTo(Map.of(ami(1), unknown("all")));
    assertThat(findings.evidence())
        .containsExactly(Evidence.complete("launch-permissions", 1, AccountOverWire.NOW));
    assertThat(account.endpoint.count(OPERATION)).isZero();
  }

  @Test
  void asksOnceAboutEachOther() {
    IntStream.rangeClosed(1, 12).forEach(n -> shared(n));

    CandidateFindings findings =
        check(ReadingOptions.defaults()).check(candidates(IntStream.rangeClosed(1, 12).toArray()));

    assertThat(findings.reasons()).isEmpty();
    assertThat(findings.evidence())
        .containsExactly(Evidence.complete("launch-permissions", 12, AccountOverWire.NOW));
    assertThat(account.endpoint.requests(OPERATION))
        .hasSize(12)
        .allSatisfy(
            request ->
                assertThat(request.parameter("Attribute"))
                    .isEqualTo(Optional.of("launchPermission")));
  }

  @Test
  void takesAPermissionForTheOwnAccountForNoSharing() {
    shared(1, account.state.account());

    assertThat(reasons(1)).isEmpty();
  }

  @Test
  void knowsTheUseByAccountsThatWereRead() {
    shared(1, OTHER);
    shared(2, OTHER, THIRD);
    shared(3, OTHER, ORGANIZATION);
    accountsRead.add(AccountId.of(OTHER));

    assertThat(reasons(1, 2, 3))
        .isEqualTo(Map.of(ami(2), unknown(THIRD), ami(3), unknown(ORGANIZATION)));
  }

  @Test
  void findsNothingOfImagesThatAreGone() {
    shared(1, OTHER);
    shared(2, OTHER);
    account.clients.ec2().deregisterImage(request -> request.imageId(ami(1).value()));

    CandidateFindings findings = check(ReadingOptions.defaults()).check(candidates(1, 2, 3));

    assertThat(findings.reasons()).containsOnlyKeys(ami(2));
    assertThat(findings.evidence()).extracting(Evidence::items).containsExactly(1L);
  }

  @Test
  void refusesIfAnImageIsSaidToBeGoneThatIsNot() {
    shared(1);
    account.endpoint.failAlways(OPERATION, 400, "InvalidAMIID.Unavailable", "Not available.");

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(() -> reasons(1))
        .withMessageContaining("ec2:" + OPERATION);
  }

  @Test
  void asksNothingWhenItIsSkipped() {
    CandidateFindings findings =
        check(ReadingOptions.builder().skip("launch-permissions").build()).check(candidates(1));

    assertThat(findings.reasons()).isEmpty();
    assertThat(findings.evidence())
        .containsExactly(Evidence.skipped("launch-permissions", AccountOverWire.NOW));
    assertThat(account.endpoint.requests())
        .extracting(WireRequest::action)
        .containsOnly("GetCallerIdentity");
  }

  @Test
  void refusesWhenItIsDenied() {
    shared(1);
    account.state.deny("ec2:" + OPERATION);

    assertThatExceptionOfType(EvidenceDeniedException.class)
        .isThrownBy(() -> reasons(1))
        .withMessageContaining("skip the source 'launch-permissions'")
        .satisfies(e -> assertThat(e.permission()).isEqualTo("ec2:" + OPERATION));
  }

  @ParameterizedTest
  @ValueSource(strings = {"failing", "cut"})
  void refusesWhenItIs(String fault) {
    shared(1);
    Candidates.fault(account.endpoint, OPERATION, fault);

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(() -> reasons(1))
        .withMessageContaining("ec2:" + OPERATION)
        .satisfies(e -> assertThat(e.source()).isEqualTo("launch-permissions"));
  }

  @Test
  void refusesAPermissionThatItDoesNotUnderstand() {
    Ec2Client odd =
        new Ec2Client() {
          @Override
          public DescribeImageAttributeResponse describeImageAttribute(
              DescribeImageAttributeRequest request) {
            return DescribeImageAttributeResponse.builder()
                .launchPermissions(LaunchPermission.builder().build())
                .build();
          }

          @Override
          public String serviceName() {
            return Ec2Client.SERVICE_NAME;
          }

          @Override
          public void close() {}
        };
    CandidateCheck check =
        new LaunchPermissionsCheck(
            CheckedClient.withoutAnswerChecks(odd, CallWatch.defaults()),
            account.context,
            ReadingOptions.defaults(),
            Set::of);

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(() -> check.check(candidates(1)))
        .withMessageContaining("an odd permission to launch " + ami(1));
  }

  @Nested
  class WithUsageReports {

    private CandidateFindings findings(int... numbers) {
      return check(WITH_REPORTS).check(candidates(numbers));
    }

    @Test
    void keepsWhatOthersUse() {
      shared(1, OTHER, THIRD);
      account
          .state
          .reportedUsage(ami(1).value())
          .by(OTHER, "ec2:Instance", 3)
          .by(OTHER, "ec2:LaunchTemplate", 1)
          .by(THIRD, "ec2:Instance", 2);

      assertThat(findings(1).reasons())
          .isEqualTo(
              Map.of(
                  ami(1),
                  List.of(
                      Reason.of(
                          "in-use",
                          "Other accounts use the image, as a usage report of EC2 says"
                              + " (ec2:Instance: 5, ec2:LaunchTemplate: 1)",
                          THIRD,
                          OTHER))));
    }

    @Test
    void letsGoWhatNobodyElseUses() {
      shared(1, ORGANIZATION);
      account.state.image(ami(2).value()).shared();
      account.state.reportedUsage(ami(2).value()).by(account.state.account(), "ec2:Instance", 7);

      CandidateFindings findings = findings(1, 2);

      assertThat(findings.reasons()).isEmpty();
      assertThat(findings.evidence())
          .containsExactly(
              Evidence.complete("launch-permissions", 2, AccountOverWire.NOW),
              Evidence.complete("image-usage-reports", 2, AccountOverWire.NOW));
    }

    @Test
    void asksForReportsOfSharedImagesOnly() {
      shared(1);
      shared(2, account.state.account());
      shared(3, OTHER);
      accountsRead.add(AccountId.of(OTHER));

      CandidateFindings findings = findings(1, 2, 3);

      assertThat(findings.evidence())
          .contains(Evidence.complete("image-usage-reports", 0, AccountOverWire.NOW));
      assertThat(account.endpoint.count("CreateImageUsageReport")).isZero();
    }
  }
}
