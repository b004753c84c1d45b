package io.amiclean.examples.cli.options;

import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.ImageFact;
import io.amiclean.api.model.ProgressListener;
import io.amiclean.api.policy.ReadingPolicy;
import io.amiclean.api.source.ImageUsageSource;
import io.amiclean.aws.AwsAccount;
import io.amiclean.aws.MinimumIamPolicy;
import io.amiclean.aws.source.LaunchTemplateVersions;
import io.amiclean.aws.source.ReadingOptions;
import io.amiclean.core.source.PinnedImages;
import io.amiclean.examples.cli.account.Account;
import io.amiclean.examples.cli.account.AccountSetup;
import io.amiclean.examples.cli.account.Accounts;
import io.amiclean.examples.cli.account.RecordedReading;
import io.amiclean.examples.cli.account.SourceNames;
import io.amiclean.examples.cli.account.UsageSources;
import io.amiclean.examples.cli.terminal.ProgressBars;
import io.amiclean.examples.exit.CommandPart;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which account a command works on, and what of it is read. */
public final class AccountOptions extends CommandPart {

  /** Stands for every source that the endpoint does not know. */
  private static final String UNAVAILABLE = "unavailable";

  public @Mixin ConnectionOptions connection = new ConnectionOptions();

  @Option(
      names = "--skip-usage",
      paramLabel = "NAME",
      arity = "1..*",
      completionCandidates = UsageSources.class,
      description =
          "Leaves sources of usage out, which the plan's evidence says:"
              + " ${COMPLETION-CANDIDATES}; or, with --endpoint-url, 'unavailable' for all that the"
              + " endpoint does not know.")
  List<String> skipped = List.of();

  @Option(
      names = "--launch-template-versions",
      paramLabel = "all|default-latest|in-use|N",
      description =
          "Which versions of launch templates count as use: all, the default and the latest, those"
              + " that Auto Scaling groups and fleets use, or the newest N. Default: all.")
  @Nullable LaunchTemplateVersions launchTemplateVersions;

  @Option(
      names = "--pinned-ids",
      paramLabel = "FILE",
      description =
          "Protects the images whose ids stand in this file: one a line, or any text, such as a"
              + " Terraform file.")
  @Nullable Path pinnedIds;

  @Option(
      names = "--ssm-path",
      paramLabel = "PATH",
      description =
          "Looks for image ids in these text parameters of Systems Manager only: those at and below"
              + " this path, or of names that match a pattern with *. Repeatable. Default: all.")
  List<String> ssmPaths = List.of();

  @Option(
      names = "--usage-reports",
      description =
          "Has EC2 report what other accounts do with shared images that would go; takes minutes.")
  public boolean usageReports;

  @Option(
      names = "--allow-shared",
      description = "Removes shared images as well, whether or not other accounts use them.")
  boolean allowShared;

  @Option(
      names = "--facts",
      paramLabel = "FACT",
      arity = "1..*",
      completionCandidates = ImageFacts.class,
      description =
          "Reads what filters may decide on, whether or not a policy does:"
              + " ${COMPLETION-CANDIDATES}. Default: what the policy needs.")
  List<String> facts = List.of();

  /** Checks what picocli cannot check. */
  public void validate() {
    connection.validate();
    validateSkipped();
    reading(ReadingPolicy.defaults());
    if (pinnedIds != null) {
      validatePinned(pinnedIds);
    }
  }

  /** Checks what picocli cannot check, for a command on one region of one account. */
  public void validateForOne() {
    validate();
    connection.validateForOne();
  }

  private List<String> namesSkipped() {
    return skipped.stream().filter(name -> !name.equals(UNAVAILABLE)).toList();
  }

  private void validateSkipped() {
    List<String> known = AwsAccount.sourceNames();
    if (skipped.contains(UNAVAILABLE) && connection.endpoint == null) {
      throw wrong(
          "--skip-usage "
              + UNAVAILABLE
              + " is for emulators: expected --endpoint-url with it, or names of sources");
    }
    for (String name : namesSkipped()) {
      if (!known.contains(name)) {
        throw wrong(
            "'%s' is no source that --skip-usage can leave out: expected one of %s"
                .formatted(name, String.join(", ", known)));
      }
    }
  }

