package io.amiclean.aws.internal.execution;

import static io.amiclean.aws.AccountOverWire.ami;
import static io.amiclean.aws.AccountOverWire.snap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.ImageOperations;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.execution.SnapshotOperations;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.testing.ImageOperationsContract;
import io.amiclean.api.testing.SnapshotOperationsContract;
import io.amiclean.aws.AccountOverWire;
import io.amiclean.aws.internal.call.CallTime;
import io.amiclean.aws.internal.call.CheckedClient;
import io.amiclean.aws.internal.call.MutatingCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.Ec2ClientBuilder;

class Ec2OperationsTest {

  @AutoClose private final AccountOverWire account = new AccountOverWire();
  private final Waiting time = new Waiting();
  private final Ec2Operations operations = operations(account.clients.ec2());

  /** Time that passes as it is waited for. */
  private static final class Waiting implements CallTime {

    private final List<Duration> waited = new ArrayList<>();
    private Runnable meanwhile = () -> {};

    @Override
    public long nanos() {
      return waited.stream().mapToLong(Duration::toNanos).sum();
    }

    @Override
    public void await(Future<?> call, long nanos) {
      waited.add(Duration.ofNanos(nanos));
      meanwhile.run();
    }
  }

  Ec2OperationsTest() {
    account
        .state
        .image(ami(1).value())
        .device("/dev/xvda", snap(1).value(), 8)
        .device("/dev/sdf", snap(11).value(), 8);
    account.state.image(ami(2).value()).device("/dev/xvda", snap(2).value(), 8);
    account.state.image(ami(3).value()).device("/dev/xvda", snap(2).value(), 8);
    account.state.image(ami(4).value()).protection("enabled-without-cooldown");
    account.state.snapshot(snap(5).value());
  }

  private Ec2Operations operations(Ec2Client ec2) {
    return new Ec2Operations(
        CheckedClient.of(ec2),
        account.callerScope,
        time,
        MutatingCall.retry(BackoffStrategy.retryImmediately(), BackoffStrategy.retryImmediately()));
  }

  @Nested
  class Images extends ImageOperationsContract {

    @Override
    protected ImageOperations operations() {
      return operations;
    }

    @Override
    protected CleanupScope scope() {
      return account.scope();
    }

    @Override
    protected ImageId image() {
      return ami(1);
    }

    @Override
    protected Set<SnapshotId> snapshotsOfImage() {
      return Set.of(snap(1), snap(11));
    }

    @Override
    protected ImageId imageWithSharedSnapshot() {
      return ami(2);
    }

    @Override
    protected SnapshotId sharedSnapshot() {
      return snap(2);
    }

    @Override
    protected ImageId missingImage() {
      return ami(99);
    }

    @Override
    protected Optional<ImageId> refusedImage() {
      return Optional.of(ami(4));
    }

    @Override
    protected boolean snapshotExists(SnapshotId snapshot) {
      return account.state.snapshotIds().contains(snapshot.value());
    }

    @Override
    protected Optional<ImageOperations> operationsWithLostAnswer() {
      account.endpoint.cutAfter("DeregisterImage", 1);
      return Optional.of(operations);
    }
  }

  @Nested
  class Snapshots extends SnapshotOperationsContract {

    @Override
    protected SnapshotOperations operations() {
      return operations;
    }

    @Override
    protected CleanupScope scope() {
      return account.scope();
    }

    @Override
    protected SnapshotId snapshot() {
      return snap(5);
    }

    @Override
    protected SnapshotId snapshotOfRegisteredImage() {
      return snap(1);
    }

    @Override
    protected SnapshotId missingSnapshot() {
      return snap(99);
    }

    @Override
    protected Optional<SnapshotOperations> operationsWithLostAnswer() {
      account.endpoint.cutAfter("DeleteSnapshot", 1);
      return Optional.of(operations);
    }
  }

