package io.amiclean.aws.internal.source.launch;

import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ResourceId;
import io.amiclean.aws.internal.Ids;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Versions of launch templates that were read, and what they launch from. Immutable. */
public final class LaunchTemplates {

  /** Stands for the default version, as EC2 writes it. */
  static final String DEFAULT = "$Default";

  /** Stands for the newest version, as EC2 writes it. */
  static final String LATEST = "$Latest";

  /**
   * One version.
   *
   * @param templateId the id of the template
   * @param templateName the name of the template, unique in a region
   * @param number the number of the version, from 1 on
   * @param isDefault whether it is the default version
   * @param alias the alias that the version names its image by, if it does
   * @param launched the image and the snapshots
   */
  public record Version(
      String templateId,
      String templateName,
      long number,
      boolean isDefault,
      Optional<String> alias,
      Ids.Launched launched) {

    /**
     * Returns what the version launches from.
     *
     * @return the image and the snapshots, as far as their names are ids
     */
    public List<ResourceId> targets() {
      return launched.targets();
    }

    /** Returns the version as notes call it. */
    String name() {
      return "version " + number + " of the launch template " + templateId;
    }

    /** Whether the version names an image by an alias of which there is no parameter. */
    boolean isOfMissingAlias() {
      return alias.isPresent()
          && launched.odd().isEmpty()
          && targets().stream().noneMatch(ImageId.class::isInstance);
    }

    public String detail() {
      return "version " + number + alias.map(name -> ", " + name).orElse("");
    }
  }

  private final long templates;
  private final Map<String, NavigableMap<Long, Version>> byTemplate = new TreeMap<>();
  private final Map<String, String> idsByName = new HashMap<>();

  LaunchTemplates(long templates, Collection<Version> versions) {
    this.templates = templates;
    for (Version version : versions) {
      byTemplate
          .computeIfAbsent(version.templateId(), id -> new TreeMap<>())
          .put(version.number(), version);
      idsByName.put(version.templateName(), version.templateId());
    }
  }

  static LaunchTemplates none() {
    return new LaunchTemplates(0, List.of());
  }

  /** How many templates there are, those included that vanished while their versions were read. */
  long templates() {
    return templates;
  }

  boolean isEmpty() {
    return byTemplate.isEmpty();
  }

  Stream<Version> versions() {
    return byTemplate.values().stream().flatMap(versions -> versions.values().stream());
  }

  /**
   * Says of each alias of which there is no parameter, and of what is no id, that it protects
   * nothing.
   */
  List<String> notes() {
    List<String> notes = new ArrayList<>(missingAliases());
    Map<String, List<Version>> odd = new TreeMap<>();
    versions()
        .forEach(
            version ->
                version
                    .launched()
                    .odd()
                    .forEach(
                        text -> odd.computeIfAbsent(text, key -> new ArrayList<>()).add(version)));
    odd.forEach((text, some) -> notes.add(Ids.oddName(text, names(some))));
    return notes;
  }

  private List<String> missingAliases() {
    Map<String, List<Version>> missing = new TreeMap<>();
    versions()
        .filter(Version::isOfMissingAlias)
        .forEach(
            version ->
                missing
                    .computeIfAbsent(version.alias().orElse(""), alias -> new ArrayList<>())
                    .add(version));
    return missing.entrySet().stream().map(one -> note(one.getKey(), one.getValue())).toList();
  }

  private static String names(List<Version> versions) {
    return versions.get(0).name()
        + (versions.size() == 1 ? "" : " and " + (versions.size() - 1) + " more");
  }

  private static String note(String alias, List<Version> versions) {
    return "The alias '"
        + alias
        + "' of "
        + names(versions)
        + " stands for no image and protects nothing: its parameter does not exist";
  }

  /** Finds the version that a specification means; empty if it was not read. */
  Optional<Version> find(TemplateSpec spec) {
    NavigableMap<Long, Version> versions =
        byTemplate.get(
            spec.isById() ? spec.template() : idsByName.getOrDefault(spec.template(), ""));
    if (versions == null) {
      return Optional.empty();
    }
    return switch (spec.version()) {
      case LATEST -> Optional.of(versions.lastEntry().getValue());
      case DEFAULT -> versions.values().stream().filter(Version::isDefault).findFirst();
      default ->
          versions.values().stream()
              .filter(version -> Long.toString(version.number()).equals(spec.version()))
              .findFirst();
    };
  }
}
