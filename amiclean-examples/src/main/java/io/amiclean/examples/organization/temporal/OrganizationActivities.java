package io.amiclean.examples.organization.temporal;

import io.amiclean.examples.organization.ExecutedScope;
import io.amiclean.examples.organization.OrganizationScope;
import io.amiclean.examples.organization.PlannedScope;
import io.amiclean.examples.organization.ScopeReport;
import io.amiclean.examples.organization.ScopeStatus;
import io.temporal.activity.ActivityInterface;
import java.util.List;
import java.util.Map;

/** What workers do outside of workflows. */
@ActivityInterface
public interface OrganizationActivities {

  /**
   * Lists the scopes into the store.
   *
   * @param run the id of the run
   * @param pageSize how many scopes a page has
   * @return how many pages there are
   */
  int list(String run, int pageSize);

  /**
   * Returns the scopes of a page.
   *
   * @param run the id of the run
   * @param page the number of the page
   * @return the scopes
   */
  List<OrganizationScope> scopes(String run, int page);

  /**
   * Plans a scope.
   *
   * @param scope the scope
   * @param policyKey the key of the policy
   * @return what a workflow needs to know of the plan
   */
  PlannedScope plan(OrganizationScope scope, String policyKey);

  /**
   * Executes a plan that was signed off.
   *
   * @param scope the scope
   * @param digest the digest that was signed off
   * @return how it ended
   */
  ExecutedScope execute(OrganizationScope scope, String digest);

  /**
   * Keeps what became of the scopes of a page.
   *
   * @param run the id of the run
   * @param page the number of the page
   * @param reports the reports
   */
  void put(String run, int page, List<ScopeReport> reports);

  /**
   * Writes the report of a run.
   *
   * @param run the id of the run
   * @param pages how many pages there are
   * @return how many scopes ended how
   */
  Map<ScopeStatus, Integer> report(String run, int pages);
}
