package io.amiclean.aws.internal.source.further;

import static io.amiclean.aws.AccountOverWire.ami;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.EvidenceUnavailableException;
import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.ImageUsage;
import io.amiclean.aws.AccountOverWire;
import io.amiclean.aws.AwsAccount;
import io.amiclean.aws.AwsAccountBuilder;
import io.amiclean.aws.AwsClients;
import io.amiclean.aws.source.UsageReading;
import io.amiclean.aws.source.UsageSourceProvider;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.DescribeComputeEnvironmentsRequest;
import software.amazon.awssdk.services.batch.model.DescribeComputeEnvironmentsResponse;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateSpecification;

/** Sources of providers, whatever they read. */
class FurtherUsageTest {

  private static final String ACTION = "batch:DescribeComputeEnvironments";

  @AutoClose private final AccountOverWire account = new AccountOverWire();

  /** A source that does as it is told. */
  private record Told(List<String> neededClasses, Consumer<UsageReading> work)
      implements UsageSourceProvider {

    static Told to(Consumer<UsageReading> work) {
      return new Told(List.of(), work);
    }

    @Override
    public String name() {
      return "acme.told";
    }

    @Override
    public Map<String, List<String>> permissions() {
      return Map.of(ACTION, List.of("*"));
    }

    @Override
    public void read(UsageReading reading) {
      work.accept(reading);
    }
  }

  private static UsageReading.Calls<BatchClient> batch(UsageReading reading) {
    return reading.client(BatchClient.class, BatchClient::builder);
  }

  private static void describe(UsageReading reading) {
    batch(reading)
        .call(
            ACTION,
            BatchClient::describeComputeEnvironments,
            DescribeComputeEnvironmentsRequest.builder().build());
  }

  private static void list(UsageReading reading) {
    batch(reading)
        .pages(
            ACTION,
            BatchClient::describeComputeEnvironments,
            token -> DescribeComputeEnvironmentsRequest.builder().nextToken(token).build(),
            DescribeComputeEnvironmentsResponse::nextToken,
            page -> reading.items(page.computeEnvironments().size()));
  }

  private ImageUsage usage(Consumer<UsageReading> work) {
    return account.account().build().usageBy(Told.to(work)).loadUsage();
  }

  private void assertRefused(Consumer<UsageReading> work, String... said) {
    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(() -> usage(work))
        .returns("acme.told", EvidenceException::source)
        .satisfies(failure -> assertThat(failure.getMessage()).contains(said));
  }

  @Test
  void haveTheEvidenceOfEveryOther() {
    ImageUsage usage =
        usage(
            reading -> {
              assertThat(reading.scope()).isEqualTo(account.scope());
              reading.items(2);
              reading.items(1);
              reading.uses(ImageReference.of(ami(1), "thing", "one"));
              reading.note("Something to know.");
            });

    assertThat(usage.references()).containsExactly(ImageReference.of(ami(1), "thing", "one"));
    assertThat(usage.evidence())
        .containsExactly(
            Evidence.builder()
                .from(Evidence.complete("acme.told", 3, AccountOverWire.NOW))
                .addNotes("Something to know.")
                .build());
    assertThat(account.progress)
        .anySatisfy(progress -> assertThat(progress.toString()).contains("acme.told"));
  }

  @Test
  void readWithClientsInTheSetUpOfAllOthers() {
    try (AwsClients clients =
        AwsClients.builder()
            .region(account.state.region())
            .endpoint(account.endpoint.uri())
            .credentials(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create("AKIDEXAMPLE", "secret")))
            .build()) {
      AwsAccount aws = AwsAccount.builder().clients(clients).build();

      aws.usageBy(Told.to(FurtherUsageTest::describe)).loadUsage();
      aws.usageBy(Told.to(FurtherUsageTest::list)).loadUsage();
    }
    assertThat(account.endpoint.requests("DescribeComputeEnvironments"))
        .hasSize(2)
        .allSatisfy(request -> assertThat(request.accessKeyId()).isEqualTo("AKIDEXAMPLE"));
  }

  @Test
  void sayWhichClientIsMissing() {
    AwsAccountBuilder withoutBatch =
        AwsAccount.builder()
            .ec2(account.clients.ec2())
            .autoScaling(account.clients.autoScaling())
            .ssm(account.clients.ssm())
            .imageBuilder(account.clients.imageBuilder())
            .sts(account.clients.sts());

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(
            () -> withoutBatch.build().usageBy(Told.to(FurtherUsageTest::describe)).loadUsage())
        .withMessageContaining("reads with a BatchClient")
        .withMessageContaining("skip the source 'acme.told'");
  }

  @Test
  void areNotAskedWhereAClassIsMissing() {
    UsageSourceProvider lacking =
        new Told(
            List.of("java.lang.String", "acme.Missing"),
            reading -> {
              throw new IllegalStateException("Asked all the same");
            });

    assertThat(account.account().build().usageBy(lacking).loadUsage().evidence())
        .singleElement()
        .returns("acme.told", Evidence::source)
        .returns(true, Evidence::skipped)
        .returns(Evidence.SkipReason.CLIENT_MISSING, read -> read.skipReason().orElseThrow())
        .satisfies(
            read ->
                assertThat(read.notes())
                    .containsExactly("It is not asked: acme.Missing is not on the class path"));
  }

  @Test
  void areRefusedWhereTheyAreDenied() {
    account.state.deny(ACTION);

    assertRefused(FurtherUsageTest::list, ACTION + " is denied", "or skip the source 'acme.told'");
  }

  @Test
  void areRefusedWhereTheEndpointDoesNotKnowThem() {
    account.endpoint.lacks(List.of("DescribeComputeEnvironments"));

    assertThatExceptionOfType(EvidenceUnavailableException.class)
        .isThrownBy(() -> usage(FurtherUsageTest::list))
        .withMessageContaining("skip the source 'acme.told'");
  }

  @Test
  void areRefusedWhereALaterPageFails() {
    account.endpoint.sameTokenForEver("DescribeComputeEnvironments");

    assertRefused(FurtherUsageTest::list, ACTION, "same page token twice");
  }

  @Test
  void callNothingThatTheirPermissionsDoNotName() {
    assertRefused(
        reading ->
            batch(reading)
                .call(
                    "batch:ListJobs",
                    BatchClient::describeComputeEnvironments,
                    DescribeComputeEnvironmentsRequest.builder().build()),
        "'batch:ListJobs' is none of the permissions of 'acme.told'");
    assertThat(account.endpoint.count("DescribeComputeEnvironments")).isZero();
  }

  @Test
  void areRefusedWhereTheyThrow() {
    assertRefused(
        reading -> {
          throw new NoSuchMethodError("of another release");
        },
        "The source 'acme.told' could not be read",
        "of another release");
    assertRefused(
        reading -> reading.items(-1), "could not be read", "-1 items: expected 0 or more");
    assertRefused(
        reading -> reading.launches(LaunchTemplateSpecification.builder().build(), "thing", "one"),
        "A launch template without id and name for thing one");
  }
}
