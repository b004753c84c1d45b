package io.amiclean.api.report;

class ReportRendererContractTest extends ReportRendererContract {

  @Override
  protected ReportRenderer renderer() {
    return new ScopesAndOutcomes();
  }
}
