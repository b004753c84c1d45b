package io.amiclean.aws.internal.source.launch;

import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.Progress;
import io.amiclean.aws.internal.Ids;
import io.amiclean.aws.internal.ReadOperation;
import io.amiclean.aws.internal.SideBySide;
import io.amiclean.aws.internal.SourceContext;
import io.amiclean.aws.internal.call.AwsFailures;
import io.amiclean.aws.internal.call.CheckedClient;
import io.amiclean.aws.source.LaunchTemplateVersions;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeLaunchTemplateVersionsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeLaunchTemplatesRequest;
import software.amazon.awssdk.services.ec2.model.LaunchTemplate;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateVersion;
import software.amazon.awssdk.services.ec2.model.ResponseLaunchTemplateData;
import software.amazon.awssdk.services.ssm.SsmClient;

/**
 * Reads launch templates with few calls: the newest and the default versions of all templates in
 * pages, and template by template, several at a time, only where there may be others.
 *
 * <p>It lives for one reading and is not thread-safe.
 */
final class LaunchTemplateReader {

  private static final int PAGE = 200;

  private final CheckedClient<Ec2Client> ec2;
  private final SourceContext context;
  private final String source;
  private final ReadOperation templatesRead;
  private final ReadOperation versionsRead;
  private final ImageAliases aliases;
  private final Memory memory;

  /** What the readers of several sources share. It lives for one reading and is not thread-safe. */
  static final class Memory {

    /** What aliases stand for, nothing included: most versions of a template name the same one. */
    private final Map<String, Optional<String>> imagesByAlias = new HashMap<>();

    /** The newest and the default versions that were read before they were asked for. */
    private final Map<String, NavigableMap<Long, LaunchTemplateVersion>> ahead = new TreeMap<>();

    private int specsRead;
  }

  /**
   * Creates a reader.
   *
   * @param source the name of the source that reads, which errors show
   * @param memory what is known already
   */
  LaunchTemplateReader(
      CheckedClient<Ec2Client> ec2,
      Supplier<CheckedClient<SsmClient>> ssm,
      SourceContext context,
      String source,
      Memory memory) {
    this.ec2 = ec2;
    this.context = context;
    this.source = source;
    this.memory = memory;
    this.templatesRead = new ReadOperation(source, "ec2:DescribeLaunchTemplates");
    this.versionsRead = new ReadOperation(source, "ec2:DescribeLaunchTemplateVersions");
    this.aliases = new ImageAliases(ec2, ssm, source, memory.imagesByAlias);
  }

  /**
   * Reads the versions that count. Those in use are not known here: their users {@linkplain
   * #read(TemplateSpec) ask} for them.
   */
  LaunchTemplates read(LaunchTemplateVersions counting) {
    if (counting.equals(LaunchTemplateVersions.all())) {
      return readAll();
    }
    if (counting.equals(LaunchTemplateVersions.inUse())) {
      return LaunchTemplates.none();
    }
    if (counting.equals(LaunchTemplateVersions.defaultAndLatest())) {
      Map<String, NavigableMap<Long, LaunchTemplateVersion>> versions = new TreeMap<>();
      readDefaultAndLatest(versions);
      context.report(Progress.of(source, versions.size()));
      return launchTemplates(versions.size(), versions);
    }
    return readNewest(counting.newestThatCount());
  }

  private LaunchTemplates readAll() {
    Map<String, Long> newest = newestVersions();
    if (newest.isEmpty()) {
      return LaunchTemplates.none();
    }
    Map<String, NavigableMap<Long, LaunchTemplateVersion>> versions = new TreeMap<>();
    readDefaultAndLatest(versions);
    versions.keySet().forEach(id -> newest.putIfAbsent(id, 0L));
    List<String> withOthers =
        newest.entrySet().stream()
            .filter(template -> mayHaveOthers(template.getValue(), versions.get(template.getKey())))
            .map(Map.Entry::getKey)
            .toList();
    new SideBySide(context, source)
        .ask(withOthers, id -> readTemplate(id, 1))
        .forEach(more -> add(more, versions));
    context.report(Progress.of(source, newest.size(), newest.size()));
    return launchTemplates(newest.size(), versions);
  }

