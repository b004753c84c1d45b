package io.amiclean.examples.fedora;

import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import java.util.List;
import java.util.stream.Stream;

/** The two runs of Fedora's process. */
enum ProcessStep {
  /** Images lose their launch permissions, so that users may object. */
  CHANGE_PERMISSIONS("Launch permissions revoked"),
  /** Images without an objection are removed with their snapshots. */
  DELETE("AMIs deleted");

  private final String subject;

  ProcessStep(String subject) {
    this.subject = subject;
  }

  /** What a report of it is about. */
  String subject() {
    return subject;
  }

  /** Returns the images of a plan that something is done to, in whichever step. */
  static List<ImageDecision> selected(CleanupPlan plan) {
    return Stream.concat(plan.removals().stream(), plan.stageChanges().stream()).toList();
  }

  /** Returns what a dry run says of an image that something is done to. */
  static String forecast(ImageDecision image) {
    return image
        .stageChange()
        .map(
            change ->
                switch (change) {
                  case MAKE_IMAGE_PRIVATE -> "would become private";
                  case RESTORE_IMAGE -> "would be restored, for it was not made private to the end";
                  default -> "would undergo " + change;
                })
        .orElse("would be deleted");
  }
}
