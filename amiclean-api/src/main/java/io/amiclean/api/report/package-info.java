/**
 * Stage 8, report: for people and for machines.
 *
 * <p>In: plans, and the results of those that were executed, as a {@link
 * io.amiclean.api.report.CleanupReport}. Out: what a {@link io.amiclean.api.report.ReportRenderer}
 * writes, and where a {@link io.amiclean.api.report.ReportSink} publishes it. Next: nothing.
 */
@NullMarked
package io.amiclean.api.report;

import org.jspecify.annotations.NullMarked;
