package io.amiclean.core.plan;

import static io.amiclean.core.Fixtures.imageId;
import static io.amiclean.core.testing.CleanupPlanAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import io.amiclean.api.exclusion.ExclusionFilter;
import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageFact;
import io.amiclean.api.model.ImageInventory;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.model.Reason;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.source.ImageSource;
import io.amiclean.core.exclusion.ExclusionFilters;
import io.amiclean.core.execution.PlanExecutor;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.inventory.AccountRecorder;
import io.amiclean.core.inventory.InventoryJson;
import io.amiclean.core.inventory.RecordedAccount;
import io.amiclean.core.json.PlanJson;
import io.amiclean.core.json.PolicyJson;
import io.amiclean.core.lifecycle.LifecyclePolicy;
import io.amiclean.core.lifecycle.LifecycleRule;
import io.amiclean.core.mapping.Mappers;
import io.amiclean.core.retention.RetentionStrategies;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Filters that decide on what is read only because they need it. */
class ImageFactsTest {

  private static final String CREATED = "2017-01-01T00:00:00Z";
  private static final String APPROVED = "123456789012:approved";

  private final InMemoryAccount account =
      InMemoryAccount.builder()
          .image(
              imageId(1).value(),
              image -> image.createdAt(CREATED).fact(ImageFact.WATERMARKS, APPROVED))
          .image(
              imageId(2).value(),
              image -> image.createdAt(CREATED).fact(ImageFact.ALLOWED_IMAGES, "true"))
          .image(
              imageId(3).value(),
              image -> image.createdAt(CREATED).fact(ImageFact.ALLOWED_IMAGES, "false"))
          .image(
              imageId(4).value(),
              image ->
                  image
                      .createdAt(CREATED)
                      .fact(ImageFact.ALLOWED_IMAGES, "false")
                      .fact(ImageFact.ANCESTRY, imageId(3).value()))
          .build();

  private static CleanupPlannerBuilder planner(InMemoryAccount account) {
    return CleanupPlanner.builder()
        .account(account)
        .groupBy(Mappers.everything("all"))
        .retain(RetentionStrategies.nothing());
  }

  private static Stream<ExclusionFilter> filters() {
    return Stream.of(
        ExclusionFilters.watermarked(),
        ExclusionFilters.watermarked(List.of(APPROVED)),
        ExclusionFilters.allowedByAccount(),
        ExclusionFilters.baseOfOtherImages(),
        ExclusionFilter.anyOf(ExclusionFilters.tagged("a"), ExclusionFilters.watermarked()),
        ExclusionFilter.allOf(ExclusionFilters.tagged("a"), ExclusionFilters.watermarked()),
        ExclusionFilter.named("mine", ExclusionFilters.watermarked()));
  }

  @ParameterizedTest
  @MethodSource("filters")
  void refusePlanningWhereTheSourceDoesNotReadThem(ExclusionFilter filter) {
    CleanupPlanner planner =
        planner(account).images(() -> account.loadImages()).exclude(filter).build();

    ImageFact fact = filter.facts().iterator().next();
    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(planner::plan)
        .withMessageContaining("needs '" + fact.source() + "', which was not read of 123456789012")
        .satisfies(failure -> assertThat(failure.source()).isEqualTo(fact.source()));
  }

  @Test
  void refusePlanningForAFilterOfAUserThatSaysWhatItNeedsAndDoesNotAskWhetherItWasRead() {
    ExclusionFilter own =
        new ExclusionFilter() {
          @Override
          public List<Reason> evaluate(Image image, PlanningContext context) {
            return ImageFact.WATERMARKS.namesOf(image).isEmpty()
                ? List.of()
                : List.of(Reason.of("marked", "Marked"));
          }

          @Override
          public Set<ImageFact> facts() {
            return Set.of(ImageFact.WATERMARKS);
          }

          @Override
          public String description() {
            return "marked";
          }
        };
    CleanupPlanner unread =
        planner(account).images(() -> account.loadImages()).exclude(own).build();

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(unread::plan)
        .withMessageContaining("marked needs 'image-watermarks', which was not read");
    assertThat(planner(account).exclude(own).build().plan())
        .keeps(imageId(1).value())
        .because("marked");
  }

  @ParameterizedTest
  @MethodSource("filters")
  void areReadForAFilterThatNeedsThem(ExclusionFilter filter) {
    CleanupPlan plan = planner(account).exclude(filter).build().plan();

    Set<ImageFact> facts = filter.facts();
    assertThat(plan.reading().facts()).containsExactlyElementsOf(facts);
    assertThat(plan.evidence())
        .filteredOn(Evidence::complete)
        .extracting(Evidence::source)
        .containsAll(facts.stream().map(ImageFact::source).toList());
  }

  @Test
  void areNotReadForPoliciesThatDoNotNeedThem() {
    CleanupPlan plan = planner(account).exclude(ExclusionFilters.tagged("a")).build().plan();

    assertThat(plan.reading().facts()).isEmpty();
    assertThat(plan.evidence())
        .extracting(Evidence::source)
        .doesNotContain("image-watermarks", "allowed-images", "image-ancestry");
  }

  @Test
  void protectWhatHasAWatermark() {
    CleanupPlan plan =
        planner(account).exclude(ExclusionFilters.watermarked(List.of(APPROVED))).build().plan();

    assertThat(plan)
        .keeps(imageId(1).value())
        .because("watermarked")
        .removes(imageId(2).value())
        .because("not-retained");
  }

