package io.amiclean.core.report;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import com.google.common.collect.ListMultimap;
import com.google.common.collect.MultimapBuilder;
import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.lifecycle.Stage;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.SnapshotDecision;
import io.amiclean.api.plan.StageWait;
import io.amiclean.api.plan.Verdict;
import io.amiclean.core.internal.EnumFormat;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Plans and results as text for a terminal, in the form of the original amicleaner (the seed {@code
 * 000_d2e5cc670baa94a0.txt}).
 *
 * <p>Every method returns whole lines, each ended by {@code \n}, or the empty string if there is
 * nothing to show. Names and messages are {@linkplain TerminalText#sanitize(String) sanitized}.
 * Pure and thread-safe.
 */
public final class TextReport {

  private static final int MOST_GROUPS = 40;
  private static final int SHOWN_GROUPS = 20;

  private static final String UNMAPPED = "no-tags (excluded)";

  private static final Comparator<ImageDecision> BY_NAME =
      Comparator.comparing(ImageDecision::name).thenComparing(ImageDecision::imageId);

  private TextReport() {}

  /**
   * Returns how many images of each group go: the table {@code AMIs to be removed:}.
   *
   * <p>Groups are ordered by name; groups that keep everything are left out. If the plan maps by
   * tags, the images that it could not map have the last row, {@code no-tags (excluded)}; they
   * stay.
   *
   * @param plan the plan
   * @return heading and table
   */
  public static String removals(CleanupPlan plan) {
    return removals(plan, Integer.MAX_VALUE);
  }

  /**
   * Returns how many images of each group go, as {@link #removals(CleanupPlan)} does, in a table
   * that fits a terminal: long names are cut in their middle.
   *
   * @param plan the plan
   * @param columns how wide a line may be
   * @return heading and table
   */
  public static String removals(CleanupPlan plan, int columns) {
    TextTable table = new TextTable("Group name", "candidates");
    candidates(plan)
        .asMap()
        .forEach(
            (name, images) ->
                table.add(TerminalText.sanitize(name), Integer.toString(images.size())));
    return removals(plan, table, columns);
  }

  /**
   * Returns how many images of each group go, in a table that fits a terminal and a person's
   * patience: of more than 40 groups, the 20 that free most storage come first, then the others in
   * one row, and all.
   *
   * @param plan the plan
   * @param columns how wide a line may be
   * @return heading and table
   */
  public static String removalsInBrief(CleanupPlan plan, int columns) {
    Map<String, Collection<ImageDecision>> groups = candidates(plan).asMap();
    if (groups.size() <= MOST_GROUPS) {
      return removals(plan, columns);
    }
    List<String> names =
        groups.keySet().stream()
            .sorted(
                Comparator.comparingLong((String name) -> freedGiB(group(groups, name)))
                    .thenComparingInt(name -> group(groups, name).size())
                    .reversed()
                    .thenComparing(Comparator.naturalOrder()))
            .toList();
    TextTable table = new TextTable("Group name", "candidates");
    for (String name : names.subList(0, SHOWN_GROUPS)) {
      table.add(TerminalText.sanitize(name), Integer.toString(group(groups, name).size()));
    }
    long others =
        names.stream()
            .skip(SHOWN_GROUPS)
            .flatMap(name -> group(groups, name).stream())
            .map(ImageDecision::imageId)
            .distinct()
            .count();
    table.add(names.size() - SHOWN_GROUPS + " other groups", Long.toString(others));
    table.add("all " + names.size() + " groups", Integer.toString(plan.removals().size()));
    return removals(plan, table, columns);
  }

  private static Collection<ImageDecision> group(
      Map<String, Collection<ImageDecision>> groups, String name) {
    return groups.getOrDefault(name, List.of());
  }

  private static long freedGiB(Collection<ImageDecision> images) {
    Map<SnapshotId, Integer> sizes = new HashMap<>();
    images.stream()
        .flatMap(image -> image.snapshots().stream())
        .filter(SnapshotDecision::isDeletion)
        .forEach(snapshot -> sizes.put(snapshot.snapshotId(), snapshot.sizeGiB().orElse(0)));
    return sizes.values().stream().mapToLong(Integer::longValue).sum();
  }

  private static String removals(CleanupPlan plan, TextTable table, int columns) {
    List<ImageDecision> unmapped = unmapped(plan);
    if (!unmapped.isEmpty()) {
      table.add(UNMAPPED, Integer.toString(unmapped.size()));
    }
    return plan.removals().isEmpty() && unmapped.isEmpty()
        ? ""
        : "AMIs to be removed:\n" + table.render(columns);
  }

  /**
   * Returns which images of each group go: for each group its name, a table of its images by name,
   * and two blank lines. The groups are those of {@link #removals}.
   *
   * @param plan the plan
   * @return the tables
   */
  public static String fullReport(CleanupPlan plan) {
    return fullReport(plan, Integer.MAX_VALUE);
  }

  /**
   * Returns which images of each group go, as {@link #fullReport(CleanupPlan)} does, in tables that
   * fit a terminal: long cells are cut in their middle, names first.
   *
   * @param plan the plan
   * @param columns how wide a line may be
   * @return the tables
   */
  public static String fullReport(CleanupPlan plan, int columns) {
    boolean tagged = PlanMessages.hasTags(plan);
    StringBuilder text = new StringBuilder();
    candidates(plan)
        .asMap()
        .forEach(
            (name, images) ->
                text.append(TextWidth.cut(TerminalText.sanitize(name), columns))
                    .append('\n')
                    .append(table(tagged, images.stream(), columns)));
    List<ImageDecision> unmapped = unmapped(plan);
    if (!unmapped.isEmpty()) {
      text.append(UNMAPPED).append('\n').append(table(tagged, unmapped.stream(), columns));
    }
    return text.toString();
  }

  private static String table(boolean tagged, Stream<ImageDecision> images, int columns) {
    List<String> headers = List.of("AMI ID", "AMI Name", "Creation Date", "Tags");
    int width = tagged ? 4 : 3;
    TextTable table = new TextTable(headers.subList(0, width).toArray(String[]::new));
    images
        .sorted(BY_NAME)
        .map(
            image ->
                List.of(
                    image.imageId().value(),
                    TerminalText.sanitize(image.name()),
                    ExplanationText.creationDate(image),
                    TerminalText.sanitize(PlanMessages.tags(image))))
        .forEach(row -> table.add(row.subList(0, width).toArray(String[]::new)));
    return table.render(columns) + "\n\n";
  }

  /**
   * Returns the images that are moved by a stage, or restored: a table of what becomes of them.
   *
   * @param plan the plan
   * @return the table, by change and name
   */
  public static String stageChanges(CleanupPlan plan) {
    return stageChanges(plan, Integer.MAX_VALUE);
  }

  /**
   * Returns the images that are moved by a stage, or restored, in a table that fits a terminal.
   *
   * @param plan the plan
   * @param columns how wide a line may be
   * @return the table, by change and name
   */
  public static String stageChanges(CleanupPlan plan, int columns) {
    TextTable table = new TextTable("AMI ID", "AMI Name", "Change");
    List<ImageDecision> changes = plan.stageChanges();
    changes.stream()
        .sorted(
            Comparator.comparing((ImageDecision image) -> image.actions().get(0))
                .thenComparing(BY_NAME))
        .forEach(
            image ->
                table.add(
                    image.imageId().value(),
                    TerminalText.sanitize(image.name()),
                    EnumFormat.phrase(image.actions().get(0))));
    return changes.isEmpty() ? "" : table.render(columns);
  }

  /**
   * Returns how many images wait in which stage of their lifecycle, and until when the first of
   * them: a line for each stage.
   *
   * @param plan the plan
   * @return the lines, in the order of the stages
   */
  public static String waiting(CleanupPlan plan) {
    Map<Stage, List<Instant>> stages =
        plan.images().stream()
            .flatMap(image -> image.stageWait().stream())
            .collect(
                groupingBy(
                    wait -> Stage.enteredBy(wait.enteredBy()).orElseThrow(),
                    TreeMap::new,
                    mapping(StageWait::until, toList())));
    StringBuilder text = new StringBuilder();
    stages.forEach(
        (stage, ends) -> {
          text.append("Waiting in the stage ").append(stage.word()).append(": ");
          text.append(ends.size()).append(ends.size() == 1 ? " AMI, " : " AMIs, the first ");
          text.append("until ").append(Collections.min(ends)).append('\n');
        });
    return text.toString();
  }

  /**
   * Returns the orphan snapshots that go: a table of the one column {@code Orphan Snapshots}.
   *
   * @param plan the plan
   * @return the table
   */
  public static String orphans(CleanupPlan plan) {
    TextTable table = new TextTable("Orphan Snapshots");
    List<SnapshotDecision> orphans =
        plan.orphanSnapshots().stream().filter(SnapshotDecision::isDeletion).toList();
    orphans.forEach(orphan -> table.add(orphan.snapshotId().value()));
    return orphans.isEmpty() ? "" : table.render();
  }

  /**
   * Returns why an image stays or goes, with the evidence, its way through the stages as far as the
   * plan has it, and what becomes of its snapshots.
   *
   * @param image the decision on the image, as from {@link CleanupPlan#explain}
   * @return a paragraph
   */
  public static String explain(ImageDecision image) {
    return ExplanationText.of(image);
  }

  /**
   * Returns why an image stays or goes, as {@link #explain(ImageDecision)} does, and after the
   * verdict in sentences what the whole plan says of it: its rank in each group, and how many of
   * the newest are kept there.
   *
   * @param plan the plan
   * @param image the decision on one of its images
   * @return a paragraph
   */
  public static String explain(CleanupPlan plan, ImageDecision image) {
    return ExplanationText.of(plan, image);
  }

  /**
   * Returns why a snapshot stays or goes, with the evidence.
   *
   * @param plan the plan
   * @param snapshot the decision on one of its snapshots
   * @return a paragraph
   */
  public static String explain(CleanupPlan plan, SnapshotDecision snapshot) {
    return ExplanationText.of(plan, snapshot);
  }

  /**
   * Returns what is to be done with an image and why, with the evidence: how its explanation
   * begins.
   *
   * @param image the decision on the image
   * @return a paragraph
   */
  public static String verdict(ImageDecision image) {
    return ExplanationText.verdict(image);
  }

  /**
   * Returns how each action ended, a line for each, and how many ended how.
   *
   * @param result the result
   * @return the lines
   */
  public static String outcomes(ExecutionResult result) {
    return outcomeLines(result.outcomes()) + counts(List.of(result));
  }

  /**
   * Returns how actions ended, a line for each.
   *
   * @param outcomes the outcomes, in the order in which they are to be shown
   * @return the lines
   */
  public static String outcomeLines(List<ActionOutcome> outcomes) {
    StringBuilder text = new StringBuilder();
    outcomes.forEach(
        outcome ->
            text.append(outcome.resource().value())
                .append(": ")
                .append(OutcomeText.ending(outcome))
                .append('\n'));
    return text.toString();
  }

  /**
   * Returns how each action ended, each snapshot under the image that it goes with, and how many
   * ended how.
   *
   * @param plan the plan that was executed
   * @param result its result
   * @return the lines
   */
  public static String outcomes(CleanupPlan plan, ExecutionResult result) {
    return outcomeLines(plan, result) + counts(List.of(result));
  }

  /**
   * Returns how each action ended, each snapshot under the image that it goes with.
   *
   * @param plan the plan that was executed
   * @param result its result
   * @return the lines
   */
  public static String outcomeLines(CleanupPlan plan, ExecutionResult result) {
    OutcomeSummary outcomes = new OutcomeSummary();
    result.outcomes().forEach(outcomes);
    StringBuilder text = new StringBuilder();
    try {
      outcomes.printLines(plan, text);
    } catch (IOException e) {
      throw new IllegalStateException("Writing to memory failed", e);
    }
    return text.toString();
  }

  /**
   * Returns how many actions ended how, in all results together.
   *
   * @param results the results, such as those of several scopes
   * @return a line for each kind of action that there is
   */
  public static String counts(List<ExecutionResult> results) {
    return OutcomeText.counts(
        results.stream()
            .flatMap(result -> result.outcomes().stream())
            .collect(
                groupingBy(
                    ActionOutcome::action,
                    TreeMap::new,
                    groupingBy(ActionOutcome::outcome, TreeMap::new, counting()))));
  }

  /** The images that go, by the names of their groups. */
  private static ListMultimap<String, ImageDecision> candidates(CleanupPlan plan) {
    ListMultimap<String, ImageDecision> groups =
        MultimapBuilder.treeKeys().arrayListValues().build();
    plan.removals().forEach(image -> image.groups().forEach(name -> groups.put(name, image)));
    return groups;
  }

  private static List<ImageDecision> unmapped(CleanupPlan plan) {
    boolean byTags =
        plan.policy().groupBy().stream().anyMatch(mapper -> mapper.name().equals("tags"));
    return byTags
        ? plan.images().stream().filter(image -> image.verdict() == Verdict.UNMAPPED).toList()
        : List.of();
  }
}