  /**
   * A file that cannot be read is wrong usage, as for a plan; what it says is evidence. It is read
   * before an account is, or a question asked, in vain.
   */
  private void validatePinned(Path file) {
    String wrong =
        !Files.exists(file)
            ? "does not exist"
            : !Files.isRegularFile(file)
                ? "is not a regular file"
                : !Files.isReadable(file) ? "cannot be read" : "";
    if (!wrong.isEmpty()) {
      throw wrong(
          "The file '%s' of --pinned-ids %s: expected a text in which image ids stand"
              .formatted(file, wrong));
    }
    PinnedImages.idsIn(file);
  }

  /** Checks what several plans cannot be executed with. */
  public void validateForMany() {
    connection.validateForMany();
  }

  /** Whether there may be more than one region of one account. */
  public boolean areMany() {
    return connection.areMany();
  }

  /**
   * Returns the clock that what is read is dated with: a given time or the system's, to the second,
   * because people read these times.
   */
  public static Clock clock(@Nullable Instant now) {
    return now == null ? Clock.tickSeconds(ZoneOffset.UTC) : Clock.fixed(now, ZoneOffset.UTC);
  }

  /** Opens the account; the caller closes it. Nothing is read yet. */
  public Account open(Clock clock, ProgressListener progress) {
    return connection.open(setup(clock, ReadingPolicy.defaults()), progress);
  }

  /** Opens each region of each account; the caller closes them. Only these are read yet. */
  public Accounts openAll(Clock clock, ProgressBars progress) {
    return connection.openEach(setup(clock, ReadingPolicy.defaults()), progress);
  }

  /**
   * Opens the accounts that plans were made of, to be read as they were then, and as these options
   * say. What was left out of their reading would otherwise count as a change.
   */
  public Accounts openAgain(
      Clock clock, ProgressBars progress, Map<CleanupScope, ReadingPolicy> plans) {
    Map<CleanupScope, AccountSetup> setups = new LinkedHashMap<>();
    plans.forEach((scope, reading) -> setups.put(scope, setup(clock, reading)));
    return connection.openAgain(setups, progress);
  }

  private AccountSetup setup(Clock clock, ReadingPolicy before) {
    return new AccountSetup(
        clock, reading(before), Optional.ofNullable(pinnedIds), before.pinnedImages());
  }

  /** Returns how a recording is read, which was read in some way before. */
  ReadingPolicy readingOf(RecordedReading recorded) {
    return ReadingPolicy.builder()
        .from(recorded.options().reading())
        .furtherSources(recorded.furtherSources())
        .pinnedImages(pinnedIds == null ? Set.of() : PinnedImages.idsIn(pinnedIds))
        .build();
  }

  /** Returns usage, and that by the pinned ids if there are any. */
  ImageUsageSource pinned(ImageUsageSource usage, Supplier<CleanupScope> scope, Clock clock) {
    return pinnedIds == null
        ? usage
        : ImageUsageSource.allOf(usage, PinnedImages.in(pinnedIds, scope, clock));
  }

  /** Returns how an account is to be read. */
  ReadingOptions reading() {
    return reading(ReadingPolicy.defaults());
  }

  /** Returns the permissions that the account needs; it is not opened for that. */
  public MinimumIamPolicy iamPolicy() {
    MinimumIamPolicy policy =
        connection.scopes.assuming(
            connection.limited(MinimumIamPolicy.of(reading(ReadingPolicy.defaults()))));
    return connection.scopes.areAllRegions() ? policy.findingRegions() : policy;
  }

  private ReadingOptions reading(ReadingPolicy before) {
    try {
      ReadingOptions.Builder reading =
          ReadingOptions.builder().asIn(before).skip(namesSkipped()).ssmPaths(ssmPaths);
      if (skipped.contains(UNAVAILABLE)) {
        reading.skipUnavailable();
      }
      if (launchTemplateVersions != null) {
        reading.launchTemplateVersions(launchTemplateVersions);
      }
      if (allowShared) {
        reading.skip(SourceNames.LAUNCH_PERMISSIONS);
      }
      if (usageReports) {
        reading.usageReports();
      }
      reading.facts(facts.stream().map(ImageFact::of).toList());
      return reading.build();
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage(), e);
    }
  }
}
