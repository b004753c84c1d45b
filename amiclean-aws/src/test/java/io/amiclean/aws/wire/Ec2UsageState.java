package io.amiclean.aws.wire;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** EC2: what it reports of uses of images, of its own accord or by usage reports. */
public final class Ec2UsageState extends ServiceState {

  /** What DescribeImageReferences reports besides what it finds by itself. */
  final Set<ReferenceActions.Reference> references = new LinkedHashSet<>();

  boolean referencesAreBlind;

  final Map<String, UsageReport> reports = new LinkedHashMap<>();
  private final Map<String, ReportedUsage> reportedUsages = new LinkedHashMap<>();
  private int reportsMade;

  Ec2UsageState(WireState state) {
    super(state);
  }

  ReportedUsage reportedUsage(String imageId) {
    return reportedUsages.computeIfAbsent(imageId, id -> new ReportedUsage());
  }

  UsageReport makeReport(
      String imageId, String clientToken, Set<String> resourceTypes, Set<String> accountIds) {
    reportsMade++;
    UsageReport report =
        new UsageReport(
            "amiur-%017x".formatted(reportsMade), imageId, clientToken, resourceTypes, accountIds);
    reports.put(report.id(), report);
    return report;
  }

  /** What usage reports of an image say; made by {@link WireState#reportedUsage}. */
  public final class ReportedUsage {

    record Entry(String accountId, String resourceType, int count) {}

    private final List<Entry> entries = new ArrayList<>();
    private int pendingPolls;
    private String errorReason = "";

    /**
     * Adds an entry.
     *
     * @param resourceType {@code ec2:Instance} or {@code ec2:LaunchTemplate}
     */
    public ReportedUsage by(String accountId, String resourceType, int count) {
      synchronized (state) {
        entries.add(new Entry(accountId, resourceType, count));
        return this;
      }
    }

    /** Each report that is made from now on is pending when it is looked at, so many times. */
    public ReportedUsage pendingFor(int polls) {
      synchronized (state) {
        pendingPolls = polls;
        return this;
      }
    }

    /** Reports end in the state {@code error}. */
    public ReportedUsage error(String reason) {
      synchronized (state) {
        errorReason = reason;
        return this;
      }
    }

    List<Entry> entries() {
      return entries;
    }

    String errorReason() {
      return errorReason;
    }
  }

  /** A usage report that was made. */
  final class UsageReport {

    private final String id;
    private final String imageId;
    private final String clientToken;
    private final Set<String> resourceTypes;
    private final Set<String> accountIds;
    private final ReportedUsage usage;
    private int pollsLeft;

    private UsageReport(
        String id,
        String imageId,
        String clientToken,
        Set<String> resourceTypes,
        Set<String> accountIds) {
      this.id = id;
      this.imageId = imageId;
      this.clientToken = clientToken;
      this.resourceTypes = Set.copyOf(resourceTypes);
      this.accountIds = Set.copyOf(accountIds);
      this.usage = reportedUsage(imageId);
      this.pollsLeft = usage.pendingPolls + 1;
    }

    String id() {
      return id;
    }

    String imageId() {
      return imageId;
    }

    String clientToken() {
      return clientToken;
    }

    Set<String> resourceTypes() {
      return resourceTypes;
    }

    Set<String> accountIds() {
      return accountIds;
    }

    ReportedUsage usage() {
      return usage;
    }

    void poll() {
      pollsLeft = Math.max(0, pollsLeft - 1);
    }

    /** Whether it is available, or will not be. */
    boolean isDone() {
      return pollsLeft == 0;
    }
  }
}
