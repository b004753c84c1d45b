package io.amiclean.examples.cli.files;

import io.amiclean.core.backtest.BacktestReport;
import io.amiclean.core.json.BacktestJson;
import io.amiclean.core.report.BacktestText;
import io.amiclean.core.report.html.HtmlBacktest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What a backtest is written as. */
public enum BacktestFormat {
  /** Tables and sentences for a terminal. */
  TEXT,
  /** For machines. */
  JSON,
  /** One page for a browser. */
  HTML;

  /** Writes a backtest, in UTF-8. */
  public void write(BacktestReport report, OutputStream out) throws IOException {
    switch (this) {
      case TEXT -> {
        out.write(BacktestText.of(report).getBytes(StandardCharsets.UTF_8));
        out.flush();
      }
      case JSON -> BacktestJson.write(report, out);
      case HTML -> HtmlBacktest.write(report, out);
    }
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
