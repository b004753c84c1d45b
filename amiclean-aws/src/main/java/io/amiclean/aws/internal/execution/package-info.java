/**
 * Stage 7, execution: removes images and snapshots in EC2.
 *
 * <p>In: ids of a plan. Out: one {@link io.amiclean.api.execution.ActionOutcome} per action. Next:
 * {@link io.amiclean.api.report}. Nothing else in this module changes an account, but for what
 * {@link io.amiclean.aws.internal.lifecycle} can undo, and the image usage reports that {@link
 * io.amiclean.aws.internal.plan} makes and deletes on demand.
 */
@NullMarked
package io.amiclean.aws.internal.execution;

import org.jspecify.annotations.NullMarked;
