package io.amiclean.core.testing;

import static java.util.stream.Collectors.joining;

import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.plan.Action;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.SnapshotDecision;
import io.amiclean.core.report.TerminalText;
import io.amiclean.core.report.TextReport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractAssert;

/**
 * Assertions on a plan. One that fails prints the explanation of the image that it is about.
 *
 * <pre>{@code
 * assertThat(plan)
 *     .removes("ami-0000bbbb").because("not-retained")
 *     .keeps("ami-0000aaaa").because("in-use")
 *     .removesAtMost(3)
 *     .hasNoRefusals();
 * }</pre>
 *
 * <p>Not thread-safe.
 */
public final class CleanupPlanAssert extends AbstractAssert<CleanupPlanAssert, CleanupPlan> {

  /** What {@link #because} is about. */
  private List<Subject> named = List.of();

  private record Subject(String id, List<Reason> reasons, String explanation) {}

  private CleanupPlanAssert(CleanupPlan plan) {
    super(plan, CleanupPlanAssert.class);
  }

  /**
   * Begins assertions on a plan.
   *
   * @param plan the plan
   * @return the assertions
   */
  public static CleanupPlanAssert assertThat(CleanupPlan plan) {
    return new CleanupPlanAssert(plan);
  }

  /**
   * Asserts that images are removed.
   *
   * @param imageIds their ids; others may be removed as well
   * @return this
   */
  public CleanupPlanAssert removes(String... imageIds) {
    return images(imageIds, "be removed", ImageDecision::isRemoval);
  }

  /**
   * Asserts that images stay as they are, or are given back what a stage took away.
   *
   * @param imageIds their ids
   * @return this
   */
  public CleanupPlanAssert keeps(String... imageIds) {
    return images(
        imageIds,
        "be kept",
        decision ->
            !decision.isRemoval()
                && decision.stageChange().filter(step -> step != Action.RESTORE_IMAGE).isEmpty());
  }

  /**
   * Asserts that images are moved through a stage on the way to their removal, or back.
   *
   * @param change what is done to them
   * @param imageIds their ids
   * @return this
   */
  public CleanupPlanAssert changes(Action change, String... imageIds) {
    return images(
        imageIds,
        "be changed by " + change,
        decision -> decision.stageChange().equals(Optional.of(change)));
  }

  /**
   * Asserts that snapshots are deleted, orphans included.
   *
   * @param snapshotIds their ids
   * @return this
   */
  public CleanupPlanAssert deletesSnapshots(String... snapshotIds) {
    return snapshots(snapshotIds, "be deleted", SnapshotDecision::isDeletion);
  }

  /**
   * Asserts that snapshots stay, orphans included.
   *
   * @param snapshotIds their ids
   * @return this
   */
  public CleanupPlanAssert keepsSnapshots(String... snapshotIds) {
    return snapshots(snapshotIds, "be kept", decision -> !decision.isDeletion());
  }

  /**
   * Asserts why that is so, of all images or snapshots that the assertion before named.
   *
   * @param codes codes of {@link io.amiclean.api.model.ReasonCodes} or of an own strategy, all of
   *     which are among the reasons
   * @return this
   * @throws IllegalStateException if there is no such assertion before
   */
  public CleanupPlanAssert because(String... codes) {
    if (named.isEmpty()) {
      throw new IllegalStateException(
          "because(...) is about nothing: expected removes(...), keeps(...) or the like before it");
    }
    for (Subject subject : named) {
      Set<String> found = subject.reasons().stream().map(Reason::code).collect(Collectors.toSet());
      if (!found.containsAll(Arrays.asList(codes))) {
        failWithMessage(
            "%nExpected the reasons of %s to hold %s, and they do not:%n%s",
            subject.id(), String.join(", ", codes), subject.explanation());
      }
    }
    return this;
  }

  /**
   * Asserts that no more images are removed than a number of them.
   *
   * @param most the most that may be removed
   * @return this
   */
  public CleanupPlanAssert removesAtMost(int most) {
    List<ImageDecision> removals = plan().removals();
    if (removals.size() > most) {
      failWithMessage(
          "%nExpected at most %d images to be removed, and there are %d:%n%s",
          most, removals.size(), explain(removals));
    }
    return this;
  }

