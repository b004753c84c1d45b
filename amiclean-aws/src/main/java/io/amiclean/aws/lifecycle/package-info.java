/**
 * Beside stage 7: the Recycle Bin of a region, and what is in it.
 *
 * <p>In: ids of images. Out: one {@link io.amiclean.api.execution.ActionOutcome} per image and
 * snapshot that is brought back. Next: {@link io.amiclean.api.report}.
 */
@NullMarked
package io.amiclean.aws.lifecycle;

import org.jspecify.annotations.NullMarked;
