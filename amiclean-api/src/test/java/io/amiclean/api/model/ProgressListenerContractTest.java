package io.amiclean.api.model;

import io.amiclean.api.testing.ProgressListenerContract;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Nested;

class ProgressListenerContractTest {

  @Nested
  class None extends ProgressListenerContract {
    @Override
    protected ProgressListener listener() {
      return ProgressListener.none();
    }
  }

  @Nested
  class ALambda extends ProgressListenerContract {
    private final Map<String, Long> done = new ConcurrentHashMap<>();

    @Override
    protected ProgressListener listener() {
      return progress -> done.put(progress.task(), progress.done());
    }
  }
}
