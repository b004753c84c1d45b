package io.amiclean.core.retention;

import static io.amiclean.core.Fixtures.context;
import static io.amiclean.core.Fixtures.image;
import static io.amiclean.core.Fixtures.imageId;
import static io.amiclean.core.retention.RetentionStrategies.together;
import static io.amiclean.core.retention.RetentionStrategies.youngerThan;
import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.mapping.GroupKey;
import io.amiclean.api.mapping.ImageGroup;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.Reason;
import io.amiclean.api.retention.RetentionDecision;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Image N is N days old. */
class TogetherTest {

  private static final Duration TEN_DAYS = Duration.ofDays(10);

  @Test
  void aGroupOfWhichAnImageIsKeptStaysWhole() {
    assertThat(decide(group("web", images(5, 15, 25), List.of())).reasons())
        .containsOnlyKeys(imageId(5), imageId(15), imageId(25))
        .containsEntry(
            imageId(25),
            List.of(Reason.of("keep-together", "Another image of web stays", imageId(5).value())))
        .extractingByKey(imageId(5))
        .asString()
        .contains("minimum-age");
  }

  @Test
  void aGroupOfWhichNothingIsKeptGoesWhole() {
    assertThat(decide(group("web", images(15, 25), List.of())).reasons()).isEmpty();
  }

  @Test
  void aGroupOfWhichAnImageStaysAnywayStaysWhole() {
    assertThat(decide(group("web", images(15, 25), images(40))).reasons())
        .containsOnlyKeys(imageId(15), imageId(25));
  }

  @Test
  void anImageThatOneOfItsGroupsKeepsMakesItsOtherGroupsStayWhole() {
    ImageGroup kept = group("kept", images(5, 15), List.of());
    ImageGroup joined = group("joined", images(15, 25), List.of());
    ImageGroup alone = group("alone", images(35, 45), List.of());

    Map<GroupKey, RetentionDecision> decisions =
        together(youngerThan(TEN_DAYS))
            .decideAll(
                List.of(joined, alone, kept),
                context(images(5, 15, 25, 35, 45).toArray(Image[]::new)));

    assertThat(decisions)
        .hasEntrySatisfying(
            joined.key(),
            decision -> assertThat(decision.reasons()).containsOnlyKeys(imageId(15), imageId(25)))
        .containsEntry(alone.key(), RetentionDecision.keepNone());
  }

  @Test
  void itsPartsSayWhatEachOfThemAnswered() {
    RetentionDecision decision = decide(group("web", images(5, 15), List.of()));

    Map<String, List<Reason>> answers = new HashMap<>();
    decision.answers(
        together(youngerThan(TEN_DAYS)),
        imageId(15),
        (strategy, reasons) -> answers.put(strategy.description(), List.copyOf(reasons)));

    assertThat(answers)
        .containsOnlyKeys("youngerThan(P10D)", "together(youngerThan: P10D)")
        .containsEntry("youngerThan(P10D)", List.of());
  }

  private static RetentionDecision decide(ImageGroup group) {
    Image[] all =
        Stream.concat(group.candidates().stream(), group.kept().stream()).toArray(Image[]::new);
    return together(youngerThan(TEN_DAYS)).decide(group, context(all));
  }

  private static List<Image> images(int... numbers) {
    return Arrays.stream(numbers).<Image>mapToObj(number -> image(number).build()).toList();
  }

  private static ImageGroup group(String name, List<Image> candidates, List<Image> kept) {
    return ImageGroup.builder()
        .key(GroupKey.of("role", name))
        .candidates(candidates)
        .kept(kept)
        .build();
  }
}
