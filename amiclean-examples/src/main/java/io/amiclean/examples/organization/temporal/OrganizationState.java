package io.amiclean.examples.organization.temporal;

import io.amiclean.examples.organization.ScopeStatus;
import java.util.Map;

/**
 * How far a run has come.
 *
 * @param batches how many batches there are; -1 before the scopes are listed
 * @param done how many of them have ended
 * @param counts how many scopes ended how, once the report is written
 * @param report the key of the report in the store; empty before it is written
 */
public record OrganizationState(
    int batches, int done, Map<ScopeStatus, Integer> counts, String report) {

  /**
   * Returns the state before anything is done.
   *
   * @return the state
   */
  public static OrganizationState begin() {
    return new OrganizationState(-1, 0, Map.of(), "");
  }

  OrganizationState listed(int count) {
    return new OrganizationState(count, 0, counts, report);
  }

  OrganizationState ended() {
    return new OrganizationState(batches, done + 1, counts, report);
  }

  OrganizationState reported(Map<ScopeStatus, Integer> all, String key) {
    return new OrganizationState(batches, done, all, key);
  }
}
