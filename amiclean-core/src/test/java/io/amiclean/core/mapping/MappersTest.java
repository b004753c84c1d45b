package io.amiclean.core.mapping;

import static io.amiclean.core.Fixtures.context;
import static io.amiclean.core.Fixtures.image;
import static io.amiclean.core.Fixtures.imageNamed;
import static io.amiclean.core.Fixtures.imageTagged;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.amiclean.api.mapping.GroupKey;
import io.amiclean.api.mapping.ImageMapper;
import io.amiclean.api.model.Image;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MappersTest {

  @Test
  void labelsStandInTheAskedOrder() {
    Image image = image(1).putTags("role", "front").putTags("environment", "dev").build();

    assertThat(groups(Mappers.tags("environment", "role"), image))
        .containsExactly(
            GroupKey.of(
                List.of(
                    GroupKey.Label.of("environment", "dev"), GroupKey.Label.of("role", "front"))));
  }

  @Test
  void tagKeysThatArePartOfAnAskedKeyDoNotLeakIntoTheGroup() {
    Image image =
        image(1).putTags("role", "front").putTags("e", "leak").putTags("Role", "leak").build();

    assertThat(groups(Mappers.tags("environment", "role"), image))
        .containsExactly(GroupKey.of("role", "front"));
  }

  @Test
  void swappedTagValuesAreDifferentGroups() {
    ImageMapper mapper = Mappers.tags("env", "role");
    Image web = image(1).putTags("env", "web").putTags("role", "prod").build();
    Image prod = image(2).putTags("env", "prod").putTags("role", "web").build();

    assertThat(groups(mapper, web)).doesNotContainAnyElementsOf(groups(mapper, prod));
  }

  @Test
  void anImageWithSomeOfTheTagsIsGroupedByThose() {
    assertThat(groups(Mappers.tags("environment", "role"), imageTagged(1, "environment", "dev")))
        .containsExactly(GroupKey.of("environment", "dev"));
  }

  @Test
  void anImageWithNoneOfTheTagsHasNoGroup() {
    assertThat(groups(Mappers.tags("environment", "role"), imageTagged(1, "team", "a"))).isEmpty();
  }

  @Test
  void anEmptyTagValueIsAValue() {
    assertThat(groups(Mappers.tags("role"), imageTagged(1, "role", "")))
        .containsExactly(GroupKey.of("role", ""));
  }

  @Test
  void tagsRefusesAnEmptyList() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Mappers.tags(List.of()))
        .withMessage("No tag key: expected at least one");
  }

  @Test
  void tagsRefusesABlankKey() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Mappers.tags("role", " "))
        .withMessage("The tag key ' ' is blank: expected some text");
  }

  @Test
  void tagsRefusesADuplicate() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Mappers.tags("role", "role"))
        .withMessage("The tag key 'role' stands twice in [role, role]: expected it once");
  }

  @Test
  void aNameIsInTheGroupOfEachPartThatItContains() {
    assertThat(groups(Mappers.nameContains("web", "api", "db"), imageNamed(1, "web-api-1")))
        .containsExactlyInAnyOrder(GroupKey.of("name", "web"), GroupKey.of("name", "api"));
  }

  @Test
  void nameContainsTellsUpperFromLowerCase() {
    assertThat(groups(Mappers.nameContains("Web"), imageNamed(1, "web-1"))).isEmpty();
  }

  @Test
  void nameContainsRefusesAnEmptyList() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Mappers.nameContains())
        .withMessage("No part of a name: expected at least one");
  }

  @Test
  void nameContainsRefusesABlankPartThatEveryNameWouldContain() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Mappers.nameContains(""))
        .withMessage("The part of a name '' is blank: expected some text");
  }

  @Test
  void nameMatchingGroupsByWhatIsCaptured() {
    ImageMapper mapper = Mappers.nameMatching("^(.+)-[0-9a-f]{7}$");

    assertThat(shortNames(mapper, imageNamed(1, "front-a3c56c4"))).containsExactly("front");
  }

  @Test
  void nameMatchingUsesTheFirstMatchAnywhereInTheName() {
    assertThat(shortNames(Mappers.nameMatching("v([0-9]+)"), imageNamed(1, "a-v1-v2")))
        .containsExactly("1");
  }

  @Test
  void aNameThatDoesNotMatchHasNoGroup() {
    assertThat(groups(Mappers.nameMatching("^(front)"), imageNamed(1, "back-1"))).isEmpty();
  }

  @Test
  void aCapturingGroupWithoutPartInTheMatchIsNoGroup() {
    assertThat(groups(Mappers.nameMatching("(front)|back"), imageNamed(1, "back-1"))).isEmpty();
  }

  @Test
  void anEmptyCaptureIsNoGroup() {
    assertThat(groups(Mappers.nameMatching("^([a-z]*)"), imageNamed(1, "1-front"))).isEmpty();
  }

  @Test
  void twoExpressionsThatCaptureTheSameAreTwoGroups() {
    Image image = imageNamed(1, "front-front");

    assertThat(groups(Mappers.nameMatching("^([a-z]+)"), image))
        .doesNotContainAnyElementsOf(groups(Mappers.nameMatching("([a-z]+)$"), image));
  }

  @Test
  void nameMatchingRefusesAnExpressionWithoutCapturingGroup() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Mappers.nameMatching("^(?:front)$"))
        .withMessageContaining("'^(?:front)$' captures nothing: expected a capturing group");
  }

  @Test
  void nameMatchingRefusesAMalformedExpression() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Mappers.nameMatching("(front"))
        .withMessageContaining("(front");
  }

  @Test
  void byGroupsByTheAnswerOfAFunction() {
    ImageMapper mapper = Mappers.by("architecture", Image::architecture);

    assertThat(groups(mapper, image(1).architecture("arm64").build()))
        .containsExactly(GroupKey.of("architecture", "arm64"));
  }

  @Test
  void byLeavesOutWhatTheFunctionDoesNotPlace() {
    assertThat(groups(Mappers.by("none", image -> Optional.empty()), image(1).build())).isEmpty();
  }

  @Test
  void byRefusesABlankLabel() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Mappers.by(" ", Image::architecture))
        .withMessage("The label ' ' is blank: expected what the function answers");
  }

  @Test
  void everythingPlacesAllImagesTogether() {
    ImageMapper mapper = Mappers.everything("account");

    assertThat(groups(mapper, image(1).build())).isEqualTo(groups(mapper, image(2).build()));
    assertThat(shortNames(mapper, image(1).build())).containsExactly("account");
  }

  @Test
  void everythingRefusesABlankName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Mappers.everything(""))
        .withMessage("The name '' is blank: expected that of a group");
  }

  @Test
  void descriptionsNameWhatWasAsked() {
    assertThat(
            List.of(
                Mappers.tags("environment", "role").description(),
                Mappers.nameContains("front", "back").description(),
                Mappers.nameMatching("^(.+)-").description(),
                Mappers.by("architecture", Image::architecture).description(),
                Mappers.everything("account").description()))
        .containsExactly(
            "tags(environment, role)",
            "nameContains(front, back)",
            "nameMatching(^(.+)-)",
            "by(architecture)",
            "everything(account)");
  }

  private static Set<GroupKey> groups(ImageMapper mapper, Image image) {
    return mapper.map(image, context(image));
  }

  private static List<String> shortNames(ImageMapper mapper, Image image) {
    return groups(mapper, image).stream().map(GroupKey::shortName).toList();
  }
}
