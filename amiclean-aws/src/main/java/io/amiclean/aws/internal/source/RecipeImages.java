package io.amiclean.aws.internal.source;

import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.ImageId;
import io.amiclean.aws.internal.EvidenceSources;
import io.amiclean.aws.internal.Ids;
import io.amiclean.aws.internal.Parameters;
import io.amiclean.aws.internal.ReadOperation;
import io.amiclean.aws.internal.call.AwsFailures;
import io.amiclean.aws.internal.call.CheckedClient;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.imagebuilder.ImagebuilderClient;
import software.amazon.awssdk.services.imagebuilder.model.GetImageRequest;
import software.amazon.awssdk.services.imagebuilder.model.Image;
import software.amazon.awssdk.services.ssm.SsmClient;

/**
 * What recipes of EC2 Image Builder mean by the image that they name. It lives for one reading,
 * asks for each name once, and is not thread-safe.
 */
final class RecipeImages {

  /** The code of Image Builder for what does not exist. */
  static final Set<String> GONE = Set.of("ResourceNotFoundException");

  private static final Logger LOG = LoggerFactory.getLogger(RecipeImages.class);

  private static final ReadOperation IMAGE_READ =
      new ReadOperation(EvidenceSources.IMAGE_BUILDER_RECIPES, "imagebuilder:GetImage");

  private static final String PARAMETER_PREFIX = "ssm:";

  private static final Pattern ARN =
      Pattern.compile(
          "arn:aws[^:]*:imagebuilder:[^:]*:(?<account>[^:]*):image/[^/]+(?<version>/.+)?");

  /** The wildcards that a missing version stands for. */
  private static final String ANY_VERSION = "/x.x.x";

  private final Supplier<CheckedClient<ImagebuilderClient>> imageBuilder;
  private final Parameters parameters;
  private final CleanupScope scope;
  private final Map<String, List<ImageId>> known = new LinkedHashMap<>();
  private final List<String> notes = new ArrayList<>();

  RecipeImages(
      Supplier<CheckedClient<ImagebuilderClient>> imageBuilder,
      Supplier<CheckedClient<SsmClient>> ssm,
      CleanupScope scope) {
    this.imageBuilder = imageBuilder;
    this.parameters = new Parameters(ssm, EvidenceSources.IMAGE_BUILDER_RECIPES);
    this.scope = scope;
  }

  /**
   * Returns the images of the account that a recipe means.
   *
   * @param base what the recipe names: an id, {@code ssm:} and a parameter, an ARN, or a product of
   *     the Marketplace
   * @param recipe the recipe, which errors and notes show
   * @throws EvidenceException if it is denied or fails
   */
  List<ImageId> resolve(String base, String recipe) {
    List<ImageId> images = known.get(base);
    if (images == null) {
      images = lookUp(base, recipe);
      known.put(base, images);
    }
    return images;
  }

  /** Returns a sentence for each name so far of which there is nothing. */
  List<String> notes() {
    return List.copyOf(notes);
  }

  private List<ImageId> lookUp(String base, String recipe) {
    if (base.startsWith(PARAMETER_PREFIX)) {
      return ofParameter(base, recipe);
    }
    Matcher arn = ARN.matcher(base);
    if (!arn.matches()) {
      // Besides ids and ARNs, only products of the Marketplace are named.
      return ImageId.findIn(base);
    }
    if (!scope.accountId().value().equals(arn.group("account"))) {
      LOG.debug("{} of {} is no image of the account", base, recipe);
      return List.of();
    }
    return built(base, arn.group("version") == null ? base + ANY_VERSION : base, recipe);
  }

  private List<ImageId> ofParameter(String base, String recipe) {
    return parameters
        .find(base.substring(PARAMETER_PREFIX.length()))
        .map(
            parameter -> {
              List<ImageId> images = ImageId.findIn(String.valueOf(parameter.value()));
              return images.isEmpty()
                  ? nothing(base, recipe, "the value of its parameter holds no image id")
                  : images;
            })
        .orElseGet(() -> nothing(base, recipe, "its parameter does not exist"));
  }

  /**
   * A version without a build, or with wildcards, stands for the newest build that became available
   * and still is (EC2 Image Builder API Reference, "GetImage").
   */
  private List<ImageId> built(String base, String arn, String recipe) {
    Image image;
    try {
      image =
          IMAGE_READ
              .call(
                  imageBuilder.get(),
                  ImagebuilderClient::getImage,
                  GetImageRequest.builder().imageBuildVersionArn(arn).build())
              .image();
    } catch (EvidenceException e) {
      if (AwsFailures.isAnsweredWith(e, GONE::contains)) {
        return nothing(base, recipe, "it does not exist");
      }
      throw e;
    }
    if (image == null) {
      throw IMAGE_READ.misunderstood("no image for " + arn);
    }
    List<ImageId> images =
        image.outputResources() == null
            ? List.of()
            : image.outputResources().amis().stream()
                .filter(ami -> !Ids.isMissing(ami.image()))
                .filter(ami -> scope.region().equals(ami.region()))
                .filter(
                    ami ->
                        Ids.isMissing(ami.accountId())
                            || scope.accountId().value().equals(ami.accountId()))
                .map(ami -> Ids.image(IMAGE_READ, ami.image(), arn))
                .toList();
    return images.isEmpty()
        ? nothing(base, recipe, "it has no image in this account and region")
        : images;
  }

  private List<ImageId> nothing(String base, String recipe, String why) {
    notes.add("The base image '" + base + "' of " + recipe + " protects nothing: " + why);
    return List.of();
  }
}
