package io.amiclean.core.report;

import com.google.common.collect.Interner;
import com.google.common.collect.Interners;
import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.model.ResourceId;
import io.amiclean.api.plan.Action;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.SnapshotDecision;
import io.amiclean.core.execution.OutcomeCodes;
import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * How the actions of a plan ended as text, like {@link TextReport#outcomes}, for an execution whose
 * outcomes are not collected. What an interrupt left undone is counted, and has no line. Of each
 * action only its id is kept, and what its line says of the ending; where many ended alike, once
 * for all. What was printed is counted, and no more. Not thread-safe.
 */
public final class OutcomeSummary implements Consumer<ActionOutcome> {

  /** What is not printed yet, in the order of the result. */
  private final Map<ResourceId, String> endings = new LinkedHashMap<>();

  /** Images that an interrupt left undone. */
  private final Set<ResourceId> interrupted = new HashSet<>();

  /** Snapshots that stay because their image does. */
  private final Set<ResourceId> notRemoved = new HashSet<>();

  private final Interner<String> words = Interners.newStrongInterner();
  private final Map<Action, Map<Outcome, Long>> counts = new TreeMap<>();

  /** Begins the text, without an outcome. */
  public OutcomeSummary() {}

  /** Takes the next outcome, in the order of a result. */
  @Override
  public void accept(ActionOutcome outcome) {
    if (outcome.code().equals(OutcomeCodes.INTERRUPTED)) {
      interrupted.add(outcome.resource());
    } else {
      endings.put(outcome.resource(), words.intern(OutcomeText.ending(outcome)));
    }
    if (outcome.code().equals(ReasonCodes.IMAGE_NOT_REMOVED)) {
      notRemoved.add(outcome.resource());
    }
    counts
        .computeIfAbsent(outcome.action(), action -> new TreeMap<>())
        .merge(outcome.outcome(), 1L, Long::sum);
  }

  /**
   * Returns whether there is no line to print.
   *
   * @return whether there was no outcome since the last were printed
   */
  public boolean isEmpty() {
    return endings.isEmpty();
  }

  /**
   * Prints how each action ended, each snapshot under the image that it goes with, and forgets it.
   *
   * @param plan the plan that was executed
   * @param out where to, in whole lines
   * @throws IOException if that cannot be written
   */
  public void printLines(CleanupPlan plan, Appendable out) throws IOException {
    Objects.requireNonNull(plan, "plan");
    Objects.requireNonNull(out, "out");
    for (ImageDecision image : plan.stageChanges()) {
      print(image, out);
    }
    for (ImageDecision image : plan.removals()) {
      print(image, out);
      boolean isLeft = interrupted.contains(image.imageId());
      for (SnapshotDecision snapshot : image.snapshots()) {
        if (isLeft && notRemoved.contains(snapshot.snapshotId())) {
          endings.remove(snapshot.snapshotId());
        }
        print("  ", snapshot.snapshotId(), "", out);
      }
    }
    for (ResourceId other : List.copyOf(endings.keySet())) {
      print("", other, "", out);
    }
    interrupted.clear();
    notRemoved.clear();
  }

  private void print(ImageDecision image, Appendable out) throws IOException {
    print("", image.imageId(), " (" + image.name() + ")", out);
  }

  private void print(String indent, ResourceId id, String name, Appendable out) throws IOException {
    String ending = endings.remove(id);
    if (ending != null) {
      out.append(indent + id.value() + TerminalText.sanitize(name) + ": " + ending + "\n");
    }
  }

  /**
   * Returns how many actions ended how, in all texts together.
   *
   * @param texts the texts, such as those of several scopes; printed or not
   * @return a line for each kind of action that there is
   */
  public static String counts(Collection<OutcomeSummary> texts) {
    Map<Action, Map<Outcome, Long>> all = new TreeMap<>();
    for (OutcomeSummary text : texts) {
      text.counts.forEach(
          (action, outcomes) -> {
            Map<Outcome, Long> sums = all.computeIfAbsent(action, key -> new TreeMap<>());
            outcomes.forEach((outcome, count) -> sums.merge(outcome, count, Long::sum));
          });
    }
    return OutcomeText.counts(all);
  }
}
