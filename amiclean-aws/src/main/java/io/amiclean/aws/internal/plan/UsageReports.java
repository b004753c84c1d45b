package io.amiclean.aws.internal.plan;

import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.EvidenceDeniedException;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.Progress;
import io.amiclean.aws.internal.Batches;
import io.amiclean.aws.internal.EvidenceSources;
import io.amiclean.aws.internal.Ids;
import io.amiclean.aws.internal.ReadOperation;
import io.amiclean.aws.internal.SourceContext;
import io.amiclean.aws.internal.call.AwsFailures;
import io.amiclean.aws.internal.call.CheckedClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.waiters.Waiter;
import software.amazon.awssdk.core.waiters.WaiterAcceptor;
import software.amazon.awssdk.core.waiters.WaiterOverrideConfiguration;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.CreateImageUsageReportRequest;
import software.amazon.awssdk.services.ec2.model.DeleteImageUsageReportRequest;
import software.amazon.awssdk.services.ec2.model.DescribeImageUsageReportEntriesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeImageUsageReportsRequest;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.ImageUsageReport;
import software.amazon.awssdk.services.ec2.model.ImageUsageReportEntry;
import software.amazon.awssdk.services.ec2.model.ImageUsageResourceTypeOptionRequest;
import software.amazon.awssdk.services.ec2.model.ImageUsageResourceTypeRequest;

/**
 * What other accounts do with shared images, by EC2's image usage reports: makes them, waits for
 * them, reads them and deletes them. Thread-safe; one thread makes reports at a time, because EC2
 * makes one at a time for each image.
 *
 * <p>A report may lack instances of the past 24 hours and launch templates of the past few days
 * (EC2 User Guide, "View your AMI usage"). Asking again after minutes adds nothing, so that an
 * answer counts for an hour.
 *
 * <p>A report whose id was lost with the answer to its making cannot be deleted; EC2 does so after
 * 30 days.
 */
final class UsageReports {

  private static final Logger LOG = LoggerFactory.getLogger(UsageReports.class);

  private static final String SOURCE = EvidenceSources.IMAGE_USAGE_REPORTS;

  private static final ReadOperation CREATE =
      new ReadOperation(SOURCE, "ec2:CreateImageUsageReport");
  private static final ReadOperation DELETE =
      new ReadOperation(SOURCE, "ec2:DeleteImageUsageReport");
  private static final ReadOperation REPORTS =
      new ReadOperation(SOURCE, "ec2:DescribeImageUsageReports");
  private static final ReadOperation ENTRIES =
      new ReadOperation(SOURCE, "ec2:DescribeImageUsageReportEntries");

  /**
   * Between polls: a second, then twice as long each time, up to 15 seconds. The SDK's waiter asks
   * for the delay of a third attempt first, which is twice the base.
   */
  static final BackoffStrategy DELAYS =
      BackoffStrategy.exponentialDelayWithoutJitter(Duration.ofMillis(500), Duration.ofSeconds(15));

  private static final Duration LONGEST_WAIT = Duration.ofMinutes(30);

  /** More polls than the longest wait has room for. */
  private static final int POLLS = 10_000;

  private static final Duration VALID = Duration.ofHours(1);

  /**
   * Half of what may be pending in an account and region (EC2 User Guide, "View your AMI usage"):
   * others may make reports as well.
   */
  private static final int AT_ONCE = 1000;

  /** EC2's limit (EC2 API Reference, "DescribeImageUsageReports"). */
  private static final int REPORTS_PER_CALL = 200;

  private static final List<ImageUsageResourceTypeRequest> RESOURCE_TYPES =
      List.of(
          ImageUsageResourceTypeRequest.builder().resourceType("ec2:Instance").build(),
          ImageUsageResourceTypeRequest.builder()
              .resourceType("ec2:LaunchTemplate")
              .resourceTypeOptions(
                  ImageUsageResourceTypeOptionRequest.builder()
                      .optionName("version-depth")
                      .optionValues("10000")
                      .build())
              .build());

  private static final Filter PENDING = Filter.builder().name("state").values("pending").build();

  /** The first is EC2's; the second is the one that the SDK's own waiter for reports knows. */
  private static final Set<String> FAILED = Set.of("error", "failed");

  /** How another account uses an image. */
  record Use(AccountId account, String resourceType, long count) {}

  /**
   * What reports say.
   *
   * @param uses the uses by other accounts, under every image that was reported on; a gone image is
   *     not
   * @param readAt when the oldest of the reports was asked for
   */
  record Answer(SortedMap<ImageId, List<Use>> uses, Instant readAt) {}

  private record Report(Instant readAt, List<Use> uses) {}

  private final CheckedClient<Ec2Client> ec2;
  private final SourceContext context;
  private final BackoffStrategy delays;

