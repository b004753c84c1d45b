package io.amiclean.aws.internal.source;

import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.ImageUsage;
import io.amiclean.api.source.ImageUsageSource;
import io.amiclean.aws.internal.EvidenceSources;
import io.amiclean.aws.internal.Ids;
import io.amiclean.aws.internal.ReadOperation;
import io.amiclean.aws.internal.SideBySide;
import io.amiclean.aws.internal.SourceContext;
import io.amiclean.aws.internal.Usage;
import io.amiclean.aws.internal.call.AwsFailures;
import io.amiclean.aws.internal.call.CheckedClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.imagebuilder.ImagebuilderClient;
import software.amazon.awssdk.services.imagebuilder.model.ContainerRecipe;
import software.amazon.awssdk.services.imagebuilder.model.EbsInstanceBlockDeviceSpecification;
import software.amazon.awssdk.services.imagebuilder.model.GetContainerRecipeRequest;
import software.amazon.awssdk.services.imagebuilder.model.GetImageRecipeRequest;
import software.amazon.awssdk.services.imagebuilder.model.ImageRecipe;
import software.amazon.awssdk.services.imagebuilder.model.InstanceBlockDeviceMapping;
import software.amazon.awssdk.services.imagebuilder.model.InstanceConfiguration;
import software.amazon.awssdk.services.imagebuilder.model.ListContainerRecipesRequest;
import software.amazon.awssdk.services.imagebuilder.model.ListImageRecipesRequest;
import software.amazon.awssdk.services.imagebuilder.model.Ownership;
import software.amazon.awssdk.services.ssm.SsmClient;

/**
 * Usage by the account's recipes of EC2 Image Builder: the images that image recipes start from,
 * those on which container recipes build, and the snapshots in the block devices of both.
 * Thread-safe.
 *
 * <p>A recipe names its image by an id, by a parameter of Systems Manager, or by the ARN of an
 * image of Image Builder (EC2 Image Builder API Reference, "ImageRecipe"). A parameter or an image
 * of this account that does not exist protects nothing, and is noted in the evidence. Images of
 * Amazon, of other accounts and of the Marketplace are not the account's, and are passed over.
 *
 * @param imageBuilder returns the client, when it is needed; the caller owns it
 * @param ssm returns the client that parameters are looked up with, when it is needed
 * @param context scope, clock and progress
 */
