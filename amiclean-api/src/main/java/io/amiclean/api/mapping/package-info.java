/**
 * Stage 3, mapping: which groups an image belongs to.
 *
 * <p>In: an image, excluded or not, and what stage 1 read. Out: the keys of its groups. Next:
 * {@link io.amiclean.api.retention}. Pure.
 */
@NullMarked
package io.amiclean.api.mapping;

import org.jspecify.annotations.NullMarked;
