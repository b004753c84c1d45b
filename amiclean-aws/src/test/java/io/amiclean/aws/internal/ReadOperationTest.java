package io.amiclean.aws.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.amiclean.api.model.EvidenceDeniedException;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.aws.internal.call.CallTime;
import io.amiclean.aws.internal.call.CallWatch;
import io.amiclean.aws.internal.call.CheckedClient;
import io.amiclean.aws.internal.call.Limits;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.Reservation;
import software.amazon.awssdk.services.sts.model.StsException;

class ReadOperationTest {

  private final ReadOperation operation = new ReadOperation("instances", "ec2:DescribeInstances");

  @ParameterizedTest
  @CsvSource({
    "UnauthorizedOperation, 403",
    "Client.UnauthorizedOperation, 403",
    "AuthFailure, 401",
    "AccessDenied, 403",
    "AccessDeniedException, 400",
    "ForbiddenException, 403",
    "SomethingElse, 403"
  })
  void namesThePermissionThatIsMissing(String code, int status) {
    assertThatExceptionOfType(EvidenceDeniedException.class)
        .isThrownBy(() -> fail(answer(code, status, "You are not authorized.")))
        .withMessageContaining("ec2:DescribeInstances")
        .withMessageContaining("allow it")
        .withMessageContaining("skip the source 'instances'")
        .satisfies(
            e -> {
              assertThat(e.permission()).isEqualTo("ec2:DescribeInstances");
              assertThat(e.source()).isEqualTo("instances");
            });
  }

  @Test
  void tellsARegionThatAServiceControlPolicyClosesFromAMissingPermission() {
    assertThatExceptionOfType(EvidenceDeniedException.class)
        .isThrownBy(
            () ->
                fail(
                    answer(
                        "UnauthorizedOperation",
                        403,
                        "User: me is not authorized to perform: ec2:DescribeInstances with an"
                            + " explicit deny in a service control policy")))
        .withMessageContaining("a service control policy of the organization closes it")
        .withMessageContaining("leave the region out")
        .withMessageNotContaining("allow it to");
  }

  @Test
  void takesAnAnswerWithoutACodeByItsStatus() {
    assertThatExceptionOfType(EvidenceDeniedException.class)
        .isThrownBy(() -> fail(Ec2Exception.builder().statusCode(401).build()))
        .withMessageContaining("http-401: AWS does not accept the credentials");
  }

  @ParameterizedTest
  @CsvSource({
    "ExpiredToken, 403",
    "InvalidClientTokenId, 403",
    "InvalidSignatureException, 400",
    "RequestExpired, 400"
  })
  void tellsBadCredentialsFromAMissingPermission(String code, int status) {
    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(() -> fail(answer(code, status, "No good.")))
        .isNotInstanceOf(EvidenceDeniedException.class)
        .withMessageContaining("credentials")
        .withMessageContaining(code);
  }

