package io.amiclean.examples.cli.commands;

import static java.util.stream.Collectors.joining;

import io.amiclean.api.exclusion.ExclusionFilter;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageReference;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.ImageTrace;
import io.amiclean.api.policy.Protection;
import io.amiclean.api.policy.StrategySpec;
import io.amiclean.core.plan.CleanupPlanner;
import io.amiclean.core.plan.WhatIf;
import io.amiclean.core.report.TerminalText;
import io.amiclean.core.report.TextReport;
import io.amiclean.examples.cli.account.AccountSources;
import io.amiclean.examples.cli.options.AccountOptions;
import io.amiclean.examples.cli.options.InventoryOptions;
import io.amiclean.examples.cli.options.PlanOptions;
import io.amiclean.examples.cli.options.ProgressOptions;
import io.amiclean.examples.cli.options.TagExclusion;
import io.amiclean.examples.cli.terminal.Console;
import io.amiclean.examples.cli.terminal.ProgressBars;
import io.amiclean.examples.exit.ExitStatus;
import io.amiclean.examples.exit.ReadingStop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Says which single change of the options would flip the verdict on images. Changes nothing. */
@Command(
    name = "what-if",
    description =
        "Says which single change of the options would flip the verdict on each image; changes"
            + " nothing.")
public final class WhatIfCommand extends ConsoleCommand {

  @Parameters(
      index = "0..*",
      arity = "1..*",
      paramLabel = "IMAGE_ID",
      description = "The images, by id or name.")
  private List<String> asked = List.of();

  @Mixin private final PlanOptions planning = new PlanOptions();
  @Mixin private final InventoryOptions inventory = new InventoryOptions();
  @Mixin private final AccountOptions accounts = new AccountOptions();
  @Mixin private final ProgressOptions progressOptions = new ProgressOptions();

  public WhatIfCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() {
    ExplainCommand.requireIds(asked, command);
    accounts.validateForOne();
    inventory.validate();
    planning.validate();
    try (ProgressBars progress = progressOptions.on(console);
        ReadingStop reading = console.stopsWithoutChange(progress);
        AccountSources account = inventory.open(accounts, planning, progress)) {
      WhatIf whatIf = WhatIf.of(planning.planner(account));
      for (Evidence read : whatIf.plan().evidence()) {
        read.notes().forEach(note -> console.note(read.source() + ": " + note));
      }
      List<ImageDecision> decisions =
          asked.stream()
              .flatMap(what -> ExplainCommand.images(whatIf.plan(), what, command))
              .toList();
      List<ImageId> images = decisions.stream().map(ImageDecision::imageId).toList();
      List<WhatIf.Change> changes = changes(account, images);
      changes.addAll(whatIf.protectingLess());
      List<WhatIf.VerdictChange> flips = new ArrayList<>();
      List<String> unknown = new ArrayList<>();
      for (WhatIf.Change change : changes) {
        try {
          flips.addAll(whatIf.verdictChanges(images, List.of(change)));
        } catch (EvidenceException e) {
          if (!inventory.isGiven()) {
            throw e;
          }
          unknown.add(change.description() + ": " + e.getMessage());
        }
      }
      decisions.forEach(decision -> flips.addAll(values(whatIf, decision, account)));
      progress.finish();
      reading.end();
      decisions.forEach(decision -> print(decision, flips, unknown.isEmpty()));
      unknown.forEach(
          change -> console.say("The inventory does not hold what is needed to plan " + change));
    }
    return ExitStatus.DONE;
  }

  private void print(ImageDecision decision, List<WhatIf.VerdictChange> flips, boolean complete) {
    console.out().print(TextReport.verdict(decision));
    List<WhatIf.VerdictChange> its =
        flips.stream()
            .filter(flip -> flip.decision().imageId().equals(decision.imageId()))
            .toList();
    console
        .out()
        .print(
            its.isEmpty()
                ? "  No single change of the policy"
                    + (planning.isByFile() ? ", other values of its rules aside," : "")
                    + (complete ? "" : " that the inventory covers")
                    + " flips the verdict.\n"
                : "  The verdict changes with\n");
    for (WhatIf.VerdictChange flip : its) {
      String line = inWords(flip.change(), decision) + ": " + flip.decision().verdict();
      console.out().print("    " + TerminalText.sanitize(line) + "\n");
    }
  }

