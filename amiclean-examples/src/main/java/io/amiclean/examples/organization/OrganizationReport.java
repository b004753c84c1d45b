package io.amiclean.examples.organization;

import io.amiclean.api.model.EvidenceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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

  /** The whole as JSON. */
  private record Document(Map<ScopeStatus, Integer> counts, List<ScopeReport> scopes) {}

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
   * Writes the whole, as {@code report.json} and {@code report.txt}. A scope that has no report has
   * failed, and the whole says so.
   *
   * @param pages how many pages there are
   * @return how many scopes ended how
   * @throws IOException if the store fails
   */
  public Map<ScopeStatus, Integer> write(int pages) throws IOException {
    List<ScopeReport> all = new ArrayList<>(reports(folder + "unreadable.json"));
    for (int number = 0; number < pages; number++) {
      Map<String, ScopeReport> reports = new TreeMap<>();
      reports(page("reports", number)).forEach(report -> reports.put(report.scope(), report));
      for (OrganizationScope scope : scopes(number)) {
        ScopeReport report = reports.get(scope.name());
        all.add(
            report == null
                ? ScopeReport.withoutPlan(
                    scope.name(), ScopeStatus.FAILED, "Its batch ended before it reported")
                : report);
      }
    }
    Map<ScopeStatus, Integer> counts = new TreeMap<>();
    all.forEach(report -> counts.merge(report.status(), 1, Integer::sum));
    StoredJson.put(store, folder + "report.json", new Document(counts, all));
    store.put(folder + "report.txt", text(counts, all).getBytes(StandardCharsets.UTF_8));
    return counts;
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

  private static String text(Map<ScopeStatus, Integer> counts, List<ScopeReport> all) {
    StringBuilder text = new StringBuilder("Scopes: ").append(all.size()).append('\n');
    counts.forEach((status, count) -> text.append(count).append(' ').append(status).append('\n'));
    all.stream()
        .filter(report -> report.status() != ScopeStatus.NOTHING_TO_DO)
        .sorted(Comparator.comparing(ScopeReport::status).reversed())
        .forEach(report -> text.append('\n').append(line(report)));
    return text.append('\n').toString();
  }

  private static String line(ScopeReport report) {
    StringBuilder line =
        new StringBuilder(report.status().name()).append(' ').append(report.scope());
    PlannedScope plan = report.plan();
    if (!plan.digest().isEmpty()) {
      line.append(": ")
          .append(plan.changes())
          .append(" changes in ")
          .append(plan.images())
          .append(" images, ")
          .append(plan.digest());
    }
    if (!report.decidedBy().isEmpty()) {
      line.append(", decided by ").append(report.decidedBy());
    }
    report
        .outcomes()
        .forEach((outcome, count) -> line.append(", ").append(count).append(' ').append(outcome));
    return report.message().isEmpty() ? line.toString() : line + "\n  " + report.message();
  }
}
