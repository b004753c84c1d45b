package io.amiclean.aws.internal.plan;

import static io.amiclean.aws.AccountOverWire.ami;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.EvidenceDeniedException;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ProgressListener;
import io.amiclean.aws.AccountOverWire;
import io.amiclean.aws.internal.SourceContext;
import io.amiclean.aws.internal.plan.UsageReports.Use;
import io.amiclean.aws.wire.WireRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.ec2.model.ImageUsageResourceTypeRequest;

class UsageReportsTest {

  private static final String CREATE = "CreateImageUsageReport";
  private static final String DESCRIBE = "DescribeImageUsageReports";
  private static final String ENTRIES = "DescribeImageUsageReportEntries";
  private static final String DELETE = "DeleteImageUsageReport";

  private static final String OTHER = "999999999999";
  private static final String THIRD = "888888888888";

  @AutoClose private final AccountOverWire account = new AccountOverWire();
  private final MovingClock clock = new MovingClock();
  private final UsageReports reports = reports(BackoffStrategy.retryImmediately());

  private UsageReports reports(BackoffStrategy delays) {
    return new UsageReports(
        account.ec2(),
        SourceContext.of(account.callerScope, clock, ProgressListener.none()),
        delays);
  }

  private static List<ImageId> images(int... numbers) {
    return IntStream.of(numbers).mapToObj(AccountOverWire::ami).toList();
  }

  private void exist(int last) {
    IntStream.rangeClosed(1, last).forEach(n -> account.state.image(ami(n).value()));
  }

  private static Use use(String account, String type, long count) {
    return new Use(AccountId.of(account), type, count);
  }

  @Test
  void tellWhatOtherAccountsDo() {
    exist(2);
    account
        .state
        .reportedUsage(ami(1).value())
        .by(OTHER, "ec2:Instance", 3)
        .by(account.state.account(), "ec2:Instance", 5)
        .by(THIRD, "ec2:LaunchTemplate", 1);

    assertThat(reports.read(images(1, 2)).uses())
        .isEqualTo(
            Map.of(
                ami(1),
                List.of(use(OTHER, "ec2:Instance", 3), use(THIRD, "ec2:LaunchTemplate", 1)),
                ami(2),
                List.of()));
  }

  @Test
  void lookAtInstancesAndAtAllVersionsOfLaunchTemplates() {
    exist(1);

    reports.read(images(1));

    assertThat(account.endpoint.requests(CREATE))
        .singleElement()
        .satisfies(
            request ->
                assertThat(request.parameters())
                    .containsEntry("ImageId", ami(1).value())
                    .containsEntry("ResourceType.1.ResourceType", "ec2:Instance")
                    .containsEntry("ResourceType.2.ResourceType", "ec2:LaunchTemplate")
                    .containsEntry(
                        "ResourceType.2.ResourceTypeOption.1.OptionName", "version-depth")
                    .containsEntry("ResourceType.2.ResourceTypeOption.1.OptionValue.1", "10000")
                    .containsKey("ClientToken"));
  }

  @Test
  void areMadeSideBySideAndDeletedAfterwards() {
    exist(3);
    IntStream.rangeClosed(1, 3)
        .forEach(n -> account.state.reportedUsage(ami(n).value()).pendingFor(n));

    reports.read(images(1, 2, 3));

    assertThat(account.endpoint.requests())
        .extracting(WireRequest::action)
        .containsSubsequence(
            CREATE, CREATE, CREATE, DESCRIBE, DESCRIBE, DESCRIBE, DESCRIBE, ENTRIES, DELETE, DELETE,
            DELETE);
    assertThat(account.endpoint.requests(DESCRIBE))
        .as("available ones are not asked for again")
        .extracting(request -> request.list("ReportId").size())
        .containsExactly(3, 3, 2, 1);
    assertThat(account.state.usageReportIds()).isEmpty();
  }

