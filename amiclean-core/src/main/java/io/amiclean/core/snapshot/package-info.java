/**
 * Stage 5, snapshot: which snapshots go with an image, and which were left behind by images that
 * are gone.
 *
 * <p>In: an image that may go, or the snapshots of the account, and what stage 1 read. Out: the
 * snapshots that go with it, or the decisions on orphans. Next: {@link io.amiclean.api.plan}. Pure.
 */
@NullMarked
package io.amiclean.core.snapshot;

import org.jspecify.annotations.NullMarked;
