package io.amiclean.examples.cli.terminal;

import io.amiclean.core.execution.PlanPart;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Asks for each part of what is to be executed, and remembers the answers. Not thread-safe. */
public final class Confirmation {

  private final Console console;
  private final boolean forced;
  private final List<PlanPart> confirmed = new ArrayList<>();
  private final List<String> declined = new ArrayList<>();
  private boolean asked;
  private boolean unanswered;

  /** Begins without an answer; if forced, every answer is yes. */
  public Confirmation(Console console, boolean forced) {
    this.console = console;
    this.forced = forced;
  }

  /** Asks whether to go on, such as to {@code remove 4 AMIs}. */
  public void ask(PlanPart part, String what) throws IOException {
    asked = true;
    console.requireShown();
    Console.Answer answer =
        forced
            ? Console.Answer.YES
            : console.ask("Do you want to continue and " + what + " [y/N] ? : ");
    if (answer == Console.Answer.YES) {
      confirmed.add(part);
    } else {
      declined.add(what);
    }
    unanswered |= answer == Console.Answer.NONE;
  }

  /** Returns what is to be executed. */
  public PlanPart[] confirmed() {
    return confirmed.toArray(PlanPart[]::new);
  }

  /** Returns whether there was something to ask for, and nothing of it is confirmed. */
  public boolean isDeclined() {
    return asked && confirmed.isEmpty();
  }

  /** Says what is left out of what is executed. */
  public void sayWhatIsLeftOut() {
    declined.forEach(
        what ->
            console.note(
                unanswered
                    ? "Left out, as no answer was given: " + what
                    : "Left out, as it was not confirmed: " + what));
  }

  /** Says what not confirming has led to. */
  public void sayThatNothingWasChanged() {
    console
        .out()
        .print(
            unanswered
                ? "Nothing was changed: no answer was given. Give -f to go on without being asked.\n"
                : "Nothing was changed: not confirmed.\n");
  }
}
