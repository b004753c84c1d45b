package io.amiclean.examples.cli;

import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.ProgressListener;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.aws.AwsAccount;
import io.amiclean.aws.AwsClients;
import io.amiclean.aws.AwsConfigurationException;
import io.amiclean.aws.MinimumIamPolicy;
import io.amiclean.aws.source.EvidenceSources;
import io.amiclean.aws.source.LaunchTemplateVersions;
import io.amiclean.aws.source.ReadingOptions;
import io.amiclean.core.memory.InMemoryAccount;
import io.amiclean.core.source.PinnedImages;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which account a command works on: the options that become an {@link Account}. */
final class AccountOptions {

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // picocli sets it
  CommandSpec command;

  @Option(
      names = "--region",
      paramLabel = "REGION",
      defaultValue = "${env:AWS_REGION:-${env:AWS_DEFAULT_REGION}}",
      showDefaultValue = CommandLine.Help.Visibility.NEVER,
      description = "The region. Default: that of the environment or profile.")
  @Nullable String region;

  @Option(
      names = "--profile",
      paramLabel = "PROFILE",
      description = "The profile of the AWS configuration to take credentials and region from.")
  @Nullable String profile;

  @Option(
      names = "--endpoint-url",
      paramLabel = "URL",
      description = "Where every service is called, instead of AWS.")
  @Nullable URI endpoint;

  @Option(
      names = "--rate",
      paramLabel = "ec2|unlimited",
      description = "Accepted, and without effect in this version. Default: ec2.")
  Rate rate = Rate.EC2;

  @Option(
      names = "--demo",
      description = "Works on an embedded account: no credentials, no network.")
  boolean demo;

  @Option(
      names = "--skip-usage",
      paramLabel = "NAME",
      arity = "1..*",
      completionCandidates = UsageSources.class,
      description =
          "Leaves sources of usage out, which the plan's evidence says:"
              + " ${COMPLETION-CANDIDATES}.")
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
          "Protects the images whose ids stand in text parameters of Systems Manager: those at and"
              + " below this path, or of names that match a pattern with *. Repeatable.")
  List<String> ssmPaths = List.of();

  @Option(
      names = "--usage-reports",
      description =
          "Has EC2 report what other accounts do with shared images that would go; takes minutes.")
  boolean usageReports;

  @Option(
      names = "--allow-shared",
      description = "Lets images go that are shared, whoever uses them elsewhere.")
  boolean allowShared;

  /** Checks what picocli cannot check. */
  void validate() {
    validateSkipped();
    reading(List.of());
    if (pinnedIds != null) {
      validatePinned(pinnedIds);
    }
  }

  private void validateSkipped() {
    List<String> known = AwsAccount.sourceNames();
    for (String name : skipped) {
      if (!known.contains(name)) {
        throw new ParameterException(
            command.commandLine(),
            "'"
                + name
                + "' is no source that --skip-usage can leave out: expected one of "
                + String.join(", ", known));
      }
    }
  }

  /**
   * A file that cannot be read is wrong usage, as for a plan; what it says is evidence. Looking at
   * it now spares reading an account, or asking somebody, in vain.
   */
  private void validatePinned(Path file) {
    String wrong =
        !Files.exists(file)
            ? "does not exist"
            : !Files.isRegularFile(file)
                ? "is not a regular file"
                : !Files.isReadable(file) ? "cannot be read" : "";
    if (!wrong.isEmpty()) {
      throw new ParameterException(
          command.commandLine(),
          "The file '"
              + file
              + "' of --pinned-ids "
              + wrong
              + ": expected a text in which image ids stand");
    }
    PinnedImages.idsIn(file);
  }

  /** Opens the account; the caller closes it. Nothing is read yet. */
  Account open(Clock clock, ProgressListener progress) {
    return open(clock, progress, List.of());
  }

  /**
   * Opens the account that a plan was made of, to be read as it was then, and as these options say.
   * What it was read without would otherwise look like a change.
   */
  Account openAgain(Clock clock, ProgressListener progress, CleanupPlan plan) {
    return open(clock, progress, plan.evidence());
  }

  private Account open(Clock clock, ProgressListener progress, List<Evidence> readBefore) {
    ReadingOptions reading = reading(readBefore);
    Account account = demo ? demo(clock, reading) : aws(clock, progress, reading);
    return pinnedIds == null
        ? account
        : account.usedAlsoBy(PinnedImages.in(pinnedIds, account.imageOperations()::scope, clock));
  }

  private static Account demo(Clock clock, ReadingOptions reading) {
    InMemoryAccount all = InMemoryAccount.demo().withClock(clock);
    InMemoryAccount account = all.skip(all.sourceNames().stream().filter(reading::skips).toList());
    return new Account(account, account, account, List.of(), account, account, () -> {});
  }

  private Account aws(Clock clock, ProgressListener progress, ReadingOptions reading) {
    AwsClients clients = clients();
    AwsAccount account =
        AwsAccount.builder()
            .clients(clients)
            .clock(clock)
            .progress(progress)
            .options(reading)
            .build();
    return new Account(
        account.images(),
        account.snapshots(),
        account.allUsage(),
        List.of(account.lastLook()),
        account.operations(),
        account.operations(),
        clients::close);
  }

  private AwsClients clients() {
    try {
      AwsClients.Builder clients = AwsClients.builder();
      if (region != null && !region.isEmpty()) {
        clients.region(region);
      }
      if (profile != null) {
        clients.profile(profile);
      }
      if (endpoint != null) {
        clients.endpoint(endpoint);
      }
      return clients.build();
    } catch (AwsConfigurationException | IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), e.getMessage(), e);
    }
  }

  /** Returns the permissions that the account needs; it is not opened for that. */
  MinimumIamPolicy iamPolicy() {
    return MinimumIamPolicy.of(reading(List.of()));
  }

  private ReadingOptions reading(List<Evidence> readBefore) {
    try {
      ReadingOptions.Builder reading =
          ReadingOptions.builder().asIn(readBefore).skip(skipped).ssmPaths(ssmPaths);
      if (launchTemplateVersions != null) {
        reading.launchTemplateVersions(launchTemplateVersions);
      }
      if (allowShared) {
        reading.skip(EvidenceSources.LAUNCH_PERMISSIONS);
      }
      if (usageReports) {
        reading.usageReports();
      }
      return reading.build();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), e.getMessage(), e);
    }
  }
}
