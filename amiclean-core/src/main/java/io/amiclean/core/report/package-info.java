/**
 * Stage 8, report: for people and for machines.
 *
 * <p>In: plans, the results of their execution, and prices. Out: text, CSV, Markdown and a page,
 * with what storage costs at most. Next: nothing.
 */
@NullMarked
package io.amiclean.core.report;

import org.jspecify.annotations.NullMarked;
