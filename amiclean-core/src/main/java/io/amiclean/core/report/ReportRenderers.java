package io.amiclean.core.report;

import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.report.CleanupReport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The formats of reports that come with amiclean. Thread-safe. */
public final class ReportRenderers {

  private ReportRenderers() {}

  /**
   * Returns text tables for a terminal or a log, scope by scope.
   *
   * @return the renderer
   */
  public static ReportRenderer text() {
    return written(TextSummary::write);
  }

  /**
   * Returns the JSON of {@link PlanJson} or {@link ResultJson}, or a list of them if there are
   * several: each plan, followed by its result, then the results without a plan. It can be read
   * back, and knows no prices.
   *
   * @return the renderer
   */
  public static ReportRenderer json() {
    return ReportRenderers::writeJson;
  }

  /**
   * Returns a row for each image (RFC 4180, in UTF-8), and for each action on an image of a result
   * without a plan. No cell is understood as a formula by a spreadsheet.
   *
   * @return the renderer
   */
  public static ReportRenderer csv() {
    return written(CsvReport::writeImages);
  }

  /**
   * Returns a row for each snapshot of each image and for each orphan (RFC 4180, in UTF-8), and for
   * each action on a snapshot of a result without a plan. A snapshot that images share has a row
   * for each of them.
   *
   * @return the renderer
   */
  public static ReportRenderer csvOfSnapshots() {
    return written(CsvReport::writeSnapshots);
  }

  /**
   * Returns Markdown for a pull request or an issue: figures, cost, what goes and why, and what
   * stays in a part that is folded.
   *
   * @return the renderer
   */
  public static ReportRenderer markdown() {
    return written(MarkdownReport::write);
  }

  /**
   * Renders a report into a string.
   *
   * @param renderer the format
   * @param content what there is to tell
   * @return the report
   */
  public static String toString(ReportRenderer renderer, ReportContent content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      renderer.render(content, bytes);
    } catch (IOException e) {
      throw new IllegalStateException("Writing to memory failed", e);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static void writeJson(ReportContent content, OutputStream output) throws IOException {
    List<Document> documents = new ArrayList<>();
    for (CleanupReport report : content.plans()) {
      documents.add(out -> PlanJson.write(report.plan(), out));
      report.result().ifPresent(result -> documents.add(json(result)));
    }
    content.results().forEach(result -> documents.add(json(result)));
    if (documents.size() == 1) {
      documents.get(0).write(output);
      return;
    }
    String before = "[";
    for (Document document : documents) {
      output.write(before.getBytes(StandardCharsets.UTF_8));
      document.write(output);
      before = ",";
    }
    output.write((documents.isEmpty() ? "[]\n" : "]\n").getBytes(StandardCharsets.UTF_8));
    output.flush();
  }

  private static Document json(ExecutionResult result) {
    return out -> ResultJson.write(result, out);
  }

  private static ReportRenderer written(Text text) {
    return (content, output) -> {
      Writer writer = new OutputStreamWriter(output, StandardCharsets.UTF_8);
      text.write(content, writer);
      writer.flush();
    };
  }

  @FunctionalInterface
  private interface Document {
    void write(OutputStream output) throws IOException;
  }

  @FunctionalInterface
  private interface Text {
    void write(ReportContent content, Writer out) throws IOException;
  }
}
