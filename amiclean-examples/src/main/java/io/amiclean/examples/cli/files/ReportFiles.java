package io.amiclean.examples.cli.files;

import static java.util.stream.Collectors.toSet;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.DocumentFormatException;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.PlanRefusedException;
import io.amiclean.api.model.ResourceId;
import io.amiclean.api.plan.Action;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.SnapshotDecision;
import io.amiclean.api.report.CleanupReport;
import io.amiclean.api.report.PlanReport;
import io.amiclean.core.json.PlanDocument;
import io.amiclean.core.json.PlanJson;
import io.amiclean.core.json.ResultJson;
import io.amiclean.core.source.InputFile;
import io.amiclean.examples.cli.terminal.Console;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The plans and results of a report, each recognised by its content. */
public final class ReportFiles {

  /** What a file holds, to be read several times. */
  @FunctionalInterface
  private interface Content {
    InputStream open() throws IOException;
  }

  private static final long MOST_BYTES_IN_MEMORY = 1L << 26;

  private final ReportFormat format;
  private final CommandSpec command;
  private final Console console;
  private final List<CleanupPlan> plans = new ArrayList<>();
  private final List<ExecutionResult> results = new ArrayList<>();

  public ReportFiles(ReportFormat format, CommandSpec command, Console console) {
    this.format = format;
    this.command = command;
    this.console = console;
  }

  /**
   * Reads files, and puts each result with the plan that it is of, if that is among them.
   *
   * @param since earlier plans that those of the same scopes are compared with
   */
  public CleanupReport read(List<Path> files, List<Path> since) {
    if (!since.isEmpty() && (format == ReportFormat.JSON || format == ReportFormat.CSV_SNAPSHOTS)) {
      throw new ParameterException(
          command.commandLine(),
          "--since is for text, csv, markdown and html, not for --format "
              + format
              + ": 'amiclean diff FILE FILE --out FILE' writes what changed as JSON");
    }
    files.forEach(this::add);
    Map<CleanupScope, CleanupPlan> earlier = new HashMap<>();
    for (Path file : since) {
      CleanupPlan plan = PlanFile.readToShow(file, command, console);
      if (earlier.putIfAbsent(plan.scope(), plan) != null) {
        throw new ParameterException(
            command.commandLine(),
            "Two plans of --since are of " + plan.scope() + ": expected one of each region");
      }
      if (plans.stream().noneMatch(later -> later.scope().equals(plan.scope()))) {
        throw new PlanRefusedException(
            ("'%s' is a plan of %s: expected one of an account and region that the"
                    + " report is of")
                .formatted(file, plan.scope()));
      }
    }
    return report(earlier);
  }

  private void add(Path file) {
    try {
      add(file, content(file));
    } catch (DocumentFormatException e) {
      throw new DocumentFormatException("'" + file + "' is refused: " + e.getMessage(), e);
    } catch (IOException e) {
      throw FileKind.unreadable(file, "plan or result", "", command, e);
    }
  }

  /** What can be read only once is kept in memory, as far as that is sure to have room. */
  private static Content content(Path file) throws IOException {
    if (Files.isRegularFile(file)) {
      return () -> InputFile.open(file, InputFile.DOCUMENT_BYTES);
    }
    try (InputStream once = InputFile.open(file, MOST_BYTES_IN_MEMORY)) {
      byte[] content = once.readAllBytes();
      return () -> new ByteArrayInputStream(content);
    }
  }

  private void add(Path file, Content content) throws IOException {
    Optional<FileKind> kind;
    try (InputStream in = content.open()) {
      kind = FileKind.of(FileKind.keys(in));
    }
    try (InputStream in = content.open()) {
      add(file, kind, in);
    }
  }

  private void add(Path file, Optional<FileKind> kind, InputStream in) throws IOException {
    if (kind.equals(Optional.of(FileKind.PLAN))) {
      plans.add(plan(file, PlanJson.open(in)));
    } else if (kind.equals(Optional.of(FileKind.RESULT))) {
      results.add(ResultJson.read(in));
    } else {
      throw new DocumentFormatException(
          kind.map(other -> "it is " + other).orElse("it is neither a plan nor a result")
              + ": expected a file that 'amiclean plan --out' or --result-out wrote",
          null);
    }
  }

  /**
   * An edited plan can be shown, but is not written again, because the copy would count as
   * unedited.
   */
  private CleanupPlan plan(Path file, PlanDocument document) {
    if (format == ReportFormat.JSON) {
      return document.unedited();
    }
    document
        .edit()
        .ifPresent(edit -> console.say("'" + file + "' is shown as it is: " + edit.getMessage()));
    return document.plan();
  }

  private CleanupReport report(Map<CleanupScope, CleanupPlan> earlier) {
    CleanupReport.Builder report = CleanupReport.builder();
    List<ExecutionResult> alone = new ArrayList<>(results);
    for (CleanupPlan plan : plans) {
      Optional<ExecutionResult> result = resultOf(plan);
      result.ifPresent(alone::remove);
      PlanReport planned =
          result.map(of -> PlanReport.of(plan, of)).orElseGet(() -> PlanReport.of(plan));
      CleanupPlan before = earlier.get(plan.scope());
      report.addPlans(before == null ? planned : planned.since(before));
    }
    return report.results(alone).build();
  }

  /** Nothing is put together that might be of another plan, such as that of another day. */
  private Optional<ExecutionResult> resultOf(CleanupPlan plan) {
    List<ExecutionResult> fitting = results.stream().filter(result -> fits(plan, result)).toList();
    return fitting.size() == 1
            && plans.stream().filter(other -> fits(other, fitting.get(0))).count() == 1
        ? Optional.of(fitting.get(0))
        : Optional.empty();
  }

  /**
   * Returns whether a result can be of a plan: it has an outcome for each action on an image or for
   * none, and likewise for orphans, as each execution does.
   */
  static boolean fits(CleanupPlan plan, ExecutionResult result) {
    if (!plan.scope().equals(result.scope()) || result.startedAt().isBefore(plan.createdAt())) {
      return false;
    }
    Map<ResourceId, Action> onImages = new HashMap<>();
    Set<ResourceId> snapshots = new HashSet<>();
    for (ImageDecision image : plan.images()) {
      image.actions().forEach(action -> onImages.put(image.imageId(), action));
      image.snapshots().forEach(snapshot -> snapshots.add(snapshot.snapshotId()));
    }
    Set<ResourceId> orphans =
        plan.orphanSnapshots().stream()
            .filter(SnapshotDecision::isDeletion)
            .map(SnapshotDecision::snapshotId)
            .collect(toSet());
    Map<ResourceId, Action> changed = new HashMap<>();
    Set<ResourceId> deleted = new HashSet<>();
    for (ActionOutcome outcome : result.outcomes()) {
      if (outcome.resource() instanceof ImageId image) {
        changed.put(image, outcome.action());
      } else if (orphans.contains(outcome.resource())) {
        deleted.add(outcome.resource());
      } else if (!snapshots.contains(outcome.resource())) {
        return false;
      }
    }
    return (changed.isEmpty() || changed.equals(onImages))
        && (deleted.isEmpty() || deleted.equals(orphans));
  }
}
