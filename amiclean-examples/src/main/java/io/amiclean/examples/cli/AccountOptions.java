package io.amiclean.examples.cli;

import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.ProgressListener;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.aws.AwsAccount;
import io.amiclean.aws.AwsClients;
import io.amiclean.aws.AwsConfigurationException;
import io.amiclean.aws.AwsScope;
import io.amiclean.aws.AwsScopes;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which account a command works on: the options that become an {@link Account}. */
final class AccountOptions {

  /** A region that no account can disable (AWS Account Management, "Enable or disable Regions"). */
  private static final String ALWAYS_ENABLED = "us-east-1";

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
      description =
          "Requests to EC2 a second: inside its token buckets, or as fast as a few requests at a"
              + " time go. Default: ec2.")
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

  @Mixin ScopeOptions scopes = new ScopeOptions();

  /** Checks what picocli cannot check. */
  void validate() {
    scopes.validate();
    validateSkipped();
    reading(List.of());
    if (pinnedIds != null) {
      validatePinned(pinnedIds);
    }
  }

  /** Checks what several plans cannot be executed with. */
  void validateForMany() {
    if (demo) {
      throw new ParameterException(
          command.commandLine(), "--demo is one region of one account: expected one plan");
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

  /** Checks what picocli cannot check, for a command on one region of one account. */
  void validateForOne() {
    validate();
    if (areMany()) {
      throw new ParameterException(
          command.commandLine(),
          "Images are of one region of one account: expected --region, and one --role-arn at most");
    }
  }

  /** Whether there may be more than one region of one account. */
  boolean areMany() {
    return scopes.areMany();
  }

  /** Opens the account; the caller closes it. Nothing is read yet. */
  Account open(Clock clock, ProgressListener progress) {
    return open(
        clock,
        progress,
        List.of(),
        () -> clients(scopes.firstRegion(), scopes.roles.stream().findFirst()));
  }

  /** Opens every region of every account; the caller closes them. Only these are read yet. */
  Accounts openAll(Clock clock, ProgressBars progress) {
    AwsClients own = home(scopes.firstRegion().orElse(ALWAYS_ENABLED));
    AwsScopes found;
    try {
      found = scopes.scopes().open(own);
    } catch (RuntimeException e) {
      own.close();
      throw e;
    }
    return new Accounts(
        found.list().stream()
            .map(scope -> scoped(scope.toString(), scope, clock, progress, List.of()))
            .toList(),
        () -> {
          found.close();
          own.close();
        });
  }

  /** Opens the account of each plan again, as {@link #openAgain} does with one. */
  Accounts openAllAgain(Clock clock, ProgressBars progress, List<CleanupPlan> plans) {
    AwsClients own = home(ALWAYS_ENABLED);
    List<AwsScopes> open = new ArrayList<>();
    List<ScopedAccount> accounts = new ArrayList<>();
    try {
      for (CleanupPlan plan : plans) {
        AwsScopes.Builder one = AwsScopes.builder().regions(List.of(regionOf(plan.scope())));
        scopes.roleFor(plan.scope()).ifPresent(role -> one.roles(List.of(role)));
        AwsScopes opened = one.open(own);
        open.add(opened);
        accounts.add(
            scoped(
                plan.scope().toString(), opened.list().get(0), clock, progress, plan.evidence()));
      }
    } catch (IllegalArgumentException e) {
      open.forEach(AwsScopes::close);
      own.close();
      throw new ParameterException(command.commandLine(), e.getMessage(), e);
    }
    return new Accounts(
        accounts,
        () -> {
          open.forEach(AwsScopes::close);
          own.close();
        });
  }

  /** Roles are assumed, and regions asked for, where this machine is at home if it says so. */
  private AwsClients home(String otherwise) {
    return clients(
        AwsClients.builder().fallbackRegion(otherwise), Optional.empty(), Optional.empty());
  }

  private ScopedAccount scoped(
      String name, AwsScope scope, Clock clock, ProgressBars progress, List<Evidence> readBefore) {
    return new ScopedAccount(
        name,
        () ->
            pinned(
                aws(scope.clients(), clock, progress.of(name), reading(readBefore), () -> {}),
                clock));
  }

  /** With several plans, each has its own region, unless one is asked for. */
  private String regionOf(CleanupScope plan) {
    boolean asked = command.commandLine().getParseResult().hasMatchedOption("--region");
    return asked && region != null ? region : scopes.regionFor(plan).orElse(plan.region());
  }

  /**
   * Opens the account that a plan was made of, to be read as it was then, and as these options say.
   * What it was read without would otherwise look like a change.
   */
  Account openAgain(Clock clock, ProgressListener progress, CleanupPlan plan) {
    return open(
        clock,
        progress,
        plan.evidence(),
        () -> clients(scopes.regionFor(plan.scope()), scopes.roleFor(plan.scope())));
  }

  private Account open(
      Clock clock,
      ProgressListener progress,
      List<Evidence> readBefore,
      Supplier<AwsClients> opening) {
    ReadingOptions reading = reading(readBefore);
    if (demo) {
      return pinned(demo(clock, reading), clock);
    }
    AwsClients clients = opening.get();
    return pinned(aws(clients, clock, progress, reading, clients::close), clock);
  }

  private Account pinned(Account account, Clock clock) {
    return pinnedIds == null
        ? account
        : account.usedAlsoBy(PinnedImages.in(pinnedIds, account.imageOperations()::scope, clock));
  }

  private static Account demo(Clock clock, ReadingOptions reading) {
    InMemoryAccount all = InMemoryAccount.demo().withClock(clock);
    InMemoryAccount account = all.skip(all.sourceNames().stream().filter(reading::skips).toList());
    return new Account(
        account,
        account,
        account,
        List.of(),
        account,
        account,
        account,
        Optional.empty(),
        () -> {});
  }

  private static Account aws(
      AwsClients clients,
      Clock clock,
      ProgressListener progress,
      ReadingOptions reading,
      Runnable connection) {
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
        account.lifecycle(),
        Optional.of(account.recycleBin()),
        connection);
  }

  private AwsClients clients(Optional<String> givenRegion, Optional<String> role) {
    return clients(AwsClients.builder(), givenRegion, role);
  }

  private AwsClients clients(
      AwsClients.Builder clients, Optional<String> givenRegion, Optional<String> role) {
    try {
      givenRegion
          .or(() -> Optional.ofNullable(region).filter(code -> !code.isEmpty()))
          .ifPresent(clients::region);
      role.ifPresent(clients::assumeRole);
      if (profile != null) {
        clients.profile(profile);
      }
      if (endpoint != null) {
        clients.endpoint(endpoint);
      }
      return clients.budget(rate.budget()).build();
    } catch (AwsConfigurationException | IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), e.getMessage(), e);
    }
  }

  /** Returns the permissions that the account needs; it is not opened for that. */
  MinimumIamPolicy iamPolicy() {
    MinimumIamPolicy policy = MinimumIamPolicy.of(reading(List.of())).assuming(scopes.roles);
    return scopes.areAllRegions() ? policy.findingRegions() : policy;
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