  @ParameterizedTest
  @CsvSource({
    "InvalidAction, 400",
    "MissingAction, 400",
    "UnknownOperationException, 400",
    "InternalFailure, 501"
  })
  void saysWhatCanBeSkippedWhereTheEndpointDoesNotKnowTheOperation(String code, int status) {
    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(() -> fail(answer(code, status, "Not valid.")))
        .withMessageContaining("does not know ec2:DescribeInstances")
        .withMessageContaining("skip the source 'instances'");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404, 405})
  void takesAnAnswerThatTheClientCannotReadForThatOfAnotherService(int status) {
    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(() -> fail(Ec2Exception.builder().statusCode(status).build()))
        .withMessageContaining("does not know ec2:DescribeInstances")
        .withMessageContaining("skip the source 'instances'");
  }

  @Test
  void takesWhatIsNotFoundForAnAnswerOfTheService() {
    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(() -> fail(answer("ResourceNotFoundException", 404, "Not there.")))
        .withMessageContaining("ec2:DescribeInstances failed");
  }

  @Test
  void offersNoSkippingWhereNothingCanBeSkipped() {
    ReadOperation images = new ReadOperation("images", "ec2:DescribeImages");

    assertThatExceptionOfType(EvidenceDeniedException.class)
        .isThrownBy(
            () ->
                call(
                    images,
                    token -> {
                      throw answer("UnauthorizedOperation", 403, "No.");
                    }))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("skip"));
  }

  @Test
  void namesTheOperationThatFailed() {
    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(() -> fail(answer("InternalError", 500, "An internal\nerror.")))
        .isNotInstanceOf(EvidenceDeniedException.class)
        .withMessage(
            "ec2:DescribeInstances failed (InternalError: An internal error.): run it again later,"
                + " or skip the source 'instances'");
  }

  @Test
  void leavesOutWhatOnlyAwsCanRead() {
    assertThatExceptionOfType(EvidenceDeniedException.class)
        .isThrownBy(
            () ->
                fail(
                    answer(
                        "UnauthorizedOperation",
                        403,
                        "Not authorized. Encoded authorization failure message: "
                            + "x".repeat(99))))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("xxx").hasLineCount(1));
  }

  @Test
  void saysWhatToDoWithoutCredentials() {
    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(
            () ->
                fail(
                    SdkClientException.create(
                        "Unable to load credentials from the chain"
                            + " AwsCredentialsProviderChain(a\n, b) : [a: x]")))
        .withMessage(
            "ec2:DescribeInstances could not be called: Unable to load credentials from the chain:"
                + " give credentials by environment, profile or role");
  }

  @Test
  void saysWhatToDoWithoutNetwork() {
    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(
            () ->
                fail(
                    SdkClientException.create(
                        "Unable to execute HTTP request", new ConnectException("refused"))))
        .withMessageContaining("refused")
        .withMessageContaining("check the network, the region and the endpoint");
    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(
            () ->
                fail(
                    SdkClientException.create(
                        "Unable to execute HTTP request", new UnknownHostException("ec2.x"))))
        .withMessageContaining("The host ec2.x is unknown");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ec2:DescribeInstances", "sts:GetCallerIdentity"})
  void tellsARoleThatIsNotAssumedFromAMissingPermission(String permission) {
    SdkException failure =
        StsException.builder()
            .awsErrorDetails(
                AwsErrorDetails.builder()
                    .errorCode("AccessDenied")
                    .errorMessage(
                        "User: me is not authorized to perform: sts:AssumeRoleWithWebIdentity on"
                            + " resource: arn:aws:iam::210987654321:role/reader")
                    .build())
            .statusCode(403)
            .build();

    assertThatExceptionOfType(EvidenceDeniedException.class)
        .isThrownBy(
            () ->
                call(
                    new ReadOperation("instances", permission),
                    token -> {
                      throw failure;
                    }))
        .withMessageStartingWith("sts:AssumeRoleWithWebIdentity is denied")
        .withMessageContaining("arn:aws:iam::210987654321:role/reader")
        .withMessageContaining("trust policy")
        .withMessageNotContaining("skip")
        .returns("sts:AssumeRoleWithWebIdentity", EvidenceDeniedException::permission);
  }

  @Test
  void readsOnBehindEmptyPages() {
    List<String> asked = new ArrayList<>();

    pages(
        token -> {
          asked.add(String.valueOf(token));
          return asked.size() < 3 ? "token" + asked.size() : "";
        },
        page -> {});

    assertThat(asked).containsExactly("null", "token1", "token2");
  }

  @Test
  void stopsWhereEveryPageHasANewToken() {
    AtomicInteger asked = new AtomicInteger();

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(() -> pages(token -> "token" + asked.incrementAndGet(), page -> {}))
        .withMessage(
            "ec2:DescribeInstances answered with more than 10000 pages, the limit 'pages': check the"
                + " endpoint and the network, or set another one by ReadingLimits.Builder.pages");
    assertThat(asked).hasValue(Limits.DEFAULTS.pages());
  }

  @Test
  void stopsWhereThePagesListMoreItemsThanTheLimit() {
    Limits limits =
        new Limits(Duration.ofMinutes(1), Duration.ofHours(1), Duration.ofHours(1), 1, 100, 25);
    AtomicInteger asked = new AtomicInteger();
    Ec2Client endless =
        new Ec2Client() {
          @Override
          public DescribeInstancesResponse describeInstances(DescribeInstancesRequest request) {
            return DescribeInstancesResponse.builder()
                .reservations(
                    Reservation.builder()
                        .instances(Collections.nCopies(9, Instance.builder().build()))
                        .build())
                .nextToken("token" + asked.incrementAndGet())
                .build();
          }

          @Override
          public String serviceName() {
            return "ec2";
          }

          @Override
          public void close() {}
        };

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(
            () ->
                operation.pages(
                    CheckedClient.withoutAnswerChecks(
                        endless, new CallWatch(limits, CallTime.SYSTEM)),
                    Ec2Client::describeInstances,
                    token -> DescribeInstancesRequest.builder().nextToken(token).build(),
                    DescribeInstancesResponse::nextToken,
                    page -> {}))
        .withMessageStartingWith("ec2:DescribeInstances answered with more than 25 items")
        .withMessageEndingWith("ReadingLimits.Builder.items");
    assertThat(asked).hasValue(3);
  }

  @Test
  void stopsWhereTokensGoRoundInACircle() {
    List<String> asked = new ArrayList<>();

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(
            () ->
                pages(
                    token -> {
                      asked.add(String.valueOf(token));
                      return asked.size() % 2 == 0 ? "even" : "odd";
                    },
                    page -> {}))
        .withMessageContaining("ec2:DescribeInstances");
    assertThat(asked).containsExactly("null", "odd", "even");
  }

  @Test
  void asksForTheNextPageWhileOneIsTaken() {
    CountDownLatch asked = new CountDownLatch(2);
    List<String> taken = new ArrayList<>();

    pages(
        token -> {
          asked.countDown();
          return token == null ? "second" : null;
        },
        page -> {
          await(asked);
          taken.add(String.valueOf(page.nextToken()));
        });

    assertThat(taken).containsExactly("second", "null");
  }

  @Test
  void tellsTheFailureOfALaterPage() {
    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(
            () ->
                pages(
                    token -> {
                      if (token != null) {
                        throw SdkClientException.create("no more");
                      }
                      return "second";
                    },
                    page -> {}))
        .withMessageContaining("no more");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void fail(SdkException failure) {
    call(
        operation,
        token -> {
          throw failure;
        });
  }

  private static void call(ReadOperation operation, UnaryOperator<@Nullable String> next) {
    operation.call(
        client(next), Ec2Client::describeInstances, DescribeInstancesRequest.builder().build());
  }

  private void pages(
      UnaryOperator<@Nullable String> next, Consumer<DescribeInstancesResponse> consumer) {
    operation.pages(
        client(next),
        Ec2Client::describeInstances,
        token -> DescribeInstancesRequest.builder().nextToken(token).build(),
        DescribeInstancesResponse::nextToken,
        consumer);
  }

  /** A client that answers with the token of the page behind that of the request. */
  private static CheckedClient<Ec2Client> client(UnaryOperator<@Nullable String> next) {
    return CheckedClient.withoutAnswerChecks(
        new Ec2Client() {
          @Override
          public DescribeInstancesResponse describeInstances(DescribeInstancesRequest request) {
            return DescribeInstancesResponse.builder()
                .nextToken(next.apply(request.nextToken()))
                .build();
          }

          @Override
          public String serviceName() {
            return "ec2";
          }

          @Override
          public void close() {}
        },
        CallWatch.defaults());
  }

  private static SdkException answer(String code, int status, String message) {
    return Ec2Exception.builder()
        .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).errorMessage(message).build())
        .statusCode(status)
        .build();
  }
}
