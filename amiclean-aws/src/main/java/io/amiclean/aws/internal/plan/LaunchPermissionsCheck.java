package io.amiclean.aws.internal.plan;

import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.model.Sharing;
import io.amiclean.api.plan.CandidateCheck;
import io.amiclean.api.plan.CandidateFindings;
import io.amiclean.aws.internal.EvidenceSources;
import io.amiclean.aws.internal.Ids;
import io.amiclean.aws.internal.ReadOperation;
import io.amiclean.aws.internal.SideBySide;
import io.amiclean.aws.internal.SourceContext;
import io.amiclean.aws.internal.call.CheckedClient;
import io.amiclean.aws.source.ReadingOptions;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeImageAttributeRequest;
import software.amazon.awssdk.services.ec2.model.ImageAttributeName;
import software.amazon.awssdk.services.ec2.model.LaunchPermission;

/**
 * Asks EC2 with whom the candidates are shared: what other accounts launch from an image is not
 * seen from the account that owns it, so that an image which others may launch stays, with the
 * reason {@link ReasonCodes#SHARED_USAGE_UNKNOWN}. Its evidence is who they are: {@code all},
 * account ids, and ARNs of organizations and organizational units. Thread-safe.
 *
 * <p>Permissions for the own account, and for accounts whose usage was read, share nothing that is
 * not known. Where {@linkplain ReadingOptions#usageReports() usage reports are asked for}, EC2 says
 * who uses a shared image: what others use stays, with the reason {@link ReasonCodes#IN_USE}, and
 * what nobody uses may go.
 *
 * <p>Such reports may lag: instances of the past 24 hours and launch templates of the past few days
 * may be missing, and no other use is reported (EC2 User Guide, "View your AMI usage"). An image
 * that another account began to use since then may go, so they are for images that have not been
 * offered to others lately. Making reports takes minutes; each is deleted afterwards, and counts
 * for an hour.
 *
 * <p>If {@link EvidenceSources#LAUNCH_PERMISSIONS} is skipped, nothing is asked and nothing found:
 * <b>images that other accounts launch from may go.</b>
 *
 * @param ec2 the client; the caller owns it
 * @param context scope, clock and progress
 * @param options whether permissions are read, and whether usage reports are made
 * @param accountsRead the other accounts whose usage of images was read; asked at each check
 * @param reports what others do with shared images
 */