record ImageBuilderRecipeUsage(
    Supplier<CheckedClient<ImagebuilderClient>> imageBuilder,
    Supplier<CheckedClient<SsmClient>> ssm,
    SourceContext context)
    implements ImageUsageSource {

  private static final String IMAGE_RECIPE = "image-recipe";

  private static final String CONTAINER_RECIPE = "container-recipe";

  private static final ReadOperation IMAGE_RECIPES = operation("imagebuilder:ListImageRecipes");

  private static final ReadOperation IMAGE_RECIPE_READ = operation("imagebuilder:GetImageRecipe");

  private static final ReadOperation CONTAINER_RECIPES =
      operation("imagebuilder:ListContainerRecipes");

  private static final ReadOperation CONTAINER_RECIPE_READ =
      operation("imagebuilder:GetContainerRecipe");

  private static final int PAGE = 25;

  private static ReadOperation operation(String permission) {
    return new ReadOperation(EvidenceSources.IMAGE_BUILDER_RECIPES, permission);
  }

  /**
   * What a recipe names.
   *
   * @param arn its ARN
   * @param base the name of the image that it starts from, or empty for one of Amazon's
   * @param devices the snapshots in its block devices
   */
  private record Recipe(String arn, Optional<String> base, Ids.Launched devices) {}

  /**
   * Reads all recipes of the account in the region: one call for twenty-five, one more for each
   * recipe, and one for each parameter or image of Image Builder that recipes name.
   *
   * @return a reference for each image and snapshot of a recipe
   * @throws EvidenceException if it could not be read to its end
   */
  @Override
  public ImageUsage loadUsage() {
    Instant readAt = context.now();
    Set<String> images = listImageRecipes();
    Set<String> containers = listContainerRecipes();
    RecipeImages resolver = new RecipeImages(imageBuilder, ssm, context.scope());
    Set<ImageReference> references = new LinkedHashSet<>();
    List<String> notes = new ArrayList<>();
    for (Recipe recipe : read(images, this::imageRecipe)) {
      addReferences(IMAGE_RECIPE, recipe, resolver, references, notes);
    }
    for (Recipe recipe : read(containers, this::containerRecipe)) {
      addReferences(CONTAINER_RECIPE, recipe, resolver, references, notes);
    }
    notes.addAll(resolver.notes());
    return Usage.of(
        context,
        EvidenceSources.IMAGE_BUILDER_RECIPES,
        readAt,
        images.size() + containers.size(),
        references,
        notes);
  }

  private static void addReferences(
      String kind,
      Recipe recipe,
      RecipeImages resolver,
      Set<ImageReference> references,
      List<String> notes) {
    recipe
        .base()
        .ifPresent(
            name ->
                resolver
                    .resolve(name, recipe.arn())
                    .forEach(
                        image ->
                            references.add(
                                name.equals(image.value())
                                    ? ImageReference.of(image, kind, recipe.arn())
                                    : ImageReference.of(image, kind, recipe.arn(), name))));
    recipe
        .devices()
        .targets()
        .forEach(snapshot -> references.add(ImageReference.of(snapshot, kind, recipe.arn())));
    notes.addAll(recipe.devices().notes(recipe.arn()));
  }

  /** Reads recipes, several at a time; one that was deleted since it was listed names nothing. */
  private List<Recipe> read(Set<String> arns, Function<String, Recipe> recipe) {
    return new SideBySide(context, EvidenceSources.IMAGE_BUILDER_RECIPES)
            .ask(
                List.copyOf(arns),
                arn -> {
                  try {
                    return Optional.of(recipe.apply(arn));
                  } catch (EvidenceException e) {
                    if (AwsFailures.isAnsweredWith(e, RecipeImages.GONE::contains)) {
                      return Optional.<Recipe>empty();
                    }
                    throw e;
                  }
                })
            .stream()
            .flatMap(Optional::stream)
            .toList();
  }

  private Set<String> listImageRecipes() {
    Set<String> arns = new TreeSet<>();
    IMAGE_RECIPES.pages(
        imageBuilder.get(),
        ImagebuilderClient::listImageRecipes,
        ListImageRecipesRequest.builder().owner(Ownership.SELF).maxResults(PAGE).build(),
        page ->
            page.imageRecipeSummaryList()
                .forEach(recipe -> arns.add(required(IMAGE_RECIPES, recipe.arn()))));
    return arns;
  }

  private Set<String> listContainerRecipes() {
    Set<String> arns = new TreeSet<>();
    CONTAINER_RECIPES.pages(
        imageBuilder.get(),
        ImagebuilderClient::listContainerRecipes,
        ListContainerRecipesRequest.builder().owner(Ownership.SELF).maxResults(PAGE).build(),
        page ->
            page.containerRecipeSummaryList()
                .forEach(recipe -> arns.add(required(CONTAINER_RECIPES, recipe.arn()))));
    return arns;
  }

  private static String required(ReadOperation operation, @Nullable String arn) {
    if (arn == null || arn.isEmpty()) {
      throw operation.misunderstood("a recipe without an ARN");
    }
    return arn;
  }

  private Recipe imageRecipe(String arn) {
    ImageRecipe recipe =
        IMAGE_RECIPE_READ
            .call(
                imageBuilder.get(),
                ImagebuilderClient::getImageRecipe,
                GetImageRecipeRequest.builder().imageRecipeArn(arn).build())
            .imageRecipe();
    if (recipe == null || Ids.isMissing(recipe.parentImage())) {
      throw IMAGE_RECIPE_READ.misunderstood("no recipe or no parent image for " + arn);
    }
    return new Recipe(
        arn,
        Optional.of(recipe.parentImage()),
        devices(IMAGE_RECIPE_READ, recipe.blockDeviceMappings(), arn));
  }

  /** Without an image of its own, Image Builder takes one of Amazon's for containers. */
  private Recipe containerRecipe(String arn) {
    ContainerRecipe recipe =
        CONTAINER_RECIPE_READ
            .call(
                imageBuilder.get(),
                ImagebuilderClient::getContainerRecipe,
                GetContainerRecipeRequest.builder().containerRecipeArn(arn).build())
            .containerRecipe();
    if (recipe == null) {
      throw CONTAINER_RECIPE_READ.misunderstood("no recipe for " + arn);
    }
    Optional<InstanceConfiguration> instance = Optional.ofNullable(recipe.instanceConfiguration());
    return new Recipe(
        arn,
        instance.map(InstanceConfiguration::image).filter(image -> !image.isEmpty()),
        devices(
            CONTAINER_RECIPE_READ,
            instance.map(InstanceConfiguration::blockDeviceMappings).orElse(List.of()),
            arn));
  }

  private static Ids.Launched devices(
      ReadOperation operation, List<InstanceBlockDeviceMapping> devices, String arn) {
    return Ids.launchTargets(
        operation,
        null,
        devices.stream()
            .map(InstanceBlockDeviceMapping::ebs)
            .filter(Objects::nonNull)
            .map(EbsInstanceBlockDeviceSpecification::snapshotId),
        arn);
  }
}
