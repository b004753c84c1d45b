package io.amiclean.examples.fedora;

import io.amiclean.api.report.ReportSink;
import io.amiclean.aws.AwsClients;
import io.amiclean.aws.AwsClientsBuilder;
import io.amiclean.aws.AwsConfigurationException;
import io.amiclean.aws.budget.RequestBudget;
import io.amiclean.examples.exit.CommandPart;
import io.amiclean.examples.fedora.archive.Addresses;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/** What a run of Fedora's process covers, and where it reports. */
final class FedoraOptions extends CommandPart {

  static final String DATAGREPPER = "https://apps.fedoraproject.org/datagrepper";
  static final String COMPOSES = "https://kojipkgs.fedoraproject.org/compose";

  private static final String TOKEN = "PAGURE_ACCESS_TOKEN";

  @Option(
      names = "--days",
      paramLabel = "N",
      defaultValue = "28",
      description = "Looks at images that were published within N days. Default: 28.")
  int days;

  @Option(
      names = "--permswaitperiod",
      paramLabel = "N",
      defaultValue = "10",
      description = "--change-perms takes images N days after they were published. Default: 10.")
  int permissionsWait;

  @Option(
      names = "--deletewaitperiod",
      paramLabel = "N",
      defaultValue = "10",
      description = "--delete takes images N days after they became private. Default: 10.")
  int deleteWait;

  @Option(
      names = "--dry-run",
      description = "Prints the images, and changes and publishes nothing.")
  boolean dryRun;

  @Option(
      names = "--datagrepper-url",
      paramLabel = "URL",
      defaultValue = DATAGREPPER,
      converter = AddressConverter.class,
      description = "The message archive. Default: ${DEFAULT-VALUE}.")
  @SuppressWarnings("NullAway.Init") // it has a default
  URI datagrepper;

  @Option(
      names = "--compose-url",
      paramLabel = "URL",
      defaultValue = COMPOSES,
      converter = AddressConverter.class,
      description =
          "Where composes are, each as ID/compose/metadata/composeinfo.json."
              + " Default: ${DEFAULT-VALUE}.")
  @SuppressWarnings("NullAway.Init") // it has a default
  URI composes;

  @Option(
      names = "--endpoint-url",
      paramLabel = "URL",
      converter = AddressConverter.class,
      description = "One endpoint for all services and regions of AWS. Default: AWS's own.")
  @Nullable URI endpoint;

  @Option(
      names = "--regions",
      paramLabel = "REGION",
      arity = "1..*",
      defaultValue =
          "us-east-1,us-east-2,us-west-1,us-west-2,eu-west-1,eu-west-2,eu-central-1,ap-south-1,"
              + "ap-southeast-1,ap-southeast-2,ap-northeast-1,ap-northeast-2,sa-east-1,"
              + "ca-central-1",
      split = ",",
      description = "The regions. Default: the 14 that Fedora publishes to.")
  List<String> regions = new ArrayList<>();

  @Option(
      names = "--report-url",
      paramLabel = "URL",
      converter = AddressConverter.class,
      description = {
        "A project on Pagure, such as https://pagure.io/ami-purge-report: the report becomes an"
            + " issue there.",
        "Its access token comes from PAGURE_ACCESS_TOKEN."
      })
  @Nullable URI reportUrl;

  @Option(
      names = "--report-file",
      paramLabel = "FILE",
      description = "Where the report is written to, as Markdown. A file that exists is refused.")
  @Nullable Path reportFile;

  @Option(
      names = "--now",
      paramLabel = "INSTANT",
      converter = InstantConverter.class,
      description = "The time to plan for, such as 2017-08-25T00:00:00Z. Default: the clock.")
  @Nullable Instant now;

  /** Checks what picocli cannot check. */
  void validate(boolean deletes) {
    require(days >= 1, "--days " + days + " is too little: expected 1 or more");
    require(
        permissionsWait >= 0,
        "--permswaitperiod " + permissionsWait + " is too little: expected 0 or more");
    require(
        deleteWait >= 0, "--deletewaitperiod " + deleteWait + " is too little: expected 0 or more");
    require(
        deletes || permissionsWait <= days,
        ("No image was published at least %s days ago (--permswaitperiod) and within %s"
                + " days (--days): expected more days, or a shorter wait")
            .formatted(permissionsWait, days));
    Set<String> known = new HashSet<>();
    for (String region : regions) {
      require(known.add(region), "The region '" + region + "' stands twice: expected it once");
      try {
        AwsClients.builder().region(region);
      } catch (IllegalArgumentException e) {
        throw wrong(e.getMessage(), e);
      }
    }
    if (reportFile != null) {
      Path folder = reportFile.toAbsolutePath().getParent();
      require(
          !Files.exists(reportFile),
          "The report file '" + reportFile + "' exists: choose another file");
      require(
          folder != null && Files.isWritable(folder),
          "The report file '" + reportFile + "' is in no folder that can be written to");
    }
  }

  /** Returns one time for everything, however long the run takes. */
  Clock clock() {
    return Clock.fixed(now == null ? Instant.now() : now, ZoneOffset.UTC);
  }

  /** Returns clients of the first region; the caller closes them. */
  AwsClients clients(Optional<AwsCredentialsProvider> credentials, RequestBudget budget) {
    AwsClientsBuilder builder = AwsClients.builder().region(regions.get(0)).budget(budget);
    credentials.ifPresent(builder::credentials);
    if (endpoint != null) {
      builder.endpoint(endpoint);
    }
    return builder.build();
  }

  /** Returns the credentials that are given, if any are. */
  Optional<AwsCredentialsProvider> credentials(Map<String, String> environment) {
    try {
      return FedoraCredentials.in(environment);
    } catch (AwsConfigurationException e) {
      throw wrong(e.getMessage(), e);
    }
  }

  /** Returns where the report is published, if that is asked for. */
  Optional<ReportSink> pagure(Map<String, String> environment) {
    if (reportUrl == null || dryRun) {
      return Optional.empty();
    }
    String token = environment.getOrDefault(TOKEN, "").strip();
    require(!token.isEmpty(), "--report-url needs the access token of the project in " + TOKEN);
    try {
      return Optional.of(new PagureReportSink(reportUrl, token, new FedoraReport()));
    } catch (IllegalArgumentException e) {
      throw wrong(TOKEN + ": " + e.getMessage(), e);
    }
  }

  /** Makes an address of an argument. */
  static final class AddressConverter implements ITypeConverter<URI> {
    @Override
    public URI convert(String text) {
      try {
        return Addresses.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }

  /** Makes an instant of an argument. */
  static final class InstantConverter implements ITypeConverter<Instant> {
    @Override
    public Instant convert(String text) {
      try {
        return Instant.parse(text);
      } catch (DateTimeParseException e) {
        throw new TypeConversionException(
            "'" + text + "' is no instant: expected one such as 2017-08-25T00:00:00Z");
      }
    }
  }
}
