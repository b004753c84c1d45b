/**
 * An account held in memory, for tests and for trying rules out.
 *
 * <p>Stage: none; it stands in for AWS in stages 1, 6 and 7. In: what is given to a builder, or a
 * JSON document. Out: everything that {@link io.amiclean.api.source}, {@link
 * io.amiclean.api.plan.CandidateCheck} and {@link io.amiclean.api.execution} ask of an account.
 * Next: {@link io.amiclean.api.exclusion}, as after any source.
 */
@NullMarked
package io.amiclean.core.inmemory;

import org.jspecify.annotations.NullMarked;
