package io.amiclean.examples.organization;

import io.amiclean.api.model.EvidenceException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The scopes and the report of a run, which accounts for every scope: pages of scopes, of the same
 * number a page of reports, and from all of them the whole. Thread-safe.
 */
public final class OrganizationReport {

  private final ObjectStore store;
  private final String folder;

  /**
   * Opens the report of a run.
   *
   * @param store where it stands
   * @param run the id of the run
   */
  public OrganizationReport(ObjectStore store, String run) {
    this.store = store;
    this.folder = "runs/" + run + "/";
  }

  /** What hands on reports, one after the other. */
  @FunctionalInterface
  public interface Reports {

    /**
     * Hands each report on.
     *
     * @param sink receives them
     * @throws IOException if they cannot be read, or the sink throws it
     */
    void each(Sink sink) throws IOException;
  }

  /** What receives reports. */
  @FunctionalInterface
  public interface Sink {

    /**
     * Receives a report.
     *
     * @param report what became of a scope
     * @throws IOException if it cannot be kept
     */
    void add(ScopeReport report) throws IOException;
  }

  /**
   * Lists the scopes of a run.
   *
   * @param source what has the scopes
   * @param pageSize how many scopes a page holds
   * @return how many pages there are
   * @throws EvidenceException if the accounts cannot be read
   * @throws IOException if the store fails
   */
  public int list(ScopeSource source, int pageSize) throws IOException {
    List<ScopeReport> unreadable = new ArrayList<>();
    List<OrganizationScope> scopes =
        source.list(
            (name, failure) ->
                unreadable.add(
                    ScopeReport.withoutPlan(
                        name,
                        FailureKind.of(failure).status(),
                        String.valueOf(failure.getMessage()))));
    StoredJson.put(store, folder + "unreadable.json", unreadable);
    int pages = 0;
    for (int from = 0; from < scopes.size(); from += pageSize) {
      StoredJson.put(
          store,
          page("scopes", pages),
          scopes.subList(from, Math.min(from + pageSize, scopes.size())));
      pages++;
    }
    return pages;
  }

  /**
   * Returns the scopes of a page.
   *
   * @param number the number of the page, from 0
   * @return the scopes
   * @throws IOException if the store fails
   */
  public List<OrganizationScope> scopes(int number) throws IOException {
    return List.of(
        StoredJson.get(store, page("scopes", number), OrganizationScope[].class)
            .orElseThrow(() -> new IOException("The page " + page("scopes", number) + " is gone")));
  }

  /**
   * Keeps what became of the scopes of a page.
   *
   * @param number the number of the page
   * @param reports a report for each of its scopes
   * @throws IOException if the store fails
   */
  public void put(int number, List<ScopeReport> reports) throws IOException {
    StoredJson.put(store, page("reports", number), reports);
  }

  /**
   * Writes the whole from the reports that were {@linkplain #put put}, as {@link #write(int,
   * Reports)} does.
   *
   * @param pages how many pages there are
   * @return how many scopes ended how
   * @throws IOException if the store fails
   */
  public Map<ScopeStatus, Integer> write(int pages) throws IOException {
    return write(
        pages,
        sink -> {
          for (int number = 0; number < pages; number++) {
            for (ScopeReport report : reports(page("reports", number))) {
              sink.add(report);
            }
          }
        });
  }

  /**
   * Writes the whole, as {@code report.json} and {@code report.txt}. A scope that has no report has
   * failed, and the whole says so. Of all scopes only the names are in memory, and the scopes of a
   * page.
   *
   * @param pages how many pages of scopes there are
   * @param reports the reports; of several on one scope the first counts
   * @return how many scopes ended how
   * @throws IOException if the store fails
   */
  public Map<ScopeStatus, Integer> write(int pages, Reports reports) throws IOException {
    try (ReportFiles files = new ReportFiles()) {
      for (ScopeReport report : reports(folder + "unreadable.json")) {
        files.add(report);
      }
      Set<String> reported = new HashSet<>();
      reports.each(
          report -> {
            if (reported.add(report.scope())) {
              files.add(report);
            }
          });
      for (int number = 0; number < pages; number++) {
        for (OrganizationScope scope : scopes(number)) {
          if (!reported.contains(scope.name())) {
            files.add(
                ScopeReport.withoutPlan(
                    scope.name(), ScopeStatus.FAILED, "Its batch ended before it reported"));
          }
        }
      }
      return files.put(store, folder);
    }
  }

  /**
   * Returns the key of a page of scopes.
   *
   * @param number the number of the page, from 0
   * @return the key
   */
  public String scopesKey(int number) {
    return page("scopes", number);
  }

  /**
   * Returns the key of the whole as text.
   *
   * @return the key
   */
  public String key() {
    return folder + "report.txt";
  }

  private List<ScopeReport> reports(String key) throws IOException {
    return StoredJson.get(store, key, ScopeReport[].class).map(Arrays::asList).orElse(List.of());
  }

  private String page(String kind, int number) {
    return folder + kind + "/" + String.format("%06d", number) + ".json";
  }
}
