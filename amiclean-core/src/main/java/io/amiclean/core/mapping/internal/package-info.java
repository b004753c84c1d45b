/**
 * Stage 3, mapping: asking the mappers, as the planner does.
 *
 * <p>In: the images. Out: the groups that they are in, with their names. Next: {@link
 * io.amiclean.core.retention.internal}. Pure.
 */
@NullMarked
package io.amiclean.core.mapping.internal;

import org.jspecify.annotations.NullMarked;