  /**
   * Numbers have gaps where versions were deleted. A page of numbers costs the same call as a few,
   * and mostly holds enough versions.
   */
  private LaunchTemplates readNewest(int count) {
    Map<String, NavigableMap<Long, LaunchTemplateVersion>> versions = new TreeMap<>();
    readVersions(request -> request.versions(LaunchTemplates.LATEST), versions);
    new SideBySide(context, source)
        .ask(
            List.copyOf(versions.entrySet()),
            template -> readNewest(count, template.getKey(), template.getValue().lastKey()))
        .forEach(more -> add(more, versions));
    for (NavigableMap<Long, LaunchTemplateVersion> seen : versions.values()) {
      while (seen.size() > count) {
        seen.pollFirstEntry();
      }
    }
    return launchTemplates(versions.size(), versions);
  }

  private Map<String, NavigableMap<Long, LaunchTemplateVersion>> readNewest(
      int count, String id, long newest) {
    if (count == 1 || newest == 1) {
      return Map.of();
    }
    long least = Math.max(1, newest - Math.max(count, PAGE) + 1);
    Map<String, NavigableMap<Long, LaunchTemplateVersion>> read = readTemplate(id, least);
    return least > 1 && read.getOrDefault(id, Collections.emptyNavigableMap()).size() < count
        ? readTemplate(id, 1)
        : read;
  }

  private static void add(
      Map<String, NavigableMap<Long, LaunchTemplateVersion>> more,
      Map<String, NavigableMap<Long, LaunchTemplateVersion>> versions) {
    more.forEach((id, some) -> versions.computeIfAbsent(id, key -> new TreeMap<>()).putAll(some));
  }

  private void readDefaultAndLatest(
      Map<String, NavigableMap<Long, LaunchTemplateVersion>> versions) {
    readVersions(
        request -> request.versions(LaunchTemplates.LATEST, LaunchTemplates.DEFAULT), versions);
  }

  private LaunchTemplates launchTemplates(
      long templates, Map<String, NavigableMap<Long, LaunchTemplateVersion>> versions) {
    return new LaunchTemplates(
        templates,
        versions.values().stream()
            .flatMap(some -> some.values().stream())
            .map(this::version)
            .toList());
  }

  /**
   * Reads a version that is launched from; empty if EC2 says that it does not exist. One version is
   * asked for alone; further ones are mostly the newest or default versions of many templates,
   * which few pages hold together.
   */
  Optional<LaunchTemplates.Version> readAhead(TemplateSpec spec) {
    if (memory.specsRead == 1) {
      readDefaultAndLatest(memory.ahead);
    }
    memory.specsRead++;
    return memory.ahead.values().stream()
        .flatMap(versions -> versions.values().stream().filter(one -> isMeant(spec, one, versions)))
        .findFirst()
        .map(this::version)
        .or(() -> read(spec));
  }

  private static boolean isMeant(
      TemplateSpec spec,
      LaunchTemplateVersion version,
      NavigableMap<Long, LaunchTemplateVersion> versions) {
    String template = spec.isById() ? version.launchTemplateId() : version.launchTemplateName();
    return spec.template().equals(template)
        && switch (spec.version()) {
          case LaunchTemplates.LATEST -> version.versionNumber().equals(versions.lastKey());
          case LaunchTemplates.DEFAULT -> Boolean.TRUE.equals(version.defaultVersion());
          default -> version.versionNumber().toString().equals(spec.version());
        };
  }

  /** Reads a version that is launched from; empty if EC2 says that it does not exist. */
  Optional<LaunchTemplates.Version> read(TemplateSpec spec) {
    Map<String, NavigableMap<Long, LaunchTemplateVersion>> versions = new TreeMap<>();
    try {
      readVersions(
          request -> {
            request.versions(spec.version());
            if (spec.isById()) {
              request.launchTemplateId(spec.template());
            } else {
              request.launchTemplateName(spec.template());
            }
          },
          versions);
    } catch (EvidenceException e) {
      throwUnlessGone(e);
    }
    return versions.values().stream()
        .flatMap(some -> some.values().stream())
        .findFirst()
        .map(this::version);
  }

