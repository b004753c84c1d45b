package io.amiclean.aws.internal.source.further;

import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.ImageUsage;
import io.amiclean.aws.internal.ClassPath;
import io.amiclean.aws.internal.SourceContext;
import io.amiclean.aws.internal.Usage;
import io.amiclean.aws.internal.source.launch.LaunchedVersions;
import io.amiclean.aws.source.UsageSourceProvider;
import java.util.Optional;
import java.util.function.Function;

/**
 * Usage by the source of a provider. Thread-safe.
 *
 * @param provider reads it
 * @param clients what it is read with
 * @param context scope, clock and progress
 */
public record FurtherUsage(
    UsageSourceProvider provider, FurtherClients clients, SourceContext context) {

  /** Returns the name of the source. */
  public String source() {
    return provider.name();
  }

  /**
   * Returns the class without which a provider cannot read.
   *
   * @return its name, or empty if nothing is missing
   */
  public static Optional<String> missingClass(UsageSourceProvider provider) {
    return ClassPath.missing(provider.neededClasses(), provider.getClass());
  }

  /**
   * Reads the source.
   *
   * @return the usage, where versions of launch templates are found
   * @throws EvidenceException if it could not be read to its end
   */
  public Function<LaunchedVersions, ImageUsage> read() {
    Optional<String> missing = missingClass(provider);
    if (missing.isPresent()) {
      ImageUsage notAsked = Usage.skipped(context, notAsked(missing.get()));
      return versions -> notAsked;
    }
    FurtherReading reading = new FurtherReading(provider, clients, context);
    try {
      provider.read(reading);
    } catch (EvidenceException e) {
      throw e;
    } catch (RuntimeException | LinkageError e) {
      throw new EvidenceException(
          source(), "The source '" + source() + "' could not be read: " + e, e);
    }
    return reading::usage;
  }

  private Evidence notAsked(String missing) {
    return Evidence.builder()
        .from(Evidence.skipped(source(), context.now()))
        .skipReason(Evidence.SkipReason.CLIENT_MISSING)
        .addNotes("It is not asked: " + missing + " is not on the class path")
        .build();
  }
}
