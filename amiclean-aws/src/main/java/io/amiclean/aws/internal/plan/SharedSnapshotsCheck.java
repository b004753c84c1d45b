package io.amiclean.aws.internal.plan;

import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.plan.SnapshotCheck;
import io.amiclean.api.plan.SnapshotFindings;
import io.amiclean.aws.internal.EvidenceSources;
import io.amiclean.aws.internal.Ids;
import io.amiclean.aws.internal.ReadOperation;
import io.amiclean.aws.internal.SideBySide;
import io.amiclean.aws.internal.SourceContext;
import io.amiclean.aws.internal.call.AwsFailures;
import io.amiclean.aws.internal.call.CheckedClient;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.CreateVolumePermission;
import software.amazon.awssdk.services.ec2.model.DescribeSnapshotAttributeRequest;
import software.amazon.awssdk.services.ec2.model.SnapshotAttributeName;

/**
 * Asks EC2 with whom the snapshots are shared that would be deleted. One that others may create
 * volumes from stays, with the reason {@link ReasonCodes#SNAPSHOT_SHARED}: deleting it takes it
 * from them (Amazon EBS User Guide, "Share an Amazon EBS snapshot"). Its evidence is who they are:
 * {@code all} or account ids. A permission for the own account shares nothing. Thread-safe.
 *
 * @param ec2 the client; the caller owns it
 * @param context scope, clock and progress
 */
public record SharedSnapshotsCheck(CheckedClient<Ec2Client> ec2, SourceContext context)
    implements SnapshotCheck {

  private static final Logger LOG = LoggerFactory.getLogger(SharedSnapshotsCheck.class);

  private static final String SOURCE = EvidenceSources.SNAPSHOT_PERMISSIONS;

  private static final ReadOperation PERMISSIONS =
      new ReadOperation(SOURCE, "ec2:DescribeSnapshotAttribute");

  private static final String GONE = "InvalidSnapshot.NotFound";

  /**
   * Asks EC2 for the permissions of the snapshots, one call for each.
   *
   * @param snapshots the snapshots that would be deleted
   * @return those that others may create volumes from; the evidence counts the snapshots whose
   *     permissions are known, which those that are gone are not
   * @throws EvidenceException if EC2 does not answer for all of them
   */
  @Override
  public SnapshotFindings check(Set<SnapshotId> snapshots) {
    return ec2.reading(() -> ask(snapshots));
  }

  private SnapshotFindings ask(Set<SnapshotId> snapshots) {
    SnapshotFindings.Builder findings = SnapshotFindings.builder().scope(context.scope());
    Instant readAt = context.now();
    List<SnapshotId> ids = List.copyOf(new TreeSet<>(snapshots));
    List<Optional<SortedSet<String>>> answers =
        new SideBySide(context, SOURCE)
            .ask(ids, snapshot -> permissions(snapshot).map(list -> others(snapshot, list)));
    for (int i = 0; i < ids.size(); i++) {
      SortedSet<String> others = answers.get(i).orElse(Collections.emptySortedSet());
      if (!others.isEmpty()) {
        LOG.debug("{} is shared with {}", ids.get(i), others);
        findings.putReasons(ids.get(i), List.of(shared(others)));
      }
    }
    long known = answers.stream().filter(Optional::isPresent).count();
    return findings.addEvidence(Evidence.complete(SOURCE, known, readAt)).build();
  }

  /** Returns the permissions of a snapshot, or empty if it is gone. */
  private Optional<List<CreateVolumePermission>> permissions(SnapshotId snapshot) {
    try {
      return Optional.of(
          PERMISSIONS
              .call(
                  ec2,
                  Ec2Client::describeSnapshotAttribute,
                  DescribeSnapshotAttributeRequest.builder()
                      .snapshotId(snapshot.value())
                      .attribute(SnapshotAttributeName.CREATE_VOLUME_PERMISSION)
                      .build())
              .createVolumePermissions());
    } catch (EvidenceException e) {
      if (AwsFailures.isAnsweredWith(e, GONE::equals)) {
        LOG.debug("{} is gone meanwhile", snapshot);
        return Optional.empty();
      }
      throw e;
    }
  }

  private SortedSet<String> others(SnapshotId snapshot, List<CreateVolumePermission> permissions) {
    SortedSet<String> others = new TreeSet<>();
    for (CreateVolumePermission permission : permissions) {
      Optional<AccountId> account =
          Ids.optionalAccount(PERMISSIONS, permission.userId(), "who may use " + snapshot);
      if (account.isPresent()) {
        account
            .filter(id -> !id.equals(context.scope().accountId()))
            .ifPresent(id -> others.add(id.value()));
      } else if (!Ids.isMissing(permission.groupAsString())) {
        others.add(permission.groupAsString());
      } else {
        throw PERMISSIONS.misunderstood("an odd permission to use " + snapshot);
      }
    }
    return others;
  }

  private static Reason shared(SortedSet<String> others) {
    return Reason.of(
        ReasonCodes.SNAPSHOT_SHARED,
        "Others may create volumes from the snapshot",
        List.copyOf(others));
  }

  @Override
  public String description() {
    return SOURCE;
  }
}
