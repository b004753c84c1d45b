package io.amiclean.examples.organization.temporal;

import io.amiclean.core.json.PolicyJson;
import io.amiclean.examples.organization.ApprovalLimits;
import io.amiclean.examples.organization.ObjectStore;
import io.amiclean.examples.organization.ScopeWork;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** How an organization is cleaned up. */
final class RunOptions {

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      required = true,
      description = "The policy that every scope is planned by, in JSON.")
  Path policy = Path.of("");

  @Option(
      names = "--approve-up-to",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Plans that change at most N images and orphan snapshots need no person. Default:"
              + " ${DEFAULT-VALUE}.")
  int changes;

  @Option(
      names = "--approve-percent",
      paramLabel = "P",
      defaultValue = "100",
      description =
          "... and at most P percent of the images of the scope. Default: ${DEFAULT-VALUE}.")
  int percent;

  /** Puts the policy into the store, and returns the settings of a run by it. */
  OrganizationSettings settings(ObjectStore store) throws IOException {
    ApprovalLimits approval = new ApprovalLimits(changes, percent);
    return OrganizationSettings.daily(
        ScopeWork.putPolicy(store, PolicyJson.read(policy)), approval);
  }
}
