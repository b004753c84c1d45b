/**
 * Stage 6, plan: every image, its verdict, its reasons.
 *
 * <p>In: the ports of stage 1 and the strategies of stages 2 to 5. Out: a {@link
 * io.amiclean.api.plan.CleanupPlan}. Next: {@link io.amiclean.core.execution}. {@link
 * io.amiclean.core.plan.CleanupPlanner} alone knows the order of the stages before it.
 */
@NullMarked
package io.amiclean.core.plan;

import org.jspecify.annotations.NullMarked;
