/**
 * Stage 1, source: Auto Scaling groups, their launch configurations, warm pools and instance
 * refreshes.
 *
 * <p>In: a client of Auto Scaling, and the versions of launch templates. Out: usage, over groups
 * that are listed once in a reading. Next: {@link io.amiclean.aws.internal.source}, which joins it
 * with that of the other sources.
 */
@NullMarked
package io.amiclean.aws.internal.source.scaling;

import org.jspecify.annotations.NullMarked;
