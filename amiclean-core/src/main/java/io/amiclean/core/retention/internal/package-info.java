/**
 * Stage 4, retention: asking the retention, as the planner does.
 *
 * <p>In: a group and what is excluded of it. Out: what the group keeps, and why. Next: {@link
 * io.amiclean.core.plan}. Pure.
 */
@NullMarked
package io.amiclean.core.retention.internal;

import org.jspecify.annotations.NullMarked;