  @Test
  void protectWhatTheAccountAllowsAndWhatIsNotKnown() {
    CleanupPlan plan = planner(account).exclude(ExclusionFilters.allowedByAccount()).build().plan();

    assertThat(plan)
        .keeps(imageId(2).value())
        .because("allowed-by-account")
        .keeps(imageId(1).value())
        .because("allowed-by-account")
        .removes(imageId(3).value());
  }

  @Test
  void protectWhatAnotherImageGoesBackTo() {
    CleanupPlan plan =
        planner(account).exclude(ExclusionFilters.baseOfOtherImages()).build().plan();

    assertThat(plan)
        .keeps(imageId(3).value())
        .because("source-of-image")
        .removes(imageId(4).value());
  }

  @Test
  void areReadForTheConditionOfAStage() {
    CleanupPlannerBuilder planner =
        planner(account)
            .lifecycle(
                LifecyclePolicy.of(
                    LifecycleRule.disable().unless(ExclusionFilters.watermarked()),
                    LifecycleRule.deregister()));

    assertThat(planner.facts()).containsExactly(ImageFact.WATERMARKS);
    assertThat(planner.build().plan().reading().facts()).containsExactly(ImageFact.WATERMARKS);
  }

  @Test
  void areNamedInPolicyFiles() {
    String file =
        """
        { "schemaVersion": 1,
          "groupBy": [{ "everything": "all" }],
          "exclude": [{ "watermarked": ["123456789012:approved"] },
                      { "allowedByAccount": {} }, { "baseOfOtherImages": {} }],
          "retain": [{ "nothing": {} }] }
        """;

    CleanupPlan plan = CleanupPlanner.of(PolicyJson.read(file), account).plan();

    assertThat(plan.reading().facts()).containsExactly(ImageFact.values());
    assertThat(plan.removals()).extracting(image -> image.imageId()).containsExactly(imageId(4));
  }

  @Test
  void standInThePlansJson() {
    CleanupPlan plan = planner(account).exclude(ExclusionFilters.watermarked()).build().plan();

    String json = PlanJson.write(plan);

    assertThat(json.replaceAll("\\s", "")).contains("\"facts\":[\"image-watermarks\"]");
    assertThat(PlanJson.read(json)).isEqualTo(plan);
  }

  @Test
  void areReadAgainBeforeAnImageIsRemoved() {
    AtomicBoolean isMarked = new AtomicBoolean();
    ImageSource marking =
        () -> {
          ImageInventory inventory = account.withFacts(Set.of(ImageFact.WATERMARKS)).loadImages();
          return isMarked.get()
              ? ImageInventory.builder()
                  .from(inventory)
                  .images(inventory.images().stream().map(ImageFactsTest::marked).toList())
                  .build()
              : inventory;
        };
    CleanupPlanner planner =
        planner(account).images(marking).exclude(ExclusionFilters.watermarked()).build();
    CleanupPlan plan = planner.plan();
    assertThat(plan).removes(imageId(2).value());
    isMarked.set(true);

    ExecutionResult result =
        PlanExecutor.builder().operations(account).planner(planner).build().execute(plan);

    assertThat(result.outcomes())
        .filteredOn(outcome -> outcome.resource().equals(imageId(2)))
        .extracting(ActionOutcome::outcome, ActionOutcome::code)
        .containsExactly(tuple(Outcome.SKIPPED, "watermarked"));
    assertThat(account.imageIds()).containsExactly(imageId(1), imageId(2));
  }

  private static Image marked(Image image) {
    return image.id().equals(imageId(2))
        ? Image.builder().from(image).putFacts(ImageFact.WATERMARKS.key(APPROVED), "").build()
        : image;
  }

  @Test
  void ofARecordingAreThoseThatWereRecorded() {
    RecordedAccount with = recorded(account.withFacts(Set.of(ImageFact.WATERMARKS)));
    RecordedAccount without = recorded(account);

    CleanupPlannerBuilder planner =
        CleanupPlanner.builder()
            .groupBy(Mappers.everything("all"))
            .retain(RetentionStrategies.nothing())
            .exclude(ExclusionFilters.watermarked());

    assertThat(planner.account(with).build().plan()).keeps(imageId(1).value());
    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(
            () ->
                CleanupPlanner.builder()
                    .account(without)
                    .groupBy(Mappers.everything("all"))
                    .retain(RetentionStrategies.nothing())
                    .exclude(ExclusionFilters.watermarked())
                    .build()
                    .plan());
  }

  private static RecordedAccount recorded(InMemoryAccount account) {
    RecordedAccount recorded = AccountRecorder.builder().account(account).build().record();
    return InventoryJson.read(InventoryJson.write(recorded));
  }

  @ParameterizedTest
  @ValueSource(strings = {"approved", "123:approved", "123456789012:", "123456789012:a*"})
  void refuseAKeyThatNoWatermarkHas(String key) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ExclusionFilters.watermarked(List.of(key)))
        .withMessageContaining("'" + key + "' is no key of a watermark")
        .withMessageContaining("123456789012:approved");
  }

  @Test
  void refuseNoKeys() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ExclusionFilters.watermarked(List.of()))
        .withMessageContaining("No watermark");
  }

  @Test
  void ofOneKindAreNotThoseOfAnother() {
    Image image =
        Image.builder()
            .id(imageId(1))
            .putFacts(ImageFact.WATERMARKS.key(APPROVED), "")
            .putFacts("compose", "nightly")
            .build();

    assertThat(ImageFact.WATERMARKS.namesOf(image)).containsExactly(APPROVED);
    assertThat(ImageFact.ANCESTRY.namesOf(image)).isEmpty();
  }
}
