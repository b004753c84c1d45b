/**
 * Policy files in YAML, as a program adds a syntax of its own to those that amiclean reads.
 *
 * <p>Stage: before all of them. In: files. Out: {@link io.amiclean.core.policy.PoliciesByScope}.
 * Next: the command line.
 */
@NullMarked
package io.amiclean.examples.policy;

import org.jspecify.annotations.NullMarked;
