package io.amiclean.examples.organization;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/**
 * The two documents of a report, written scope by scope into files of this machine: no report stays
 * in memory. The text lists what needs a person first, so each status has a file of its own, the
 * last of {@link ScopeStatus} first. Not thread-safe.
 */
final class ReportFiles implements Closeable {

  private final Path folder = Files.createTempDirectory("amiclean-report-");
  private final JsonGenerator json;
  private final Map<ScopeStatus, OutputStream> lines = new TreeMap<>(Comparator.reverseOrder());
  private final Map<ScopeStatus, Integer> counts = new TreeMap<>();

  ReportFiles() throws IOException {
    json = StoredJson.generator(open(json()));
    json.writeStartObject();
    json.writeArrayFieldStart("scopes");
  }

  private static OutputStream open(Path file) throws IOException {
    return new BufferedOutputStream(Files.newOutputStream(file));
  }

  private Path json() {
    return folder.resolve("report.json");
  }

  private Path text() {
    return folder.resolve("report.txt");
  }

  private Path linesOf(ScopeStatus status) {
    return folder.resolve(status.name());
  }

  /** Adds what became of a scope. */
  void add(ScopeReport report) throws IOException {
    counts.merge(report.status(), 1, Integer::sum);
    json.writePOJO(report);
    if (report.status() != ScopeStatus.NOTHING_TO_DO) {
      OutputStream out = lines.get(report.status());
      if (out == null) {
        out = open(linesOf(report.status()));
        lines.put(report.status(), out);
      }
      out.write(("\n" + text(report)).getBytes(StandardCharsets.UTF_8));
    }
  }

  /**
   * Puts both documents into a store.
   *
   * @param prefix what stands before their names
   * @return how many scopes ended how
   */
  Map<ScopeStatus, Integer> put(ObjectStore store, String prefix) throws IOException {
    json.writeEndArray();
    json.writePOJOField("counts", counts);
    json.writeEndObject();
    json.close();
    try (OutputStream out = open(text())) {
      out.write(head().getBytes(StandardCharsets.UTF_8));
      for (Map.Entry<ScopeStatus, OutputStream> of : lines.entrySet()) {
        of.getValue().close();
        Files.copy(linesOf(of.getKey()), out);
      }
      out.write('\n');
    }
    store.put(prefix + "report.json", json());
    store.put(prefix + "report.txt", text());
    return counts;
  }

  private String head() {
    int scopes = counts.values().stream().mapToInt(Integer::intValue).sum();
    StringBuilder head = new StringBuilder("Scopes: ").append(scopes).append('\n');
    if (scopes == 0) {
      head.append("There is no active account: nothing was planned\n");
    }
    counts.forEach((status, count) -> head.append(count).append(' ').append(status).append('\n'));
    return head.toString();
  }

  private static String text(ScopeReport report) {
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

  @Override
  public void close() throws IOException {
    json.close();
    for (OutputStream out : lines.values()) {
      out.close();
    }
    MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
  }
}
