package io.amiclean.api.exclusion;

import io.amiclean.api.internal.Arguments;
import io.amiclean.api.internal.StrategyInvoker;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageFact;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.model.Reason;
import io.amiclean.api.policy.Strategy;
import io.amiclean.api.policy.StrategySpec;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Protects images: one reason is enough to keep an image, whatever any other strategy says.
 *
 * <p>Pure, and safe for use by several threads. A filter can only protect; a planner without
 * filters excludes nothing but what it protects by default.
 */
@FunctionalInterface
public interface ExclusionFilter extends Strategy {

  /**
   * Returns why an image must not be touched.
   *
   * @param image the image in question
   * @param context everything that was read, and the planning time
   * @return the reasons that protect it; empty if this filter has none
   */
  List<Reason> evaluate(Image image, PlanningContext context);

  /**
   * Returns which facts this filter decides on. A planner has them read.
   *
   * @return the kinds of facts, none by default
   */
  default Set<ImageFact> facts() {
    return Set.of();
  }

  /**
   * Makes a predicate a filter.
   *
   * @param code the stable reason code, lower-case words joined by hyphens
   * @param message the sentence for people
   * @param predicate says whether an image is protected
   * @return a filter that gives this reason for every image of the predicate
   * @throws IllegalArgumentException if the code or the message is malformed
   */
  static ExclusionFilter when(String code, String message, Predicate<? super Image> predicate) {
    Objects.requireNonNull(predicate, "predicate");
    List<Reason> reasons = List.of(Reason.of(code, message));
    return named(
        "when(" + code + ")", (image, context) -> predicate.test(image) ? reasons : List.of());
  }

  /**
   * Protects what at least one of the filters protects, with the reasons of all that do.
   *
   * @param filters the filters; none protect nothing
   * @return the joined filter
   */
  static ExclusionFilter anyOf(ExclusionFilter... filters) {
    List<ExclusionFilter> all = Arguments.requireElements(filters, "filters");
    return needing(
        factsOf(all),
        named(
            StrategySpec.joining("anyOf", all),
            (image, context) ->
                all.stream().flatMap(filter -> reasons(filter, image, context).stream()).toList()));
  }

  /**
   * Protects only what every one of the filters protects, with the reasons of all.
   *
   * @param filters the filters; none protect nothing
   * @return the joined filter
   */
  static ExclusionFilter allOf(ExclusionFilter... filters) {
    List<ExclusionFilter> all = Arguments.requireElements(filters, "filters");
    return needing(
        factsOf(all),
        named(
            StrategySpec.joining("allOf", all),
            (image, context) -> {
              List<List<Reason>> answers =
                  all.stream().map(filter -> reasons(filter, image, context)).toList();
              return answers.stream().anyMatch(List::isEmpty)
                  ? List.of()
                  : answers.stream().flatMap(List::stream).toList();
            }));
  }

  private static List<Reason> reasons(
      ExclusionFilter filter, Image image, PlanningContext context) {
    return StrategyInvoker.reasons(filter, image.id(), () -> filter.evaluate(image, context));
  }

  private static Set<ImageFact> factsOf(List<ExclusionFilter> filters) {
    return filters.stream()
        .flatMap(filter -> filter.facts().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Says which facts a filter decides on. Where they were not read, it does not answer: a fact that
   * was not read would otherwise count as one that the image does not have.
   *
   * @param facts the kinds of facts
   * @param filter the filter, with its own spec and description
   * @return a filter that answers as the given one, and throws an {@link
   *     io.amiclean.api.model.EvidenceException} if the inventory lacks one of the facts
   */
  static ExclusionFilter needing(Set<ImageFact> facts, ExclusionFilter filter) {
    Objects.requireNonNull(facts, "facts");
    Set<ImageFact> needed = Set.copyOf(facts);
    Objects.requireNonNull(filter, "filter");
    return new NamedFilter(filter, needed, needed, filter.spec(), filter.description());
  }

  /**
   * Gives a filter the description that plans and error messages show; a lambda has none of its
   * own.
   *
   * @param description the description, the same in every run
   * @param filter the filter
   * @return a filter that answers as the given one
   * @throws IllegalArgumentException if the description is blank
   */
  static ExclusionFilter named(String description, ExclusionFilter filter) {
    Arguments.requireDescription(description);
    Objects.requireNonNull(filter, "filter");
    return new NamedFilter(filter, filter.facts(), Set.of(), Optional.empty(), description);
  }

  /**
   * Gives a filter the spec that plans and policies hold, and of which a provider makes it.
   *
   * @param spec the spec, the same in every run
   * @param filter the filter
   * @return a filter that answers as the given one
   */
  static ExclusionFilter named(StrategySpec spec, ExclusionFilter filter) {
    Objects.requireNonNull(spec, "spec");
    Objects.requireNonNull(filter, "filter");
    return new NamedFilter(filter, filter.facts(), Set.of(), Optional.of(spec), spec.description());
  }
}
