package io.amiclean.examples.cli.account;

import io.amiclean.api.model.EvidenceException;
import io.amiclean.aws.AwsAccount;
import io.amiclean.aws.source.ReadingOptions;
import io.amiclean.core.inventory.RecordedAccount;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How a recorded account was read, as far as its evidence shows. */
public final class RecordedReading {

  private static final Pattern PROVIDED = Pattern.compile("[a-z0-9-]+(\\.[a-z0-9-]+)+");

  private final SortedSet<String> read = new TreeSet<>();
  private final SortedSet<String> skipped = new TreeSet<>();
  private final ReadingOptions options;

  private RecordedReading(RecordedAccount account) {
    account
        .evidence()
        .forEach(evidence -> (evidence.skipped() ? skipped : read).add(evidence.source()));
    this.options = ReadingOptions.builder().asIn(account.evidence().distinct().toList()).build();
  }

  /**
   * Returns the sources of providers that the account was read with, by the form of their names:
   * the providers need not be there to plan on what they read.
   */
  public SortedSet<String> furtherSources() {
    return read.stream()
        .filter(source -> PROVIDED.matcher(source).matches())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  public static RecordedReading of(RecordedAccount account) {
    return new RecordedReading(account);
  }

  /** Returns how the account was read. */
  public ReadingOptions options() {
    return options;
  }

  /**
   * Checks that nothing is asked for that was left out: that is no evidence now. What is to be left
   * out and was read would protect all the same, and is refused as well.
   *
   * @throws EvidenceException if the account was read otherwise than it is asked for
   */
  public void requireAsked(ReadingOptions asked) {
    for (String source : skipped) {
      if (!source.startsWith(SourceNames.LAUNCH_TEMPLATE_VERSIONS) && !asked.skips(source)) {
        throw otherwise(
            source, "without '" + source + "', which this plan asks for", "--skip-usage " + source);
      }
    }
    for (String source : asked.reading().furtherSources()) {
      if (!read.contains(source) && !skipped.contains(source)) {
        throw otherwise(
            source, "without '" + source + "', which this plan asks for", "--skip-usage " + source);
      }
    }
    for (String source : AwsAccount.sourceNames()) {
      if (asked.skips(source) && read.contains(source)) {
        throw otherwise(
            source,
            "with '" + source + "', which this plan leaves out",
            "no --skip-usage " + source);
      }
    }
    if (read.contains(SourceNames.LAUNCH_TEMPLATES)) {
      require(
          SourceNames.LAUNCH_TEMPLATES,
          "--launch-template-versions",
          options.launchTemplateVersions(),
          asked.launchTemplateVersions());
    }
    if (read.contains(SourceNames.SSM_PARAMETERS)) {
      require(
          SourceNames.SSM_PARAMETERS,
          "--ssm-path",
          new TreeSet<>(options.ssmPaths()),
          new TreeSet<>(asked.ssmPaths()));
    }
    if (read.contains(SourceNames.LAUNCH_PERMISSIONS)) {
      require(
          SourceNames.IMAGE_USAGE_REPORTS,
          "--usage-reports",
          options.usageReports(),
          asked.usageReports());
    }
  }

  private static void require(String source, String option, Object then, Object now) {
    if (!then.equals(now)) {
      throw otherwise(
          source,
          "with " + option + " " + then + ", and this plan asks for " + now,
          "the same " + option);
    }
  }

  private static EvidenceException otherwise(String source, String how, String option) {
    return new EvidenceException(
        source, "The inventory was recorded " + how + ": record it again, or plan with " + option);
  }
}
