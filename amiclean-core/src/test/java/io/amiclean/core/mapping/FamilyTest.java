package io.amiclean.core.mapping;

import static io.amiclean.core.Fixtures.context;
import static io.amiclean.core.Fixtures.image;
import static io.amiclean.core.Fixtures.imageId;
import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.mapping.GroupKey;
import io.amiclean.api.mapping.ImageMapper;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageLineage;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.testing.Samples;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FamilyTest {

  private static final String BUILDER = "arn:aws:imagebuilder:eu-west-1:123456789012:image/";

  private static final GroupKey OF_FIRST = GroupKey.of("family", imageId(1).value());

  @Test
  void whatWasCopiedOrMadeFromAnImageInAnyNumberOfStepsIsOfItsFamily() {
    assertThat(families(image(1), from(1, 2), from(2, 3), from(1, 4)))
        .isEqualTo(
            Map.of(
                imageId(1), OF_FIRST,
                imageId(2), OF_FIRST,
                imageId(3), OF_FIRST,
                imageId(4), OF_FIRST));
  }

  @Test
  void anImageThatCameFromNoOtherIsAFamilyByItself() {
    assertThat(families(image(1), image(2)))
        .containsEntry(imageId(2), GroupKey.of("family", imageId(2).value()));
  }

  @Test
  void imagesThatWereMadeFromAnImageOutsideOfTheInventoryAreFamiliesOfTheirOwn() {
    assertThat(families(from(9, 1), from(9, 2)).values()).doesNotHaveDuplicates();
  }

  @Test
  void aSourceInAnotherRegionJoinsNothing() {
    assertThat(families(image(1), from(1, 2).sourceImageRegion("us-east-1")).values())
        .doesNotHaveDuplicates();
  }

  @Test
  void aSourceOfUnknownRegionCountsAsOneOfThisRegion() {
    assertThat(families(image(1), image(2).sourceImageId(imageId(1))))
        .containsEntry(imageId(2), OF_FIRST);
  }

  @Test
  void allVersionsAndBuildsOfARecipeAreOneFamily() {
    assertThat(families(built(1, "web/1.0.0/1"), built(2, "web/1.0.0/2"), built(3, "web/2.0.0/1")))
        .containsOnlyKeys(imageId(1), imageId(2), imageId(3))
        .values()
        .containsOnly(GroupKey.of(BUILDER.substring(0, BUILDER.length() - 1), "web"));
  }

  @Test
  void recipesOfTheSameNameInTwoRegionsAreTwoFamilies() {
    Image.Builder elsewhere =
        image(2)
            .putTags(
                ImageLineage.IMAGE_BUILDER_TAG,
                "arn:aws:imagebuilder:us-east-1:123456789012:image/web/1.0.0/1");

    assertThat(families(built(1, "web/1.0.0/1"), elsewhere).values()).doesNotHaveDuplicates();
  }

  @Test
  void whatImageBuilderBuiltOnAnImageIsOfItsRecipeAndNotOfThatImage() {
    assertThat(
            families(
                    built(1, "base/1.0.0/1"),
                    built(2, "web/1.0.0/1").sourceImageId(imageId(1)),
                    built(3, "db/1.0.0/1").sourceImageId(imageId(1)))
                .values())
        .doesNotHaveDuplicates();
  }

  @Test
  void aCopyOfWhatImageBuilderMadeIsOfTheRecipe() {
    Map<ImageId, GroupKey> families = families(built(1, "web/1.0.0/1"), from(1, 2), from(2, 3));

    assertThat(families.values()).hasSize(3).containsOnly(families.get(imageId(1)));
  }

  @Test
  void aTagThatNamesNoBuildIsNoRecipe() {
    assertThat(
            families(image(1), from(1, 2).putTags(ImageLineage.IMAGE_BUILDER_TAG, "made by hand")))
        .containsEntry(imageId(2), OF_FIRST);
  }

  @Test
  void imagesThatCameFromOneAnotherInACircleAreOfTheFamilyOfTheFirstById() {
    assertThat(families(from(3, 1), from(1, 2), from(2, 3), from(2, 4)).values())
        .hasSize(4)
        .containsOnly(OF_FIRST);
  }

  @Test
  void anImageThatIsItsOwnSourceIsAFamilyByItself() {
    assertThat(families(from(1, 1))).containsEntry(imageId(1), OF_FIRST);
  }

  @Test
  void theLineageOfWhatIsGoneHoldsAFamilyTogether() {
    List<Image> chain = built(image(1), from(1, 2), from(2, 3), from(3, 4));
    PlanningContext left =
        Samples.without(chain.subList(0, 3), context(chain.toArray(Image[]::new)));

    assertThat(Mappers.family().map(chain.get(3), left)).containsExactly(OF_FIRST);
  }

  @Test
  void withoutTheLineageOfWhatIsGoneTheRestIsAFamilyByItself() {
    assertThat(families(image(1), from(2, 3)).values()).doesNotHaveDuplicates();
  }

  @Test
  void aChainOfManyStepsIsFollowedToItsBeginning() {
    Image.Builder[] chain =
        Stream.iterate(1, number -> number + 1)
            .limit(20_000)
            .map(number -> number == 1 ? image(1) : from(number - 1, number))
            .toArray(Image.Builder[]::new);

    assertThat(families(chain)).hasSize(20_000).values().containsOnly(OF_FIRST);
  }

  private static Image.Builder from(int source, int number) {
    return image(number).sourceImageId(imageId(source)).sourceImageRegion("eu-west-1");
  }

  private static Image.Builder built(int number, String build) {
    return image(number).putTags(ImageLineage.IMAGE_BUILDER_TAG, BUILDER + build);
  }

  private static List<Image> built(Image.Builder... images) {
    return Arrays.stream(images).<Image>map(Image.Builder::build).toList();
  }

  private static Map<ImageId, GroupKey> families(Image.Builder... images) {
    PlanningContext context = context(built(images).toArray(Image[]::new));
    ImageMapper family = Mappers.family();
    Map<ImageId, GroupKey> families = new LinkedHashMap<>();
    context
        .images()
        .images()
        .forEach(image -> families.put(image.id(), family.map(image, context).iterator().next()));
    return families;
  }
}
