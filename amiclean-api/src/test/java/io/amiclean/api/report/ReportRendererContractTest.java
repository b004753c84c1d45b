package io.amiclean.api.report;

import io.amiclean.api.testing.ReportRendererContract;

class ReportRendererContractTest extends ReportRendererContract {

  @Override
  protected ReportRenderer renderer() {
    return new ScopesAndOutcomes();
  }
}
