package io.amiclean.aws.internal.plan;

import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.Image;
import io.amiclean.api.plan.CandidateCheck;
import io.amiclean.api.plan.CandidateFindings;
import io.amiclean.aws.internal.CheckedClient;
import io.amiclean.aws.internal.SourceContext;
import io.amiclean.aws.source.ReadingOptions;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.Ec2Client;

/**
 * All that EC2 is asked about candidates: {@link ImageReferencesCheck what refers to them}, then,
 * of those that nothing refers to, {@link LaunchPermissionsCheck with whom they are shared}.
 * Thread-safe.
 */
public final class LastLook implements CandidateCheck {

  private final CheckedClient<Ec2Client> ec2;
  private final List<CandidateCheck> checks;

  /**
   * Creates a check.
   *
   * @param ec2 the client; the caller owns it
   * @param context scope, clock and progress
   * @param options what is left out, and how the rest is read
   * @param accountsRead the other accounts whose usage of images was read; asked at each check
   */
  public LastLook(
      CheckedClient<Ec2Client> ec2,
      SourceContext context,
      ReadingOptions options,
      Supplier<Set<AccountId>> accountsRead) {
    this.ec2 = ec2;
    this.checks =
        List.of(
            new ImageReferencesCheck(ec2, context, options),
            new LaunchPermissionsCheck(ec2, context, options, accountsRead));
  }

  /**
   * Asks one check after the other, each about the candidates that none before keeps.
   *
   * @param candidates the images that would be removed
   * @return what the checks found together, with the evidence of those that were asked
   * @throws io.amiclean.api.model.EvidenceException if EC2 does not tell of all of them
   */
  @Override
  public CandidateFindings check(List<Image> candidates) {
    return ec2.reading(() -> ask(candidates));
  }

  private CandidateFindings ask(List<Image> candidates) {
    CandidateFindings findings = checks.get(0).check(candidates);
    for (CandidateCheck check : checks.subList(1, checks.size())) {
      Set<?> kept = findings.reasons().keySet();
      List<Image> remaining =
          candidates.stream().filter(image -> !kept.contains(image.id())).toList();
      if (!remaining.isEmpty()) {
        CandidateFindings more = check.check(remaining);
        findings =
            CandidateFindings.builder()
                .from(findings)
                .putAllReasons(more.reasons())
                .addAllEvidence(more.evidence())
                .build();
      }
    }
    return findings;
  }

  @Override
  public String description() {
    return checks.stream()
        .map(CandidateCheck::description)
        .collect(Collectors.joining(", ", "last-look(", ")"));
  }
}
