package io.amiclean.examples.cli.options;

import picocli.CommandLine.Mixin;

/**
 * Options of a run that change neither its policy nor its permissions: commands that show those
 * accept them, so that the options of a run can stay, and do nothing with them.
 */
@SuppressWarnings("UnusedVariable")
public final class IgnoredOptions {

  @Mixin private final ReportOptions report = new ReportOptions();
  @Mixin private final ExecutionOptions execution = ExecutionOptions.ofNewPlan();
  @Mixin private final ProgressOptions progress = new ProgressOptions();
}
