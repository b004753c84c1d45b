/**
 * Stage 2, exclusion: the built-in filters.
 *
 * <p>In: an image or a snapshot, and what stage 1 read. Out: the reasons that protect it. Next:
 * {@link io.amiclean.core.mapping}. Pure.
 */
@NullMarked
package io.amiclean.core.exclusion;

import org.jspecify.annotations.NullMarked;
