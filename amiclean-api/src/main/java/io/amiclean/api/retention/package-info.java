/**
 * Stage 4, retention: what each group keeps, and why.
 *
 * <p>In: a group, with what stage 2 left of it as candidates. Out: the candidates that stay. Next:
 * {@link io.amiclean.api.snapshot}. Pure.
 */
@NullMarked
package io.amiclean.api.retention;

import org.jspecify.annotations.NullMarked;
