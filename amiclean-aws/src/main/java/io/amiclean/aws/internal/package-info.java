/**
 * Beneath the stages: what the sources of an account share, over the checked call.
 *
 * <p>In: answers of AWS. Out: pages, typed ids, and {@link
 * io.amiclean.api.model.EvidenceException}. Every stage uses it; it knows none of them. What stands
 * in this package and in those below it may change with any release.
 */
@NullMarked
package io.amiclean.aws.internal;

import org.jspecify.annotations.NullMarked;