  @Test
  void areReadToTheLastPage() {
    exist(3);
    IntStream.rangeClosed(1, 3)
        .forEach(n -> account.state.reportedUsage(ami(n).value()).by(OTHER, "ec2:Instance", n));
    account.endpoint.pageSize(DESCRIBE, 1).pageSize(ENTRIES, 1);
    account.endpoint.emptyPages(DESCRIBE).emptyPages(ENTRIES);

    assertThat(reports.read(images(1, 2, 3)).uses().values())
        .containsExactly(
            List.of(use(OTHER, "ec2:Instance", 1)),
            List.of(use(OTHER, "ec2:Instance", 2)),
            List.of(use(OTHER, "ec2:Instance", 3)));
  }

  @Test
  void areAskedForAtMostTwoHundredAtATime() {
    exist(201);

    reports.read(images(IntStream.rangeClosed(1, 201).toArray()));

    assertThat(account.endpoint.requests(DESCRIBE))
        .extracting(request -> request.list("ReportId").size())
        .containsExactly(200, 1);
    assertThat(account.endpoint.count(ENTRIES)).isEqualTo(2);
  }

  @Test
  void areNotMadeOfImagesThatAreGone() {
    exist(1);

    assertThat(reports.read(images(1, 2)).uses()).containsOnlyKeys(ami(1));
    assertThat(account.state.usageReportIds()).isEmpty();
  }

  @Test
  void areWaitedForAtGrowingIntervals() {
    exist(1);
    account.state.reportedUsage(ami(1).value()).pendingFor(7);
    List<Long> seconds = new ArrayList<>();

    reports(
            attempt -> {
              seconds.add(UsageReports.DELAYS.computeDelay(attempt).toSeconds());
              return Duration.ZERO;
            })
        .read(images(1));

    assertThat(seconds).containsExactly(1L, 2L, 4L, 8L, 15L, 15L, 15L);
  }

  @Test
  void areNotWaitedForLongerThanHalfAnHour() {
    exist(2);
    account.state.reportedUsage(ami(2).value()).pendingFor(1);
    UsageReports slow = reports(attempt -> Duration.ofMinutes(31));

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(() -> slow.read(images(1, 2)))
        .withMessageContaining("ec2:" + DESCRIBE)
        .withMessageContaining("30 minutes")
        .withMessageContaining("1 of 2 reports")
        .withMessageContaining(ami(2).value());
    assertThat(account.state.usageReportIds()).isEmpty();
  }

  @Test
  void areDeletedWhenWaitingIsInterrupted() {
    exist(1);
    account.state.reportedUsage(ami(1).value()).pendingFor(1);
    UsageReports interrupted =
        reports(
            attempt -> {
              Thread.currentThread().interrupt();
              return Duration.ofMinutes(1);
            });

    Throwable thrown = catchThrowable(() -> interrupted.read(images(1)));

    assertThat(Thread.interrupted()).as("the thread is still interrupted").isTrue();
    assertThat(thrown).isInstanceOf(EvidenceException.class).hasMessageContaining("interrupted");
    assertThat(account.state.usageReportIds()).isEmpty();
  }

  @Test
  void areDeletedWhenOneOfThemFails() {
    exist(2);
    account.state.reportedUsage(ami(1).value()).pendingFor(3);
    account.state.reportedUsage(ami(2).value()).error("No capacity");

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(() -> reports.read(images(1, 2)))
        .withMessageContaining("ec2:" + CREATE)
        .withMessageContaining(ami(2).value())
        .withMessageContaining("No capacity")
        .satisfies(e -> assertThat(e.source()).isEqualTo("image-usage-reports"));
    assertThat(account.state.usageReportIds()).isEmpty();
  }

  @Test
  void countAlthoughTheyCannotBeDeleted() {
    exist(1);
    account.state.reportedUsage(ami(1).value()).by(OTHER, "ec2:Instance", 1);
    account.state.deny("ec2:" + DELETE);

    assertThat(reports.read(images(1)).uses().get(ami(1))).hasSize(1);
    assertThat(account.endpoint.count(DELETE)).isEqualTo(1);
  }

  @Test
  void refuseWhileSomebodyElseMakesOne() {
    exist(1);
    account.state.reportedUsage(ami(1).value()).pendingFor(9);
    String pending =
        account
            .clients
            .ec2()
            .createImageUsageReport(
                request ->
                    request
                        .imageId(ami(1).value())
                        .resourceTypes(
                            ImageUsageResourceTypeRequest.builder()
                                .resourceType("ec2:Instance")
                                .build()))
            .reportId();

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(() -> reports.read(images(1)))
        .withMessageContaining("ec2:" + CREATE)
        .withMessageContaining(pending + " of " + ami(1) + " is pending");
    assertThat(account.state.usageReportIds()).containsExactly(pending);
  }

