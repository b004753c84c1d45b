package io.amiclean.core.retention;

import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.policy.StrategySpec;
import io.amiclean.api.retention.RetentionDecision;
import io.amiclean.api.retention.RetentionStrategy;
import io.amiclean.core.internal.DurationFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The retentions that keep candidates by how long ago they were created or launched. */
final class AgeRetentions {

  private AgeRetentions() {}

  static RetentionStrategy youngerThan(Duration age) {
    Objects.requireNonNull(age, "age");
    RetentionStrategies.checkPositive("minimum age", age);
    return RetentionStrategy.named(
        StrategySpec.of("youngerThan", age),
        (group, context) ->
            RetentionDecision.keep(
                group.candidates().stream()
                    .takeWhile(image -> isWithin(age, creationDate(image), context.now()))
                    .toList(),
                image -> young(creationDate(image), context.now(), age)));
  }

  private static Reason young(Instant created, Instant now, Duration age) {
    return Reason.of(
        ReasonCodes.MINIMUM_AGE,
        ageInWords(created, now)
            + ", younger than the minimum age of "
            + DurationFormat.inWords(age),
        created.toString());
  }

  static RetentionStrategy launchedWithin(Duration time) {
    RetentionStrategies.checkPositive("time since the last launch", time);
    return RetentionStrategy.named(
        StrategySpec.of("launchedWithin", time),
        (group, context) -> {
          Map<ImageId, List<Reason>> reasons = new LinkedHashMap<>();
          for (Image image : group.candidates()) {
            image
                .lastLaunchedTime()
                .filter(launched -> isWithin(time, launched, context.now()))
                .ifPresent(
                    launched ->
                        reasons.put(
                            image.id(),
                            List.of(
                                Reason.of(
                                    ReasonCodes.LAUNCHED_WITHIN,
                                    "Last launched at "
                                        + launched
                                        + ", within "
                                        + DurationFormat.inWords(time),
                                    launched.toString()))));
          }
          return RetentionDecision.of(reasons);
        });
  }

  static RetentionStrategy withinNewest(Duration time) {
    RetentionStrategies.checkPositive("time before the newest image", time);
    return RetentionStrategy.named(
        StrategySpec.of("keepWithin", time),
        (group, context) ->
            RetentionDecision.keep(
                within(time, RankedRetentions.available(group)),
                image ->
                    Reason.of(
                        ReasonCodes.KEEP_WITHIN,
                        "Created within "
                            + DurationFormat.inWords(time)
                            + " before the newest image of "
                            + group.key().shortName(),
                        "created " + creationDate(image))));
  }

  /** Returns those images that are at most so much older than the newest. */
  static List<Image> within(Duration time, List<Image> newestFirst) {
    if (newestFirst.isEmpty()) {
      return List.of();
    }
    Instant oldest = creationDate(newestFirst.get(0)).minus(time);
    return newestFirst.stream().takeWhile(image -> !creationDate(image).isBefore(oldest)).toList();
  }

  private static boolean isWithin(Duration time, Instant event, Instant now) {
    return Duration.between(event, now).compareTo(time) < 0;
  }

  private static Instant creationDate(Image candidate) {
    return candidate.creationDate().orElseThrow();
  }

  private static String ageInWords(Instant created, Instant now) {
    Duration age = Duration.between(created, now);
    return age.isNegative()
        ? "Created " + DurationFormat.inWords(age.negated()) + " after the planning time"
        : "Created " + DurationFormat.inWords(age) + " ago";
  }
}
