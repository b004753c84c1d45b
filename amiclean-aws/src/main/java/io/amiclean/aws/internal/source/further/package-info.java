/**
 * Stage 1, source: sources of usage that providers have, amiclean's own of AWS Batch and AWS
 * CloudFormation among them.
 *
 * <p>In: a {@link io.amiclean.aws.source.UsageSourceProvider} and clients. Out: {@link
 * io.amiclean.api.model.ImageUsage} with its evidence. Next: {@link
 * io.amiclean.aws.internal.source}, which joins it with that of the other sources.
 */
@NullMarked
package io.amiclean.aws.internal.source.further;

import org.jspecify.annotations.NullMarked;
