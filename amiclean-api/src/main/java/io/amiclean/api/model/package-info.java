/**
 * The values that every stage speaks of, the named exceptions, and progress.
 *
 * <p>Stage: none; each stage imports this package. In: nothing. Out: immutable values. Next: {@link
 * io.amiclean.api.source}.
 *
 * <p>All values are immutable and thread-safe. No method takes or returns {@code null} unless it is
 * marked {@code @Nullable}; what may be missing is an {@code Optional}.
 */
@NullMarked
package io.amiclean.api.model;

import org.jspecify.annotations.NullMarked;
