/**
 * Stage 7, execution: the plan, done; one outcome per action.
 *
 * <p>In: a {@link io.amiclean.api.plan.CleanupPlan}. Out: an {@link
 * io.amiclean.api.execution.ExecutionResult}. Next: {@link io.amiclean.core.report}.
 */
@NullMarked
package io.amiclean.core.execution;

import org.jspecify.annotations.NullMarked;
