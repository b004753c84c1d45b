package io.amiclean.aws.wire;

import static io.amiclean.aws.wire.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.imagebuilder.ImagebuilderClient;
import software.amazon.awssdk.services.imagebuilder.model.Ami;
import software.amazon.awssdk.services.imagebuilder.model.ContainerRecipeSummary;
import software.amazon.awssdk.services.imagebuilder.model.ImageRecipeSummary;
import software.amazon.awssdk.services.imagebuilder.model.ListImageRecipesResponse;

class ImageBuilderServiceTest {

  private static final String ARN = "arn:aws:imagebuilder:eu-west-1:123456789012:";

  @AutoClose private final WireEndpoint endpoint = new WireEndpoint();
  @AutoClose private final WireClients clients = WireClients.of(endpoint);
  private final ImagebuilderClient imageBuilder = clients.imageBuilder();
  private final WireState state = endpoint.state();

  @Test
  void listsImageRecipesOfTheAccount() {
    state.imageRecipe("web").parent("ami-1");
    state.imageRecipe("other").parent("ami-2").owner("999999999999");

    assertThat(imageBuilder.listImageRecipes(r -> {}).imageRecipeSummaryList())
        .singleElement()
        .returns("web", ImageRecipeSummary::name)
        .returns(ARN + "image-recipe/web/1.0.0", ImageRecipeSummary::arn)
        .returns("ami-1", ImageRecipeSummary::parentImage);
  }

  @Test
  void pagesRecipes() {
    IntStream.range(0, 27).forEach(n -> state.imageRecipe("web" + n).parent("ami-1"));

    ListImageRecipesResponse first = imageBuilder.listImageRecipes(r -> {});

    assertThat(first.imageRecipeSummaryList()).hasSize(25);
    assertThat(
            imageBuilder
                .listImageRecipes(r -> r.nextToken(first.nextToken()))
                .imageRecipeSummaryList())
        .hasSize(2);
    assertRefused(
        "InvalidRequestException",
        400,
        () -> imageBuilder.listContainerRecipes(r -> r.maxResults(26)));
  }

  @Test
  void showsContainerRecipesWithAndWithoutTheirImage() {
    state.containerRecipe("api").image("ami-1");
    state.containerRecipe("web").image("ami-2").withoutImageInSummary();

    assertThat(imageBuilder.listContainerRecipes(r -> {}).containerRecipeSummaryList())
        .extracting(ContainerRecipeSummary::instanceImage)
        .containsExactly("ami-1", null);
    assertThat(
            imageBuilder
                .getContainerRecipe(r -> r.containerRecipeArn(ARN + "container-recipe/web/1.0.0"))
                .containerRecipe()
                .instanceConfiguration()
                .image())
        .isEqualTo("ami-2");
    assertRefused(
        "ResourceNotFoundException",
        404,
        () -> imageBuilder.getContainerRecipe(r -> r.containerRecipeArn(ARN + "x")));
  }

  @ParameterizedTest
  @CsvSource({
    "x.x.x, ami-10",
    "1.x.x, ami-10",
    "1.9.x, ami-9",
    "1.9.0, ami-9",
    "1.9.0/1, ami-8",
    "2.0.0/1, ami-11"
  })
  void findsTheNewestImageThatIsAvailable(String version, String expected) {
    state.builtImage("web/1.9.0/1").ami("ami-8");
    state.builtImage("web/1.9.0/2").ami("ami-9");
    state.builtImage("web/1.10.0/1").ami("ami-10");
    state.builtImage("web/2.0.0/1").ami("ami-11").state("FAILED");
    state.builtImage("webs/3.0.0/1").ami("ami-12");

    assertThat(
            imageBuilder
                .getImage(r -> r.imageBuildVersionArn(ARN + "image/web/" + version))
                .image()
                .outputResources()
                .amis())
        .singleElement()
        .returns(expected, Ami::image)
        .returns("eu-west-1", Ami::region)
        .returns("123456789012", Ami::accountId);
  }

  @Test
  void refusesImagesThatDoNotExistAndOddArns() {
    assertRefused(
        "ResourceNotFoundException",
        404,
        () -> imageBuilder.getImage(r -> r.imageBuildVersionArn(ARN + "image/web/x.x.x")));
    assertRefused(
        "InvalidRequestException",
        400,
        () -> imageBuilder.getImage(r -> r.imageBuildVersionArn(ARN + "image/web")));
  }

  @Test
  void deniesActions() {
    state.deny("imagebuilder:ListImageRecipes");

    assertRefused("AccessDeniedException", 403, () -> imageBuilder.listImageRecipes(r -> {}));
  }

  @Test
  void hasTheFaultsAndTheLogOfTheEndpoint() {
    endpoint.failAt("GetImage", 1, 500, "ServiceException", "Later.");

    assertRefused(
        "ServiceException",
        500,
        () -> imageBuilder.getImage(r -> r.imageBuildVersionArn("arn:aws:x")));
    assertThat(endpoint.requests("GetImage"))
        .singleElement()
        .satisfies(
            request ->
                assertThat(request.parameters())
                    .containsEntry("ImageBuildVersionArn", "arn:aws:x"));
  }

  @Test
  void refusesUnknownActions() {
    assertRefused("UnknownOperationException", 400, () -> imageBuilder.listImages(r -> {}));
  }
}
