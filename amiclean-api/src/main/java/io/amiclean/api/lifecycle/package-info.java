/**
 * Moving images through stages before they are removed, and back: deprecated, private, disabled.
 *
 * <p>Stage: beside execution, which carries it out. In: images of a plan. Out: one {@link
 * io.amiclean.api.execution.ActionOutcome} per change. Next: {@link io.amiclean.api.report}.
 */
@NullMarked
package io.amiclean.api.lifecycle;

import org.jspecify.annotations.NullMarked;
