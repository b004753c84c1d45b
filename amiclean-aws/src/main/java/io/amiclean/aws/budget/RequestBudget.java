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
 * How many requests AWS is sent a second: inside the token buckets that EC2 keeps for each account,
 * region and action (EC2 Developer Guide, "Request throttling for the Amazon EC2 API"), and one of
 * a cautious size for each other service, instead of running into them. Where the true buckets are
 * smaller, or others use them too, throttling shows how much is left.
 *
 * <p>One budget holds for all clients that are given it, whatever their regions and accounts, so
 * that work side by side on one region of one account shares its buckets. {@link
 * io.amiclean.aws.AwsClients} bring one along; clients that are set up elsewhere take part by
 * {@link #interceptor}. Thread-safe: a request waits in the thread that makes it, and the first
 * come is the first served.
 */
public final class RequestBudget {

  private static final Logger LOG = LoggerFactory.getLogger(RequestBudget.class);

  private final double factor;
  private final Time time;
  private final Map<BucketKey, TokenBucket> buckets = new ConcurrentHashMap<>();

  /**
   * What has a bucket of its own.
   *
   * @param account the account, or empty if the credentials do not name it
   * @param region the region's code
   * @param service the name by which the SDK knows the service
   * @param action the action, such as {@code DeregisterImage}
   * @param bounded whether the request asks for pages or has a filter, or this does not matter
   */
  record BucketKey(
      Optional<AccountId> account, String region, String service, String action, boolean bounded) {

    // Written out: the JVM makes those of a record at run time, while the first call waits.
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof BucketKey key
          && bounded == key.bounded
          && action.equals(key.action)
          && service.equals(key.service)
          && region.equals(key.region)
          && account.equals(key.account);
    }

    @Override
    public int hashCode() {
      return Objects.hash(account, region, service, action, bounded);
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

  /** Creates a budget of so many times the documented buckets. */
  RequestBudget(double factor, Time time) {
    this.factor = factor;
    this.time = time;
  }

  /**
   * Returns a budget of EC2's documented buckets, all full.
   *
   * @return a new budget
   */
  public static RequestBudget ec2() {
    return ec2Times(1);
  }

  /**
   * Returns a budget for an account whose quotas were raised: larger buckets, all full.
   *
   * @param factor how many times as large as the documented buckets they are
   * @return a new budget
   * @throws IllegalArgumentException if the factor is not positive, or infinite
   */
  public static RequestBudget ec2Times(double factor) {
    if (!(factor > 0) || factor == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException(
          "A budget of " + factor + " times the documented buckets: expected a positive number");
    }
    return new RequestBudget(factor, Time.SYSTEM);
  }

  /**
   * Returns a budget without end: nothing but the number of requests under way bounds their rate.
   *
   * @return a new budget
   */
  public static RequestBudget unlimited() {
    return new RequestBudget(Double.POSITIVE_INFINITY, Time.SYSTEM);
  }

  /**
   * Returns what keeps a client of any service inside this budget, to be added to its
   * configuration. What the service refuses all the same is up to the client's retries; each of
   * them waits for its turn again.
   *
   * @param account the account that the client works in; empty if it is not known, which is taken
   *     for one account
   * @return the interceptor, thread-safe
   */
  public ExecutionInterceptor interceptor(Optional<AccountId> account) {
    Objects.requireNonNull(account, "account");
    return factor < Double.POSITIVE_INFINITY
        ? new BudgetedRequests(this, account)
        : new ExecutionInterceptor() {};
  }

  private static BucketSize size(BucketKey key) {
    return key.service().equals(BudgetedRequests.EC2)
        ? BucketSize.documented(key.action(), key.bounded())
        : BucketSize.ofService(key.service());
  }

  /**
   * Waits for the turn of a request.
   *
   * @throws AbortedException if this thread is interrupted, which it still is then
   */
  Permit await(BucketKey key) {
    TokenBucket bucket =
        buckets.computeIfAbsent(
            key, missing -> new TokenBucket(size(missing).times(factor), time.nanos()));
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
      throw AbortedException.create(
          "Interrupted while waiting to send " + key.action() + " of " + key.service(), e);
    }
  }
}
