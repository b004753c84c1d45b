package io.amiclean.core.report.internal;

import static java.util.stream.Collectors.joining;

import com.google.common.collect.Multiset;
import com.google.common.collect.TreeMultiset;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.Verdict;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** How many images stay for which reason, in words for people. */
public final class KeptReasons {

  private static final String RETAINED = "retained";

  /** How images that stay are counted, where the code alone does not read as a part of it. */
  private static final Map<String, String> KEPT =
      Map.ofEntries(
          Map.entry(ReasonCodes.EXCLUDED_TAG, "excluded by tag"),
          Map.entry(ReasonCodes.EXCLUDED_VALUE, "excluded by value"),
          Map.entry(ReasonCodes.EXCLUDED_NAME, "excluded by name"),
          Map.entry(ReasonCodes.EXCLUDED_ID, "excluded by id"),
          Map.entry(ReasonCodes.EXCLUDED_OWNER, "excluded by owner"),
          Map.entry(ReasonCodes.EXCLUDED_STATE, "excluded by state"),
          Map.entry(ReasonCodes.DEREGISTRATION_PROTECTED, "protected from deregistration"),
          Map.entry(ReasonCodes.MANAGED_BY, "managed by another service"),
          Map.entry(ReasonCodes.LAUNCHED_WITHIN, "launched lately"),
          Map.entry(ReasonCodes.SHARED_USAGE_UNKNOWN, "shared (use elsewhere unknown)"),
          Map.entry(ReasonCodes.WAITING_IN_STAGE, "waiting in a stage"),
          Map.entry(ReasonCodes.LAST_STAGE, "in their last stage"),
          Map.entry(ReasonCodes.MALFORMED_STAGE, "in a malformed stage"));

  private KeptReasons() {}

  /**
   * Counts the images that are retained or excluded by why they stay.
   *
   * @param plans the plans
   * @param figures how a number is written
   * @return the counts, the highest first, such as {@code 9 retained, 3 in use}; empty if no image
   *     stays
   */
  public static String of(Collection<CleanupPlan> plans, IntFunction<String> figures) {
    Multiset<String> reasons = TreeMultiset.create();
    plans.forEach(plan -> count(plan, reasons));
    return inWords(reasons, figures);
  }

  /**
   * Counts the images of a plan that are retained or excluded by why they stay.
   *
   * @param plan the plan
   * @param reasons what is added to, in alphabetical order
   */
  public static void count(CleanupPlan plan, Multiset<String> reasons) {
    plan.images().stream()
        .filter(image -> image.verdict() == Verdict.RETAINED || image.verdict() == Verdict.EXCLUDED)
        .map(KeptReasons::whyKept)
        .forEach(reasons::add);
  }

  /**
   * Returns counted reasons in words.
   *
   * @param reasons the reasons
   * @param figures how a number is written
   * @return the counts, the highest first, such as {@code 9 retained, 3 in use}
   */
  public static String inWords(Multiset<String> reasons, IntFunction<String> figures) {
    return reasons.entrySet().stream()
        .sorted(Comparator.comparing(Multiset.Entry<String>::getCount).reversed())
        .map(reason -> figures.apply(reason.getCount()) + " " + reason.getElement())
        .collect(joining(", "));
  }

  /** Of an image that stays for several reasons, use counts, else the first. */
  private static String whyKept(ImageDecision image) {
    List<String> codes = image.reasons().stream().map(Reason::code).toList();
    String code = codes.contains(ReasonCodes.IN_USE) ? ReasonCodes.IN_USE : codes.get(0);
    if (KEPT.containsKey(code)) {
      return KEPT.get(code);
    }
    return image.verdict() == Verdict.RETAINED ? RETAINED : code.replace('-', ' ');
  }
}
