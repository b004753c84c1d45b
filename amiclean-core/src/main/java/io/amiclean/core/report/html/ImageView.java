package io.amiclean.core.report.html;

import com.google.common.collect.Comparators;
import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.model.Reason;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.SnapshotDecision;
import io.amiclean.core.internal.EnumFormat;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The decision on an image and its snapshots, for the page. */
final class ImageView {

  /**
   * What goes first, then what changes, what saves most before the rest; then group by group,
   * newest first, what is in no group or undated last.
   */
  static final Comparator<ImageView> ORDER =
      Comparator.comparing((ImageView view) -> !view.image.isRemoval())
          .thenComparing(view -> view.image.stageChange().isEmpty())
          .thenComparing(view -> view.freedPerMonth, Comparator.reverseOrder())
          .thenComparing(ImageView::deletedGib, Comparator.reverseOrder())
          .thenComparing(view -> view.scope.number())
          .thenComparing(view -> view.image.groups().isEmpty())
          .thenComparing(
              view -> view.image.groups(),
              Comparators.lexicographical(Comparator.<String>naturalOrder()))
          .thenComparing(
              view -> view.image.creationDate(),
              Comparators.emptiesLast(Comparator.<Instant>reverseOrder()))
          .thenComparing(view -> view.image.imageId());

  private final TagColumns tags;
  private final ScopeView scope;
  private final ImageDecision image;
  private final BigDecimal freedPerMonth;
  private final List<Reason> reasons;
  private final List<SnapshotDecision> snapshots;

  ImageView(ScopeView scope, ImageDecision image, TagColumns tags) {
    this.tags = tags;
    this.scope = scope;
    this.image = image;
    freedPerMonth = scope.freedPerMonth(image);
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

  /** Returns the recorded tags, column by column. */
  List<TagColumns.Cell> tagCells() {
    return tags.cells(image);
  }

  /** Returns the verdict as the class of its colour. */
  String verdict() {
    return EnumFormat.phrase(image.verdict());
  }

  String change() {
    return image.stageChange().map(EnumFormat::phrase).orElse("");
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

  /**
   * Returns what the snapshots cost a month, at most, that its removal deletes; nothing if none or
   * unknown.
   */
  String freed() {
    return freedPerMonth.signum() > 0 ? scope.money(freedPerMonth) : "";
  }

  private long deletedGib() {
    return snapshots.stream()
        .filter(SnapshotDecision::isDeletion)
        .mapToLong(snapshot -> snapshot.sizeGiB().orElse(0))
        .sum();
  }

  /** Returns the way of the image, if the plan has it. */
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
      return EnumFormat.phrase(outcome.action());
    }

    /** Returns how it ended as a word, which is also the class of its colour. */
    String word() {
      return EnumFormat.phrase(outcome.outcome());
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
      return EnumFormat.phrase(decision.verdict());
    }

    List<ReasonView> reasons() {
      return decision.reasons().stream().map(ReasonView::of).toList();
    }

    List<OutcomeView> outcome() {
      return scope.outcome(decision.snapshotId());
    }
  }
}
