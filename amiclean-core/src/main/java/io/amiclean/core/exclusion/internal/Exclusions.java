package io.amiclean.core.exclusion.internal;

import io.amiclean.api.exclusion.ExclusionFilter;
import io.amiclean.api.internal.StrategyInvoker;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.model.Reason;
import io.amiclean.api.policy.Strategy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Which images are excluded, and why. Images are known by their positions in the inventory.
 * Immutable.
 */
public final class Exclusions {

  private final List<List<Answer>> answers;

  private Exclusions(List<List<Answer>> answers) {
    this.answers = answers;
  }

  /**
   * Why a strategy excludes an image.
   *
   * @param strategy the filter or the check
   * @param reasons its reasons, at least one
   */
  public record Answer(Strategy strategy, List<Reason> reasons) {}

  /**
   * Asks every filter about every image.
   *
   * @param context what was read
   * @param filters the filters, in the order of asking
   * @return which images they exclude
   */
  public static Exclusions of(PlanningContext context, List<ExclusionFilter> filters) {
    List<List<Answer>> answers = new ArrayList<>();
    for (Image image : context.images().images()) {
      List<Answer> excluding = List.of();
      for (ExclusionFilter filter : filters) {
        List<Reason> reasons =
            StrategyInvoker.reasons(filter, image.id(), () -> filter.evaluate(image, context));
        if (!reasons.isEmpty()) {
          excluding = plus(excluding, new Answer(filter, reasons));
        }
      }
      answers.add(excluding);
    }
    return new Exclusions(answers);
  }

  private static List<Answer> plus(List<Answer> answers, Answer another) {
    List<Answer> all = new ArrayList<>(answers);
    all.add(another);
    return all;
  }

  /**
   * Returns these exclusions and further ones.
   *
   * @param strategy who excludes the images, such as a candidate check
   * @param findings the reasons by the position of the image
   * @return the exclusions of both
   */
  public Exclusions plus(Strategy strategy, Map<Integer, List<Reason>> findings) {
    List<List<Answer>> both = new ArrayList<>(answers);
    findings.forEach(
        (position, reasons) ->
            both.set(position, plus(both.get(position), new Answer(strategy, reasons))));
    return new Exclusions(both);
  }

  /**
   * Returns whether an image is excluded.
   *
   * @param position the position of the image
   * @return whether at least one strategy excludes it
   */
  public boolean contains(int position) {
    return !answers.get(position).isEmpty();
  }

  /**
   * Returns why an image is excluded.
   *
   * @param position the position of the image
   * @return the answers, in the order of asking; empty if the image is not excluded
   */
  public List<Answer> answers(int position) {
    return answers.get(position);
  }
}
