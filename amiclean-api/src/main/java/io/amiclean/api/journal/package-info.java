/**
 * The journal of an execution, from which another one finishes what was begun.
 *
 * <p>Stage: beside execution and lifecycle, whose changes it keeps. In: the steps of an execution.
 * Out: the same steps, to the next execution of the plan. Next: {@link io.amiclean.api.report}.
 */
@NullMarked
package io.amiclean.api.journal;

import org.jspecify.annotations.NullMarked;
