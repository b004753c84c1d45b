package io.amiclean.aws.internal.source;

import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.ImageUsage;
import io.amiclean.api.model.Progress;
import io.amiclean.api.source.ImageUsageSource;
import io.amiclean.aws.internal.AwsFailures;
import io.amiclean.aws.internal.CheckedClient;
import io.amiclean.aws.internal.EvidenceSources;
import io.amiclean.aws.internal.Ids;
import io.amiclean.aws.internal.ReadOperation;
import io.amiclean.aws.internal.SourceContext;
import io.amiclean.aws.internal.Usage;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import software.amazon.awssdk.services.imagebuilder.ImagebuilderClient;
import software.amazon.awssdk.services.imagebuilder.model.ContainerRecipe;
import software.amazon.awssdk.services.imagebuilder.model.ContainerRecipeSummary;
import software.amazon.awssdk.services.imagebuilder.model.GetContainerRecipeRequest;
import software.amazon.awssdk.services.imagebuilder.model.ImageRecipeSummary;
import software.amazon.awssdk.services.imagebuilder.model.ListContainerRecipesRequest;
import software.amazon.awssdk.services.imagebuilder.model.ListContainerRecipesResponse;
import software.amazon.awssdk.services.imagebuilder.model.ListImageRecipesRequest;
import software.amazon.awssdk.services.imagebuilder.model.ListImageRecipesResponse;
import software.amazon.awssdk.services.imagebuilder.model.Ownership;
import software.amazon.awssdk.services.ssm.SsmClient;

/**
 * Usage by the account's recipes of EC2 Image Builder: the images that image recipes start from,
 * and those on which container recipes build. Thread-safe.
 *
 * <p>A recipe names its image by an id, by a parameter of Systems Manager, or by the ARN of an
 * image of Image Builder (EC2 Image Builder API Reference, "ImageRecipe"). A parameter or an image
 * of this account that does not exist protects nothing, and is noted in the evidence. Images of
 * Amazon, of other accounts and of the Marketplace are not the account's, and are passed over.
 */
final class ImageBuilderRecipeUsage implements ImageUsageSource {

  /** The kind of reference that image recipes give. */
  public static final String IMAGE_RECIPE = "image-recipe";

  /** The kind of reference that container recipes give. */
  public static final String CONTAINER_RECIPE = "container-recipe";

  private static final ReadOperation IMAGE_RECIPES = operation("imagebuilder:ListImageRecipes");

  private static final ReadOperation CONTAINER_RECIPES =
      operation("imagebuilder:ListContainerRecipes");

  private static final ReadOperation CONTAINER_RECIPE_READ =
      operation("imagebuilder:GetContainerRecipe");

  private static final int PAGE = 25;

  private final Supplier<CheckedClient<ImagebuilderClient>> imageBuilder;
  private final Supplier<CheckedClient<SsmClient>> ssm;
  private final SourceContext context;

  /**
   * Creates a source.
   *
   * @param imageBuilder tells the client, when it is needed; the caller owns it
   * @param ssm tells the client that parameters are looked up with, when it is needed; the caller
   *     owns it
   * @param context scope, clock and progress
   */
  public ImageBuilderRecipeUsage(
      Supplier<CheckedClient<ImagebuilderClient>> imageBuilder,
      Supplier<CheckedClient<SsmClient>> ssm,
      SourceContext context) {
    this.imageBuilder = Objects.requireNonNull(imageBuilder, "imageBuilder");
    this.ssm = Objects.requireNonNull(ssm, "ssm");
    this.context = Objects.requireNonNull(context, "context");
  }

  private static ReadOperation operation(String permission) {
    return new ReadOperation(EvidenceSources.IMAGE_BUILDER_RECIPES, permission);
  }

