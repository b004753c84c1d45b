/**
 * Stage 8, report: for people and for machines.
 *
 * <p>In: a {@link io.amiclean.api.plan.CleanupPlan}, and an {@link
 * io.amiclean.api.execution.ExecutionResult} if it was executed. Out: text for terminals, and JSON
 * both ways. Next: nothing.
 */
@NullMarked
package io.amiclean.core.report;

import org.jspecify.annotations.NullMarked;
