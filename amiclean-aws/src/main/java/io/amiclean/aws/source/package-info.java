/**
 * Stage 1, source: what is read of an account, and what is left out.
 *
 * <p>In: the caller's choice, or the evidence of an earlier reading. Out: {@link
 * io.amiclean.aws.source.ReadingOptions} for an {@link io.amiclean.aws.AwsAccount}, whose sources
 * read by them. Next: {@link io.amiclean.api.exclusion}.
 */
@NullMarked
package io.amiclean.aws.source;

import org.jspecify.annotations.NullMarked;
