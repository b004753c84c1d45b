/**
 * Beside the stages: how many requests AWS is sent, inside the token buckets that it keeps for each
 * account, region and action.
 *
 * <p>In: every request of a client, and how it was answered. Out: the same request, at its time.
 * Every stage that calls EC2 goes through it, without knowing; it knows none of them.
 */
@NullMarked
package io.amiclean.aws.budget;

import org.jspecify.annotations.NullMarked;
