/**
 * Stage 8, report: for people and for machines.
 *
 * <p>In: a plan, and the result of its execution. Out: JSON that can be read back, and text. Next:
 * nothing.
 */
@NullMarked
package io.amiclean.core.report;

import org.jspecify.annotations.NullMarked;
