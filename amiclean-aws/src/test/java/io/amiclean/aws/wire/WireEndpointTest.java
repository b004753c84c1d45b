package io.amiclean.aws.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeImagesResponse;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ssm.model.SsmException;
import software.amazon.awssdk.services.sts.model.StsException;

/** What holds for every action: routes, pages, faults, the log. */
class WireEndpointTest {

  @AutoClose private final WireEndpoint endpoint = new WireEndpoint();
  @AutoClose private final WireClients clients = WireClients.of(endpoint);
  private final Ec2Client ec2 = clients.ec2();
  private final WireState state = endpoint.state();

  @Test
  void tellsWhoIsAsking() {
    assertThat(clients.sts().getCallerIdentity().account()).isEqualTo("123456789012");
  }

  @Test
  void logsEachRequestWithItsParameters() {
    ec2.describeImages(
        r -> r.owners("self").filters(Filter.builder().name("name").values("a", "b").build()));

    assertThat(endpoint.requests()).hasSize(1);
    WireRequest request = endpoint.requests().get(0);
    assertThat(request.action()).isEqualTo("DescribeImages");
    assertThat(request.list("Owner")).containsExactly("self");
    assertThat(request.filters()).containsEntry("name", List.of("a", "b"));
  }

  @Test
  void countsTheRequestsOfAnAction() {
    ec2.describeImages();
    ec2.describeImages();
    ec2.describeSnapshots();

    assertThat(endpoint.count("DescribeImages")).isEqualTo(2);
    assertThat(endpoint.clearRequests().count("DescribeImages")).isZero();
  }

  @Test
  void refusesAnUnknownAction() {
    assertThatExceptionOfType(Ec2Exception.class)
        .isThrownBy(ec2::describeVolumes)
        .satisfies(
            e -> {
              assertThat(e.statusCode()).isEqualTo(400);
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo("InvalidAction");
              assertThat(e.requestId()).isNotBlank();
            });
  }

  @Test
  void refusesAParameterThatItWouldIgnore() {
    assertThatThrownBy(() -> ec2.describeImages(r -> r.executableUsers("self")))
        .hasMessageContaining("ExecutableBy.1 is not recognized");
  }

  @Test
  void saysWhatIsWrongWithARequestThatItCannotRead() {
    state.launchTemplate("lt-1").version("ami-1");

    assertThatThrownBy(
            () ->
                ec2.describeLaunchTemplateVersions(
                    r -> r.launchTemplateId("lt-1").minVersion("one")))
        .hasMessageContaining("\"one\"");
  }

  @Test
  void deniesEachServiceInItsWords() {
    state.deny("ec2:DescribeImages", "autoscaling:DescribeAutoScalingGroups");

    assertThatExceptionOfType(Ec2Exception.class)
        .isThrownBy(ec2::describeImages)
        .satisfies(
            e -> {
              assertThat(e.statusCode()).isEqualTo(403);
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo("UnauthorizedOperation");
              assertThat(e.awsErrorDetails().errorMessage()).contains("ec2:DescribeImages");
            });
    assertThatExceptionOfType(AutoScalingException.class)
        .isThrownBy(() -> clients.autoScaling().describeAutoScalingGroups())
        .satisfies(
            e -> {
              assertThat(e.statusCode()).isEqualTo(403);
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDenied");
              assertThat(e.requestId()).isNotBlank();
            });
  }

  @Test
  void deniesAllButWhatAPolicyAllows() {
    state.allowOnly(List.of("ec2:DescribeImages"));

    assertThat(ec2.describeImages().images()).isEmpty();
    assertThatThrownBy(ec2::describeSnapshots).hasMessageContaining("ec2:DescribeSnapshots");
    assertThat(clients.sts().getCallerIdentity().account()).isEqualTo("123456789012");
  }

  @Test
  void carriesTextThatXmlHasToEscape() {
    String name = "a <b> & \"c\" 'd' ]]> é 中 😀";
    state.image("ami-1").name(name).description("two\r\nlines").tag("k&y", "<value>");

    Image image = ec2.describeImages().images().get(0);

    assertThat(image.name()).isEqualTo(name);
    assertThat(image.description()).isEqualTo("two\r\nlines");
    assertThat(image.tags()).containsExactly(Tag.builder().key("k&y").value("<value>").build());
  }

