/**
 * Stage 4, retention: the built-in strategies.
 *
 * <p>In: a group, with what stage 2 left of it as candidates. Out: the candidates that stay. Next:
 * {@link io.amiclean.core.snapshot}. Pure.
 */
@NullMarked
package io.amiclean.core.retention;

import org.jspecify.annotations.NullMarked;
