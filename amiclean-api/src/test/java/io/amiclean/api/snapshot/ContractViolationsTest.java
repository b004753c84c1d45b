package io.amiclean.api.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.FailingTests;
import java.util.Collections;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ContractViolationsTest {

  static class FindingNothing extends SnapshotResolverContractTest {
    @Override
    protected SnapshotResolver strategy() {
      return (image, context) -> Set.of();
    }
  }

  static class NamingNull extends SnapshotResolverContractTest {
    @Override
    @SuppressWarnings("NullAway") // it is what must be noticed
    protected SnapshotResolver strategy() {
      return (image, context) ->
          image.snapshotIds().isEmpty() ? Collections.singleton(null) : image.snapshotIds();
    }
  }

  @Test
  void aResolverThatFindsNothingIsNoticed() {
    assertThat(FailingTests.of(FindingNothing.class))
        .containsExactly("findsTheSnapshotsOfAnImage()");
  }

  @Test
  void aSnapshotThatIsNullIsNoticed() {
    assertThat(FailingTests.of(NamingNull.class)).containsExactly("namesNoSnapshotNull()");
  }
}
