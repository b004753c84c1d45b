/**
 * An AWS account behind amiclean's interfaces: the facade, the clients it is read with, and the
 * permissions that they need.
 *
 * <p>Stage: none; the facade hands out the parts of {@link io.amiclean.aws.source} and {@link
 * io.amiclean.aws.execution}. In: clients of the AWS SDK for Java 2.x. Out: sources and operations.
 * Next: {@link io.amiclean.aws.source}.
 */
@NullMarked
package io.amiclean.aws;

import org.jspecify.annotations.NullMarked;
