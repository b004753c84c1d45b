/**
 * The journal of an execution, as a file of one line of JSON a step.
 *
 * <p>Stage 7, execution. In: the steps of an execution. Out: a file from which a later run goes on.
 * Next: {@link io.amiclean.core.execution}.
 */
@NullMarked
package io.amiclean.core.journal;

import org.jspecify.annotations.NullMarked;
