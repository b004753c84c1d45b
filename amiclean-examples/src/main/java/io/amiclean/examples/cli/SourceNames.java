package io.amiclean.examples.cli;

/** Names of sources that options of the command line are about, as evidence writes them. */
final class SourceNames {

  static final String LAUNCH_TEMPLATES = "launch-templates";

  /** What evidence adds to it, in parentheses, is which versions counted. */
  static final String LAUNCH_TEMPLATE_VERSIONS = "launch-template-versions";

  static final String SSM_PARAMETERS = "ssm-parameters";
  static final String IMAGE_REFERENCES = "image-references";
  static final String LAUNCH_PERMISSIONS = "launch-permissions";
  static final String IMAGE_USAGE_REPORTS = "image-usage-reports";

  private SourceNames() {}
}
