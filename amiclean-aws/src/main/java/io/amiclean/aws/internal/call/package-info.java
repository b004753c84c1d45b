/**
 * The checked call: a request to AWS within bounds, whose answer counts only if it is the service's
 * own, and failures by what they mean.
 *
 * <p>In: clients of the AWS SDK. Out: their answers, or an exception that says whose answer it was.
 * Everything else in this module calls AWS through it; it knows nothing of this module.
 */
@NullMarked
package io.amiclean.aws.internal.call;

import org.jspecify.annotations.NullMarked;
