/**
 * Makes strategies of their specs: the built-in ones, and those of providers on the class path.
 *
 * <p>In: {@link io.amiclean.api.policy.StrategySpec}. Out: the strategies of stages 2 to 5. Next:
 * {@link io.amiclean.core.plan}.
 */
@NullMarked
package io.amiclean.core.policy;

import org.jspecify.annotations.NullMarked;
