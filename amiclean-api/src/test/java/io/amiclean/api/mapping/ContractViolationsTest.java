package io.amiclean.api.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.FailingTests;
import io.amiclean.api.model.Image;
import io.amiclean.api.testing.ImageMapperContract;
import io.amiclean.api.testing.Samples;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ContractViolationsTest {

  static class PlacingAll extends ImageMapperContractTest {
    @Override
    protected ImageMapper strategy() {
      return (image, context) -> Set.of(GroupKey.of("architecture", "arm64"));
    }
  }

  static class PlacingNone extends ImageMapperContractTest {
    @Override
    protected ImageMapper strategy() {
      return (image, context) -> Set.of();
    }
  }

  static class NamingNull extends ImageMapperContractTest {
    @Override
    @SuppressWarnings("NullAway") // it is what must be noticed
    protected ImageMapper strategy() {
      return (image, context) -> Collections.singleton(null);
    }

    @Override
    protected List<Image> unplacedImages() {
      return List.of(Samples.image(2));
    }
  }

  static class PlacingByTheSizeOfTheAccount extends ImageMapperContractTest {
    @Override
    protected ImageMapper strategy() {
      return (image, context) ->
          context.images().images().size() == 1
              ? Set.of(GroupKey.of("architecture", "alone"))
              : super.strategy().map(image, context);
    }
  }

  static class FailingOnAnImageWithoutTags extends ImageMapperContract {
    @Override
    protected ImageMapper strategy() {
      return (image, context) ->
          Objects.requireNonNull(image.tags().get("role"), "role").equals("front")
              ? Set.of(GroupKey.of("role", "front"))
              : Set.of();
    }

    @Override
    protected Image placedImage() {
      return Samples.image(1);
    }

    @Override
    protected Set<GroupKey> groupsOfPlacedImage() {
      return Set.of(GroupKey.of("role", "front"));
    }
  }

  @Test
  void aMapperThatFailsOnAnImageWithoutTagsIsNoticed() {
    assertThat(FailingTests.failures(FailingOnAnImageWithoutTags.class))
        .containsKeys(
            "givesTheSameAnswerWhenAskedAgain()",
            "givesTheSameAnswersToSeveralThreads()",
            "placesAnImageInTheSameGroupsWhenOthersAreGone()",
            "namesNoGroupNull()")
        .allSatisfy(
            (test, message) ->
                assertThat(message)
                    .matches(
                        ".* threw when it was asked about ami-(0+2328|f+):"
                            + " java.lang.NullPointerException: role"));
  }

  @Test
  void anImageInOtherGroupsBecauseOthersAreGoneIsNoticed() {
    assertThat(FailingTests.of(PlacingByTheSizeOfTheAccount.class))
        .containsExactly("placesAnImageInTheSameGroupsWhenOthersAreGone()");
  }

  @Test
  void aMapperThatPlacesWhatItCannotPlaceIsNoticed() {
    assertThat(FailingTests.of(PlacingAll.class))
        .containsExactly("leavesAnImageThatItCannotPlaceWithoutGroups()");
  }

  @Test
  void aMapperThatPlacesNothingIsNoticed() {
    assertThat(FailingTests.of(PlacingNone.class)).containsExactly("placesAnImageInItsGroups()");
  }

  @Test
  void aGroupThatIsNullIsNoticed() {
    assertThat(FailingTests.of(NamingNull.class)).contains("namesNoGroupNull()");
  }
}
