package io.amiclean.aws.source;

import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.ImageUsage;
import java.time.Instant;
import java.util.Collection;

/** What one source of usage answers with. */
final class Usage {

  private Usage() {}

  static ImageUsage of(
      SourceContext context,
      String source,
      Instant readAt,
      long items,
      Collection<ImageReference> references) {
    return ImageUsage.builder()
        .scope(context.scope())
        .readAt(readAt)
        .references(references)
        .addEvidence(Evidence.complete(source, items, readAt))
        .build();
  }

  static ImageUsage skipped(SourceContext context, String source) {
    Instant readAt = context.now();
    return ImageUsage.builder()
        .scope(context.scope())
        .readAt(readAt)
        .addEvidence(Evidence.skipped(source, readAt))
        .build();
  }
}
