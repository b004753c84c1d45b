package io.amiclean.core.report;

import static java.util.stream.Collectors.joining;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.plan.Action;
import io.amiclean.core.internal.EnumFormat;
import java.util.Map;

/** Outcomes and their counts in words. */
final class OutcomeText {

  private OutcomeText() {}

  /** Returns what the line of an outcome says of its ending. */
  static String ending(ActionOutcome outcome) {
    return switch (outcome.outcome()) {
      case SUCCEEDED ->
          switch (outcome.action()) {
            case DEREGISTER_IMAGE -> "deregistered";
            case DELETE_SNAPSHOT -> "deleted";
            case DEPRECATE_IMAGE -> "deprecated";
            case MAKE_IMAGE_PRIVATE -> "made private";
            case DISABLE_IMAGE -> "disabled";
            case RESTORE_IMAGE, RESTORE_SNAPSHOT -> "restored";
            case TAG_IMAGE -> "tagged";
          };
      case ALREADY_GONE -> EnumFormat.phrase(outcome.outcome());
      case SKIPPED, FAILED, UNKNOWN ->
          EnumFormat.phrase(outcome.outcome())
              + ", "
              + TerminalText.sanitize(outcome.code())
              + ": "
              + TerminalText.sanitize(outcome.message());
    };
  }

  /** Returns how many actions ended how, a line for each kind of action. */
  static String counts(Map<Action, Map<Outcome, Long>> counts) {
    StringBuilder text = new StringBuilder();
    counts.forEach(
        (action, outcomes) -> {
          text.append(
              switch (action) {
                case DEREGISTER_IMAGE -> "Images: ";
                case DELETE_SNAPSHOT -> "Snapshots: ";
                case DEPRECATE_IMAGE -> "Images to deprecate: ";
                case MAKE_IMAGE_PRIVATE -> "Images to make private: ";
                case DISABLE_IMAGE -> "Images to disable: ";
                case RESTORE_IMAGE -> "Images to restore: ";
                case RESTORE_SNAPSHOT -> "Snapshots to restore: ";
                case TAG_IMAGE -> "Images to tag: ";
              });
          text.append(
              outcomes.entrySet().stream()
                  .map(count -> count.getValue() + " " + EnumFormat.phrase(count.getKey()))
                  .collect(joining(", ")));
          text.append('\n');
        });
    return text.toString();
  }
}
