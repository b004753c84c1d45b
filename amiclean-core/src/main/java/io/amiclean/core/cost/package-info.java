/**
 * What the snapshots of a plan cost a month, at most.
 *
 * <p>Stage: none; reports show it. In: a plan and a price list. Out: amounts of money, exact. Next:
 * {@link io.amiclean.core.report}.
 */
@NullMarked
package io.amiclean.core.cost;

import org.jspecify.annotations.NullMarked;
