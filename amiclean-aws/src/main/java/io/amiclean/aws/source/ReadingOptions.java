package io.amiclean.aws.source;

import io.amiclean.api.internal.Arguments;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.ImageFact;
import io.amiclean.api.policy.ReadingPolicy;
import io.amiclean.aws.internal.EvidenceSources;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What is read of an account: by default everything that costs no more than reading. Whatever is
 * left out protects nothing, which the evidence says. Immutable and thread-safe.
 */
public final class ReadingOptions {

  private static final ReadingOptions DEFAULTS = builder().build();

  /** What a plan calls the sources that the endpoint does not know. */
  private static final String UNAVAILABLE = "unavailable";

  private final Choices choices;

  /** What equality and text are about. */
  private record Choices(
      SortedSet<String> skipped,
      LaunchTemplateVersions launchTemplateVersions,
      List<String> ssmPaths,
      boolean usageReports,
      boolean skipsUnavailable,
      SortedSet<ImageFact> facts) {}

  private ReadingOptions(Builder builder) {
    this.choices =
        new Choices(
            Collections.unmodifiableSortedSet(new TreeSet<>(builder.skipped)),
            builder.launchTemplateVersions,
            List.copyOf(builder.ssmPaths),
            builder.usageReports,
            builder.skipsUnavailable,
            Collections.unmodifiableSortedSet(new TreeSet<>(builder.facts)));
    checkInUse();
    checkSkippedButWanted(
        !ssmPaths().isEmpty(), EvidenceSources.SSM_PARAMETERS, "Parameters by path are asked for");
    checkSkippedButWanted(
        usageReports(), EvidenceSources.LAUNCH_PERMISSIONS, "Usage reports are asked for");
  }

  private void checkInUse() {
    if (launchTemplateVersions().equals(LaunchTemplateVersions.inUse())
        && skips(EvidenceSources.AUTO_SCALING_GROUPS)
        && !skips(EvidenceSources.LAUNCH_TEMPLATES)) {
      throw new IllegalArgumentException(
          "Which versions of launch templates are in-use is not known without the source '"
              + EvidenceSources.AUTO_SCALING_GROUPS
              + "': expected another choice, or not to skip it");
    }
  }

  private void checkSkippedButWanted(boolean wanted, String source, String what) {
    if (wanted && skips(source)) {
      throw new IllegalArgumentException(
          what + ", but the source '" + source + "' is skipped: expected one of both");
    }
  }

  /**
   * Returns the default: nothing is skipped, all versions of launch templates and all parameters of
   * Systems Manager count, and no usage reports are made.
   *
   * @return the options
   */
  public static ReadingOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Returns a new builder.
   *
   * @return a builder with the defaults
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns whether a source is left out.
   *
   * @param source the name of the source
   * @return whether it is
   */
  public boolean skips(String source) {
    Objects.requireNonNull(source, "source");
    return choices.skipped().contains(source);
  }

  /**
   * Returns which versions of launch templates count as use.
   *
   * @return the choice
   */
  public LaunchTemplateVersions launchTemplateVersions() {
    return choices.launchTemplateVersions();
  }

  /**
   * Returns the paths and patterns of the text parameters that are searched for image ids.
   *
   * @return the paths, each once, as they were given; empty for all parameters
   */
  public List<String> ssmPaths() {
    return choices.ssmPaths();
  }

  /**
   * Returns whether EC2 is asked for reports of what other accounts do with shared candidates.
   *
   * @return whether it is
   */
  public boolean usageReports() {
    return choices.usageReports();
  }

  /**
   * Returns whether sources are left out that the endpoint does not know.
   *
   * @return whether they are
   */
  public boolean skipsUnavailable() {
    return choices.skipsUnavailable();
  }

  /**
   * Returns which facts of images are read in any case. What the filters of a planner need in
   * addition is read for that planner.
   *
   * @return the kinds of facts, none by default
   */
  public Set<ImageFact> facts() {
    return choices.facts();
  }

