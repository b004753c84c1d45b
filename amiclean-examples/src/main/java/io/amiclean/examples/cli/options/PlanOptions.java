package io.amiclean.examples.cli.options;

import static java.util.stream.Collectors.toSet;

import io.amiclean.api.mapping.ImageMapper;
import io.amiclean.api.model.ImageFact;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.policy.CleanupPolicy;
import io.amiclean.api.policy.PlanLimits;
import io.amiclean.api.policy.Protection;
import io.amiclean.api.retention.RetentionStrategy;
import io.amiclean.core.exclusion.ExclusionFilters;
import io.amiclean.core.lifecycle.LifecyclePolicy;
import io.amiclean.core.mapping.Mappers;
import io.amiclean.core.plan.CleanupPlanner;
import io.amiclean.core.plan.CleanupPlannerBuilder;
import io.amiclean.core.policy.PoliciesByScope;
import io.amiclean.core.policy.ScopePolicy;
import io.amiclean.core.retention.RetentionStrategies;
import io.amiclean.examples.cli.account.AccountSources;
import io.amiclean.examples.cli.files.PolicyFile;
import io.amiclean.examples.cli.terminal.Console;
import io.amiclean.examples.exit.CommandPart;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What goes and what stays: the options that become a {@link CleanupPlanner}. */
public final class PlanOptions extends CommandPart {

  private static final List<String> DEFAULT_TAGS = List.of("environment", "role");
  private static final int DEFAULT_KEEP_PREVIOUS = 4;
  static final int NO_MINIMUM_AGE = -1;

  /** A policy file says what these options say. */
  private static final List<String> REPLACED_BY_POLICY =
      List.of(
          "--mapping-key",
          "--mapping-values",
          "--excluded-mapping-values",
          "--keep-previous",
          "--ami-min-days",
          "--tag-exclude",
          "--max-images",
          "--max-percent");

  @Option(
      names = "--mapping-key",
      paramLabel = "tags|name",
      description = "What images are grouped by. Needs --mapping-values. Default: tags.")
  @Nullable MappingKey mappingKey;

  @Option(
      names = "--mapping-values",
      paramLabel = "VALUE",
      arity = "1..*",
      description = "Tag keys, or parts of names. Default: environment role.")
  List<String> mappingValues = List.of();

  @Option(
      names = "--excluded-mapping-values",
      paramLabel = "VALUE",
      arity = "1..*",
      description = "Protects images of which a mapped tag has one of these values.")
  public List<String> excludedMappingValues = List.of();

  @Option(
      names = "--keep-previous",
      paramLabel = "N",
      description =
          "How many of the newest images of each group stay, in addition to those in use."
              + " Default: 4.")
  public @Nullable Integer keepPrevious;

  @Option(
      names = "--ami-min-days",
      paramLabel = "N",
      description =
          "Images younger than N days stay and do not count towards --keep-previous."
              + " Default: -1.")
  public int amiMinDays = NO_MINIMUM_AGE;

  @Option(
      names = "--from-ids",
      paramLabel = "ID",
      arity = "1..*",
      description =
          "Only these images go, whatever their group, unless mapping or"
              + " --keep-previous is given too.")
  List<String> fromIds = List.of();

  public List<ImageId> selection = List.of();

  @Option(
      names = "--check-orphans",
      description = "Removes orphan snapshots too, asking for them separately.")
  boolean checkOrphans;

  @Option(
      names = "--tag-exclude",
      paramLabel = "KEY[=VALUE]",
      description = "Protects images and snapshots with this tag. Repeatable.")
  public List<TagExclusion> tagExclusions = List.of();

  @Option(
      names = "--delete-archived",
      description =
          "Lets archived snapshots go that are billed for 90 days from their archiving all the"
              + " same.")
  boolean deleteArchived;

  @Option(
      names = "--max-images",
      paramLabel = "N",
      description = "Refuses the plan as a whole if it removes more images.")
  @Nullable Integer maxImages;

