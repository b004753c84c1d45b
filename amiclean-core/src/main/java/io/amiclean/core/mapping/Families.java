package io.amiclean.core.mapping;

import io.amiclean.api.mapping.GroupKey;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageLineage;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.core.internal.LastAnswer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The families of images: each image belongs to that of the image that it was copied or made from,
 * and one of EC2 Image Builder to that of all versions of its recipe. Thread-safe.
 *
 * <p>Images that are gone have their place in it, so that the others keep theirs.
 */
final class Families {

  private static final String FAMILY = "family";

  /** The ARN of an image build version: recipe, semantic version and number of the build. */
  private static final Pattern BUILD =
      Pattern.compile("(arn:[^:]+:imagebuilder:[^:]*:[^:]*:image)/([^/]+)/.+");

  private final LastAnswer<PlanningContext, Map<ImageId, GroupKey>> families =
      new LastAnswer<>(Families::families);

  /** Returns the family of an image. */
  GroupKey of(Image image, PlanningContext context) {
    GroupKey family = families.about(context).get(image.id());
    return family == null ? ofItsOwn(image.id()) : family;
  }

  private static Map<ImageId, GroupKey> families(PlanningContext context) {
    Map<ImageId, GroupKey> families = new HashMap<>();
    context.images().images().forEach(image -> place(image.id(), context, families));
    return families;
  }

  /** Follows the sources of an image up to the first, or to one whose family is known. */
  private static void place(
      ImageId image, PlanningContext context, Map<ImageId, GroupKey> families) {
    Set<ImageId> path = new LinkedHashSet<>();
    ImageId at = image;
    GroupKey family = families.get(at);
    while (family == null) {
      if (path.add(at)) {
        ImageLineage lineage = context.lineage(at).orElseThrow();
        Optional<ImageId> source =
            lineage
                .sourceIn(context.scope().region())
                .filter(id -> context.lineage(id).isPresent());
        family = recipe(lineage).orElse(null);
        if (family == null && source.isEmpty()) {
          family = ofItsOwn(at);
        } else if (family == null) {
          at = source.get();
          family = families.get(at);
        }
      } else {
        List<ImageId> circle = new ArrayList<>(path);
        family = ofItsOwn(Collections.min(circle.subList(circle.indexOf(at), circle.size())));
      }
    }
    for (ImageId placed : path) {
      families.put(placed, family);
    }
  }

  private static GroupKey ofItsOwn(ImageId image) {
    return GroupKey.of(FAMILY, image.value());
  }

  private static Optional<GroupKey> recipe(ImageLineage lineage) {
    return lineage
        .imageBuilderArn()
        .map(BUILD::matcher)
        .filter(Matcher::matches)
        .map(build -> GroupKey.of(build.group(1), build.group(2)));
  }
}
