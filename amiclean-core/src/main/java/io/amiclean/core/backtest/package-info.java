/**
 * Tries a policy on the past: what it would have removed, and what of that was used afterwards.
 *
 * <p>Stage: none; it calls the stages 1 to 7 for each day of a period. In: a {@link
 * io.amiclean.api.policy.CleanupPolicy} and recordings of an account ({@link
 * io.amiclean.core.inventory.AccountHistory}). Out: a {@link
 * io.amiclean.core.backtest.BacktestReport}. Next: its renderers in {@code json}, {@code report}
 * and {@code report.html}. No real account is read or changed.
 */
@NullMarked
package io.amiclean.core.backtest;

import org.jspecify.annotations.NullMarked;
