package io.amiclean.core.report;

import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.report.CleanupReport;
import io.amiclean.api.report.PlanReport;
import io.amiclean.api.report.ReportRenderer;
import io.amiclean.core.cost.PriceList;
import io.amiclean.core.json.PlanJson;
import io.amiclean.core.json.ResultJson;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The formats of reports that come with amiclean; {@code HtmlReport} is one more. Each states what
 * storage costs by a price list, the {@linkplain PriceList#builtIn() built-in one} unless another
 * is given. Thread-safe.
 */
public final class ReportRenderers {

  private ReportRenderers() {}

  /**
   * Returns text tables for a terminal or a log, scope by scope.
   *
   * @return the renderer
   */
  public static ReportRenderer text() {
    return text(PriceList.builtIn());
  }

  /**
   * Returns text tables for a terminal or a log, scope by scope.
   *
   * @param prices what storage costs
   * @return the renderer
   */
  public static ReportRenderer text(PriceList prices) {
    return written(prices, TextSummary::write);
  }

  /**
   * Returns the JSON of {@link PlanJson} or {@link ResultJson}, or a list of them if there are
   * several: each plan, followed by its result, then the results without a plan. It can be read
   * back, and has no prices.
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
    return csv(PriceList.builtIn());
  }

  /**
   * Returns what {@link #csv()} does, with other prices.
   *
   * @param prices what storage costs
   * @return the renderer
   */
  public static ReportRenderer csv(PriceList prices) {
    return written(prices, CsvReport::writeImages);
  }

  /**
   * Returns a row for each snapshot of each image and for each orphan (RFC 4180, in UTF-8), and for
   * each action on a snapshot of a result without a plan. A snapshot that images share has a row
   * for each of them.
   *
   * @return the renderer
   */
  public static ReportRenderer csvOfSnapshots() {
    return csvOfSnapshots(PriceList.builtIn());
  }

  /**
   * Returns what {@link #csvOfSnapshots()} does, with other prices.
   *
   * @param prices what storage costs
   * @return the renderer
   */
  public static ReportRenderer csvOfSnapshots(PriceList prices) {
    return written(prices, CsvReport::writeSnapshots);
  }

  /**
   * Returns Markdown for a pull request or an issue: figures, cost, what goes and why, and what
   * stays in a part that is folded.
   *
   * @return the renderer
   */
  public static ReportRenderer markdown() {
    return markdown(PriceList.builtIn());
  }

  /**
   * Returns what {@link #markdown()} does, with other prices.
   *
   * @param prices what storage costs
   * @return the renderer
   */
  public static ReportRenderer markdown(PriceList prices) {
    return written(prices, MarkdownReport::write);
  }

  private static void writeJson(CleanupReport report, OutputStream output) throws IOException {
    List<Document> documents = new ArrayList<>();
    for (PlanReport planned : report.plans()) {
      documents.add(out -> PlanJson.write(planned.plan(), out));
      planned.result().ifPresent(result -> documents.add(json(result)));
    }
    report.results().forEach(result -> documents.add(json(result)));
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

  private static ReportRenderer written(PriceList prices, Text text) {
    Objects.requireNonNull(prices, "prices");
    return (report, output) -> {
      Writer writer = new OutputStreamWriter(output, StandardCharsets.UTF_8);
      text.write(report, prices, writer);
      writer.flush();
    };
  }

  @FunctionalInterface
  private interface Document {
    void write(OutputStream output) throws IOException;
  }

  @FunctionalInterface
  private interface Text {
    void write(CleanupReport report, PriceList prices, Writer out) throws IOException;
  }
}
