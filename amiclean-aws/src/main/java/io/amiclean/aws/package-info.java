/**
 * An AWS account behind amiclean's interfaces: the facade, the clients it is read with, many
 * regions and accounts of them, and the permissions that they need.
 *
 * <p>Stage: none; the facade hands out the parts of {@link io.amiclean.aws.source}, {@link
 * io.amiclean.aws.plan} and {@link io.amiclean.aws.execution}. In: clients of the AWS SDK for Java
 * 2.x. Out: sources, the last look and operations. Next: {@link io.amiclean.aws.source}.
 */
@NullMarked
package io.amiclean.aws;

import org.jspecify.annotations.NullMarked;
