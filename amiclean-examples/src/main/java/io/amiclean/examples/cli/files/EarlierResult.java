package io.amiclean.examples.cli.files;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.execution.ExecutionSummary;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.model.DocumentFormatException;
import io.amiclean.api.model.ResourceId;
import io.amiclean.api.plan.Action;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.execution.OutcomeCodes;
import io.amiclean.core.json.ResultJson;
import io.amiclean.core.source.InputFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The result of an earlier run of the same plan, which a later run continues: what was done then is
 * done in the result of both. Not thread-safe.
 */
public final class EarlierResult {

  private static final Logger LOG = LoggerFactory.getLogger(EarlierResult.class);

  private static final Set<String> LEFT = Set.of(OutcomeCodes.INTERRUPTED, OutcomeCodes.DEADLINE);

  private record Key(Action action, ResourceId resource) {}

  private final ExecutionResult result;
  private final Map<Key, ActionOutcome> done = new HashMap<>();
  private final Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);

  private EarlierResult(ExecutionResult result) {
    this.result = result;
    for (ActionOutcome outcome : result.outcomes()) {
      if (outcome.outcome() == Outcome.SUCCEEDED) {
        done.put(new Key(outcome.action(), outcome.resource()), outcome);
      }
    }
  }

  /**
   * Returns what a file holds that a result is to be written to, if that is to be continued.
   *
   * @param file the file
   * @param plan the plan that is executed
   * @param journaled whether there is a journal of an earlier run; else only a result that was cut
   *     off, or of which something failed, is continued
   */
  public static Optional<EarlierResult> in(Path file, CleanupPlan plan, boolean journaled) {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try (InputStream in = InputFile.open(file, InputFile.DOCUMENT_BYTES)) {
      ExecutionResult result = ResultJson.read(in);
      boolean continued = journaled || result.outcomes().stream().anyMatch(EarlierResult::isLeft);
      return continued && ReportFiles.fits(plan, result)
          ? Optional.of(new EarlierResult(result))
          : Optional.empty();
    } catch (DocumentFormatException | IOException e) {
      LOG.debug("{} is no result", file, e);
      return Optional.empty();
    }
  }

  private static boolean isLeft(ActionOutcome outcome) {
    return LEFT.contains(outcome.code())
        || outcome.outcome() == Outcome.FAILED
        || outcome.outcome() == Outcome.UNKNOWN;
  }

  /** Returns what an outcome is for both runs. */
  ActionOutcome joined(ActionOutcome outcome) {
    ActionOutcome both =
        outcome.outcome() == Outcome.ALREADY_GONE
            ? done.getOrDefault(new Key(outcome.action(), outcome.resource()), outcome)
            : outcome;
    counts.merge(both.outcome(), 1, Integer::sum);
    return both;
  }

  /** Returns the summary of both runs, after the last outcome. */
  ExecutionSummary joined(ExecutionSummary summary) {
    return ExecutionSummary.builder()
        .startedAt(result.startedAt())
        .finishedAt(summary.finishedAt())
        .scope(summary.scope())
        .counts(counts)
        .build();
  }
}