  @Test
  void pagesByMaxResults() {
    images(5);

    assertThat(ec2.describeImagesPaginator(r -> r.maxResults(2)))
        .extracting(page -> page.images().size())
        .containsExactly(2, 2, 1);
  }

  @Test
  void shortensPages() {
    images(3);
    endpoint.pageSize("DescribeImages", 1);

    assertThat(ec2.describeImagesPaginator(r -> r.maxResults(1000)))
        .extracting(page -> page.images().size())
        .containsExactly(1, 1, 1);
  }

  @Test
  void putsEmptyPagesBetweenPages() {
    images(2);
    endpoint.pageSize("DescribeImages", 1).emptyPages("DescribeImages");

    assertThat(ec2.describeImagesPaginator())
        .extracting(page -> page.images().size())
        .containsExactly(0, 1, 0, 1, 0);
  }

  @Test
  void answersTheSameTokenForEver() {
    images(1);
    endpoint.sameTokenForEver("DescribeImages");

    assertThat(
            ec2.describeImagesPaginator().stream()
                .limit(5)
                .map(DescribeImagesResponse::nextToken)
                .distinct())
        .hasSize(1)
        .doesNotContainNull();
  }

  @Test
  void showsInLaterPagesWhatTheFirstOneSaw() {
    images(2);
    String token = ec2.describeImages(r -> r.maxResults(1)).nextToken();
    state.remove("ami-1").image("ami-3");

    assertThat(ec2.describeImages(r -> r.maxResults(1).nextToken(token)).images())
        .extracting(Image::imageId)
        .containsExactly("ami-2");
  }

  @Test
  void refusesATokenThatItDidNotGive() {
    images(2);
    String token = ec2.describeImages(r -> r.maxResults(1)).nextToken();

    assertThat(code(() -> ec2.describeImages(r -> r.nextToken("other"))))
        .isEqualTo("InvalidNextToken");
    assertThat(code(() -> ec2.describeSnapshots(r -> r.nextToken(token))))
        .isEqualTo("InvalidNextToken");
  }

  @Test
  void failsAlways() {
    endpoint.failAlways("DescribeImages", 500, "InternalError", "An internal error has occurred");

    assertThat(code(ec2::describeImages)).isEqualTo("InternalError");
    assertThat(code(ec2::describeImages)).isEqualTo("InternalError");
    assertThat(ec2.describeSnapshots().snapshots()).isEmpty();
  }

  @Test
  void failsAtTheNthRequestWithoutEffect() {
    images(2);
    ec2.describeImages();
    endpoint.failAt("DeregisterImage", 2, 503, "RequestLimitExceeded", "Request limit exceeded.");

    ec2.deregisterImage(r -> r.imageId("ami-1"));
    assertThatExceptionOfType(Ec2Exception.class)
        .isThrownBy(() -> ec2.deregisterImage(r -> r.imageId("ami-2")))
        .matches(Ec2Exception::isThrottlingException);
    assertThat(state.imageIds()).containsExactly("ami-2");
    ec2.deregisterImage(r -> r.imageId("ami-2"));
    assertThat(state.imageIds()).isEmpty();
  }

  @Test
  void failsTheFirstRequests() {
    endpoint.failFirst("DescribeImages", 2, 503, "Unavailable", "Try again");

    assertThat(code(ec2::describeImages)).isEqualTo("Unavailable");
    assertThat(code(ec2::describeImages)).isEqualTo("Unavailable");
    assertThat(ec2.describeImages().images()).isEmpty();
  }

  @Test
  void failsTheRequestsOfOneImage() {
    images(2);
    endpoint.failWhen(
        "DeregisterImage",
        request -> request.parameters().containsValue("ami-1"),
        500,
        "InternalError",
        "An internal error has occurred");

    assertThat(code(() -> ec2.deregisterImage(r -> r.imageId("ami-1")))).isEqualTo("InternalError");
    ec2.deregisterImage(r -> r.imageId("ami-2"));
    assertThat(state.imageIds()).containsExactly("ami-1");
  }

  @Test
  void failsTheOtherServicesInTheirForm() {
    endpoint
        .failAlways("GetCallerIdentity", 403, "InvalidClientTokenId", "The token is invalid.")
        .failAlways("DescribeLaunchConfigurations", 400, "Throttling", "Rate exceeded");

    assertThatExceptionOfType(StsException.class)
        .isThrownBy(() -> clients.sts().getCallerIdentity())
        .matches(e -> e.awsErrorDetails().errorCode().equals("InvalidClientTokenId"));
    assertThatExceptionOfType(AutoScalingException.class)
        .isThrownBy(() -> clients.autoScaling().describeLaunchConfigurations())
        .matches(AutoScalingException::isThrottlingException);
  }

