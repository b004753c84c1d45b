package io.amiclean.aws.wire;

import static io.amiclean.aws.wire.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.CreateImageUsageReportRequest;
import software.amazon.awssdk.services.ec2.model.DescribeImageUsageReportEntriesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeImageUsageReportsRequest;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.ImageUsageReport;
import software.amazon.awssdk.services.ec2.model.ImageUsageReportEntry;
import software.amazon.awssdk.services.ec2.model.ImageUsageResourceTypeOptionRequest;
import software.amazon.awssdk.services.ec2.model.ImageUsageResourceTypeRequest;

class UsageReportActionsTest {

  private static final String OTHER = "999999999999";
  private static final String THIRD = "888888888888";

  @AutoClose private final WireEndpoint endpoint = new WireEndpoint();
  @AutoClose private final WireClients clients = WireClients.of(endpoint);
  private final Ec2Client ec2 = clients.ec2();
  private final WireState state = endpoint.state();

  private static ImageUsageResourceTypeRequest type(String type) {
    return ImageUsageResourceTypeRequest.builder().resourceType(type).build();
  }

  private static CreateImageUsageReportRequest.Builder of(String image) {
    return CreateImageUsageReportRequest.builder()
        .imageId(image)
        .resourceTypes(type("ec2:Instance"), type("ec2:LaunchTemplate"));
  }

  private String create(CreateImageUsageReportRequest.Builder request) {
    return ec2.createImageUsageReport(request.build()).reportId();
  }

  private List<String> states(String... reports) {
    return ec2.describeImageUsageReports(r -> r.reportIds(reports)).imageUsageReports().stream()
        .map(ImageUsageReport::state)
        .toList();
  }

  private List<ImageUsageReportEntry> entries(String report) {
    states(report);
    return ec2.describeImageUsageReportEntries(r -> r.reportIds(report)).imageUsageReportEntries();
  }

  @Test
  void showsReports() {
    state.image("ami-1");
    String report = create(of("ami-1").accountIds(OTHER));

    assertThat(ec2.describeImageUsageReports(r -> r.imageIds("ami-1", "ami-2")).imageUsageReports())
        .singleElement()
        .satisfies(
            shown -> {
              assertThat(shown.reportId()).isEqualTo(report).startsWith("amiur-");
              assertThat(shown.imageId()).isEqualTo("ami-1");
              assertThat(shown.state()).isEqualTo("available");
              assertThat(shown.accountIds()).containsExactly(OTHER);
              assertThat(shown.creationTime()).isNotNull();
              assertThat(shown.resourceTypes())
                  .extracting(type -> type.resourceType())
                  .containsExactlyInAnyOrder("ec2:Instance", "ec2:LaunchTemplate");
            });
  }

  @Test
  void leavesReportsPendingForSomePolls() {
    state.image("ami-1");
    state.reportedUsage("ami-1").pendingFor(2);
    String report = create(of("ami-1"));

    assertThat(IntStream.range(0, 4).boxed().flatMap(n -> states(report).stream()))
        .containsExactly("pending", "pending", "available", "available");
  }

  @Test
  void showsWhyThereIsNoReport() {
    state.image("ami-1");
    state.reportedUsage("ami-1").error("Broken");
    String report = create(of("ami-1"));

    assertThat(ec2.describeImageUsageReports(r -> {}).imageUsageReports())
        .extracting(ImageUsageReport::state, ImageUsageReport::stateReason)
        .containsExactly(tuple("error", "Broken"));
    assertThat(entries(report)).isEmpty();
  }

  @Test
  void filtersReports() {
    state.image("ami-1");
    state.image("ami-2");
    state.reportedUsage("ami-2").pendingFor(1);
    create(of("ami-1"));
    create(of("ami-2"));
    Filter pending = Filter.builder().name("state").values("pending").build();
    Filter odd = Filter.builder().name("image-id").values("ami-1").build();

    assertThat(ec2.describeImageUsageReports(r -> r.filters(pending)).imageUsageReports())
        .extracting(ImageUsageReport::imageId)
        .containsExactly("ami-2");
    assertRefused(
        "InvalidParameterValue", () -> ec2.describeImageUsageReports(r -> r.filters(odd)));
  }

