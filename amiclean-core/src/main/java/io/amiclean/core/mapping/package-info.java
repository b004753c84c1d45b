/**
 * Stage 3, mapping: the built-in mappers.
 *
 * <p>In: an image, excluded or not, and what stage 1 read. Out: the keys of its groups. Next:
 * {@link io.amiclean.core.retention}. Pure.
 */
@NullMarked
package io.amiclean.core.mapping;

import org.jspecify.annotations.NullMarked;
