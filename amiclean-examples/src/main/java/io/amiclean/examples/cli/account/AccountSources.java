package io.amiclean.examples.cli.account;

import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.plan.CandidateCheck;
import io.amiclean.api.policy.ReadingPolicy;
import io.amiclean.api.source.ImageSource;
import io.amiclean.api.source.ImageUsageSource;
import io.amiclean.api.source.SnapshotSource;
import io.amiclean.core.policy.OrganizationalUnits;
import java.util.List;

/** What a plan is made from: an account, or the recording of one. */
public interface AccountSources extends AutoCloseable {

  /** Reads the images. */
  ImageSource images();

  /** Reads the snapshots. */
  SnapshotSource snapshots();

  /** Reads who uses them. */
  ImageUsageSource usage();

  /** Asks what is too dear to ask of every image. */
  List<CandidateCheck> lastLook();

  /** Says how the account is read. */
  ReadingPolicy reading();

  /** Returns which region of which account this is. */
  CleanupScope scope();

  /** Says which organizational units hold the account. */
  OrganizationalUnits units();

  @Override
  void close();
}