  @Test
  void showsEntriesOfAvailableReports() {
    state.image("ami-1");
    state.reportedUsage("ami-1").pendingFor(1).by(OTHER, "ec2:Instance", 3);
    String report = create(of("ami-1"));

    assertThat(entries(report)).isEmpty();
    assertThat(entries(report))
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.reportId()).isEqualTo(report);
              assertThat(entry.imageId()).isEqualTo("ami-1");
              assertThat(entry.accountId()).isEqualTo(OTHER);
              assertThat(entry.resourceType()).isEqualTo("ec2:Instance");
              assertThat(entry.usageCount()).isEqualTo(3);
              assertThat(entry.reportCreationTime()).isNotNull();
            });
  }

  @Test
  void reportsOnTheTypesAndAccountsThatAreAskedFor() {
    state.image("ami-1");
    state
        .reportedUsage("ami-1")
        .by(OTHER, "ec2:Instance", 1)
        .by(OTHER, "ec2:LaunchTemplate", 2)
        .by(THIRD, "ec2:LaunchTemplate", 3);
    String report = create(of("ami-1").resourceTypes(type("ec2:LaunchTemplate")).accountIds(THIRD));

    assertThat(entries(report)).extracting(ImageUsageReportEntry::usageCount).containsExactly(3L);
  }

  @Test
  void filtersEntries() {
    state.image("ami-1");
    state.reportedUsage("ami-1").by(OTHER, "ec2:Instance", 1).by(THIRD, "ec2:Instance", 2);
    states(create(of("ami-1")));
    Filter other = Filter.builder().name("account-id").values(OTHER).build();

    assertThat(ec2.describeImageUsageReportEntries(r -> r.filters(other)).imageUsageReportEntries())
        .extracting(ImageUsageReportEntry::usageCount)
        .containsExactly(1L);
  }

  @Test
  void givesPages() {
    state.image("ami-1");
    IntStream.range(0, 3).forEach(n -> state.reportedUsage("ami-1").by(OTHER, "ec2:Instance", n));
    states(create(of("ami-1")));

    assertThat(
            ec2.describeImageUsageReportEntriesPaginator(
                DescribeImageUsageReportEntriesRequest.builder().maxResults(2).build()))
        .extracting(page -> page.imageUsageReportEntries().size())
        .containsExactly(2, 1);
    assertRefused(
        "InvalidParameterCombination",
        () -> ec2.describeImageUsageReports(r -> r.imageIds("ami-1").maxResults(5)));
  }

  @Test
  void takesTwoHundredIds() {
    List<String> ids = Collections.nCopies(201, "amiur-1");

    assertRefused(
        "InvalidParameterValue",
        () ->
            ec2.describeImageUsageReports(
                DescribeImageUsageReportsRequest.builder().reportIds(ids).build()));
  }

  @Test
  void makesOneReportOfAnImageAtATime() {
    state.image("ami-1");
    state.image("ami-2");
    state.reportedUsage("ami-1").pendingFor(1);
    String report = create(of("ami-1"));

    assertRefused("ResourceLimitExceeded", () -> create(of("ami-1")));
    create(of("ami-2"));
    states(report);
    states(report);
    create(of("ami-1"));
    assertThat(state.usageReportIds()).hasSize(3);
  }

  @Test
  void makesOneReportForAToken() {
    state.image("ami-1");

    assertThat(create(of("ami-1").clientToken("a")))
        .isEqualTo(create(of("ami-1").clientToken("a")));
    assertThat(state.usageReportIds()).hasSize(1);
  }

  @Test
  void refusesWhatItCannotReportOn() {
    state.image("ami-1");
    state.image("ami-2").owner(OTHER).shared();
    ImageUsageResourceTypeRequest odd =
        ImageUsageResourceTypeRequest.builder()
            .resourceType("ec2:LaunchTemplate")
            .resourceTypeOptions(
                ImageUsageResourceTypeOptionRequest.builder()
                    .optionName("version-depth")
                    .optionValues("0")
                    .build())
            .build();

    assertRefused("InvalidAMIID.NotFound", () -> create(of("ami-9")));
    assertRefused("AuthFailure", () -> create(of("ami-2")));
    assertRefused("MissingParameter", () -> ec2.createImageUsageReport(r -> r.imageId("ami-1")));
    assertRefused(
        "InvalidParameterValue", () -> create(of("ami-1").resourceTypes(type("ec2:Volume"))));
    assertRefused("InvalidParameterValue", () -> create(of("ami-1").resourceTypes(odd)));
  }

  @Test
  void deletesReports() {
    state.image("ami-1");
    String report = create(of("ami-1"));

    assertThat(ec2.deleteImageUsageReport(r -> r.reportId(report)).returnValue()).isTrue();
    assertThat(state.usageReportIds()).isEmpty();
    assertRefused(
        "InvalidImageUsageReportId.NotFound",
        () -> ec2.deleteImageUsageReport(r -> r.reportId(report)));
  }
}
