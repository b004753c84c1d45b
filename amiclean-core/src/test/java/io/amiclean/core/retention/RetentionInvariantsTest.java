package io.amiclean.core.retention;

import static io.amiclean.core.Fixtures.NOW;
import static io.amiclean.core.Fixtures.context;
import static io.amiclean.core.Fixtures.image;
import static io.amiclean.core.Fixtures.imageId;
import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.mapping.GroupKey;
import io.amiclean.api.mapping.ImageGroup;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageState;
import io.amiclean.api.retention.RetentionDecision;
import io.amiclean.api.retention.RetentionStrategy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

class RetentionInvariantsTest {

  @Property
  void keepNewestKeepsExactlyAsManyAsAskedOrAvailable(
      @ForAll("groups") ImageGroup group, @ForAll @IntRange(max = 12) int images) {
    long available =
        group.candidates().stream().filter(RetentionInvariantsTest::isAvailable).count();

    assertThat(kept(RetentionStrategies.keepNewest(images), group))
        .hasSize((int) Math.min(images, available));
  }

  @Property
  void keepNewestLetsNoAvailableImageGoThatIsNewerThanOneItKeeps(
      @ForAll("groups") ImageGroup group, @ForAll @IntRange(max = 12) int images) {
    Set<ImageId> kept = kept(RetentionStrategies.keepNewest(images), group);
    List<Boolean> newestFirst =
        group.candidates().stream()
            .filter(RetentionInvariantsTest::isAvailable)
            .map(image -> kept.contains(image.id()))
            .toList();

    assertThat(newestFirst).isSortedAccordingTo(Collections.reverseOrder());
  }

  @Property
  void keepAtLeastLeavesAsManyAsAskedOrThereAre(
      @ForAll("groups") ImageGroup group, @ForAll @IntRange(max = 20) int images) {
    int stay = group.kept().size() + kept(RetentionStrategies.keepAtLeast(images), group).size();

    assertThat(stay)
        .isGreaterThanOrEqualTo(Math.min(images, group.kept().size() + group.candidates().size()))
        .isLessThanOrEqualTo(Math.max(images, group.kept().size()));
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void calendarKeepsAtMostOneImageForEachPeriod(
      @ForAll("groups") ImageGroup group,
      @ForAll @IntRange(min = 1, max = 9) int days,
      @ForAll @IntRange(max = 5) int weeks,
      @ForAll @IntRange(max = 3) int months) {
    assertThat(kept(RetentionStrategies.calendarFromNow(days, weeks, months), group))
        .hasSizeLessThanOrEqualTo(days + weeks + months);
  }

  @Property
  void anyOfKeepsTheUnion(
      @ForAll("groups") ImageGroup group,
      @ForAll("strategies") RetentionStrategy left,
      @ForAll("strategies") RetentionStrategy right) {
    Set<ImageId> union = new HashSet<>(kept(left, group));
    union.addAll(kept(right, group));

    assertThat(kept(RetentionStrategy.anyOf(left, right), group)).isEqualTo(union);
  }

  @Property
  void thenKeepsAllThatTheFirstKeeps(
      @ForAll("groups") ImageGroup group,
      @ForAll("strategies") RetentionStrategy first,
      @ForAll("strategies") RetentionStrategy next) {
    assertThat(kept(first.then(next), group)).containsAll(kept(first, group));
  }

  @Property
  void theOrderOfTheInputChangesNothing(
      @ForAll("groups") ImageGroup group,
      @ForAll("strategies") RetentionStrategy strategy,
      @ForAll Random random) {
    List<Image> candidates = new ArrayList<>(group.candidates());
    List<Image> kept = new ArrayList<>(group.kept());
    Collections.shuffle(candidates, random);
    Collections.shuffle(kept, random);
    ImageGroup shuffled =
        ImageGroup.builder().key(group.key()).candidates(candidates).kept(kept).build();

    RetentionDecision decision = strategy.decide(group, context());
    RetentionDecision again = strategy.decide(shuffled, context());

    assertThat(List.copyOf(again.reasons().entrySet()))
        .isEqualTo(List.copyOf(decision.reasons().entrySet()));
  }

  @Property
  void everyAnswerIsAboutCandidates(
      @ForAll("groups") ImageGroup group, @ForAll("strategies") RetentionStrategy strategy) {
    assertThat(group.candidates()).extracting(Image::id).containsAll(kept(strategy, group));
  }

  /** Groups in which creation dates coincide and some images have no version, or a rare state. */
  @Provide
  Arbitrary<ImageGroup> groups() {
    Arbitrary<Integer> hours = Arbitraries.integers().between(0, 24 * 70);
    Arbitrary<ImageState> states =
        Arbitraries.frequencyOf(
            Tuple.of(3, Arbitraries.just(ImageState.AVAILABLE)),
            Tuple.of(1, Arbitraries.of(ImageState.class)));
    Arbitrary<String> names =
        Arbitraries.of("front-1.0.0", "front-1.0.0-rc.1", "front-1.10.0", "front-1.9.0", "front");
    Arbitrary<Image.Builder> images =
        Combinators.combine(hours, states, names)
            .as(
                (age, state, name) ->
                    image(0)
                        .creationDate(NOW.minus(Duration.ofHours(age)))
                        .lastLaunchedTime(NOW.minus(Duration.ofHours(age / 2)))
                        .state(state)
                        .name(name));
    return Combinators.combine(images.list().ofMaxSize(15), Arbitraries.integers().between(0, 4))
        .as(RetentionInvariantsTest::group);
  }

  @Provide
  Arbitrary<RetentionStrategy> strategies() {
    return Arbitraries.of(
        RetentionStrategies.keepNewest(0),
        RetentionStrategies.keepNewest(3),
        RetentionStrategies.youngerThan(Duration.ofDays(20)),
        RetentionStrategies.launchedWithin(Duration.ofDays(20)),
        RetentionStrategies.keepAtLeast(4),
        RetentionStrategies.calendarFromNow(7, 4, 2),
        RetentionStrategies.newestByVersion(2),
        RetentionStrategies.nothing());
  }

  private static ImageGroup group(List<Image.Builder> builders, int kept) {
    List<Image> images = new ArrayList<>();
    for (Image.Builder builder : builders) {
      images.add(builder.id(imageId(images.size() + 1)).build());
    }
    int split = Math.min(kept, images.size());
    return ImageGroup.builder()
        .key(GroupKey.of("role", "front"))
        .kept(images.subList(0, split))
        .candidates(images.subList(split, images.size()))
        .build();
  }

  private static boolean isAvailable(Image image) {
    return image.state() == ImageState.AVAILABLE;
  }

  private static Set<ImageId> kept(RetentionStrategy strategy, ImageGroup group) {
    return strategy.decide(group, context()).reasons().keySet();
  }
}
