package io.amiclean.aws.wire;

import io.amiclean.aws.wire.ImageBuilderState.BuiltImage;
import io.amiclean.aws.wire.ImageBuilderState.ContainerRecipe;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** EC2 Image Builder: its recipes and images, over REST and JSON. */
final class ImageBuilderService extends JsonService {

  static final String VERSION = "2019-12-02";

  private static final int LARGEST_PAGE = 25;

  /** EC2 Image Builder API Reference, "GetImage". */
  private static final Pattern IMAGE_ARN =
      Pattern.compile(
          "arn:aws[^:]*:imagebuilder:[^:]+:(?:[0-9]{12}|aws(?:-[a-z-]+)?):image/[a-z0-9-_]+/"
              + "(?:(?:(?:[0-9]+|x)\\.(?:[0-9]+|x)\\.(?:[0-9]+|x))|(?:[0-9]+\\.[0-9]+\\.[0-9]+/[0-9]+))");

  ImageBuilderService(WireState state, WirePages pages) {
    super(state, pages, "imagebuilder", "application/json");
    action(
        "ListImageRecipes",
        request -> list(request, "imageRecipeSummaryList", state.imageBuilder.imageRecipes),
        "Owner",
        "MaxResults",
        "NextToken");
    action(
        "ListContainerRecipes",
        request -> list(request, "containerRecipeSummaryList", state.imageBuilder.containerRecipes),
        "Owner",
        "MaxResults",
        "NextToken");
    action("GetImageRecipe", this::getImageRecipe, "ImageRecipeArn");
    action("GetContainerRecipe", this::getContainerRecipe, "ContainerRecipeArn");
    action("GetImage", this::getImage, "ImageBuildVersionArn");
  }

  @Override
  WireFault denied(String action) {
    return new WireFault(403, "AccessDeniedException", notAuthorized(action));
  }

  @Override
  String error(WireFault fault, String requestId) {
    return Json.write(Map.of("message", fault.message()));
  }

  @Override
  Map<String, String> errorHeaders(WireFault fault) {
    return Map.of("x-amzn-ErrorType", fault.code());
  }

  /** The account's own by default; those of Amazon and others only where they are asked for. */
  private Map<String, ?> list(
      WireRequest request, String list, Map<String, ? extends Resource<?>> all) {
    String owner = request.parameter("Owner").orElse("Self");
    if (!Set.of("Self", "Shared", "Amazon", "ThirdParty", "AWSMarketplace").contains(owner)) {
      throw WireFault.of("InvalidRequestException", "The owner '" + owner + "' is not valid.");
    }
    int size =
        boundedPageSize(
            request, LARGEST_PAGE, LARGEST_PAGE, "InvalidRequestException", "maxResults");
    return pages.page(
        request,
        list,
        "nextToken",
        size,
        () ->
            all.values().stream()
                .filter(recipe -> owner.equals("Self") == recipe.is("owner", state.account()))
                .map(Resource::view)
                .toList());
  }

  private Map<String, ?> getImageRecipe(WireRequest request) {
    String arn = request.required("ImageRecipeArn");
    return Map.of(
        "imageRecipe",
        state.imageBuilder.imageRecipes.values().stream()
            .filter(one -> one.is("arn", arn))
            .findFirst()
            .orElseThrow(() -> notFound(arn))
            .fullView());
  }

  private Map<String, ?> getContainerRecipe(WireRequest request) {
    String arn = request.required("ContainerRecipeArn");
    ContainerRecipe recipe =
        state.imageBuilder.containerRecipes.values().stream()
            .filter(one -> one.is("arn", arn))
            .findFirst()
            .orElseThrow(() -> notFound(arn));
    return Map.of("containerRecipe", recipe.fullView());
  }

  /**
   * A version without a build, or with wildcards, is the newest build that is available; any other
   * build has to be named in full.
   */
  private Map<String, ?> getImage(WireRequest request) {
    String arn = request.required("ImageBuildVersionArn");
    if (!IMAGE_ARN.matcher(arn).matches()) {
      throw WireFault.of(
          "InvalidRequestException", "The value supplied for imageBuildVersionArn is not valid.");
    }
    int slash = arn.lastIndexOf('/') + 1;
    Pattern builds =
        Pattern.compile(
            Pattern.quote(arn.substring(0, slash))
                + arn.substring(slash).replace(".", "\\.").replace("x", "[0-9]+")
                + "/[0-9]+");
    BuiltImage image =
        state.imageBuilder.images.values().stream()
            .filter(
                one ->
                    one.is("arn", arn)
                        || (one.isAvailable()
                            && builds.matcher(one.text("arn").orElse("")).matches()))
            .max(Comparator.comparing(BuiltImage::order))
            .orElseThrow(() -> notFound(arn));
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("image", image.view());
    return answer;
  }

  private static WireFault notFound(String arn) {
    return new WireFault(
        404, "ResourceNotFoundException", "The resource with ARN '" + arn + "' does not exist.");
  }
}
