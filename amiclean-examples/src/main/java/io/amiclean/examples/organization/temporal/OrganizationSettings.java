package io.amiclean.examples.organization.temporal;

import io.amiclean.examples.organization.ApprovalLimits;
import java.time.Duration;

/**
 * How an organization is cleaned up.
 *
 * @param policyKey the key of the policy in the store
 * @param approval what is approved without a person
 * @param decideWithin how long a plan waits for a person
 * @param retryFor how long a scope is tried again that cannot be read or executed
 * @param heartbeat after which silence a worker counts as lost
 * @param batchSize how many scopes a batch has
 * @param batchesAtOnce how many batches one run of the workflow has before it continues as new
 */
public record OrganizationSettings(
    String policyKey,
    ApprovalLimits approval,
    Duration decideWithin,
    Duration retryFor,
    Duration heartbeat,
    int batchSize,
    int batchesAtOnce) {

  /**
   * Returns settings under which a daily schedule finds the run of the day before ended: all scopes
   * of an organization of 25,000 are planned at once, and a plan waits 20 hours for a person.
   *
   * @param policyKey the key of the policy in the store
   * @param approval what is approved without a person
   * @return the settings
   */
  public static OrganizationSettings daily(String policyKey, ApprovalLimits approval) {
    return new OrganizationSettings(
        policyKey,
        approval,
        Duration.ofHours(20),
        Duration.ofHours(20),
        Duration.ofMinutes(1),
        100,
        250);
  }
}
