/**
 * Stage 5, snapshots: what protects them, and how long what is removed can be brought back.
 *
 * <p>In: images, snapshots, what uses them, and the rules of the Recycle Bin. Out: reasons, and
 * days. Next: {@link io.amiclean.core.plan}. Pure.
 */
@NullMarked
package io.amiclean.core.snapshot.internal;

import org.jspecify.annotations.NullMarked;
