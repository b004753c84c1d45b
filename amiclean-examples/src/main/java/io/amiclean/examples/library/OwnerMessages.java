package io.amiclean.examples.library;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.mapping;

import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.report.TextReport;
import java.util.Map;
import java.util.TreeMap;

/** Notifies the owners of images before a plan is executed. */
public final class OwnerMessages {

  private OwnerMessages() {}

  /**
   * Returns what each owner has to know of a plan that was made with {@code recordTags("owner")}.
   *
   * @param plan the plan
   * @return a message for each owner, by the value of the tag; {@code nobody} for images without it
   */
  public static Map<String, String> messages(CleanupPlan plan) {
    return plan.removals().stream()
        .collect(
            groupingBy(
                image -> image.tags().getOrDefault("owner", "nobody"),
                TreeMap::new,
                mapping(TextReport::verdict, joining()))); // the image, and why it goes
  }
}
