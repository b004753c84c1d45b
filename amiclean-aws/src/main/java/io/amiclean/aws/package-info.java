/**
 * An AWS account behind amiclean's interfaces: the facade, the clients it is read with, many
 * regions and accounts of them, and the permissions that they need.
 *
 * <p>Stage: none; the facade hands out sources, candidate checks and operations. In: clients of the
 * AWS SDK for Java 2.x. Out: the interfaces of amiclean-api. Next: {@link io.amiclean.aws.source}.
 */
@NullMarked
package io.amiclean.aws;

import org.jspecify.annotations.NullMarked;
