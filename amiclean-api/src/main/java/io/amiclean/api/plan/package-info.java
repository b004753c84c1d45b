/**
 * Stage 6, plan: every image, its verdict, its reasons.
 *
 * <p>In: what stages 1 to 5 said. Out: a {@link io.amiclean.api.plan.CleanupPlan}. Next: {@link
 * io.amiclean.api.execution}. Pure, but for the candidate checks, {@link
 * io.amiclean.api.plan.CandidateCheck} and {@link io.amiclean.api.plan.SnapshotCheck}, which may do
 * I/O.
 */
@NullMarked
package io.amiclean.api.plan;

import org.jspecify.annotations.NullMarked;