  /**
   * Reads all recipes of the account in the region: one call for twenty-five, one more for each
   * container recipe whose summary names no image, and one for each parameter or image of Image
   * Builder that recipes name.
   *
   * @return a reference for each image of a recipe
   * @throws io.amiclean.api.model.EvidenceException if it could not be read to its end
   */
  @Override
  public ImageUsage loadUsage() {
    Instant readAt = context.now();
    Map<String, Optional<String>> images = new TreeMap<>();
    readImageRecipes(images);
    Map<String, Optional<String>> containers = new TreeMap<>();
    readContainerRecipes(containers);
    RecipeImages resolver = new RecipeImages(imageBuilder, ssm, context.scope());
    Set<ImageReference> references = new LinkedHashSet<>();
    addReferences(IMAGE_RECIPE, images, resolver, references);
    addReferences(CONTAINER_RECIPE, containers, resolver, references);
    return Usage.of(
        context,
        EvidenceSources.IMAGE_BUILDER_RECIPES,
        readAt,
        images.size() + containers.size(),
        references,
        resolver.notes());
  }

  private static void addReferences(
      String kind,
      Map<String, Optional<String>> recipes,
      RecipeImages resolver,
      Set<ImageReference> references) {
    recipes.forEach(
        (recipe, base) ->
            base.ifPresent(
                name ->
                    resolver
                        .resolve(name, recipe)
                        .forEach(
                            image ->
                                references.add(
                                    name.equals(image.value())
                                        ? ImageReference.of(image, kind, recipe)
                                        : ImageReference.of(image, kind, recipe, name)))));
  }

  private void readImageRecipes(Map<String, Optional<String>> recipes) {
    IMAGE_RECIPES.pages(
        imageBuilder.get(),
        ImagebuilderClient::listImageRecipes,
        token ->
            ListImageRecipesRequest.builder()
                .owner(Ownership.SELF)
                .maxResults(PAGE)
                .nextToken(token)
                .build(),
        ListImageRecipesResponse::nextToken,
        page -> {
          for (ImageRecipeSummary recipe : page.imageRecipeSummaryList()) {
            String arn = recipe.arn();
            if (Ids.isMissing(arn) || Ids.isMissing(recipe.parentImage())) {
              throw IMAGE_RECIPES.misunderstood("no ARN or no parent image of the recipe " + arn);
            }
            recipes.put(arn, Optional.of(recipe.parentImage()));
          }
          context.report(Progress.of(EvidenceSources.IMAGE_BUILDER_RECIPES, recipes.size()));
        });
  }

  private void readContainerRecipes(Map<String, Optional<String>> recipes) {
    Set<String> unsaid = new LinkedHashSet<>();
    CONTAINER_RECIPES.pages(
        imageBuilder.get(),
        ImagebuilderClient::listContainerRecipes,
        token ->
            ListContainerRecipesRequest.builder()
                .owner(Ownership.SELF)
                .maxResults(PAGE)
                .nextToken(token)
                .build(),
        ListContainerRecipesResponse::nextToken,
        page -> {
          for (ContainerRecipeSummary recipe : page.containerRecipeSummaryList()) {
            String arn = recipe.arn();
            if (Ids.isMissing(arn)) {
              throw CONTAINER_RECIPES.misunderstood("a container recipe without an ARN");
            }
            if (Ids.isMissing(recipe.instanceImage())) {
              unsaid.add(arn);
            } else {
              recipes.put(arn, Optional.of(recipe.instanceImage()));
            }
          }
        });
    for (String arn : unsaid) {
      recipes.put(arn, instanceImage(arn));
    }
  }

  /** Without an image of its own, Image Builder takes one of Amazon's for containers. */
  private Optional<String> instanceImage(String arn) {
    ContainerRecipe recipe;
    try {
      recipe =
          CONTAINER_RECIPE_READ
              .call(
                  imageBuilder.get(),
                  ImagebuilderClient::getContainerRecipe,
                  GetContainerRecipeRequest.builder().containerRecipeArn(arn).build())
              .containerRecipe();
    } catch (EvidenceException e) {
      if (AwsFailures.isAnsweredWith(e, RecipeImages.GONE::contains)) {
        return Optional.empty();
      }
      throw e;
    }
    if (recipe == null) {
      throw CONTAINER_RECIPE_READ.misunderstood("no recipe for " + arn);
    }
    return Optional.ofNullable(recipe.instanceConfiguration())
        .map(configuration -> configuration.image())
        .filter(image -> !image.isEmpty());
  }
}