  /**
   * Returns these options as the value that a plan holds.
   *
   * @return the reading, without pinned images
   */
  public ReadingPolicy reading() {
    return ReadingPolicy.builder()
        .skippedSources(choices.skipped())
        .addAllSkippedSources(skipsUnavailable() ? Set.of(UNAVAILABLE) : Set.of())
        .furtherSources(furtherSources())
        .launchTemplateVersions(launchTemplateVersions().toString())
        .ssmPaths(ssmPaths())
        .usageReports(usageReports())
        .sharedAllowed(skips(EvidenceSources.LAUNCH_PERMISSIONS))
        .facts(facts())
        .build();
  }

  private List<String> furtherSources() {
    return InstalledProviders.all().stream()
        .map(UsageSourceProvider::name)
        .filter(source -> !EvidenceSources.provided().contains(source) && !skips(source))
        .toList();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ReadingOptions options && options.choices.equals(choices);
  }

  @Override
  public int hashCode() {
    return choices.hashCode();
  }

  @Override
  public String toString() {
    return "Reading" + choices;
  }

  /** Builds {@link ReadingOptions}. Not thread-safe. */
  public static final class Builder {

    private final Set<String> skipped = new LinkedHashSet<>();
    private final Set<String> ssmPaths = new LinkedHashSet<>();
    private LaunchTemplateVersions launchTemplateVersions = LaunchTemplateVersions.all();
    private boolean usageReports;
    private boolean skipsUnavailable;
    private final Set<ImageFact> facts = EnumSet.noneOf(ImageFact.class);

    private Builder() {}

    /**
     * Takes over how something was read before, so that reading it again shows what changed since
     * and not that it was read differently. What is set in addition is added to it, except that
     * {@link #launchTemplateVersions} replaces the choice.
     *
     * @param evidence the evidence of a reading, such as that of a plan
     * @return this builder
     * @throws IllegalArgumentException if it names a choice of launch template versions that is
     *     none
     */
    public Builder asIn(Collection<Evidence> evidence) {
      for (Evidence read : evidence) {
        String source = read.source();
        if (read.skipped() && InstalledProviders.skippable().contains(source)) {
          skipped.add(source);
        }
        EvidenceSources.choice(EvidenceSources.LAUNCH_TEMPLATE_VERSIONS, source)
            .map(LaunchTemplateVersions::parse)
            .ifPresent(this::launchTemplateVersions);
        EvidenceSources.choice(EvidenceSources.SSM_PARAMETERS, source).ifPresent(ssmPaths::add);
        usageReports |= source.equals(EvidenceSources.IMAGE_USAGE_REPORTS);
        Stream.of(ImageFact.values())
            .filter(fact -> fact.source().equals(source))
            .forEach(facts::add);
      }
      return this;
    }

    /**
     * Takes over how an account was read for a plan. What is set in addition is added to it, except
     * that {@link #launchTemplateVersions} replaces the choice. Sources that an account in AWS does
     * not have are passed over.
     *
     * @param reading the reading of the plan
     * @return this builder
     * @throws EvidenceException if a {@linkplain UsageSourceProvider provider} is missing of a
     *     further source that the plan read
     */
    public Builder asIn(ReadingPolicy reading) {
      List<String> known = InstalledProviders.skippable();
      for (String source : reading.furtherSources()) {
        if (!known.contains(source)) {
          throw new EvidenceException(
              source,
              "The source '"
                  + source
                  + "' is to be read, and no provider of it is on the class path: add it, or make a"
                  + " new plan");
        }
      }
      reading.skippedSources().stream().filter(known::contains).forEach(skipped::add);
      skipsUnavailable |= Set.copyOf(reading.skippedSources()).contains(UNAVAILABLE);
      if (reading.sharedAllowed()) {
        skipped.add(EvidenceSources.LAUNCH_PERMISSIONS);
      }
      ssmPaths.addAll(reading.ssmPaths());
      usageReports |= reading.usageReports();
      facts.addAll(reading.facts());
      return launchTemplateVersions(LaunchTemplateVersions.parse(reading.launchTemplateVersions()));
    }

