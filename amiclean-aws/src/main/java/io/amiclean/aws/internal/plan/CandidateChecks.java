package io.amiclean.aws.internal.plan;

import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageState;
import io.amiclean.api.model.Reason;
import io.amiclean.api.plan.CandidateCheck;
import io.amiclean.api.plan.CandidateFindings;
import io.amiclean.aws.internal.EvidenceSources;
import io.amiclean.aws.internal.Gathering;
import io.amiclean.aws.internal.SideBySide;
import io.amiclean.aws.internal.SourceContext;
import io.amiclean.aws.internal.call.CheckedClient;
import io.amiclean.aws.source.ReadingOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.Ec2Client;

/**
 * All that EC2 is asked about candidates: {@link ImageReferencesCheck what refers to them}, then,
 * of those that nothing refers to, {@link LaunchPermissionsCheck with whom they are shared}.
 * Thread-safe.
 */
public final class CandidateChecks implements CandidateCheck {

  /** How errors name both checks together. */
  private static final String BOTH = "candidate-checks";

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
  public CandidateChecks(
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
   * Asks the checks side by side. Of an image that both keep, the reasons of the first count. Where
   * usage reports are made, the second is asked after the first, and about what it does not keep.
   *
   * @param candidates the images that would be removed
   * @return what the checks found together, with the evidence of those that were asked
   * @throws io.amiclean.api.model.EvidenceException if EC2 does not answer for all of them
   */
  @Override
  public CandidateFindings check(List<Image> candidates) {
    return ec2.reading(() -> ask(candidates));
  }

  private CandidateFindings ask(List<Image> candidates) {
    Gathering gathering = new Gathering(context, options.skipsUnavailable());
    List<CandidateFindings> all =
        options.usageReports()
            ? oneAfterAnother(candidates, gathering)
            : SideBySide.read(
                BOTH,
                checks.keySet().stream()
                    .<Supplier<CandidateFindings>>map(
                        source -> () -> ask(source, candidates, gathering))
                    .toList());
    gathering.requireComplete();
    CandidateFindings.Builder findings = CandidateFindings.builder().scope(context.scope());
    Map<ImageId, List<Reason>> reasons = new LinkedHashMap<>();
    for (CandidateFindings found : all) {
      found.reasons().forEach(reasons::putIfAbsent);
      findings.addAllEvidence(found.evidence());
    }
    return findings.reasons(reasons).build();
  }

  /** Reports take minutes, so that they are made of what is left only. */
  private List<CandidateFindings> oneAfterAnother(List<Image> candidates, Gathering gathering) {
    List<CandidateFindings> all = new ArrayList<>();
    for (String source : checks.keySet()) {
      List<Image> remaining =
          candidates.stream()
              .filter(
                  image -> all.stream().noneMatch(found -> found.reasons().containsKey(image.id())))
              .toList();
      if (!remaining.isEmpty()) {
        all.add(ask(source, remaining, gathering));
      }
    }
    return all;
  }

  private CandidateFindings ask(String source, List<Image> candidates, Gathering gathering) {
    CandidateCheck check = Objects.requireNonNull(checks.get(source));
    return gathering
        .read(source, () -> check.check(candidates))
        .orElseGet(() -> leftOut(source, gathering));
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
        .collect(Collectors.joining(", ", BOTH + "(", ")"));
  }
}
