/**
 * Stage 5, snapshot: which snapshots go with an image.
 *
 * <p>In: an image that may go, and what stage 1 read. Out: the snapshots that were made for it.
 * Next: {@link io.amiclean.api.plan}. Pure.
 */
@NullMarked
package io.amiclean.api.snapshot;

import org.jspecify.annotations.NullMarked;
