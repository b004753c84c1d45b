package io.amiclean.api.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.ImageUsage;
import io.amiclean.api.source.ImageUsageSource;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What every {@link ImageUsageSource} promises. */
public abstract class ImageUsageSourceContract
    extends SourceContract<ImageUsageSource, ImageUsage> {

  /**
   * Returns the references that the source knows of, all of them.
   *
   * @return the references, at least one
   */
  protected abstract Set<ImageReference> expectedReferences();

  @Test
  void readsEveryReference() {
    assertThat(source().loadUsage().references())
        .isNotEmpty()
        .hasSameElementsAs(expectedReferences());
  }

  @Test
  void findsTheUsersOfEveryTarget() {
    ImageUsage usage = source().loadUsage();

    assertThat(expectedReferences())
        .allSatisfy(
            reference ->
                assertThat(usage.referencesTo(reference.target()))
                    .contains(reference)
                    .doesNotHaveDuplicates()
                    .isSorted());
  }

  @Test
  void namesKindsInLowerCaseWords() {
    assertThat(source().loadUsage().references())
        .extracting(ImageReference::kind)
        .allSatisfy(kind -> assertThat(kind).matches("[a-z0-9]+(-[a-z0-9]+)*"));
  }

  @Override
  final ImageUsage load(ImageUsageSource source) {
    return source.loadUsage();
  }

  @Override
  final CleanupScope scopeOf(ImageUsage read) {
    return read.scope();
  }

  @Override
  final Instant readAtOf(ImageUsage read) {
    return read.readAt();
  }

  @Override
  final List<Evidence> evidenceOf(ImageUsage read) {
    return read.evidence();
  }

  @Override
  final Object contentOf(ImageUsage read) {
    return new TreeSet<>(read.references());
  }
}