  @Test
  void cutsTheConnectionBeforeTheEffect() {
    images(1);
    endpoint.cutBefore("DeregisterImage", 1);

    assertThatExceptionOfType(SdkClientException.class)
        .isThrownBy(() -> ec2.deregisterImage(r -> r.imageId("ami-1")));
    assertThat(state.imageIds()).containsExactly("ami-1");
    assertThat(endpoint.count("DeregisterImage")).isEqualTo(1);
  }

  @Test
  void cutsTheConnectionAfterTheEffect() {
    images(1);
    endpoint.cutAfter("DeregisterImage", 1);

    assertThatExceptionOfType(SdkClientException.class)
        .isThrownBy(() -> ec2.deregisterImage(r -> r.imageId("ami-1")));
    assertThat(state.imageIds()).isEmpty();
    assertThat(endpoint.count("DeregisterImage")).isEqualTo(1);
  }

  @Test
  void sendsHalfAPage() {
    images(100);
    endpoint.halfPage("DescribeImages", 1);

    assertThatExceptionOfType(SdkClientException.class).isThrownBy(ec2::describeImages);
    assertThat(ec2.describeImages().images()).hasSize(100);
  }

  @Test
  void answersLate() {
    endpoint.latency("DescribeImages", Duration.ofMillis(50));

    long before = System.nanoTime();
    ec2.describeImages();

    assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(49));
  }

  @Test
  void answersRequestsSideBySide() {
    endpoint.latency(Duration.ofMillis(200));

    IntStream.range(0, 2).parallel().forEach(i -> ec2.describeImages());

    assertThat(endpoint.mostInFlight()).isEqualTo(2);
  }

  @Test
  void standsForSomethingThatDoesNotKnowAService() {
    endpoint.doesNotKnow("ssm", 405, "<html>Not allowed</html>");

    assertThatExceptionOfType(SsmException.class)
        .isThrownBy(() -> clients.ssm().describeParameters())
        .returns(405, SsmException::statusCode);
    assertThat(endpoint.count("DescribeParameters")).isEqualTo(1);
    assertThat(ec2.describeImages().images()).isEmpty();
    endpoint.heal();
    assertThat(clients.ssm().describeParameters().parameters()).isEmpty();
  }

  @Test
  void heals() {
    images(2);
    endpoint.failAlways("DescribeImages", 500, "InternalError", "").pageSize("DescribeImages", 1);

    assertThat(code(ec2::describeImages)).isEqualTo("InternalError");
    endpoint.heal();
    assertThat(ec2.describeImages().images()).hasSize(2);
  }

  @Test
  void loadsAnInventory() throws IOException {
    try (InputStream json =
            Objects.requireNonNull(getClass().getResourceAsStream("blog-2017.json"));
        WireEndpoint blog = new WireEndpoint(WireState.load(json));
        WireClients client = WireClients.of(blog)) {
      List<Image> images = client.ec2().describeImages(r -> r.owners("self")).images();

      assertThat(images).hasSize(21);
      assertThat(images.get(0))
          .satisfies(
              image -> {
                assertThat(image.imageId()).isEqualTo("ami-50504e36");
                assertThat(image.name()).isEqualTo("front-a3c56c4");
                assertThat(image.creationDate()).isEqualTo("2017-06-15T09:55:42.000Z");
                assertThat(image.tags())
                    .contains(Tag.builder().key("environment").value("dev").build());
                assertThat(image.blockDeviceMappings().get(0).ebs().snapshotId())
                    .isEqualTo("snap-0c4647159c324c985");
              });
      assertThat(client.ec2().describeSnapshots(r -> r.ownerIds("self")).snapshots()).hasSize(21);
    }
  }

  private void images(int n) {
    IntStream.rangeClosed(1, n).forEach(i -> state.image("ami-" + i));
  }

  private static String code(Runnable call) {
    try {
      call.run();
      return "none";
    } catch (Ec2Exception e) {
      return e.awsErrorDetails().errorCode();
    }
  }
}