  private Map<String, Long> newestVersions() {
    Map<String, Long> newest = new TreeMap<>();
    templatesRead.pages(
        ec2,
        Ec2Client::describeLaunchTemplates,
        DescribeLaunchTemplatesRequest.builder()
            .includeManagedResources(true)
            .maxResults(PAGE)
            .build(),
        page -> {
          for (LaunchTemplate template : page.launchTemplates()) {
            newest.put(
                idOf(template.launchTemplateId()),
                Objects.requireNonNullElse(template.latestVersionNumber(), Long.MAX_VALUE));
          }
        });
    return newest;
  }

  /**
   * Versions are numbered from 1 on, and numbers are not given twice (EC2 User Guide, "Modify a
   * launch template"): who has seen as many as the newest number says has seen them all. Where
   * versions were deleted, a needless call is made.
   */
  private static boolean mayHaveOthers(
      long newest, @Nullable NavigableMap<Long, LaunchTemplateVersion> seen) {
    return seen == null || seen.size() < Math.max(newest, seen.lastKey());
  }

  private Map<String, NavigableMap<Long, LaunchTemplateVersion>> readTemplate(
      String id, long least) {
    Map<String, NavigableMap<Long, LaunchTemplateVersion>> versions = new TreeMap<>();
    try {
      readVersions(
          request -> {
            request.launchTemplateId(id);
            if (least > 1) {
              request.minVersion(Long.toString(least));
            }
          },
          versions);
    } catch (EvidenceException e) {
      throwUnlessGone(e);
    }
    return versions;
  }

  private void readVersions(
      Consumer<DescribeLaunchTemplateVersionsRequest.Builder> which,
      Map<String, NavigableMap<Long, LaunchTemplateVersion>> versions) {
    versionsRead.pages(
        ec2,
        Ec2Client::describeLaunchTemplateVersions,
        DescribeLaunchTemplateVersionsRequest.builder()
            .includeManagedResources(true)
            .maxResults(PAGE)
            .applyMutation(which)
            .build(),
        page -> {
          for (LaunchTemplateVersion version : page.launchTemplateVersions()) {
            String id = idOf(version.launchTemplateId());
            if (version.versionNumber() == null) {
              throw versionsRead.misunderstood("a version of " + id + " without a number");
            }
            versions
                .computeIfAbsent(id, key -> new TreeMap<>())
                .put(version.versionNumber(), version);
          }
        });
  }

  private String idOf(@Nullable String id) {
    if (id == null || id.isEmpty()) {
      throw templatesRead.misunderstood("a launch template without an id");
    }
    return id;
  }

  /** A template or version that was deleted meanwhile launches nothing any more. */
  private static void throwUnlessGone(EvidenceException failure) {
    if (!AwsFailures.isAnsweredWith(
        failure, code -> code.startsWith("InvalidLaunchTemplate") && code.contains("NotFound"))) {
      throw failure;
    }
  }

  private LaunchTemplates.Version version(LaunchTemplateVersion version) {
    ResponseLaunchTemplateData data = version.launchTemplateData();
    String id = version.launchTemplateId();
    long number = version.versionNumber();
    String where = "version " + number + " of the launch template " + id;
    if (data == null) {
      throw versionsRead.misunderstood("no data for " + where);
    }
    Optional<String> alias = Optional.ofNullable(data.imageId()).filter(ImageAliases::isAlias);
    String image =
        alias.isPresent() ? aliases.resolve(alias.get(), id, number).orElse(null) : data.imageId();
    Ids.Launched launched =
        Ids.launchTargets(
            versionsRead,
            image,
            data.blockDeviceMappings().stream()
                .map(mapping -> mapping.ebs() == null ? null : mapping.ebs().snapshotId()),
            where);
    return new LaunchTemplates.Version(
        id,
        Objects.requireNonNullElse(version.launchTemplateName(), id),
        number,
        Boolean.TRUE.equals(version.defaultVersion()),
        alias,
        launched);
  }

  /**
   * Returns the image that an alias stands for which something else than a template names.
   *
   * @param where who names it
   */
  Optional<String> resolve(String alias, String where) {
    return aliases.resolve(alias, where);
  }
}
