/**
 * Policies in the words of people.
 *
 * <p>Stage: before all of them. In: a policy, and how an account is read. Out: lines of text. Next:
 * reports.
 */
@NullMarked
package io.amiclean.core.policy;

import org.jspecify.annotations.NullMarked;
