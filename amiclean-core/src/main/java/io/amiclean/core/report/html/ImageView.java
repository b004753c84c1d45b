package io.amiclean.core.report.html;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.model.Reason;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.SnapshotDecision;
import java.util.List;
import java.util.stream.Stream;

/** The decision on an image and its snapshots, for the page. */
final class ImageView {

  private final ScopeView scope;
  private final ImageDecision image;
  private final List<Reason> reasons;
  private final List<SnapshotDecision> snapshots;

  ImageView(ScopeView scope, ImageDecision image) {
    this.scope = scope;
    this.image = image;
    reasons = image.reasons();
    snapshots = image.snapshots();
  }

  String rowId() {
    return scope.rowId(image.imageId());
  }

  String account() {
    return scope.account();
  }

  String region() {
    return scope.region();
  }

  String imageId() {
    return image.imageId().value();
  }

  String name() {
    return image.name();
  }

  String created() {
    return image.creationDate().map(Figures::minute).orElse("unknown");
  }

  List<String> groups() {
    return image.groups();
  }

  /** Returns the recorded tags, such as {@code owner=team-a}. */
  List<String> tags() {
    return image.tags().entrySet().stream()
        .map(tag -> tag.getKey() + "=" + tag.getValue())
        .toList();
  }

  /** Returns the verdict as the class of its colour. */
  String verdict() {
    return Figures.words(image.verdict());
  }

  String change() {
    return image.stageChange().map(Figures::words).orElse("");
  }

  String gib() {
    return snapshots.stream().anyMatch(snapshot -> snapshot.sizeGiB().isEmpty())
        ? "unknown"
        : Figures.count(
            snapshots.stream().mapToLong(snapshot -> snapshot.sizeGiB().getAsInt()).sum());
  }

  /** Says in one sentence why. */
  String why() {
    return reasons.get(0).message();
  }

  int moreReasons() {
    return reasons.size() - 1;
  }

  /** Returns the reasons; the message of the first is {@link #why()} and stands above them. */
  List<ReasonView> reasons() {
    Stream<ReasonView> first = reasons.stream().limit(1).map(ReasonView::withoutMessage);
    return Stream.concat(first, reasons.stream().skip(1).map(ReasonView::of)).toList();
  }

  List<SnapshotView> snapshots() {
    return snapshots.stream().map(decision -> new SnapshotView(scope, decision)).toList();
  }

  List<OutcomeView> outcome() {
    return scope.outcome(image.imageId());
  }

  /** Returns what its snapshots cost a month, at most; nothing if that is unknown. */
  String cost() {
    return scope.cost(image.imageId());
  }

  /** Returns the way of the image, if the plan tells it. */
  List<String> way() {
    return image.trace().map(TraceLines::of).orElse(List.of());
  }

  /** A reason, for the page. */
  record ReasonView(String code, String message, List<String> evidence) {

    static ReasonView of(Reason reason) {
      return new ReasonView(reason.code(), reason.message(), reason.evidence());
    }

    static ReasonView withoutMessage(Reason reason) {
      return new ReasonView(reason.code(), "", reason.evidence());
    }
  }

  /** How an action ended, for the page. */
  record OutcomeView(ActionOutcome outcome) {

    String resource() {
      return outcome.resource().value();
    }

    String action() {
      return Figures.words(outcome.action());
    }

    /** Returns how it ended as a word, which is also the class of its colour. */
    String word() {
      return Figures.words(outcome.outcome());
    }

    String code() {
      return outcome.code();
    }

    String message() {
      return outcome.message();
    }
  }

  /** The decision on a snapshot, for the page. */
  record SnapshotView(ScopeView scope, SnapshotDecision decision) {

    String snapshotId() {
      return decision.snapshotId().value();
    }

    String gib() {
      return decision.sizeGiB().isPresent()
          ? Figures.count(decision.sizeGiB().getAsInt())
          : "unknown";
    }

    String size() {
      return decision.sizeGiB().isPresent() ? gib() + " GiB" : "size unknown";
    }

    String verdict() {
      return Figures.words(decision.verdict());
    }

    List<ReasonView> reasons() {
      return decision.reasons().stream().map(ReasonView::of).toList();
    }

    List<OutcomeView> outcome() {
      return scope.outcome(decision.snapshotId());
    }
  }
}