  /** Guarded by this object. */
  private final Map<ImageId, Report> known = new LinkedHashMap<>();

  UsageReports(CheckedClient<Ec2Client> ec2, SourceContext context) {
    this(ec2, context, DELAYS);
  }

  UsageReports(CheckedClient<Ec2Client> ec2, SourceContext context, BackoffStrategy delays) {
    this.ec2 = Objects.requireNonNull(ec2, "ec2");
    this.context = Objects.requireNonNull(context, "context");
    this.delays = Objects.requireNonNull(delays, "delays");
  }

  /**
   * Returns what other accounts do with images. Reports are made side by side for those that were
   * not reported on within an hour.
   *
   * @throws EvidenceException if a report cannot be made or read, or does not come within half an
   *     hour; what was made is deleted all the same
   */
  synchronized Answer read(Collection<ImageId> images) {
    Instant now = context.now();
    known.values().removeIf(report -> !report.readAt().plus(VALID).isAfter(now));
    List<ImageId> unknown =
        images.stream().filter(image -> !known.containsKey(image)).sorted().toList();
    Batches.of(unknown, AT_ONCE).forEach(some -> known.putAll(make(some)));
    SortedMap<ImageId, List<Use>> uses = new TreeMap<>();
    Instant oldest = now;
    for (ImageId image : images) {
      Report report = known.get(image);
      if (report != null) {
        uses.put(image, report.uses());
        oldest = report.readAt().isBefore(oldest) ? report.readAt() : oldest;
      }
    }
    return new Answer(uses, oldest);
  }

  private Map<ImageId, Report> make(List<ImageId> images) {
    Map<String, ImageId> made = new LinkedHashMap<>();
    Instant readAt = context.now();
    try {
      images.forEach(image -> create(image).ifPresent(report -> made.put(report, image)));
      LOG.debug("Waiting for the image usage reports {}", made);
      await(made);
      Map<ImageId, List<Use>> uses = entries(made);
      Map<ImageId, Report> reports = new LinkedHashMap<>();
      uses.forEach((image, found) -> reports.put(image, new Report(readAt, List.copyOf(found))));
      return reports;
    } finally {
      delete(made.keySet());
    }
  }

  /** Has a report made and returns its id, or nothing if the image is gone. */
  private Optional<String> create(ImageId image) {
    String report;
    try {
      report =
          CREATE
              .call(
                  ec2,
                  Ec2Client::createImageUsageReport,
                  CreateImageUsageReportRequest.builder()
                      .imageId(image.value())
                      .resourceTypes(RESOURCE_TYPES)
                      .build())
              .reportId();
    } catch (EvidenceException e) {
      try {
        new MissingImages(ec2).remaining(List.of(image), e);
      } catch (EvidenceException refusal) {
        throw refusal == e ? explained(image, e) : refusal;
      }
      return Optional.empty();
    }
    if (Ids.isMissing(report)) {
      throw CREATE.misunderstood("no id of the report of " + image);
    }
    return Optional.of(report);
  }

  /**
   * The code with which EC2 refuses a second report while one is pending is not documented, so that
   * it is looked up whether there is one.
   */
  private EvidenceException explained(ImageId image, EvidenceException refusal) {
    if (refusal instanceof EvidenceDeniedException
        || AwsFailures.answerBehind(refusal)
            .filter(answer -> answer.statusCode() < 500)
            .isEmpty()) {
      return refusal;
    }
    List<String> pending = new ArrayList<>();
    try {
      REPORTS.pages(
          ec2,
          Ec2Client::describeImageUsageReports,
          DescribeImageUsageReportsRequest.builder()
              .imageIds(image.value())
              .filters(PENDING)
              .build(),
          page ->
              page.imageUsageReports().stream()
                  .map(ImageUsageReport::reportId)
                  .forEach(pending::add));
    } catch (EvidenceException e) {
      refusal.addSuppressed(e);
      return refusal;
    }
    return pending.isEmpty()
        ? refusal
        : new EvidenceException(
            SOURCE,
            CREATE.permission()
                + " makes one report of an image at a time, and "
                + pending.get(0)
                + " of "
                + image
                + " is pending: run it again when that is done, or delete it",
            refusal);
  }

