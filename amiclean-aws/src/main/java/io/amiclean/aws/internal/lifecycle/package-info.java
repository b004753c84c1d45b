/**
 * Beside stage 7: moves images through stages in EC2 and back, and brings them back from the
 * Recycle Bin.
 *
 * <p>In: images of a plan. Out: one {@link io.amiclean.api.execution.ActionOutcome} per change.
 * Next: {@link io.amiclean.api.report}. Everything here can be undone, once what EC2 does not give
 * back is recorded.
 */
@NullMarked
package io.amiclean.aws.internal.lifecycle;

import org.jspecify.annotations.NullMarked;
