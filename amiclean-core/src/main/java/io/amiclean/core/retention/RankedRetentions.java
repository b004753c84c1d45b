package io.amiclean.core.retention;

import io.amiclean.api.mapping.ImageGroup;
import io.amiclean.api.model.Counter;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageState;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.policy.StrategySpec;
import io.amiclean.api.retention.RetentionDecision;
import io.amiclean.api.retention.RetentionStrategy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The retentions that keep the first candidates of a group, by date or by version. */
final class RankedRetentions {

  private RankedRetentions() {}

  static RetentionStrategy newest(int images) {
    RetentionStrategies.checkNotNegative("number of newest images", images);
    return RetentionStrategy.named(
        StrategySpec.of("keepNewest", images),
        (group, context) -> {
          String name = group.key().shortName();
          return keepFirst(
              images,
              available(group),
              (image, rank, ranked) ->
                  Reason.of(
                          ReasonCodes.KEEP_NEWEST,
                          "Among the newest " + images + " of " + name,
                          rank(name, rank, ranked))
                      .counting(List.of(Counter.of("newest", rank, images))));
        });
  }

  static RetentionStrategy atLeast(int images) {
    RetentionStrategies.checkNotNegative("number of images that a group holds", images);
    return RetentionStrategy.named(
        StrategySpec.of("keepAtLeast", images),
        (group, context) -> {
          int stayAnyway = group.kept().size();
          return keepFirst(
              Math.max(0, images - stayAnyway),
              group.candidates(),
              (image, rank, ranked) ->
                  Reason.of(
                          ReasonCodes.KEEP_AT_LEAST,
                          group.key().shortName() + " is to hold at least " + images + " images",
                          group.key().shortName()
                              + ": number "
                              + (stayAnyway + rank)
                              + " of at least "
                              + images)
                      .counting(List.of(Counter.of("at least", stayAnyway + rank, images))));
        });
  }

  static RetentionStrategy newestByVersion(int images) {
    RetentionStrategies.checkNotNegative("number of newest versions", images);
    return RetentionStrategy.named(
        StrategySpec.of("newestByVersion", images),
        (group, context) -> {
          List<Versioned> versioned = new ArrayList<>();
          List<Image> unversioned = new ArrayList<>();
          for (Image image : group.candidates()) {
            SemanticVersion.find(image.name())
                .ifPresentOrElse(
                    version -> versioned.add(new Versioned(image, version)),
                    () -> unversioned.add(image));
          }
          List<Versioned> ranked =
              versioned.stream()
                  .filter(entry -> isAvailable(entry.image()))
                  .sorted(Versioned.NEWEST_FIRST)
                  .toList();
          Map<ImageId, SemanticVersion> versions = new LinkedHashMap<>();
          ranked.forEach(entry -> versions.put(entry.image().id(), entry.version()));
          RetentionDecision newest =
              keepFirst(
                  images,
                  ranked.stream().map(Versioned::image).toList(),
                  (image, rank, of) ->
                      Reason.of(
                              ReasonCodes.KEEP_NEWEST_VERSION,
                              "Among the newest "
                                  + images
                                  + " versions of "
                                  + group.key().shortName(),
                              "version " + versions.get(image.id()),
                              rank(group.key().shortName(), rank, of))
                          .counting(List.of(Counter.of("newest versions", rank, images))));
          return newest.plus(
              RetentionDecision.keep(
                  unversioned,
                  image ->
                      Reason.of(
                          ReasonCodes.UNKNOWN_VERSION,
                          "The name '" + image.name() + "' holds no version such as 1.2.3")));
        });
  }

  private static RetentionDecision keepFirst(int count, List<Image> ranked, RankedReason reason) {
    Map<ImageId, List<Reason>> reasons = new LinkedHashMap<>();
    for (int i = 0; i < Math.min(count, ranked.size()); i++) {
      Image image = ranked.get(i);
      reasons.put(image.id(), List.of(reason.of(image, i + 1, ranked.size())));
    }
    return RetentionDecision.of(reasons);
  }

  /** Returns the candidates that can be rolled back to, newest first. */
  static List<Image> available(ImageGroup group) {
    return group.candidates().stream().filter(RankedRetentions::isAvailable).toList();
  }

  private static boolean isAvailable(Image image) {
    return image.state() == ImageState.AVAILABLE;
  }

  private static String rank(String group, int rank, int ranked) {
    return group + ": rank " + rank + " of " + ranked;
  }

  /** Why an image with a rank is kept. */
  @FunctionalInterface
  private interface RankedReason {
    Reason of(Image image, int rank, int ranked);
  }

  private record Versioned(Image image, SemanticVersion version) {
    static final Comparator<Versioned> NEWEST_FIRST =
        Comparator.comparing(Versioned::version, Comparator.reverseOrder())
            .thenComparing(Versioned::image, Image.NEWEST_FIRST);
  }
}
