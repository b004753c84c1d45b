/**
 * Stage 2, exclusion: what must not be touched, and why.
 *
 * <p>In: an image or a snapshot, and what stage 1 read. Out: the reasons that protect it. Next:
 * {@link io.amiclean.api.mapping}. Pure.
 */
@NullMarked
package io.amiclean.api.exclusion;

import org.jspecify.annotations.NullMarked;
