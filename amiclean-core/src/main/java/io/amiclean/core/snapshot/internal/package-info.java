/**
 * Stage 5, snapshots: how long what is removed can be brought back.
 *
 * <p>In: images, snapshots and the rules of the Recycle Bin. Out: days. Next: {@link
 * io.amiclean.core.plan}. Pure.
 */
@NullMarked
package io.amiclean.core.snapshot.internal;

import org.jspecify.annotations.NullMarked;
