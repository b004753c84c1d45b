package outside.strategies;

import io.amiclean.api.retention.RetentionStrategy;
import io.amiclean.api.testing.RetentionStrategyContract;

class KeepFirstTest extends RetentionStrategyContract {

  @Override
  protected RetentionStrategy strategy() {
    return new KeepFirst();
  }
}
