package io.amiclean.aws.internal;

import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.ImageUsage;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** What one source of usage answers with. */
public final class Usage {

  private Usage() {}

  public static ImageUsage of(
      SourceContext context,
      String source,
      Instant readAt,
      long items,
      Collection<ImageReference> references,
      List<String> notes) {
    return ImageUsage.builder()
        .scope(context.scope())
        .readAt(readAt)
        .references(references)
        .addEvidence(complete(source, items, readAt, notes))
        .build();
  }

  /** Of a source that lists things, by their ids, with the images that each refers to. */
  public static ImageUsage of(
      SourceContext context,
      String source,
      Instant readAt,
      Map<String, List<ImageReference>> references,
      List<String> notes) {
    return of(
        context,
        source,
        readAt,
        references.size(),
        references.values().stream().flatMap(Collection::stream).toList(),
        notes);
  }

  public static Evidence complete(String source, long items, Instant readAt, List<String> notes) {
    return Evidence.builder()
        .source(source)
        .items(items)
        .complete(true)
        .readAt(readAt)
        .notes(notes)
        .build();
  }

  public static ImageUsage skipped(SourceContext context, Evidence evidence) {
    return ImageUsage.builder()
        .scope(context.scope())
        .readAt(context.now())
        .addEvidence(evidence)
        .build();
  }
}
