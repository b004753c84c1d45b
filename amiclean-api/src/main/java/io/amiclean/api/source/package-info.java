/**
 * Stage 1, source: what exists, and what uses it.
 *
 * <p>In: an account, or a file. Out: {@link io.amiclean.api.model.ImageInventory}, {@link
 * io.amiclean.api.model.SnapshotInventory} and {@link io.amiclean.api.model.ImageUsage}. Next:
 * {@link io.amiclean.api.exclusion}.
 *
 * <p>These are the only interfaces before the plan that may do I/O. A source that cannot answer
 * everything throws: no evidence is not evidence of no use.
 */
@NullMarked
package io.amiclean.api.source;

import org.jspecify.annotations.NullMarked;
