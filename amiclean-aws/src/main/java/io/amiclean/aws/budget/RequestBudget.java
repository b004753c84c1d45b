package io.amiclean.aws.budget;

import io.amiclean.api.model.AccountId;
import io.amiclean.aws.budget.TokenBucket.Ticket;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * How many requests EC2 is sent a second: inside the token buckets that it keeps for each account,
 * region and action (EC2 Developer Guide, "Request throttling for the Amazon EC2 API"), instead of
 * running into them. Where the true buckets are smaller, or others use them too, EC2's refusals
 * tell how much is left.
 *
 * <p>One budget holds for all clients that are given it, whatever their regions and accounts, so
 * that work side by side on one region of one account shares its buckets. {@link
 * io.amiclean.aws.AwsClients} bring one along; clients that are set up elsewhere take part by
 * {@link #interceptor}. Thread-safe: a request waits in the thread that makes it, and the first
 * come is the first served.
 */
public final class RequestBudget {

  private static final Logger LOG = LoggerFactory.getLogger(RequestBudget.class);

  private final boolean limited;
  private final Time time;
  private final Map<BucketKey, TokenBucket> buckets = new ConcurrentHashMap<>();

  /**
   * What has a bucket of its own.
   *
   * @param account the account, or empty for that of credentials which do not tell
   * @param region the region's code
   * @param action the action, such as {@code DeregisterImage}
   * @param bounded whether the request asks for pages or has a filter, or this does not matter
   */
  record BucketKey(Optional<AccountId> account, String region, String action, boolean bounded) {

    // Written out: the JVM makes those of a record at run time, while the first call waits.
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof BucketKey key
          && bounded == key.bounded
          && action.equals(key.action)
          && region.equals(key.region)
          && account.equals(key.account);
    }

    @Override
    public int hashCode() {
      return Objects.hash(account, region, action, bounded);
    }
  }

  /** A request that was given its turn. */
  final class Permit {
    private final BucketKey key;
    private final TokenBucket bucket;
    private final Ticket ticket;

    private Permit(BucketKey key, TokenBucket bucket, Ticket ticket) {
      this.key = key;
      this.bucket = bucket;
      this.ticket = ticket;
    }

    /** The request was answered, whatever the answer but a refusal for its rate. */
    void letThrough() {
      bucket.letThrough();
    }

    /** The request was refused for its rate. */
    void refused() {
      double share = bucket.refused(ticket, time.nanos());
      LOG.debug("{} was refused for its rate; {} of the documented bucket are used", key, share);
    }
  }

  RequestBudget(boolean limited, Time time) {
    this.limited = limited;
    this.time = time;
  }

  /**
   * Returns a budget of EC2's documented buckets, all full.
   *
   * @return a new budget
   */
  public static RequestBudget ec2() {
    return new RequestBudget(true, Time.SYSTEM);
  }

  /**
   * Returns a budget without end: nothing but the number of requests under way bounds their rate.
   *
   * @return a new budget
   */
  public static RequestBudget unlimited() {
    return new RequestBudget(false, Time.SYSTEM);
  }

  /**
   * Returns what keeps a client of EC2 inside this budget, to be added to its configuration. What
   * EC2 refuses all the same is up to the client's retries; each of them waits for its turn again.
   *
   * @param account the account that the client works in; empty if it is not known, which is taken
   *     for one account
   * @return the interceptor, thread-safe
   */
  public ExecutionInterceptor interceptor(Optional<AccountId> account) {
    return limited ? new BudgetedRequests(this, account) : new ExecutionInterceptor() {};
  }

  /**
   * Waits for the turn of a request.
   *
   * @throws AbortedException if this thread is interrupted, which it still is then
   */
  Permit await(BucketKey key) {
    TokenBucket bucket =
        buckets.computeIfAbsent(
            key,
            missing ->
                new TokenBucket(
                    BucketSize.documented(missing.action(), missing.bounded()), time.nanos()));
    Ticket ticket = bucket.queue();
    try {
      long wait = bucket.take(ticket, time.nanos());
      while (wait > 0) {
        time.sleep(wait);
        wait = bucket.take(ticket, time.nanos());
      }
      return new Permit(key, bucket, ticket);
    } catch (InterruptedException e) {
      bucket.leave(ticket);
      Thread.currentThread().interrupt();
      throw AbortedException.create("Interrupted while waiting to send " + key.action(), e);
    }
  }
}