record LaunchPermissionsCheck(
    CheckedClient<Ec2Client> ec2,
    SourceContext context,
    ReadingOptions options,
    Supplier<Set<AccountId>> accountsRead,
    UsageReports reports)
    implements CandidateCheck {

  private static final Logger LOG = LoggerFactory.getLogger(LaunchPermissionsCheck.class);

  private static final String SOURCE = EvidenceSources.LAUNCH_PERMISSIONS;

  private static final ReadOperation PERMISSIONS =
      new ReadOperation(SOURCE, "ec2:DescribeImageAttribute");

  private static final String EVERYBODY = "all";

  LaunchPermissionsCheck(
      CheckedClient<Ec2Client> ec2,
      SourceContext context,
      ReadingOptions options,
      Supplier<Set<AccountId>> accountsRead) {
    this(ec2, context, options, accountsRead, new UsageReports(ec2, context));
  }

  /**
   * Asks EC2 for the launch permissions of the candidates, one call for each that is not known to
   * be public.
   *
   * @param candidates the images that would be removed
   * @return those that others may launch and whose use elsewhere is not known, or that others use;
   *     the evidence counts the candidates whose permissions are known, and the usage reports
   * @throws EvidenceException if EC2 does not answer for all of them, or a usage report does not
   *     come
   */
  @Override
  public CandidateFindings check(List<Image> candidates) {
    CandidateFindings.Builder findings = CandidateFindings.builder().scope(context.scope());
    Instant readAt = context.now();
    if (options.skips(SOURCE)) {
      return findings.addEvidence(Evidence.skipped(SOURCE, readAt)).build();
    }
    Set<AccountId> known = new LinkedHashSet<>(accountsRead.get());
    known.add(context.scope().accountId());
    SortedMap<ImageId, SortedSet<String>> shared = new TreeMap<>();
    List<Optional<SortedSet<String>>> answers =
        new SideBySide(context, SOURCE).ask(candidates, candidate -> others(candidate, known));
    for (int i = 0; i < answers.size(); i++) {
      SortedSet<String> others = answers.get(i).orElse(Collections.emptySortedSet());
      if (!others.isEmpty()) {
        shared.put(candidates.get(i).id(), others);
      }
    }
    long answered = answers.stream().filter(Optional::isPresent).count();
    findings.addEvidence(Evidence.complete(SOURCE, answered, readAt));
    if (options.usageReports()) {
      addReported(shared, findings);
    } else {
      shared.forEach((image, others) -> findings.putReasons(image, List.of(unknown(others))));
    }
    return findings.build();
  }

  /**
   * Returns who else may launch an image, those left out whose use is known; empty if it is gone.
   */
  private Optional<SortedSet<String>> others(Image image, Set<AccountId> known) {
    if (image.sharing() == Sharing.PUBLIC) {
      return Optional.of(new TreeSet<>(Set.of(EVERYBODY)));
    }
    List<LaunchPermission> permissions;
    try {
      permissions =
          PERMISSIONS
              .call(
                  ec2,
                  Ec2Client::describeImageAttribute,
                  DescribeImageAttributeRequest.builder()
                      .imageId(image.id().value())
                      .attribute(ImageAttributeName.LAUNCH_PERMISSION)
                      .build())
              .launchPermissions();
    } catch (EvidenceException e) {
      new MissingImages(ec2).remaining(List.of(image.id()), e);
      return Optional.empty();
    }
    SortedSet<String> others = new TreeSet<>();
    permissions.forEach(permission -> add(permission, image.id(), known, others));
    return Optional.of(others);
  }

  private static void add(
      LaunchPermission permission, ImageId image, Set<AccountId> known, Set<String> others) {
    Optional<AccountId> account =
        Ids.optionalAccount(PERMISSIONS, permission.userId(), "who may launch " + image);
    if (account.isPresent()) {
      account.filter(id -> !known.contains(id)).ifPresent(id -> others.add(id.value()));
    } else if (!Ids.isMissing(permission.groupAsString())) {
      others.add(permission.groupAsString());
    } else if (!Ids.isMissing(permission.organizationArn())) {
      others.add(permission.organizationArn());
    } else if (!Ids.isMissing(permission.organizationalUnitArn())) {
      others.add(permission.organizationalUnitArn());
    } else {
      throw PERMISSIONS.misunderstood("an odd permission to launch " + image);
    }
  }

  private void addReported(
      SortedMap<ImageId, SortedSet<String>> shared, CandidateFindings.Builder findings) {
    UsageReports.Answer answer = reports.read(shared.keySet());
    findings.addEvidence(
        Evidence.complete(
            EvidenceSources.IMAGE_USAGE_REPORTS, answer.uses().size(), answer.readAt()));
    answer
        .uses()
        .forEach(
            (image, uses) -> {
              LOG.debug("{} is shared, and used by others as {}", image, uses);
              if (!uses.isEmpty()) {
                findings.putReasons(image, List.of(inUse(uses)));
              }
            });
  }

  private static Reason unknown(SortedSet<String> others) {
    return Reason.of(
        ReasonCodes.SHARED_USAGE_UNKNOWN,
        "Others may launch the image, and their use of it is not known",
        List.copyOf(others));
  }

  private static Reason inUse(List<UsageReports.Use> uses) {
    SortedMap<String, Long> counts = new TreeMap<>();
    uses.forEach(use -> counts.merge(use.resourceType(), use.count(), Long::sum));
    return Reason.of(
        ReasonCodes.IN_USE,
        "Other accounts use the image, as a usage report of EC2 says (" + counted(counts) + ")",
        uses.stream().map(use -> use.account().value()).distinct().sorted().toList());
  }

  private static String counted(SortedMap<String, Long> counts) {
    return String.join(
        ", ",
        counts.entrySet().stream().map(count -> count.getKey() + ": " + count.getValue()).toList());
  }

  @Override
  public String description() {
    return options.usageReports() ? SOURCE + "(usage-reports)" : SOURCE;
  }
}