  @ParameterizedTest
  @CsvSource({"59, 1", "60, 2"})
  void countForAnHour(int minutes, int made) {
    exist(1);
    account.state.reportedUsage(ami(1).value()).by(OTHER, "ec2:Instance", 1);

    reports.read(images(1));
    clock.now = clock.now.plus(Duration.ofMinutes(minutes));
    UsageReports.Answer second = reports.read(images(1));

    assertThat(second.uses().get(ami(1))).containsExactly(use(OTHER, "ec2:Instance", 1));
    assertThat(second.readAt())
        .isEqualTo(made == 1 ? AccountOverWire.NOW : clock.now)
        .isBeforeOrEqualTo(clock.now);
    assertThat(account.endpoint.count(CREATE)).isEqualTo(made);
  }

  @Test
  void areMadeOfThoseImagesOnlyThatWereNotReportedOn() {
    exist(2);

    reports.read(images(1));
    clock.now = clock.now.plusSeconds(1);
    UsageReports.Answer answer = reports.read(images(1, 2));

    assertThat(answer.uses()).containsOnlyKeys(ami(1), ami(2));
    assertThat(answer.readAt()).as("the oldest").isEqualTo(AccountOverWire.NOW);
    assertThat(account.endpoint.requests(CREATE))
        .extracting(request -> request.parameter("ImageId").orElse(""))
        .containsExactly(ami(1).value(), ami(2).value());
  }

  @ParameterizedTest
  @ValueSource(strings = {CREATE, DESCRIBE, ENTRIES})
  void refuseWithoutPermission(String operation) {
    exist(2);
    account.state.deny("ec2:" + operation);

    assertThatExceptionOfType(EvidenceDeniedException.class)
        .isThrownBy(() -> reports.read(images(1, 2)))
        .satisfies(
            e -> {
              assertThat(e.permission()).isEqualTo("ec2:" + operation);
              assertThat(e.source()).isEqualTo("image-usage-reports");
            });
    assertThat(account.state.usageReportIds()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    CREATE + ", failing",
    DESCRIBE + ", failing",
    DESCRIBE + ", cut",
    DESCRIBE + ", repeating its token",
    ENTRIES + ", failing",
    ENTRIES + ", cut",
    ENTRIES + ", repeating its token"
  })
  void refuseWithAnOperationThatIs(String operation, String fault) {
    exist(2);
    IntStream.rangeClosed(1, 2)
        .forEach(
            n ->
                account
                    .state
                    .reportedUsage(ami(n).value())
                    .pendingFor(1)
                    .by(OTHER, "ec2:Instance", 1));
    account.endpoint.pageSize(operation, 1);
    Candidates.fault(account.endpoint, operation, fault);

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(() -> reports.read(images(1, 2)))
        .withMessageContaining("ec2:" + operation);
    assertThat(account.state.usageReportIds()).isEmpty();
  }

  @Test
  void leaveOneBehindOnlyIfItsIdIsLost() {
    exist(2);
    account.endpoint.cutAfter(CREATE, 2);

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(() -> reports.read(images(1, 2)))
        .withMessageContaining("ec2:" + CREATE);
    assertThat(account.state.usageReportIds()).hasSize(1);
  }

  @Test
  void areMadeOnceForSeveralThreads() throws Exception {
    exist(1);
    account.state.reportedUsage(ami(1).value()).pendingFor(3).by(OTHER, "ec2:Instance", 1);

    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      Callable<UsageReports.Answer> reading = () -> reports.read(images(1));
      assertThat(threads.invokeAll(Collections.nCopies(4, reading)))
          .allSatisfy(answer -> assertThat(answer.get().uses().get(ami(1))).hasSize(1));
    } finally {
      threads.shutdownNow();
    }
    assertThat(account.endpoint.count(CREATE)).isEqualTo(1);
  }

  /** A clock that a test moves. */
  private static final class MovingClock extends Clock {

    private volatile Instant now = AccountOverWire.NOW;

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
