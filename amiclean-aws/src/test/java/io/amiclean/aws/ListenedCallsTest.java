package io.amiclean.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.CallListener;
import io.amiclean.api.model.ServiceCall;
import io.amiclean.aws.budget.RequestBudget;
import io.amiclean.aws.wire.WireEndpoint;
import io.amiclean.core.mapping.Mappers;
import io.amiclean.core.plan.CleanupPlanner;
import io.amiclean.core.retention.RetentionStrategies;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.MDC;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ssm.SsmClient;

class ListenedCallsTest {

  private static final AwsCredentialsProvider CREDENTIALS =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDEXAMPLE", "secret"));
  private static final String ROLE = "arn:aws:iam::210987654321:role/reader";

  private final WireEndpoint endpoint = new WireEndpoint();
  private final List<ServiceCall> calls = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    MDC.clear();
    endpoint.close();
  }

  private AwsClientsBuilder clients() {
    return AwsClients.builder()
        .region(endpoint.state().region())
        .credentials(CREDENTIALS)
        .endpoint(endpoint.uri())
        .budget(RequestBudget.unlimited());
  }

  /** What a caller's own clients are set up with, to repeat three times at once. */
  private static ClientOverrideConfiguration own(CallListener listener) {
    return ClientOverrideConfiguration.builder()
        .addExecutionInterceptor(AwsClients.reporting(listener))
        .retryStrategy(
            AwsRetryStrategy.standardRetryStrategy().toBuilder()
                .maxAttempts(3)
                .backoffStrategy(BackoffStrategy.retryImmediately())
                .throttlingBackoffStrategy(BackoffStrategy.retryImmediately())
                .build())
        .build();
  }

  private Ec2Client ec2(CallListener listener) {
    return Ec2Client.builder()
        .httpClient(UrlConnectionHttpClient.create())
        .region(Region.of(endpoint.state().region()))
        .credentialsProvider(CREDENTIALS)
        .endpointOverride(endpoint.uri())
        .overrideConfiguration(own(listener))
        .build();
  }

  private static String line(ServiceCall call) {
    return call.service()
        + "."
        + call.operation()
        + " "
        + call.attempts()
        + "/"
        + call.throttled()
        + " "
        + call.error().orElse("-");
  }

  private CleanupPlanner planner(AwsClients clients) {
    AwsAccount account = AwsAccount.builder().clients(clients).build();
    return CleanupPlanner.builder()
        .images(account.images())
        .snapshots(account.snapshots())
        .usage(account.usage())
        .groupBy(Mappers.everything("all"))
        .retain(RetentionStrategies.nothing())
        .build();
  }

  @Test
  void hearsOfCallsOfEveryService() {
    try (AwsClients clients = clients().listener(calls::add).build()) {
      clients.ec2().describeInstances();
      clients.autoScaling().describeAutoScalingGroups();
      clients.ssm().describeParameters();
      clients.imageBuilder().listImageRecipes(request -> {});
      clients.sts().getCallerIdentity();
    }

    assertThat(calls)
        .extracting(ListenedCallsTest::line)
        .containsExactly(
            "Ec2.DescribeInstances 1/0 -",
            "AutoScaling.DescribeAutoScalingGroups 1/0 -",
            "Ssm.DescribeParameters 1/0 -",
            "Imagebuilder.ListImageRecipes 1/0 -",
            "Sts.GetCallerIdentity 1/0 -");
    assertThat(calls)
        .allSatisfy(call -> assertThat(call.region()).isEqualTo(endpoint.state().region()))
        .allSatisfy(call -> assertThat(call.duration()).isPositive());
  }

  @Test
  void knowsTheAccountOnceStsToldIt() {
    try (AwsClients clients = clients().listener(calls::add).build();
        AwsClients elsewhere = clients.inRegion("us-east-1")) {
      clients.ec2().describeRegions();
      clients.sts().getCallerIdentity();
      clients.ec2().describeRegions();
      elsewhere.sts().getCallerIdentity();
    }

    AccountId account = AccountId.of(endpoint.state().account());
    assertThat(calls.get(0).account()).isEmpty();
    assertThat(calls.subList(1, 4))
        .allSatisfy(call -> assertThat(call.account()).contains(account));
    assertThat(calls.get(3).region()).isEqualTo("us-east-1");
  }

  @Test
  void knowsTheAccountOfARoleAndHearsThatItIsAssumed() {
    endpoint.state().role(ROLE);
    try (AwsClients clients = clients().assumeRole(ROLE).listener(calls::add).build()) {
      clients.ec2().describeRegions();
    }

    assertThat(calls)
        .extracting(call -> call.operation() + " " + call.account().map(AccountId::value))
        .containsExactly("AssumeRole Optional.empty", "DescribeRegions Optional[210987654321]");
  }

  @Test
  void countsAttemptsThatAreRefusedForTheirRate() {
    endpoint.failFirst(
        "DescribeRegions", 2, 503, "Client.RequestLimitExceeded", "Request limit exceeded.");
    try (Ec2Client ec2 = ec2(calls::add)) {
      ec2.describeRegions();
    }

    assertThat(calls)
        .extracting(ListenedCallsTest::line)
        .containsExactly("Ec2.DescribeRegions 3/2 -");
  }

  @Test
  void countsAttemptsThatAJsonServiceRefusesForTheirRate() {
    endpoint.failFirst("DescribeParameters", 1, 400, "ThrottlingException", "Rate exceeded");
    try (SsmClient ssm =
        SsmClient.builder()
            .httpClient(UrlConnectionHttpClient.create())
            .region(Region.of(endpoint.state().region()))
            .credentialsProvider(CREDENTIALS)
            .endpointOverride(endpoint.uri())
            .overrideConfiguration(own(calls::add))
            .build()) {
      ssm.describeParameters();
    }

    assertThat(calls)
        .extracting(ListenedCallsTest::line)
        .containsExactly("Ssm.DescribeParameters 2/1 -");
  }

  @Test
  void otherFailuresAreNotTakenForThrottling() {
    endpoint.failFirst("DescribeRegions", 1, 500, "InternalError", "An internal error");
    try (Ec2Client ec2 = ec2(calls::add)) {
      ec2.describeRegions();
    }

    assertThat(calls)
        .extracting(ListenedCallsTest::line)
        .containsExactly("Ec2.DescribeRegions 2/0 -");
  }

  @Test
  void namesTheErrorOfACallThatFails() {
    endpoint.failAlways("DescribeRegions", 403, "UnauthorizedOperation", "You are not authorized");
    try (Ec2Client ec2 = ec2(calls::add)) {
      assertThatThrownBy(ec2::describeRegions).isInstanceOf(Ec2Exception.class);
    }

    assertThat(calls)
        .extracting(ListenedCallsTest::line)
        .containsExactly("Ec2.DescribeRegions 1/0 UnauthorizedOperation");
  }

  @Test
  void namesTheExceptionWhereNobodyAnswers() {
    try (AwsClients clients =
        AwsClients.builder()
            .region("eu-west-1")
            .credentials(AnonymousCredentialsProvider.create())
            .endpoint(URI.create("http://localhost:1"))
            .listener(calls::add)
            .build()) {
      assertThatThrownBy(
              () ->
                  clients
                      .ec2()
                      .describeRegions(
                          request ->
                              request.overrideConfiguration(
                                  override ->
                                      override.addPlugin(
                                          client ->
                                              client.overrideConfiguration(
                                                  own ->
                                                      own.retryStrategy(
                                                          AwsRetryStrategy.doNotRetry()))))))
          .isInstanceOf(SdkClientException.class);
    }

    assertThat(calls)
        .extracting(ListenedCallsTest::line)
        .containsExactly("Ec2.DescribeRegions 1/0 SdkClientException");
  }

  @Test
  void aListenerThatThrowsChangesNoCall() {
    try (AwsClients clients =
        clients()
            .listener(
                call -> {
                  throw new NoClassDefFoundError("Registry");
                })
            .listener(calls::add)
            .build()) {
      assertThat(clients.sts().getCallerIdentity().account()).isEqualTo(endpoint.state().account());
    }

    assertThat(calls).hasSize(1);
  }

  @Test
  void everyThreadThatReadsLogsInTheContextOfItsScope() {
    MDC.put("request", "42");
    Map<String, Set<Map<String, String>>> contexts = new ConcurrentHashMap<>();
    CallListener remembering =
        call ->
            contexts
                .computeIfAbsent(call.operation(), operation -> ConcurrentHashMap.newKeySet())
                .add(MDC.getCopyOfContextMap());
    try (AwsClients clients = clients().listener(remembering).build()) {
      planner(clients).plan();
    }

    Map<String, String> known =
        Map.of(
            "request",
            "42",
            "amiclean.account",
            endpoint.state().account(),
            "amiclean.region",
            endpoint.state().region());
    assertThat(contexts).containsKeys("GetCallerIdentity", "DescribeImages", "DescribeInstances");
    assertThat(contexts.get("DescribeImages")).containsExactly(known);
    assertThat(contexts.get("DescribeInstances")).containsExactly(known);
    assertThat(contexts.get("DescribeLaunchTemplates")).containsExactly(known);
    assertThat(contexts.get("DescribeSnapshots"))
        .allSatisfy(
            context ->
                assertThat(context)
                    .containsEntry("request", "42")
                    .containsEntry("amiclean.region", endpoint.state().region()));
    assertThat(MDC.getCopyOfContextMap()).isEqualTo(Map.of("request", "42"));
  }

  @Test
  void aRecordingShowsThePlanningAndEveryCall(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("recording.jfr");
    endpoint.failFirst("DescribeImages", 1, 503, "RequestLimitExceeded", "Slow down");
    try (AwsClients clients = clients().listener(calls::add).build();
        Recording recording = new Recording()) {
      recording.enable("io.amiclean.Plan").withoutThreshold();
      recording.enable("io.amiclean.Call").withoutThreshold();
      recording.start();
      planner(clients).plan();
      recording.dump(file);
    }

    List<RecordedEvent> events = RecordingFile.readAllEvents(file);
    List<RecordedEvent> recorded = named(events, "io.amiclean.Call");
    assertThat(recorded)
        .extracting(event -> event.getString("service") + "." + event.getString("operation"))
        .containsExactlyInAnyOrderElementsOf(
            calls.stream().map(call -> call.service() + "." + call.operation()).toList());
    assertThat(recorded.stream().mapToInt(event -> event.getInt("attempts")).sum())
        .isEqualTo(endpoint.requests().size());
    assertThat(recorded)
        .allSatisfy(event -> assertThat(event.getDuration()).isPositive())
        .filteredOn(event -> event.getString("operation").equals("DescribeImages"))
        .first()
        .returns(2, event -> event.getInt("attempts"))
        .returns(1, event -> event.getInt("throttled"))
        .returns(endpoint.state().account(), event -> event.getString("account"))
        .returns(endpoint.state().region(), event -> event.getString("region"));
    assertThat(named(events, "io.amiclean.Plan"))
        .singleElement()
        .satisfies(event -> assertThat(event.getString("failure")).isNull());
  }

  private static List<RecordedEvent> named(List<RecordedEvent> events, String name) {
    return events.stream().filter(event -> event.getEventType().getName().equals(name)).toList();
  }
}
