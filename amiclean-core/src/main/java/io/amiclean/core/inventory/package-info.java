/**
 * Inventories that were written down: an account that was recorded, and what the AWS CLI prints.
 *
 * <p>Stage: none; it stands in for AWS in stages 1 and 6, without its credentials. In: the ports of
 * {@link io.amiclean.api.source} and {@link io.amiclean.api.plan} of a real account, or JSON. Out:
 * the same ports, which answer as the account did then. Next: {@link io.amiclean.api.exclusion}, as
 * after any source. Nothing can be executed on it.
 */
@NullMarked
package io.amiclean.core.inventory;

import org.jspecify.annotations.NullMarked;
