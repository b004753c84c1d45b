/**
 * Stage 2, exclusion: asking the filters, as the planner does.
 *
 * <p>In: the images and what uses them. Out: which images are excluded, and why. Next: {@link
 * io.amiclean.core.mapping.internal}. Pure.
 */
@NullMarked
package io.amiclean.core.exclusion.internal;

import org.jspecify.annotations.NullMarked;