  /** Changes of options, but for those that have a number or can be left out altogether. */
  private List<WhatIf.Change> changes(AccountSources account, List<ImageId> images) {
    List<WhatIf.Change> changes = new ArrayList<>();
    List<String> excluded = planning.excludedMappingValues;
    for (String value : excluded.size() > 1 ? excluded : List.<String>of()) {
      planning.excludedMappingValues =
          excluded.stream().filter(other -> !other.equals(value)).toList();
      changes.add(
          new WhatIf.Change(
              "--excluded-mapping-values without " + value, planning.planner(account)));
    }
    planning.excludedMappingValues = excluded;
    List<ImageId> selection = planning.selection;
    for (ImageId image : selection.isEmpty() ? List.<ImageId>of() : images) {
      planning.selection = Stream.concat(selection.stream(), Stream.of(image)).distinct().toList();
      changes.add(
          new WhatIf.Change("--from-ids with " + image + " too", planning.planner(account)));
    }
    planning.selection = selection;
    return changes;
  }

  /** The nearest values of the options with a number that flip the verdict on an image. */
  private List<WhatIf.VerdictChange> values(
      WhatIf whatIf, ImageDecision decision, AccountSources account) {
    List<WhatIf.VerdictChange> flips = new ArrayList<>();
    if (planning.retains()) {
      int present = planning.keepPrevious();
      for (int last : new int[] {0, Math.max(present, largestGroup(decision))}) {
        flips.addAll(
            flip("--keep-previous ", whatIf, decision, n -> keeping(n, account), present, last));
      }
    }
    int present = planning.amiMinDays;
    for (int last : new int[] {Math.min(present, 0), Math.max(present, days(decision, whatIf))}) {
      flips.addAll(flip("--ami-min-days ", whatIf, decision, n -> aged(n, account), present, last));
    }
    return flips;
  }

  private static List<WhatIf.VerdictChange> flip(
      String option,
      WhatIf whatIf,
      ImageDecision decision,
      IntFunction<CleanupPlanner> changed,
      int present,
      int last) {
    OptionalInt value = whatIf.threshold(decision.imageId(), changed, present, last);
    return value.isEmpty()
        ? List.of()
        : whatIf.verdictChanges(
            List.of(decision.imageId()),
            List.of(new WhatIf.Change(option + value.getAsInt(), changed.apply(value.getAsInt()))));
  }

  private static int largestGroup(ImageDecision decision) {
    return decision.trace().stream()
        .flatMap(trace -> trace.groups().stream())
        .mapToInt(ImageTrace.Group::images)
        .max()
        .orElse(0);
  }

  /** The least minimum age that the image has not reached. */
  private static int days(ImageDecision decision, WhatIf whatIf) {
    return decision
        .creationDate()
        .map(created -> Duration.between(created, whatIf.plan().createdAt()).toDays() + 1)
        .map(days -> (int) Math.max(1, days))
        .orElse(0);
  }

  private CleanupPlanner keeping(int number, AccountSources account) {
    Integer present = planning.keepPrevious;
    planning.keepPrevious = number;
    CleanupPlanner planner = planning.planner(account);
    planning.keepPrevious = present;
    return planner;
  }

  private CleanupPlanner aged(int days, AccountSources account) {
    int present = planning.amiMinDays;
    planning.amiMinDays = days;
    CleanupPlanner planner = planning.planner(account);
    planning.amiMinDays = present;
    return planner;
  }

  /** Says a change in the words of the options, as far as there are any for it. */
  private String inWords(WhatIf.Change change, ImageDecision decision) {
    Optional<StrategySpec> filter = change.filter().flatMap(ExclusionFilter::spec);
    for (TagExclusion tag : planning.tagExclusions) {
      if (filter.isPresent() && filter.equals(tag.images().spec())) {
        return "without --tag-exclude " + tag.text();
      }
    }
    if (change.protection().isEmpty()) {
      return change.description();
    }
    String users =
        decision.trace().stream()
            .flatMap(trace -> trace.references().stream())
            .map(reference -> ImageReference.describe(List.of(reference)))
            .collect(joining(", "));
    return change.protection().get() == Protection.IN_USE && !users.isEmpty()
        ? "no more use by " + users
        : change.description() + " (by a policy file or a program, not by an option)";
  }
}