  /**
   * Asserts that no image is removed or moved towards it, and no snapshot deleted.
   *
   * @return this
   */
  public CleanupPlanAssert removesNothing() {
    removesAtMost(0);
    List<ImageDecision> changes =
        plan().stageChanges().stream()
            .filter(change -> !change.stageChange().equals(Optional.of(Action.RESTORE_IMAGE)))
            .toList();
    if (!changes.isEmpty()) {
      failWithMessage("%nExpected no image to be moved to a stage:%n%s", explain(changes));
    }
    List<SnapshotDecision> orphans =
        plan().orphanSnapshots().stream().filter(SnapshotDecision::isDeletion).toList();
    if (!orphans.isEmpty()) {
      failWithMessage("%nExpected no orphan to be deleted:%n%s", explainSnapshots(orphans));
    }
    return this;
  }

  /**
   * Asserts that the plan may be executed: that it passes no limit.
   *
   * @return this
   */
  public CleanupPlanAssert hasNoRefusals() {
    if (!plan().refusals().isEmpty()) {
      failWithMessage("%nExpected no refusal of the plan:%n%s", explainRefusals());
    }
    return this;
  }

  /**
   * Asserts that the plan must not be executed, and why.
   *
   * @param code a code of the limit, such as {@code limit-images}
   * @return this
   */
  public CleanupPlanAssert isRefusedBecause(String code) {
    if (plan().refusals().stream().noneMatch(refusal -> refusal.code().equals(code))) {
      failWithMessage("%nExpected the plan to be refused as %s:%n%s", code, explainRefusals());
    }
    return this;
  }

  private CleanupPlan plan() {
    isNotNull();
    return actual;
  }

  private interface Expected<T> {
    boolean holdsFor(T decision);
  }

  private CleanupPlanAssert images(
      String[] ids, String expected, Expected<ImageDecision> expectation) {
    List<Subject> subjects = new ArrayList<>();
    for (String id : ids) {
      ImageDecision decision = decision(ImageId.of(id));
      if (!expectation.holdsFor(decision)) {
        failWithMessage("%nExpected %s to %s:%n%s", id, expected, TextReport.explain(decision));
      }
      subjects.add(new Subject(id, decision.reasons(), TextReport.explain(decision)));
    }
    named = subjects;
    return this;
  }

  private ImageDecision decision(ImageId id) {
    return plan().images().stream()
        .filter(image -> image.imageId().equals(id))
        .findFirst()
        .orElseThrow(() -> unknown(id.value(), "image"));
  }

  private CleanupPlanAssert snapshots(
      String[] ids, String expected, Expected<SnapshotDecision> expectation) {
    List<Subject> subjects = new ArrayList<>();
    for (String text : ids) {
      SnapshotId id = SnapshotId.of(text);
      List<ImageDecision> images =
          plan().images().stream()
              .filter(
                  image -> image.snapshots().stream().anyMatch(one -> one.snapshotId().equals(id)))
              .toList();
      List<SnapshotDecision> decisions =
          Stream.concat(
                  images.stream().flatMap(image -> image.snapshots().stream()),
                  plan().orphanSnapshots().stream())
              .filter(snapshot -> snapshot.snapshotId().equals(id))
              .toList();
      if (decisions.isEmpty()) {
        throw unknown(text, "snapshot");
      }
      String explanation = images.isEmpty() ? explainSnapshots(decisions) : explain(images);
      if (!decisions.stream().allMatch(expectation::holdsFor)) {
        failWithMessage("%nExpected %s to %s:%n%s", text, expected, explanation);
      }
      subjects.add(
          new Subject(
              text,
              decisions.stream().flatMap(decision -> decision.reasons().stream()).toList(),
              explanation));
    }
    named = subjects;
    return this;
  }

  private AssertionError unknown(String id, String what) {
    return failure(
        "%nExpected the plan to decide on the %s %s, and it is not among those of %s",
        what, id, plan().scope());
  }

  private static String explain(List<ImageDecision> images) {
    return images.stream().map(TextReport::explain).collect(joining());
  }

  private static String explainSnapshots(List<SnapshotDecision> snapshots) {
    return snapshots.stream()
        .map(
            snapshot ->
                snapshot.snapshotId()
                    + ": "
                    + snapshot.verdict()
                    + "\n"
                    + snapshot.reasons().stream()
                        .map(
                            reason ->
                                "  "
                                    + reason.code()
                                    + ": "
                                    + TerminalText.sanitize(reason.message())
                                    + "\n")
                        .collect(joining()))
        .collect(joining());
  }

  private String explainRefusals() {
    return plan().refusals().stream()
        .map(refusal -> "  " + refusal.code() + ": " + refusal.message() + "\n")
        .collect(joining());
  }
}