  @Option(
      names = "--max-percent",
      paramLabel = "P",
      converter = Converters.Percent.class,
      description = "Refuses the plan as a whole if it removes more of all images.")
  @Nullable Integer maxPercent;

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description =
          "What is kept, as a policy file, in place of the options for mapping, keep-previous,"
              + " exclusion and limits.")
  @Nullable Path policyFile;

  @Nullable PoliciesByScope policy;

  @Mixin private final ClassPathOptions classPath = new ClassPathOptions();

  @Option(
      names = "--now",
      paramLabel = "INSTANT",
      description = "The time to plan for, such as 2017-06-16T00:00:00Z. Default: the clock.")
  public @Nullable Instant now;

  private final OptionMatches matches = new OptionMatches();

  private @Nullable LifecyclePolicy lifecycle;
  private boolean stagesAreGiven;

  /** Moves images by stages instead of removing them at once. */
  public void moveBy(StageOptions stages) {
    this.lifecycle = stages.policy();
    this.stagesAreGiven = stages.areGiven();
  }

  /** Checks what no single option can check, for plans of one scope or of many. */
  public void validate(boolean many) {
    validate();
    require(
        !many || selection.isEmpty(),
        "--from-ids "
            + String.join(" ", fromIds)
            + " are of one region each: use it with --region");
  }

  /** Checks what no single option can check. */
  public void validate() {
    classPath.load();
    selection = Converters.imageIds(fromIds, command);
    require(
        mappingKey == null || !mappingValues.isEmpty(),
        "--mapping-key needs --mapping-values: tag keys for tags, parts of names for name");
    require(
        mappingKey != MappingKey.NAME || excludedMappingValues.isEmpty(),
        "--excluded-mapping-values are values of tags: use them with --mapping-key tags");
    require(
        mappingValues.stream().noneMatch(String::isBlank),
        "A blank value of --mapping-values: expected tag keys, or parts of names");
    require(
        Set.copyOf(mappingValues).size() == mappingValues.size(),
        "A value stands twice in --mapping-values " + mappingValues + ": expected it once");
    requireAtLeast("--keep-previous", 0, keepPrevious);
    requireAtLeast("--ami-min-days", NO_MINIMUM_AGE, amiMinDays);
    requireAtLeast("--max-images", 0, maxImages);
    readPolicy();
    expectMatches();
  }

  private void readPolicy() {
    if (policyFile == null) {
      return;
    }
    for (String option : REPLACED_BY_POLICY) {
      require(
          !isGiven(option), "--policy " + policyFile + " says what is kept: expected no " + option);
    }
    policy = PolicyFile.read(policyFile, command);
    require(
        selection.isEmpty() || policy.all().stream().allMatch(one -> one.only().isEmpty()),
        "--policy " + policyFile + " says with 'only' which images: expected no --from-ids");
    require(
        !stagesAreGiven || policy.all().stream().allMatch(one -> one.lifecycle().isEmpty()),
        "--policy "
            + policyFile
            + " says with 'lifecycle' which stages: expected no options of stages");
  }

  private void expectMatches() {
    if (policy != null) {
      return;
    }
    boolean byTags = key() == MappingKey.TAGS;
    for (String value : maps() ? values() : List.<String>of()) {
      if (byTags) {
        matches.expectImage(
            "No image has the tag '" + value + "' of --mapping-values: is it mistyped?",
            image -> image.tags().containsKey(value));
      } else {
        matches.expectImage(
            "No image has '" + value + "' of --mapping-values in its name: is it mistyped?",
            image -> image.name().contains(value));
      }
    }
    for (String value : excludedMappingValues) {
      matches.expectImage(
          "--excluded-mapping-values " + value + " matches no image: it protects none",
          image -> values().stream().anyMatch(tag -> value.equals(image.tags().get(tag))));
    }
    tagExclusions.forEach(matches::expectTag);
  }

  private void requireAtLeast(String option, int least, @Nullable Integer value) {
    require(
        value == null || value >= least,
        option + " " + value + " is too little: expected " + least + " or more");
  }

  /** Says what it is about to do. */
  public void announce(Console console) {
    console.details().print(PlanSettings.of(this) + "\nRetrieving AMIs to clean ...\n");
    console.details().flush();
  }

  /**
   * Says which options, or which rules of a policy file, matched nothing of what was planned.
   *
   * @param unmatched the rules that matched nothing
   */
  public void warn(List<String> unmatched, Console console) {
    List<String> warnings = matches.warnings();
    if (policy != null && !matches.isEmpty()) {
      warnings =
          Stream.concat(
                  unmatched.stream().map(rule -> rule + " matches nothing"),
                  matches.ungrouped().stream())
              .toList();
    }
    warnings.forEach(warning -> console.note("Warning: " + warning));
  }

  /** Reads an account and decides. */
  public CleanupPlan plan(AccountSources account) {
    return planner(account).plan();
  }

  /** Returns which facts of images the filters of a policy file decide on. */
  public Set<ImageFact> facts() {
    return policy == null
        ? Set.of()
        : policy.all().stream()
            .flatMap(one -> CleanupPlanner.builder().policy(one).facts().stream())
            .collect(toSet());
  }

  /** Returns the planner of an account, by the policy that is for its scope. */
  public CleanupPlanner planner(AccountSources account) {
    PoliciesByScope given = policy;
    return planner(
        account,
        given == null
            ? null
            : given.single().orElseGet(() -> given.policyFor(account.scope(), account.units())));
  }

  /** Returns what these options amount to, for every scope that a policy is for. */
  public PoliciesByScope policies(AccountSources any) {
    if (policy == null) {
      return PoliciesByScope.ofAll(planner(any, null).policy());
    }
    return PoliciesByScope.builder()
        .name(policy.name())
        .policies(
            policy.policies().stream()
                .map(
                    part ->
                        ScopePolicy.builder()
                            .from(part)
                            .policy(planner(any, part.policy()).policy())
                            .build())
                .toList())
        .otherwise(policy.otherwise().map(part -> planner(any, part).policy()))
        .build();
  }

  /** Whether a policy file takes a protection away, in one of its scopes at least. */
  public boolean isWithout(Protection protection) {
    return policy != null
        && policy.all().stream().anyMatch(one -> one.withoutProtections().contains(protection));
  }

  /** Whether the policy of an account depends on its organizational unit. */
  public boolean dependOnUnits() {
    return policy != null && policy.nameOrganizationalUnits();
  }

  private CleanupPlanner planner(AccountSources account, @Nullable CleanupPolicy policyOf) {
    CleanupPlannerBuilder planner =
        CleanupPlanner.builder().account(matches.watch(account)).clock(clock());
    if (policyOf == null) {
      planner.groupBy(mapper()).retain(retention());
    } else {
      matches.expectGroups(policyOf);
      planner.policy(policyOf);
    }
    if (!selection.isEmpty()) {
      planner.selectOnly(selection);
    }
    if (!excludedMappingValues.isEmpty()) {
      planner.exclude(ExclusionFilters.tagValueIn(values(), excludedMappingValues));
    }
    for (TagExclusion tag : tagExclusions) {
      planner.exclude(tag.images()).excludeSnapshots(tag.snapshots());
    }
    if (deleteArchived) {
      planner.withoutProtection(Protection.SNAPSHOT_ARCHIVED);
    }
    if (checkOrphans) {
      planner.orphanSnapshots();
    }
    if (lifecycle != null && (policyOf == null || policyOf.lifecycle().isEmpty())) {
      planner.lifecycle(lifecycle);
    }
    if (maxImages != null) {
      planner.limits(PlanLimits.removeAtMost(maxImages));
    }
    if (maxPercent != null) {
      planner.limits(PlanLimits.removeAtMostPercent(maxPercent));
    }
    return planner.build();
  }

  /** Returns the one clock of a plan; sources date with it what they read. */
  public Clock clock() {
    return AccountOptions.clock(now);
  }

  private ImageMapper mapper() {
    return maps() ? key().mapper(values()) : Mappers.everything("from-ids");
  }

  private RetentionStrategy retention() {
    RetentionStrategy newest =
        retains() ? RetentionStrategies.keepNewest(keepPrevious()) : RetentionStrategies.nothing();
    return amiMinDays > 0
        ? RetentionStrategies.youngerThan(Duration.ofDays(amiMinDays)).then(newest)
        : newest;
  }

  /** What keep-previous keeps, it keeps of each group. */
  boolean maps() {
    return policy == null && (retains() || !mappingValues.isEmpty());
  }

  /** Returns whether the policy is that of a file, whose rules have no options. */
  public boolean isByFile() {
    return policyFile != null;
  }

  /** Whether {@code --keep-previous} keeps anything. */
  public boolean retains() {
    return policy == null && (selection.isEmpty() || keepPrevious != null);
  }

  MappingKey key() {
    return mappingKey == null ? MappingKey.TAGS : mappingKey;
  }

  List<String> values() {
    return mappingValues.isEmpty() ? DEFAULT_TAGS : mappingValues;
  }

  public int keepPrevious() {
    return keepPrevious == null ? DEFAULT_KEEP_PREVIOUS : keepPrevious;
  }
}
