package io.amiclean.aws.internal.source.launch;

import io.amiclean.aws.internal.EvidenceSources;
import io.amiclean.aws.internal.SourceContext;
import io.amiclean.aws.internal.call.CheckedClient;
import io.amiclean.aws.source.LaunchTemplateVersions;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ssm.SsmClient;

/**
 * The versions of launch templates that are launched from, each asked for once for all that name
 * it. It lives for one reading and is not thread-safe.
 */
public final class LaunchedVersions {

  private static final Logger LOG = LoggerFactory.getLogger(LaunchedVersions.class);

  private final CheckedClient<Ec2Client> ec2;
  private final Supplier<CheckedClient<SsmClient>> ssm;
  private final SourceContext context;
  private final LaunchTemplateVersions counting;
  private final LaunchTemplateReader.Memory memory = new LaunchTemplateReader.Memory();
  private final Map<TemplateSpec, Optional<LaunchTemplates.Version>> launched = new HashMap<>();
  private final Map<String, Set<String>> notes = new HashMap<>();
  private @Nullable Counted counted;

  /**
   * The versions that count by themselves.
   *
   * @param readAt when reading them began
   * @param templates the versions
   */
  public record Counted(Instant readAt, LaunchTemplates templates) {}

  /**
   * Creates the versions of a reading.
   *
   * @param counting the versions that count, launched from or not; they are read before any other.
   *     For those in use, nothing is known but what is asked for.
   */
  public LaunchedVersions(
      CheckedClient<Ec2Client> ec2,
      Supplier<CheckedClient<SsmClient>> ssm,
      SourceContext context,
      LaunchTemplateVersions counting) {
    this.ec2 = ec2;
    this.ssm = ssm;
    this.context = context;
    this.counting = counting;
  }

  /** Returns the versions that count by themselves; none where those in use are to count. */
  public Counted counted() {
    Counted known = counted;
    if (known == null) {
      Instant readAt = context.now();
      known = new Counted(readAt, reader(EvidenceSources.LAUNCH_TEMPLATES).read(counting));
      counted = known;
    }
    return known;
  }

  /**
   * Returns a version that is launched from; empty if EC2 says that it does not exist.
   *
   * @param source the name of the source that asks, which errors show
   * @param spec the version
   * @param where who launches from it
   */
  public Optional<LaunchTemplates.Version> find(String source, TemplateSpec spec, String where) {
    Optional<LaunchTemplates.Version> known = launched.get(spec);
    if (known == null) {
      LaunchTemplates templates = counted().templates();
      known = templates.find(spec).or(() -> missing(source, spec, templates));
      launched.put(spec, known);
    }
    if (known.isEmpty()) {
      LOG.debug("The launch template {} of {} does not exist", spec, where);
    }
    known
        .filter(LaunchTemplates.Version::isOfMissingAlias)
        .ifPresent(version -> noteMissing(source, version.alias().orElse(""), where));
    known.ifPresent(
        version -> version.launched().notes(version.name()).forEach(odd -> note(source, odd)));
    return known;
  }

  /** Reading ahead pays only where nothing was read of the templates yet. */
  private Optional<LaunchTemplates.Version> missing(
      String source, TemplateSpec spec, LaunchTemplates templates) {
    LaunchTemplateReader reader = reader(source);
    return templates.isEmpty() ? reader.readAhead(spec) : reader.read(spec);
  }

  /**
   * Returns the image that an alias stands for which an override names; empty if there is no such
   * parameter.
   *
   * @param source the name of the source that asks, which errors show
   * @param alias the alias
   * @param where who names it
   */
  public Optional<String> resolve(String source, String alias, String where) {
    Optional<String> image = reader(source).resolve(alias, where);
    if (image.isEmpty()) {
      noteMissing(source, alias, where);
    }
    return image;
  }

  private void noteMissing(String source, String alias, String where) {
    note(
        source,
        "The alias '"
            + alias
            + "' that "
            + where
            + " launches from stands for no image and protects nothing: its parameter does not"
            + " exist");
  }

  /**
   * Notes what a reader of the evidence of a source should know.
   *
   * @param source the name of the source
   * @param note a sentence
   */
  public void note(String source, String note) {
    notes.computeIfAbsent(source, asking -> new TreeSet<>()).add(note);
  }

  /** Returns what a reader of the evidence of a source should know of what it asked for. */
  public List<String> notes(String source) {
    return List.copyOf(notes.getOrDefault(source, Set.of()));
  }

  private LaunchTemplateReader reader(String source) {
    return new LaunchTemplateReader(ec2, ssm, context, source, memory);
  }

  /** Returns the versions that were asked for until now. */
  public LaunchTemplates inUse() {
    List<LaunchTemplates.Version> used =
        launched.values().stream().flatMap(Optional::stream).toList();
    return new LaunchTemplates(
        used.stream().map(LaunchTemplates.Version::templateId).distinct().count(), used);
  }
}