  /**
   * The waiter that the SDK has for reports ends on the state {@code failed}, while EC2 calls it
   * {@code error}, and would wait for such a report in vain.
   */
  private void await(Map<String, ImageId> made) {
    Set<String> pending = new LinkedHashSet<>(made.keySet());
    Waiter<Boolean> waiter =
        Waiter.builder(Boolean.class)
            .addAcceptor(WaiterAcceptor.successOnResponseAcceptor(Boolean::booleanValue))
            .addAcceptor(WaiterAcceptor.retryOnResponseAcceptor((Boolean done) -> !done))
            .overrideConfiguration(
                WaiterOverrideConfiguration.builder()
                    .backoffStrategyV2(delays)
                    .waitTimeout(LONGEST_WAIT)
                    .maxAttempts(POLLS)
                    .build())
            .build();
    try {
      waiter.run(() -> poll(made, pending));
    } catch (SdkClientException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      String missing = pending.size() + " of " + made.size() + " reports, " + first(made, pending);
      throw new EvidenceException(
          SOURCE,
          e.getCause() instanceof InterruptedException
              ? "Waiting with "
                  + REPORTS.permission()
                  + " was interrupted, for "
                  + missing
                  + ": run it again"
              : REPORTS.permission()
                  + " does not show within "
                  + LONGEST_WAIT.toMinutes()
                  + " minutes that EC2 made "
                  + missing
                  + ": run it again later",
          e);
    }
  }

  private static String first(Map<String, ImageId> made, Set<String> pending) {
    String report = pending.iterator().next();
    return report + " of " + made.get(report) + " the first";
  }

  /** Takes out what is available, and returns whether nothing is left. */
  private boolean poll(Map<String, ImageId> made, Set<String> pending) {
    for (List<String> reports : Batches.of(pending, REPORTS_PER_CALL)) {
      REPORTS.pages(
          ec2,
          Ec2Client::describeImageUsageReports,
          DescribeImageUsageReportsRequest.builder().reportIds(reports).build(),
          page ->
              page.imageUsageReports().stream()
                  .filter(report -> made.containsKey(report.reportId()))
                  .filter(UsageReports::isAvailable)
                  .forEach(report -> pending.remove(report.reportId())));
    }
    context.report(Progress.of(SOURCE, made.size() - (long) pending.size(), made.size()));
    return pending.isEmpty();
  }

  private static boolean isAvailable(ImageUsageReport report) {
    if (FAILED.contains(String.valueOf(report.state()))) {
      throw new EvidenceException(
          SOURCE,
          CREATE.permission()
              + " made no report of "
              + report.imageId()
              + " ("
              + report.state()
              + (Ids.isMissing(report.stateReason()) ? "" : ": " + report.stateReason())
              + "): run it again later");
    }
    return "available".equals(report.state());
  }

  /** Returns the uses by others under the image of each report. */
  private Map<ImageId, List<Use>> entries(Map<String, ImageId> made) {
    AccountId own = context.scope().accountId();
    Map<ImageId, List<Use>> uses = new LinkedHashMap<>();
    made.values().forEach(image -> uses.put(image, new ArrayList<>()));
    for (List<String> reports : Batches.of(made.keySet(), REPORTS_PER_CALL)) {
      ENTRIES.pages(
          ec2,
          Ec2Client::describeImageUsageReportEntries,
          DescribeImageUsageReportEntriesRequest.builder().reportIds(reports).build(),
          page -> page.imageUsageReportEntries().forEach(entry -> add(entry, made, own, uses)));
    }
    return uses;
  }

  private static void add(
      ImageUsageReportEntry entry,
      Map<String, ImageId> made,
      AccountId own,
      Map<ImageId, List<Use>> uses) {
    ImageId image = made.get(String.valueOf(entry.reportId()));
    List<Use> ofImage = image == null ? null : uses.get(image);
    if (ofImage == null) {
      throw ENTRIES.misunderstood("an entry of another report, " + entry.reportId());
    }
    AccountId account =
        Ids.optionalAccount(ENTRIES, entry.accountId(), "who uses " + image)
            .orElseThrow(() -> ENTRIES.misunderstood("no account that uses " + image));
    if (!account.equals(own)) {
      ofImage.add(
          new Use(
              account,
              Objects.requireNonNullElse(entry.resourceType(), "other"),
              Objects.requireNonNullElse(entry.usageCount(), 1L)));
    }
  }

  /**
   * A thread that was interrupted could call nothing: the interruption has to wait for what is left
   * to be done.
   */
  private void delete(Set<String> reports) {
    boolean interrupted = Thread.interrupted();
    try {
      reports.forEach(this::delete);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void delete(String report) {
    try {
      Boolean deleted =
          DELETE
              .call(
                  ec2,
                  Ec2Client::deleteImageUsageReport,
                  DeleteImageUsageReportRequest.builder().reportId(report).build())
              .returnValue();
      if (!Boolean.TRUE.equals(deleted)) {
        throw DELETE.misunderstood("'" + deleted + "' for whether it deleted the report");
      }
    } catch (EvidenceException e) {
      LOG.warn(
          "The image usage report {} could not be deleted; EC2 does so after 30 days: {}",
          report,
          e.getMessage());
    }
  }
}
