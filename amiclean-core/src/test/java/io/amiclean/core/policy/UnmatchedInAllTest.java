package io.amiclean.core.policy;

import static io.amiclean.core.Fixtures.NOW;
import static io.amiclean.core.Fixtures.imageId;
import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.UnmatchedRule;
import io.amiclean.core.exclusion.ExclusionFilters;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.mapping.Mappers;
import io.amiclean.core.plan.CleanupPlanner;
import io.amiclean.core.retention.RetentionStrategies;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnmatchedInAllTest {

  private static final String TAGGED = "exclude: tagged(key: keep)";

  private static final CleanupPlan WITHOUT_IMAGES = plan(account());
  private static final CleanupPlan WITHOUT_TAGS =
      plan(account().image("ami-00000001", image -> image.createdAt(NOW)));
  private static final CleanupPlan WITH_TAGS =
      plan(account().image("ami-00000001", image -> image.createdAt(NOW).tag("keep", "yes")));

  private static InMemoryAccount.Builder account() {
    return InMemoryAccount.builder().clock(Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private static CleanupPlan plan(InMemoryAccount.Builder account) {
    return CleanupPlanner.builder()
        .account(account.build())
        .exclude(ExclusionFilters.tagged("keep"))
        .groupBy(Mappers.everything("all"))
        .retain(RetentionStrategies.nothing())
        .clock(Clock.fixed(NOW, ZoneOffset.UTC))
        .build()
        .plan();
  }

  private static List<String> unmatched(CleanupPlan... plans) {
    return PolicyDescriptions.unmatched(List.of(plans));
  }

  @Test
  void aRuleThatMatchesInOnePlanIsNotAmongThem() {
    assertThat(unmatched(WITHOUT_TAGS, WITHOUT_TAGS)).contains(TAGGED);
    assertThat(unmatched(WITHOUT_TAGS, WITH_TAGS)).doesNotContain(TAGGED);
    assertThat(unmatched(WITH_TAGS, WITHOUT_TAGS)).doesNotContain(TAGGED);
  }

  @Test
  void aPlanWithoutImagesSaysNothingOfARule() {
    CleanupPlan silent = CleanupPlan.builder().from(WITHOUT_IMAGES).unmatched(List.of()).build();

    assertThat(unmatched(WITHOUT_TAGS, silent)).contains(TAGGED);
  }

  private static CleanupPlan pinning(int images) {
    CleanupPlan.Builder plan = CleanupPlan.builder().from(WITHOUT_IMAGES).unmatched(List.of());
    for (int image = 1; image <= images; image++) {
      plan.addUnmatched(UnmatchedRule.pinned(imageId(image)));
    }
    return plan.build();
  }

  @Test
  void pinnedImagesAreOneLineOfTheFirstFive() {
    String five =
        UnmatchedRule.Kind.PINNED_IMAGE.key()
            + ": "
            + String.join(
                ", ",
                List.of(
                    imageId(1).value(),
                    imageId(2).value(),
                    imageId(3).value(),
                    imageId(4).value(),
                    imageId(5).value()));

    assertThat(unmatched(pinning(5))).containsExactly(five);
    assertThat(unmatched(pinning(7))).containsExactly(five + " and 2 more");
  }
}
