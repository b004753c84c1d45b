package io.amiclean.examples.cli.account;

/** Names of sources that options of the command line are about, as evidence writes them. */
public final class SourceNames {

  static final String LAUNCH_TEMPLATES = "launch-templates";

  /** What evidence adds to it, in parentheses, is which versions counted. */
  static final String LAUNCH_TEMPLATE_VERSIONS = "launch-template-versions";

  static final String SSM_PARAMETERS = "ssm-parameters";
  public static final String IMAGE_REFERENCES = "image-references";
  public static final String LAUNCH_PERMISSIONS = "launch-permissions";
  public static final String IMAGE_USAGE_REPORTS = "image-usage-reports";

  private SourceNames() {}
}
