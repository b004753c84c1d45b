package io.amiclean.aws.internal.plan;

import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageState;
import io.amiclean.api.plan.CandidateCheck;
import io.amiclean.api.plan.CandidateFindings;
import io.amiclean.aws.internal.CheckedClient;
import io.amiclean.aws.internal.EvidenceSources;
import io.amiclean.aws.internal.Gathering;
import io.amiclean.aws.internal.SourceContext;
import io.amiclean.aws.source.ReadingOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  /** An id that no image has. */
  private static final ImageId NOBODY = ImageId.of("ami-00000000000000000");

  private final CheckedClient<Ec2Client> ec2;
  private final SourceContext context;
  private final ReadingOptions options;

  /** By the names of their sources. */
  private final Map<String, CandidateCheck> checks;

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
    this.context = context;
    this.options = options;
    this.checks = new LinkedHashMap<>();
    checks.put(EvidenceSources.IMAGE_REFERENCES, new ImageReferencesCheck(ec2, context, options));
    checks.put(
        EvidenceSources.LAUNCH_PERMISSIONS,
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
    Gathering gathering = new Gathering(context, options.skipsUnavailable());
    CandidateFindings findings = CandidateFindings.builder().scope(context.scope()).build();
    for (Map.Entry<String, CandidateCheck> check : checks.entrySet()) {
      Set<?> kept = findings.reasons().keySet();
      List<Image> remaining =
          candidates.stream().filter(image -> !kept.contains(image.id())).toList();
      if (!remaining.isEmpty()) {
        CandidateFindings more =
            gathering
                .read(check.getKey(), () -> check.getValue().check(remaining))
                .orElseGet(() -> leftOut(check.getKey(), gathering));
        findings =
            CandidateFindings.builder()
                .from(findings)
                .putAllReasons(more.reasons())
                .addAllEvidence(more.evidence())
                .build();
      }
    }
    gathering.requireComplete();
    return findings;
  }

  private CandidateFindings leftOut(String source, Gathering gathering) {
    return CandidateFindings.builder()
        .scope(context.scope())
        .addEvidence(gathering.leftOut(source))
        .build();
  }

  /** Asks about an image that there is not, which EC2 says where it knows the question. */
  @Override
  public void probe() {
    CandidateFindings unused =
        check(List.of(Image.builder().id(NOBODY).state(ImageState.AVAILABLE).build()));
  }

  @Override
  public String description() {
    return checks.values().stream()
        .map(CandidateCheck::description)
        .collect(Collectors.joining(", ", "last-look(", ")"));
  }
}