    /**
     * Leaves sources out; by default none. <b>Images that only such a source knows to be in use are
     * not protected.</b>
     *
     * @param sources names of {@link io.amiclean.aws.AwsAccount#sourceNames()}, in addition to
     *     those given before
     * @return this builder
     * @throws IllegalArgumentException if a name is no source that can be left out
     */
    public Builder skip(Collection<String> sources) {
      Objects.requireNonNull(sources, "sources");
      List<String> known = InstalledProviders.skippable();
      for (String source : sources) {
        if (!known.contains(source)) {
          throw new IllegalArgumentException(
              "'" + source + "' is no source that can be skipped: expected one of " + known);
        }
      }
      skipped.addAll(sources);
      return this;
    }

    /**
     * Leaves sources out, as {@link #skip(Collection)} does.
     *
     * @param sources names of {@link io.amiclean.aws.AwsAccount#sourceNames()}, in addition to
     *     those given before
     * @return this builder
     * @throws IllegalArgumentException if a name is no source that can be left out
     */
    public Builder skip(String... sources) {
      return skip(Arguments.requireElements(sources, "sources"));
    }

    /**
     * Leaves out each source of {@link io.amiclean.aws.AwsAccount#sourceNames()} that the endpoint
     * does not know, which the evidence says; by default reading fails. It is for emulators, and
     * only clients with an endpoint of their own are accepted with it. <b>Images that only such a
     * source knows to be in use are not protected.</b>
     *
     * @return this builder
     */
    public Builder skipUnavailable() {
      this.skipsUnavailable = true;
      return this;
    }

    /**
     * Sets which versions of launch templates count as use; by default all. <b>Images that only
     * other versions name are not protected.</b>
     *
     * @param versions the versions that count
     * @return this builder
     */
    public Builder launchTemplateVersions(LaunchTemplateVersions versions) {
      this.launchTemplateVersions = Objects.requireNonNull(versions, "versions");
      return this;
    }

    /**
     * Chooses the text parameters of Systems Manager that are searched for image ids; by default
     * all of them, up to 10,000, beyond which reading fails. Those of the data type {@code
     * aws:ec2:image} count in any case. <b>Images that only other parameters name are not
     * protected.</b>
     *
     * @param paths paths, such as {@code /golden}, of which the parameter of that name and all
     *     below it are read; or patterns of names, in which an asterisk stands for any characters,
     *     such as {@code golden-*-ami}; in addition to those given before
     * @return this builder
     * @throws IllegalArgumentException if a path is blank
     */
    public Builder ssmPaths(Collection<String> paths) {
      for (String path : paths) {
        if (path.isBlank()) {
          throw new IllegalArgumentException(
              "A blank path of parameters: expected one such as /golden, or a pattern such as"
                  + " golden-*-ami");
        }
      }
      ssmPaths.addAll(paths);
      return this;
    }

    /**
     * Has EC2 report what other accounts do with candidates that are shared; by default their use
     * is unknown, which protects them. This makes reports, waits for them for minutes and deletes
     * them afterwards. A report may lack instances of the past 24 hours and launch templates of the
     * past few days, and knows no other kind of use (EC2 User Guide, "View your AMI usage"):
     * <b>images that another account began to use since then are not protected by it.</b>
     *
     * @return this builder
     */
    public Builder usageReports() {
      this.usageReports = true;
      return this;
    }

    /**
     * Reads facts of images in any case, such as for a recording; by default only those that the
     * filters of a planner need are read. Images whose source is not among the account's cost a
     * call for {@link ImageFact#ANCESTRY}, those with the same source one together.
     *
     * @param kinds the kinds of facts, in addition to those given before
     * @return this builder
     */
    public Builder facts(Collection<ImageFact> kinds) {
      Objects.requireNonNull(kinds, "kinds");
      facts.addAll(kinds);
      return this;
    }

    /**
     * Builds the options.
     *
     * @return the options
     * @throws IllegalArgumentException if something is asked for of a source that is left out, or
     *     if the launch template versions in use are to count and Auto Scaling groups are left out
     */
    public ReadingOptions build() {
      return new ReadingOptions(this);
    }
  }
}
