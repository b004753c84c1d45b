package io.amiclean.core.report;

import io.amiclean.api.report.ReportRenderer;
import io.amiclean.api.testing.ReportRendererContract;
import io.amiclean.core.report.html.HtmlReport;
import org.junit.jupiter.api.Nested;

class ReportRenderersContractTest {

  @Nested
  class Text extends ReportRendererContract {
    @Override
    protected ReportRenderer renderer() {
      return ReportRenderers.text();
    }
  }

  @Nested
  class Json extends ReportRendererContract {
    @Override
    protected ReportRenderer renderer() {
      return ReportRenderers.json();
    }
  }

  @Nested
  class Csv extends ReportRendererContract {
    @Override
    protected ReportRenderer renderer() {
      return ReportRenderers.csv();
    }
  }

  @Nested
  class CsvOfSnapshots extends ReportRendererContract {
    @Override
    protected ReportRenderer renderer() {
      return ReportRenderers.csvOfSnapshots();
    }
  }

  @Nested
  class Markdown extends ReportRendererContract {
    @Override
    protected ReportRenderer renderer() {
      return ReportRenderers.markdown();
    }
  }

  @Nested
  class Html extends ReportRendererContract {
    @Override
    protected ReportRenderer renderer() {
      return new HtmlReport();
    }
  }
}
