package io.amiclean.api.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.model.Image;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.snapshot.SnapshotResolver;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What every {@link SnapshotResolver} promises. A resolver that asks the inventories overrides
 * {@link #context()} as well.
 */
public abstract class SnapshotResolverContract
    extends StrategyContract<SnapshotResolver, Image, Set<SnapshotId>> {

  /**
   * Returns an image that has snapshots.
   *
   * @return the image
   */
  protected abstract Image imageWithSnapshots();

  /**
   * Returns the snapshots that go with {@link #imageWithSnapshots()}.
   *
   * @return the ids, at least one
   */
  protected abstract Set<SnapshotId> itsSnapshots();

  /** Returns the image, and {@link Samples#unusualImages()}. */
  @Override
  protected List<Image> questions() {
    return Stream.concat(Stream.of(imageWithSnapshots()), Samples.unusualImages().stream())
        .toList();
  }

  /** Returns by default the {@link #questions()}, all of them unused. */
  @Override
  protected PlanningContext context() {
    return Samples.context(questions());
  }

  @Override
  protected final Set<SnapshotId> ask(
      SnapshotResolver strategy, Image question, PlanningContext context) {
    return strategy.resolve(question, context);
  }

  @Test
  void findsTheSnapshotsOfAnImage() {
    assertThat(answer(strategy(), imageWithSnapshots(), context()))
        .isNotEmpty()
        .isEqualTo(itsSnapshots());
  }

  @Test
  void namesNoSnapshotNull() {
    assertEach(
        questions(),
        image -> assertThat(answer(strategy(), image, context())).doesNotContainNull());
  }
}
