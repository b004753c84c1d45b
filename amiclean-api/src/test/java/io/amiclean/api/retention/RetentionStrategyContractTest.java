package io.amiclean.api.retention;

import io.amiclean.api.model.Reason;
import io.amiclean.api.testing.RetentionStrategyContract;
import java.time.Duration;
import org.junit.jupiter.api.Nested;

class RetentionStrategyContractTest {

  private static RetentionStrategy oldest() {
    return (group, context) ->
        RetentionDecision.keep(
            group.candidates().stream().skip(Math.max(0, group.candidates().size() - 1)).toList(),
            image -> Reason.of("oldest", "It is the oldest of its group."));
  }

  private static RetentionStrategy ofThisWeek() {
    return RetentionStrategy.named(
        "of-this-week",
        (group, context) ->
            RetentionDecision.keep(
                group.candidates().stream()
                    .filter(
                        image ->
                            image
                                .creationDate()
                                .orElseThrow()
                                .isAfter(context.now().minus(Duration.ofDays(7))))
                    .toList(),
                image -> Reason.of("this-week", "It is of this week.")));
  }

  @Nested
  class ALambda extends RetentionStrategyContract {
    @Override
    protected RetentionStrategy strategy() {
      return oldest();
    }
  }

  @Nested
  class AnyOf extends RetentionStrategyContract {
    @Override
    protected RetentionStrategy strategy() {
      return RetentionStrategy.anyOf(oldest(), ofThisWeek());
    }
  }

  @Nested
  class Then extends RetentionStrategyContract {
    @Override
    protected RetentionStrategy strategy() {
      return ofThisWeek().then(oldest());
    }
  }
}
