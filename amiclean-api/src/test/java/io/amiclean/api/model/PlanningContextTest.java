package io.amiclean.api.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.amiclean.api.testing.Samples;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanningContextTest {

  private final PlanningContext context = Samples.context(Samples.images(1));

  @Test
  void isOfTheScopeOfItsImages() {
    assertThat(context.scope()).isEqualTo(Samples.SCOPE);
  }

  @Test
  void refusesSnapshotsOfAnotherScope() {
    SnapshotInventory snapshots =
        SnapshotInventory.builder()
            .from(Samples.snapshotInventory(List.of()))
            .scope(Samples.OTHER_SCOPE)
            .build();

    assertThatExceptionOfType(ScopeMismatchException.class)
        .isThrownBy(() -> PlanningContext.builder().from(context).snapshots(snapshots).build())
        .withMessageContaining("'snapshots'")
        .withMessageContaining(Samples.OTHER_SCOPE.toString());
  }

  @Test
  void refusesUsageOfAnotherScope() {
    ImageUsage usage =
        ImageUsage.builder().from(Samples.usage()).scope(Samples.OTHER_SCOPE).build();

    assertThatExceptionOfType(ScopeMismatchException.class)
        .isThrownBy(() -> PlanningContext.builder().from(context).usage(usage).build())
        .withMessageContaining("'usage'")
        .withMessageContaining(Samples.OTHER_SCOPE.toString())
        .satisfies(mismatch -> assertThat(mismatch.source()).isEqualTo("usage"));
  }
}
