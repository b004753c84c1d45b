package io.amiclean.core.report;

import static java.util.stream.Collectors.joining;

import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.ImageTrace;
import io.amiclean.api.plan.SnapshotDecision;
import io.amiclean.api.plan.Verdict;
import io.amiclean.core.internal.EnumFormat;
import io.amiclean.core.report.internal.Recovery;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Why an image or a snapshot stays or goes, with the evidence. */
final class ExplanationText {

  private ExplanationText() {}

  /** Returns the verdict on an image, its path through the stages, and its snapshots. */
  static String of(ImageDecision image) {
    return verdict(image) + evidence(image, List.of());
  }

  /** Returns the same with a sentence for each group that the image is in, after the verdict. */
  static String of(CleanupPlan plan, ImageDecision image) {
    String verdict = verdict(image);
    int end = verdict.indexOf('\n') + 1;
    return verdict.substring(0, end)
        + groups(plan, image)
        + verdict.substring(end)
        + evidence(image, PlanMessages.notRead(plan));
  }

  /** Returns the verdict on a snapshot, and its images. */
  static String of(CleanupPlan plan, SnapshotDecision snapshot) {
    StringBuilder text = new StringBuilder();
    append(text, "", snapshot);
    plan.images().stream()
        .filter(
            image ->
                image.snapshots().stream()
                    .anyMatch(other -> other.snapshotId().equals(snapshot.snapshotId())))
        .forEach(
            image ->
                text.append("  of ")
                    .append(image.imageId())
                    .append(" (")
                    .append(TerminalText.sanitize(image.name()))
                    .append("): ")
                    .append(image.verdict())
                    .append('\n'));
    return text.toString();
  }

  /** The form in which EC2 writes creation dates, as in {@code 2017-06-15T09:55:42.000Z}. */
  private static final DateTimeFormatter CREATION_DATE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  static String creationDate(ImageDecision image) {
    return image.creationDate().map(CREATION_DATE::format).orElse("unknown");
  }

  /** Returns what is to be done with an image, and why. */
  static String verdict(ImageDecision image) {
    StringBuilder text = new StringBuilder();
    text.append(image.imageId())
        .append(" (")
        .append(TerminalText.sanitize(image.name()))
        .append("), created ");
    text.append(creationDate(image)).append(": ").append(image.verdict());
    image.stageChange().ifPresent(change -> text.append(", ").append(EnumFormat.phrase(change)));
    text.append('\n');
    if (!image.groups().isEmpty()) {
      text.append("  groups: ");
      text.append(image.groups().stream().map(TerminalText::sanitize).collect(joining(", ")));
      text.append('\n');
    }
    if (!image.tags().isEmpty()) {
      text.append("  tags: ").append(TerminalText.sanitize(PlanMessages.tags(image))).append('\n');
    }
    appendReasons(text, "  ", image.reasons());
    Recovery.of(image).ifPresent(days -> text.append("  ").append(days).append('\n'));
    return text.toString();
  }

  private static void append(StringBuilder text, String indent, SnapshotDecision snapshot) {
    text.append(indent).append(snapshot.snapshotId());
    snapshot.sizeGiB().ifPresent(size -> text.append(" (").append(size).append(" GiB)"));
    text.append(": ").append(snapshot.verdict()).append('\n');
    appendReasons(text, indent + "  ", snapshot.reasons());
  }

  private static String evidence(ImageDecision image, List<String> notRead) {
    StringBuilder text = new StringBuilder();
    image.trace().ifPresent(trace -> text.append(TraceText.of(trace, notRead)));
    image.snapshots().forEach(snapshot -> append(text, "  ", snapshot));
    return text.toString();
  }

  private static void appendReasons(StringBuilder text, String indent, List<Reason> reasons) {
    for (Reason reason : reasons) {
      text.append(indent).append(reason.code()).append(": ");
      text.append(TerminalText.sanitize(reason.message())).append('\n');
      for (String evidence : reason.evidence()) {
        text.append(indent).append("  - ").append(TerminalText.sanitize(evidence)).append('\n');
      }
    }
  }

  private static String groups(CleanupPlan plan, ImageDecision image) {
    List<ImageTrace.Group> groups = image.trace().map(ImageTrace::groups).orElseGet(List::of);
    if (image.verdict() == Verdict.UNMAPPED) {
      return "  In no group, so it stays.\n";
    }
    StringBuilder text = new StringBuilder();
    for (ImageTrace.Group group : groups) {
      text.append("  ").append(TerminalText.sanitize(sentence(plan, image, group))).append('\n');
    }
    return text.toString();
  }

  private static String sentence(CleanupPlan plan, ImageDecision image, ImageTrace.Group group) {
    if (group.rank().isEmpty()) {
      return "In " + group.name() + " without a rank: " + image.reasons().get(0).message() + ".";
    }
    String newest = newest(plan, group.name());
    return "Rank "
        + group.rank().getAsInt()
        + " of "
        + group.candidates()
        + " in "
        + group.name()
        + (newest.isEmpty() ? "." : "; " + newest + ".");
  }

  /** Returns which images of a group are kept as its newest, or {@code ""} if none are. */
  private static String newest(CleanupPlan plan, String group) {
    List<ImageDecision> images =
        plan.images().stream().filter(image -> image.groups().contains(group)).toList();
    List<ImageDecision> newest = images.stream().filter(ExplanationText::isKeptAsNewest).toList();
    if (newest.isEmpty()) {
      return "";
    }
    int last = newest.stream().mapToInt(image -> rank(image, group)).max().orElse(0);
    // What cannot be launched has a rank, and does not count among the newest.
    boolean someDoNotCount =
        images.stream()
            .anyMatch(image -> image.verdict() != Verdict.RETAINED && rank(image, group) < last);
    return (newest.size() == 1 ? "the newest" : "the newest " + newest.size())
        + (someDoNotCount ? " available" : "")
        + (newest.size() == 1 ? " is kept" : " are kept");
  }

  private static boolean isKeptAsNewest(ImageDecision image) {
    return image.reasons().stream()
        .anyMatch(reason -> reason.code().equals(ReasonCodes.KEEP_NEWEST));
  }

  /** Returns the rank of an image in a group; one without a rank comes behind all others. */
  private static int rank(ImageDecision image, String group) {
    return image.trace().stream()
        .flatMap(trace -> trace.groups().stream())
        .filter(one -> one.name().equals(group) && one.rank().isPresent())
        .mapToInt(one -> one.rank().getAsInt())
        .findFirst()
        .orElse(Integer.MAX_VALUE);
  }
}
