package io.amiclean.aws.internal.source;

import static io.amiclean.aws.AccountOverWire.ami;
import static io.amiclean.aws.AccountOverWire.snap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.amiclean.api.model.EvidenceDeniedException;
import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.ImageUsage;
import io.amiclean.aws.AccountOverWire;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageBuilderRecipeUsageTest {

  private static final String ARN = "arn:aws:imagebuilder:eu-west-1:123456789012:";

  @AutoClose private final AccountOverWire account = new AccountOverWire();

  private ImageUsage usage() {
    return new ImageBuilderRecipeUsage(account::imageBuilder, account::ssm, account.context)
        .loadUsage();
  }

  private static List<String> notes(ImageUsage usage) {
    return usage.evidence().get(0).notes();
  }

  @Test
  void countsTheParentsOfImageRecipes() {
    account.state.imageRecipe("web").parent(ami(1).value());
    account.state.imageRecipe("old").parent("ami-50504e36");

    assertThat(usage().references())
        .extracting(ImageReference::kind, ImageReference::user, r -> r.target().value())
        .containsExactlyInAnyOrder(
            tuple("image-recipe", ARN + "image-recipe/web/1.0.0", ami(1).value()),
            tuple("image-recipe", ARN + "image-recipe/old/1.0.0", "ami-50504e36"));
  }

  @Test
  void countsTheImagesOfContainerRecipes() {
    account.state.containerRecipe("api").image(ami(1).value());
    account.state.containerRecipe("web").image(ami(2).value()).withoutImageInSummary();
    account.state.containerRecipe("plain");

    ImageUsage usage = usage();

    assertThat(usage.references())
        .containsExactly(
            ImageReference.of(ami(1), "container-recipe", ARN + "container-recipe/api/1.0.0"),
            ImageReference.of(ami(2), "container-recipe", ARN + "container-recipe/web/1.0.0"));
    assertThat(usage.evidence().get(0).items()).isEqualTo(3);
  }

  @Test
  void countsTheSnapshotsInBlockDevices() {
    account.state.imageRecipe("web").parent(ami(1).value()).snapshot(snap(1).value());
    account.state.containerRecipe("api").image(ami(2).value()).snapshot(snap(2).value());

    assertThat(usage().references())
        .contains(
            ImageReference.of(snap(1), "image-recipe", ARN + "image-recipe/web/1.0.0"),
            ImageReference.of(snap(2), "container-recipe", ARN + "container-recipe/api/1.0.0"));
  }

  @Test
  void doesNotCountAnImageRecipeThatVanishesWhileItIsRead() {
    account.state.imageRecipe("web").parent(ami(1).value());
    account.endpoint.failAlways(
        "GetImageRecipe", 404, "ResourceNotFoundException", "It does not exist.");

    assertThat(usage().references()).isEmpty();
  }

  @Test
  void doesNotCountAContainerRecipeThatVanishesWhileItIsRead() {
    account.state.containerRecipe("web").image(ami(2).value()).withoutImageInSummary();
    account.endpoint.failAlways(
        "GetContainerRecipe", 404, "ResourceNotFoundException", "It does not exist.");

    assertThat(usage().references()).isEmpty();
  }

  @Test
  void readsToTheLastPage() {
    IntStream.rangeClosed(1, 30)
        .forEach(
            n -> {
              account.state.imageRecipe("web" + n).parent(ami(n).value());
              account.state.containerRecipe("web" + n).image(ami(n).value());
            });
    account.endpoint.emptyPages("ListImageRecipes").pageSize("ListContainerRecipes", 7);

    assertThat(usage().references()).hasSize(60);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ssm:/golden",
        "ssm:/golden:1",
        "ssm:/golden:prod",
        "ssm:arn:aws:ssm:eu-west-1:123456789012:parameter/golden"
      })
  void countsWhatAParameterStandsFor(String parent) {
    account.state.parameter("/golden").value(ami(1).value()).label("prod");
    account.state.imageRecipe("web").parent(parent);

    assertThat(usage().referencesTo(ami(1)))
        .containsExactly(
            ImageReference.of(ami(1), "image-recipe", ARN + "image-recipe/web/1.0.0", parent));
  }

  @Test
  void notesAParameterThatDoesNotExist() {
    account.state.imageRecipe("web").parent("ssm:/gone");

    ImageUsage usage = usage();

    assertThat(usage.references()).isEmpty();
    assertThat(notes(usage)).singleElement().asString().contains("ssm:/gone", "does not exist");
  }

  @Test
  void notesAParameterThatHoldsNoImage() {
    account.state.parameter("/golden", "large");
    account.state.imageRecipe("web").parent("ssm:/golden");

    ImageUsage usage = usage();

    assertThat(usage.references()).isEmpty();
    assertThat(notes(usage))
        .singleElement()
        .asString()
        .contains("ssm:/golden", "the value of its parameter holds no image id");
  }

  @Test
  void refusesAParameterThatIsDenied() {
    account.state.imageRecipe("web").parent("ssm:/golden");
    account.state.deny("ssm:GetParameters");

    assertThatExceptionOfType(EvidenceDeniedException.class)
        .isThrownBy(this::usage)
        .returns("ssm:GetParameters", EvidenceDeniedException::permission)
        .withMessageContaining("image-builder-recipes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"base/1.0.0/1", "base/1.0.0", "base/1.x.x", "base/x.x.x", "base"})
  void countsWhatAnImageOfImageBuilderIs(String version) {
    account.state.builtImage("base/1.0.0/1").ami(ami(1).value());
    account.state.imageRecipe("web").parent(ARN + "image/" + version);

    assertThat(usage().referencesTo(ami(1))).hasSize(1);
  }

  @Test
  void countsTheImagesOfThisRegionAndAccountOnly() {
    account
        .state
        .builtImage("base/1.0.0/1")
        .ami(ami(1).value())
        .ami(ami(2).value(), "us-east-1", "123456789012")
        .ami(ami(3).value(), "eu-west-1", "999999999999");
    account.state.imageRecipe("web").parent(ARN + "image/base/x.x.x");

    assertThat(usage().references()).extracting(ImageReference::target).containsExactly(ami(1));
  }

  @Test
  void asksForEachImageOnce() {
    account.state.builtImage("base/1.0.0/1").ami(ami(1).value());
    account.state.imageRecipe("web").parent(ARN + "image/base/x.x.x");
    account.state.containerRecipe("api").image(ARN + "image/base/x.x.x");

    assertThat(usage().references()).hasSize(2);
    assertThat(account.endpoint.count("GetImage")).isEqualTo(1);
  }

  @Test
  void notesAnImageOfImageBuilderThatDoesNotExist() {
    account.state.imageRecipe("web").parent(ARN + "image/gone/x.x.x");

    assertThat(notes(usage())).singleElement().asString().contains("image/gone/x.x.x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws:imagebuilder:eu-west-1:aws:image/amazon-linux-2023-x86/x.x.x",
        "arn:aws:imagebuilder:eu-west-1:999999999999:image/theirs/1.0.0",
        "prod-abcdef0123456"
      })
  void passesOverImagesOfOthers(String parent) {
    account.state.imageRecipe("web").parent(parent);

    ImageUsage usage = usage();

    assertThat(usage.references()).isEmpty();
    assertThat(notes(usage)).isEmpty();
    assertThat(account.endpoint.count("GetImage")).isZero();
  }

  @Test
  void refusesWhereAnImageIsDenied() {
    account.state.imageRecipe("web").parent(ARN + "image/base/x.x.x");
    account.state.deny("imagebuilder:GetImage");

    assertThatExceptionOfType(EvidenceDeniedException.class)
        .isThrownBy(this::usage)
        .returns("imagebuilder:GetImage", EvidenceDeniedException::permission);
  }
}
