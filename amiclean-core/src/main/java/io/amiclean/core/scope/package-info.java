/**
 * Many scopes at once: regions and accounts that are planned and executed side by side, each for
 * itself.
 *
 * <p>Stage: none; it calls stages 6 and 7 once for each scope. In: scopes of whatever kind, and
 * what makes and executes the plan of one. Out: for each scope its {@link
 * io.amiclean.api.plan.CleanupPlan} and {@link io.amiclean.api.execution.ExecutionResult}, or why
 * there is none. Next: {@link io.amiclean.core.report}.
 */
@NullMarked
package io.amiclean.core.scope;

import org.jspecify.annotations.NullMarked;
