package io.amiclean.core.report.internal;

import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.Refusal;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.core.backtest.BacktestDay;
import io.amiclean.core.backtest.BacktestRemoval;
import io.amiclean.core.backtest.BacktestReport;
import io.amiclean.core.backtest.BacktestResult;
import io.amiclean.core.backtest.BlindSpot;
import io.amiclean.core.backtest.Hindsight;
import io.amiclean.core.backtest.LaterUse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What reports of backtests say to people. */
public final class BacktestMessages {

  private BacktestMessages() {}

  /**
   * Names a policy.
   *
   * @param report the report
   * @param index which of its results
   * @return the name of the policy, with its number if another one has the same or if it has none
   */
  public static String name(BacktestReport report, int index) {
    String number = "policy " + (index + 1);
    return report
        .results()
        .get(index)
        .policy()
        .name()
        .map(
            name ->
                report.results().stream()
                            .filter(other -> other.policy().name().filter(name::equals).isPresent())
                            .count()
                        > 1
                    ? name + " (" + number + ")"
                    : name)
        .orElse(number);
  }

  /**
   * Says what hindsight makes of a removal.
   *
   * @param hindsight the verdict
   * @return it in words
   */
  public static String words(Hindsight hindsight) {
    return switch (hindsight) {
      case REGRETTED -> "regretted";
      case NO_SIGN_OF_USE -> "no sign of use";
      case NOT_KNOWN -> "not known";
    };
  }

  /**
   * Says how something was used after its removal.
   *
   * @param use the use
   * @return a sentence without a full stop
   */
  public static String sentence(LaterUse use) {
    String target = use.target() instanceof SnapshotId ? "Snapshot " + use.target().value() : "It";
    String image = use.image().map(Object::toString).orElse("");
    return switch (use.kind()) {
      case LAUNCHED -> "It was launched at " + use.at();
      case REFERRED_TO ->
          target
              + " was used by "
              + ImageReference.describe(use.reference().stream().toList())
              + " at "
              + use.at();
      case SOURCE_OF_IMAGE -> image + " was made from it at " + use.at();
      case PART_OF_IMAGE -> target + " is part of " + image + ", created at " + use.at();
    };
  }

  /**
   * Says all that is known of a removal since.
   *
   * @param removal the removal
   * @return sentences without full stops, at least one
   */
  public static List<String> since(BacktestRemoval removal) {
    List<String> sentences = new ArrayList<>();
    removal.evidence().forEach(use -> sentences.add(sentence(use)));
    if (removal.moreEvidence() > 0) {
      sentences.add("And " + removal.moreEvidence() + " more uses");
    }
    removal
        .coveredUntil()
        .filter(until -> removal.hindsight() == Hindsight.NO_SIGN_OF_USE)
        .ifPresent(until -> sentences.add("The recordings show no use until " + until));
    removal.blindSpots().stream()
        .map(BlindSpot::sentence)
        .forEach(sentence -> sentences.add(sentence.substring(0, sentence.length() - 1)));
    sentences.add(
        removal
            .usageReadAt()
            .map(read -> "Planned with the use that was recorded at " + read)
            .orElse("Its use on that day was not recorded: in use, it would have been kept"));
    return sentences;
  }

  /**
   * Names what was removed.
   *
   * @param removal the removal
   * @return the name of the image, or that it is an orphan snapshot
   */
  public static String name(BacktestRemoval removal) {
    return removal.image().map(ImageDecision::name).orElse("orphan snapshot");
  }

  /**
   * Days whose plans were refused for the same reason.
   *
   * @param code the code of the refusal
   * @param days how many days
   * @param first the first of them
   * @param message what the refusal of the first one says
   */
  public record RefusedDays(String code, long days, Instant first, String message) {

    RefusedDays andOneMore() {
      return new RefusedDays(code, days + 1, first, message);
    }

    /**
     * Says it in a sentence.
     *
     * @return the sentence, without the code
     */
    public String sentence() {
      return (days == 1 ? "On " : days + " days, the first at ") + first + ": " + message;
    }
  }

  /**
   * Gathers why plans were refused.
   *
   * @param result the result of a policy
   * @return the refusals by code, in the order of their first days
   */
  public static List<RefusedDays> refused(BacktestResult result) {
    Map<String, RefusedDays> all = new LinkedHashMap<>();
    for (BacktestDay day : result.days()) {
      for (Refusal refusal : day.refusals()) {
        all.merge(
            refusal.code(),
            new RefusedDays(refusal.code(), 1, day.time(), refusal.message()),
            (known, same) -> known.andOneMore());
      }
    }
    return List.copyOf(all.values());
  }
}
