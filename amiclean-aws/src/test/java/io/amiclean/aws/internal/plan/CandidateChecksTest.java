package io.amiclean.aws.internal.plan;

import static io.amiclean.aws.AccountOverWire.ami;
import static io.amiclean.aws.internal.plan.Candidates.candidates;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.Reason;
import io.amiclean.api.plan.CandidateCheck;
import io.amiclean.api.plan.CandidateFindings;
import io.amiclean.aws.AccountOverWire;
import io.amiclean.aws.source.ReadingOptions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CandidateChecksTest {

  private static final String OTHER = "999999999999";

  @AutoClose private final AccountOverWire account = new AccountOverWire();

  private CandidateCheck candidateChecks(ReadingOptions options) {
    return new CandidateChecks(account.ec2(), account.context, options, Set::of);
  }

  @Nested
  class Contract extends CandidateCheckOverWire {

    Contract() {
      super(account, "DescribeImageAttribute", () -> candidateChecks(ReadingOptions.defaults()));
      account.state.image(ami(1).value()).sharedWith(OTHER);
      account.state.image(ami(2).value());
    }
  }

  @Test
  void keepsWhatAnyCheckKeeps() {
    account.state.image(ami(1).value());
    account.state.image(ami(2).value()).sharedWith(OTHER);
    account.state.image(ami(3).value());
    account.state.instance("i-1").image(ami(1).value());

    CandidateFindings findings =
        candidateChecks(ReadingOptions.defaults()).check(candidates(1, 2, 3));

    assertThat(findings.reasons()).containsOnlyKeys(ami(1), ami(2));
    assertThat(findings.reasons().values())
        .flatExtracting(reasons -> reasons)
        .extracting(Reason::code)
        .containsExactlyInAnyOrder("in-use", "shared-usage-unknown");
    assertThat(findings.evidence())
        .extracting(Evidence::source, Evidence::items)
        .containsExactly(tuple("image-references", 3L), tuple("launch-permissions", 3L));
  }

  @Test
  void asksForPermissionsWhileReferencesAreLookedFor() {
    account.state.image(ami(1).value());
    CountDownLatch both = new CountDownLatch(2);
    account.endpoint.meet("DescribeImageReferences", both).meet("DescribeImageAttribute", both);

    assertThat(candidateChecks(ReadingOptions.defaults()).check(candidates(1)).reasons()).isEmpty();
  }

  @Test
  void tellsTheUseOfWhatIsSharedToo() {
    account.state.image(ami(1).value()).sharedWith(OTHER);
    account.state.instance("i-1").image(ami(1).value());

    assertThat(
            candidateChecks(ReadingOptions.defaults()).check(candidates(1)).reasons().get(ami(1)))
        .extracting(Reason::code)
        .containsExactly("in-use");
  }

  @Test
  void asksForNoReportsOfWhatStaysAnyway() {
    account.state.image(ami(1).value()).sharedWith(OTHER);
    account.state.instance("i-1").image(ami(1).value());

    candidateChecks(ReadingOptions.builder().usageReports().build()).check(candidates(1));

    assertThat(account.endpoint.count("DescribeImageAttribute")).isZero();
  }

  @Test
  void asksNothingWhenAllIsSkipped() {
    ReadingOptions none =
        ReadingOptions.builder().skip("image-references", "launch-permissions").build();

    assertThat(candidateChecks(none).check(candidates(1)).evidence())
        .containsExactly(
            Evidence.skipped("image-references", AccountOverWire.NOW),
            Evidence.skipped("launch-permissions", AccountOverWire.NOW));
  }

  @Test
  void describesHowItLooks() {
    assertThat(
            List.of(
                candidateChecks(ReadingOptions.defaults()).description(),
                candidateChecks(ReadingOptions.builder().usageReports().build()).description()))
        .containsExactly(
            "candidate-checks(image-references, launch-permissions)",
            "candidate-checks(image-references, launch-permissions(usage-reports))");
  }
}
