package io.amiclean.api.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.amiclean.api.testing.Samples;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageUsageTest {

  private static final ImageReference FIRST =
      ImageReference.of(Samples.imageId(1), "instance", "i-1", "running");
  private static final ImageReference SECOND =
      ImageReference.of(Samples.imageId(1), "launch-template", "lt-1", "version 3");
  private static final ImageReference OF_SNAPSHOT =
      ImageReference.of(Samples.snapshotId(1), "launch-template", "lt-1");

  @Test
  void joinsReferencesAndEvidenceOfSeveralSources() {
    ImageUsage union =
        ImageUsage.union(List.of(Samples.usage(SECOND), Samples.usage(FIRST, OF_SNAPSHOT)));

    assertThat(union.references()).containsExactly(FIRST, SECOND, OF_SNAPSHOT);
    assertThat(union.evidence()).hasSize(2);
    assertThat(union.scope()).isEqualTo(Samples.SCOPE);
  }

  @Test
  void isAsOldAsTheOldestOfTheJoined() {
    ImageUsage earlier =
        ImageUsage.builder().from(Samples.usage()).readAt(Samples.NOW.minusSeconds(9)).build();

    assertThat(ImageUsage.union(List.of(Samples.usage(), earlier, Samples.usage())).readAt())
        .isEqualTo(earlier.readAt());
  }

  @Test
  void refusesToJoinScopes() {
    ImageUsage other =
        ImageUsage.builder().from(Samples.usage(FIRST)).scope(Samples.OTHER_SCOPE).build();

    assertThatExceptionOfType(ScopeMismatchException.class)
        .isThrownBy(() -> ImageUsage.union(List.of(Samples.usage(FIRST), other)))
        .withMessageContaining(Samples.SCOPE.toString())
        .withMessageContaining(Samples.OTHER_SCOPE.toString());
  }

  @Test
  void refusesToJoinNothing() {
    assertThatIllegalArgumentException().isThrownBy(() -> ImageUsage.union(List.of()));
  }

  @Test
  void namesEveryUserOnceInOrder() {
    ImageUsage usage = Samples.usage(SECOND, FIRST, OF_SNAPSHOT, SECOND);

    assertThat(usage.referencesTo(Samples.imageId(1))).containsExactly(FIRST, SECOND);
  }

  @Test
  void namesTheUsersOfASnapshot() {
    assertThat(Samples.usage(FIRST, OF_SNAPSHOT).referencesTo(Samples.snapshotId(1)))
        .containsExactly(OF_SNAPSHOT);
  }

  @Test
  void namesNobodyForWhatIsNotUsed() {
    assertThat(Samples.usage(FIRST).referencesTo(Samples.imageId(2))).isEmpty();
  }

  @Test
  void doesNotLetItsAnswersBeChanged() {
    ImageUsage usage = Samples.usage(FIRST, OF_SNAPSHOT, SECOND);

    assertThat(usage.referencesTo(Samples.imageId(1))).isUnmodifiable();
    assertThat(usage.referencesTo(Samples.snapshotId(1))).isUnmodifiable();
  }

  @Test
  void showsAReferenceAsEvidence() {
    assertThat(ImageReference.describe(List.of(FIRST))).isEqualTo("instance i-1 (running)");
    assertThat(ImageReference.describe(List.of(OF_SNAPSHOT))).isEqualTo("launch-template lt-1");
  }

  @ParameterizedTest
  @CsvSource({"'', i-1", "' ', i-1", "instance, ''", "instance, ' '"})
  void refusesAReferenceWithoutKindOrUser(String kind, String user) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ImageReference.of(Samples.imageId(1), kind, user))
        .withMessageContaining(Samples.imageId(1).value());
  }
}
