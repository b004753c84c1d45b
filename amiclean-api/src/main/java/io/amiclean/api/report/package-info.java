/**
 * Stage 8, report: for people and for machines.
 *
 * <p>In: a plan, and the result of its execution if there was one. Out: whatever a {@link
 * io.amiclean.api.report.ReportSink} makes of it. Next: nothing.
 */
@NullMarked
package io.amiclean.api.report;

import org.jspecify.annotations.NullMarked;
