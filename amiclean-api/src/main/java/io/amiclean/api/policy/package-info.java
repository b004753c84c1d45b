/**
 * Before stage 1, policy: what is to stay, as a value.
 *
 * <p>In: code, or a policy file. Out: {@link io.amiclean.api.policy.StrategySpec}, a strategy by
 * name with arguments, and {@link io.amiclean.api.policy.CleanupPolicy}. Next: {@link
 * io.amiclean.api.source}. Values only.
 */
@NullMarked
package io.amiclean.api.policy;

import org.jspecify.annotations.NullMarked;