  @Test
  void sendsOneCallForAnImageWithItsSnapshots() {
    List<ActionOutcome> outcomes = operations.deregisterWithSnapshots(ami(1));

    assertThat(outcomes)
        .extracting(ActionOutcome::resource, ActionOutcome::outcome)
        .startsWith(tuple(ami(1), Outcome.SUCCEEDED))
        .contains(tuple(snap(11), Outcome.SUCCEEDED));
    assertThat(account.endpoint.requests("DeregisterImage"))
        .singleElement()
        .satisfies(request -> assertThat(request.isTrue("DeleteAssociatedSnapshots")).isTrue());
  }

  @ParameterizedTest
  @ValueSource(strings = {"missing-permissions", "internal-error", "client-error"})
  void reportsASnapshotThatEc2CouldNotDelete(String code) {
    account.state.snapshot(snap(11).value()).returnCode(code);

    assertThat(operations.deregisterWithSnapshots(ami(1)))
        .filteredOn(outcome -> outcome.resource().equals(snap(11)))
        .singleElement()
        .returns(Outcome.FAILED, ActionOutcome::outcome)
        .returns(code, ActionOutcome::code);
  }

  @ParameterizedTest
  @ValueSource(strings = {"RequestLimitExceeded", "Client.RequestLimitExceeded"})
  void repeatsACallThatWasRefusedForItsRate(String code) {
    account.endpoint.failFirst("DeregisterImage", 3, 503, code, "Request limit exceeded.");

    assertThat(operations.deregister(ami(1)).outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(account.endpoint.count("DeregisterImage")).isEqualTo(4);
  }

  @Test
  void failsWhenTheRateStaysTooHigh() {
    account.endpoint.failAlways(
        "DeleteSnapshot", 503, "RequestLimitExceeded", "Request limit exceeded.");

    assertThat(operations.delete(snap(5)))
        .returns(Outcome.FAILED, ActionOutcome::outcome)
        .returns("RequestLimitExceeded", ActionOutcome::code);
  }

  @ParameterizedTest
  @CsvSource({"InternalError, 500", "Unavailable, 503"})
  void doesNotRepeatACallThatMayHaveHappened(String code, int status) {
    account.endpoint.failFirst("DeregisterImage", 1, status, code, "An internal error.");

    assertThat(operations(retrying()).deregister(ami(1)))
        .returns(Outcome.UNKNOWN, ActionOutcome::outcome)
        .returns(code, ActionOutcome::code);
    assertThat(account.endpoint.count("DeregisterImage")).isEqualTo(1);
  }

  @Test
  void doesNotRepeatACallWhoseConnectionBroke() {
    operations.exists(ami(1));
    account.endpoint.cutAfter("DeregisterImage", 1);

    assertThat(operations(retrying()).deregister(ami(1)))
        .returns(Outcome.UNKNOWN, ActionOutcome::outcome)
        .returns("no-answer", ActionOutcome::code);
    assertThat(account.endpoint.count("DeregisterImage")).isEqualTo(1);
    assertThat(operations.exists(ami(1))).isFalse();
  }

  @Test
  void deletesASnapshotThatEc2TakesForInUseAWhileLonger() {
    account.endpoint.failFirst("DeleteSnapshot", 2, 400, "InvalidSnapshot.InUse", "In use.");
    operations.deregister(ami(1));

    assertThat(operations.delete(snap(1)).outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(time.waited).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
  }

  @Test
  void leavesASnapshotThatStaysInUse() {
    operations.deregister(ami(1));

    assertThat(operations.delete(snap(2)))
        .returns(Outcome.FAILED, ActionOutcome::outcome)
        .returns("InvalidSnapshot.InUse", ActionOutcome::code);
    assertThat(time.waited).hasSize(4);
  }

  @Test
  void doesNotWaitForASnapshotInUseWhereNothingWasDeregistered() {
    assertThat(operations.delete(snap(2)).code()).isEqualTo("InvalidSnapshot.InUse");
    assertThat(time.waited).isEmpty();
  }

  @Test
  void looksAgainAtAnImageThatMayStillBeListedThoughItIsGone() {
    account.endpoint.failFirst("DeregisterImage", 1, 500, "InternalError", "An internal error.");
    operations.deregister(ami(1));
    time.meanwhile = () -> account.state.remove(ami(1).value());

    assertThat(operations.exists(ami(1))).isFalse();
    assertThat(time.waited).containsExactly(Duration.ofSeconds(1));
    assertThat(operations.exists(ami(2))).isTrue();
    assertThat(time.waited).hasSize(1);
  }

  @Test
  void tellsAnUnavailableImageThatIsGoneFromOneThatIsNot() {
    account.endpoint.failAlways(
        "DeregisterImage", 400, "InvalidAMIID.Unavailable", "The image is not available.");

    assertThat(operations.deregister(ami(99)).outcome()).isEqualTo(Outcome.ALREADY_GONE);
    assertThat(operations.deregister(ami(1)))
        .returns(Outcome.FAILED, ActionOutcome::outcome)
        .returns("InvalidAMIID.Unavailable", ActionOutcome::code);
  }

  @Test
  void failsOnAnUnavailableImageThatCannotBeLookedUp() {
    account
        .endpoint
        .failAlways("DeregisterImage", 400, "InvalidAMIID.Unavailable", "Not available.")
        .failAlways("DescribeImages", 403, "UnauthorizedOperation", "No.");

    assertThat(operations.deregister(ami(99)).outcome()).isEqualTo(Outcome.FAILED);
  }

  @Test
  void takesADeregisteredImageThatIsStillListedForGone() {
    account.state.image(ami(1).value()).state("deregistered");

    assertThat(operations.exists(ami(1))).isFalse();
  }

  @Test
  void findsADisabledImage() {
    account.state.image(ami(1).value()).state("disabled");

    assertThat(operations.exists(ami(1))).isTrue();
  }

  @Test
  void failsWithoutCredentials() {
    Ec2Client client =
        pointed(Ec2Client.builder())
            .credentialsProvider(
                () -> {
                  throw SdkClientException.create("Unable to load credentials");
                })
            .build();
    try (client) {
      assertThat(operations(client).deregister(ami(1)))
          .returns(Outcome.FAILED, ActionOutcome::outcome)
          .returns("not-sent", ActionOutcome::code);
    }
    assertThat(account.endpoint.count("DeregisterImage")).isZero();
  }

  @Test
  void failsWithoutAConnection() {
    account.endpoint.close();

    assertThat(operations.delete(snap(5)))
        .returns(Outcome.FAILED, ActionOutcome::outcome)
        .returns("not-sent", ActionOutcome::code);
  }

  /** A client that would repeat anything at once. */
  private Ec2Client retrying() {
    return pointed(Ec2Client.builder())
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDEXAMPLE", "secret")))
        .overrideConfiguration(
            configuration ->
                configuration.retryStrategy(
                    AwsRetryStrategy.standardRetryStrategy().toBuilder()
                        .backoffStrategy(BackoffStrategy.retryImmediately())
                        .build()))
        .build();
  }

  private Ec2ClientBuilder pointed(Ec2ClientBuilder builder) {
    return builder
        .endpointOverride(account.endpoint.uri())
        .region(Region.of(account.state.region()))
        .httpClient(UrlConnectionHttpClient.create());
  }

  @Test
  void asksForOwnersWithoutAnEmptyListOfThem() {
    assertThat(operations.owners(Set.of(ami(1)))).containsOnlyKeys(ami(1));

    assertThat(account.endpoint.requests("DescribeImages"))
        .singleElement()
        .satisfies(
            request ->
                assertThat(request.parameters().keySet())
                    .noneMatch(key -> key.startsWith("Owner")));
  }
}
