package io.amiclean.api.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.mapping.GroupKey;
import io.amiclean.api.mapping.ImageGroup;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.model.Reason;
import io.amiclean.api.retention.RetentionDecision;
import io.amiclean.api.retention.RetentionStrategy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link RetentionStrategy} promises. */
public abstract class RetentionStrategyContract
    extends StrategyContract<RetentionStrategy, ImageGroup, RetentionDecision> {

  private static final Instant LONG_AGO = Samples.NOW.minus(Duration.ofDays(400));

  /**
   * Returns the groups to decide on. By default: an empty one, one of a single candidate, one of
   * many, one of equally old ones, one with kept images, one of kept images alone, and one of
   * images of which little is known.
   *
   * @return the groups
   */
  @Override
  protected List<ImageGroup> questions() {
    List<Image> equallyOld =
        IntStream.rangeClosed(101, 105)
            .mapToObj(number -> Samples.imageBuilder(number).creationDate(LONG_AGO).build())
            .toList();
    List<Image> unusual = new ArrayList<>(Samples.unusualImages());
    List<Image> undated = unusual.stream().filter(image -> image.creationDate().isEmpty()).toList();
    unusual.removeAll(undated);
    return List.of(
        Samples.group(),
        Samples.group(Samples.image(40)),
        Samples.group(Samples.images(60), List.of()),
        Samples.group(equallyOld, List.of()),
        Samples.group(Samples.images(60).subList(10, 30), Samples.images(10)),
        Samples.group(List.of(), Samples.images(3)),
        Samples.group(unusual, undated));
  }

  /** Returns by default the images of the {@link #questions()}, all of them unused. */
  @Override
  protected PlanningContext context() {
    Set<Image> images = new LinkedHashSet<>();
    for (ImageGroup group : questions()) {
      images.addAll(group.candidates());
      images.addAll(group.kept());
    }
    return Samples.context(images);
  }

  @Override
  protected final RetentionDecision ask(
      RetentionStrategy strategy, ImageGroup question, PlanningContext context) {
    return strategy.decide(question, context);
  }

  @Test
  void answersForCandidatesOnly() {
    assertEach(questions(), group -> assertAnswersForCandidates(strategy(), group));
  }

  /**
   * What was let go is removed in batches, and the strategy is asked again in between: that an
   * image is gone must not keep another one.
   */
  @Test
  void keepsNothingElseWhenImagesThatItLetGoAreGone() {
    assertEach(
        questions(),
        group -> {
          Set<ImageId> kept = answer(strategy(), group, context()).reasons().keySet();
          List<Image> removed = new ArrayList<>();
          for (Image gone : group.candidates()) {
            if (kept.contains(gone.id())) {
              continue;
            }
            removed.add(gone);
            assertThat(
                    answer(strategy(), without(removed, group), Samples.without(removed, context()))
                        .reasons()
                        .keySet())
                .as("the kept images when %s is gone", gone.id())
                .isEqualTo(kept);
          }
        });
  }

  /**
   * A strategy may decide on a group by what is in others: the rule is the same for all of them.
   */
  @Test
  void keepsNothingElseOfAnyGroupWhenImagesThatAllLetGoAreGone() {
    List<ImageGroup> groups = groups();
    Map<GroupKey, Set<ImageId>> kept = keptOfAll(groups, context());
    Set<ImageId> staying = new HashSet<>();
    kept.values().forEach(staying::addAll);
    groups.forEach(group -> group.kept().forEach(image -> staying.add(image.id())));
    List<Image> letGo =
        groups.stream()
            .flatMap(group -> group.candidates().stream())
            .filter(image -> !staying.contains(image.id()))
            .distinct()
            .toList();

    List<Image> removed = new ArrayList<>();
    for (Image gone : letGo) {
      removed.add(gone);
      assertThat(
              keptOfAll(
                  groups.stream().map(group -> without(removed, group)).toList(),
                  Samples.without(removed, context())))
          .as("the kept images when %s is gone", gone.id())
          .isEqualTo(kept);
    }
  }

  @Test
  void decidesOnAllGroupsAsOnEachUnlessItSpansThem() {
    if (strategy().spansGroups()) {
      assertThat(decideAll(groups(), context()).keySet())
          .isEqualTo(groups().stream().map(ImageGroup::key).collect(Collectors.toSet()));
    } else {
      assertThat(decideAll(groups(), context()))
          .isEqualTo(
              groups().stream()
                  .collect(
                      Collectors.toMap(
                          ImageGroup::key, group -> answer(strategy(), group, context()))));
    }
  }

  /** Returns the {@link #questions()} as the groups of one inventory, of different keys. */
  private List<ImageGroup> groups() {
    List<ImageGroup> groups = new ArrayList<>();
    for (ImageGroup group : questions()) {
      groups.add(
          ImageGroup.builder()
              .from(group)
              .key(GroupKey.of("number", String.valueOf(groups.size())))
              .build());
    }
    return groups;
  }

  private Map<GroupKey, RetentionDecision> decideAll(
      List<ImageGroup> groups, PlanningContext context) {
    RetentionStrategy strategy = strategy();
    return answer(strategy, "all groups", () -> strategy.decideAll(groups, context));
  }

  private Map<GroupKey, Set<ImageId>> keptOfAll(List<ImageGroup> groups, PlanningContext context) {
    Map<GroupKey, Set<ImageId>> kept = new HashMap<>();
    decideAll(groups, context)
        .forEach((key, decision) -> kept.put(key, decision.reasons().keySet()));
    return kept;
  }

  private static ImageGroup without(List<Image> gone, ImageGroup group) {
    return ImageGroup.builder()
        .from(group)
        .candidates(group.candidates().stream().filter(image -> !gone.contains(image)).toList())
        .build();
  }

  /** It has no clock of its own. */
  @Test
  void keepsTheSameImagesWhenAllTimesAreShifted() {
    assertSameAtOtherTimes(
        shift -> keptOfAll(groups().stream().map(shift::of).toList(), shift.of(context())));
  }

  @Test
  void givesReasonsToKeepOnly() {
    assertEach(
        questions(),
        group ->
            assertThat(answer(strategy(), group, context()).reasons().values())
                .allSatisfy(StrategyContract::assertKeeping));
  }

  @Test
  void answersForCandidatesOnlyAfterAnotherStrategySetSomeAside() {
    RetentionStrategy newest =
        RetentionStrategy.named(
            "newest",
            (group, context) ->
                RetentionDecision.keep(
                    group.candidates().stream().limit(1).toList(),
                    image -> Reason.of("newest", "It is the newest.")));

    assertEach(questions(), group -> assertAnswersForCandidates(newest.then(strategy()), group));
  }

  private void assertAnswersForCandidates(RetentionStrategy strategy, ImageGroup group) {
    assertThat(answer(strategy, group, context()).reasons().keySet())
        .as("the kept images of a group of %s candidates", group.candidates().size())
        .isSubsetOf(group.candidates().stream().map(Image::id).toList());
  }
}
