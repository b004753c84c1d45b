package io.amiclean.api.plan;

import io.amiclean.api.exclusion.ExclusionFilter;
import io.amiclean.api.mapping.ImageGroup;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.model.Reason;
import io.amiclean.api.policy.SpecArgument;
import io.amiclean.api.policy.StrategySpec;
import io.amiclean.api.retention.RetentionDecision;
import io.amiclean.api.retention.RetentionStrategy;
import io.amiclean.api.testing.Samples;
import io.amiclean.api.testing.StrategyProviderContract;
import java.util.List;
import java.util.Map;

/** A provider with a filter, and a retention that joins others. */
class StrategyProviderTest extends StrategyProviderContract {

  private static final List<Image> IMAGES = Samples.images(3);

  @Override
  protected StrategyProvider provider() {
    return new StrategyProvider() {
      @Override
      public Map<String, Maker<ExclusionFilter>> exclusionFilters() {
        return Map.of("acme.named", (argument, others) -> named(argument.text()));
      }

      @Override
      public Map<String, Maker<RetentionStrategy>> retentions() {
        return Map.of(
            "acme.first", (argument, others) -> first(argument.integer()),
            "acme.both",
                (argument, others) ->
                    both(others.makeAll(RetentionStrategy.class, argument.specs())));
      }
    };
  }

  private static ExclusionFilter named(String part) {
    return ExclusionFilter.named(
        StrategySpec.of("acme.named", part),
        (image, context) ->
            image.name().contains(part)
                ? List.of(Reason.of("acme-named", "Has the name of what is protected"))
                : List.of());
  }

  private static RetentionStrategy first(int images) {
    return RetentionStrategy.named(
        StrategySpec.of("acme.first", images),
        (group, context) ->
            RetentionDecision.keep(
                group.candidates().stream().limit(images).toList(),
                image -> Reason.of("acme-first", "Among the first " + images)));
  }

  private static RetentionStrategy both(List<RetentionStrategy> parts) {
    RetentionStrategy joined = RetentionStrategy.anyOf(parts);
    return RetentionStrategy.named(StrategySpec.joining("acme.both", parts), joined);
  }

  @Override
  protected List<StrategySpec> specs() {
    StrategySpec first = StrategySpec.of("acme.first", 1);
    return List.of(
        StrategySpec.of("acme.named", "image"),
        first,
        StrategySpec.of(
            "acme.both", SpecArgument.ofSpecs(List.of(first, StrategySpec.of("acme.first", 2)))));
  }

  @Override
  protected PlanningContext context() {
    return Samples.context(IMAGES);
  }

  @Override
  protected List<ImageGroup> groups() {
    return List.of(Samples.group(IMAGES.toArray(Image[]::new)));
  }
}
