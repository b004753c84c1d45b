package io.amiclean.aws;

import static io.amiclean.aws.AccountOverWire.ami;
import static io.amiclean.aws.AccountOverWire.snap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.fail;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.lifecycle.LaunchPermissions;
import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.ImageFact;
import io.amiclean.api.model.ImageInventory;
import io.amiclean.aws.source.ReadingOptions;
import io.amiclean.aws.wire.ForeignAnswer;
import io.amiclean.aws.wire.FurtherResources;
import io.amiclean.aws.wire.WireAnswer;
import io.amiclean.aws.wire.WireRequest;
import io.amiclean.aws.wire.WireState;
import io.amiclean.core.execution.PlanExecutor;
import io.amiclean.core.mapping.Mappers;
import io.amiclean.core.plan.CleanupPlanner;
import io.amiclean.core.retention.RetentionStrategies;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Answers that are not the service's own, to every operation that amiclean calls. */
class ForeignAnswersTest {

  private static final String OTHER = "210987654321";
  private static final String ROLE = "arn:aws:iam::" + OTHER + ":role/amiclean";

  private static final String TEMPLATE = "lt-00000000000000001";

  private static final ReadingOptions EVERYTHING =
      ReadingOptions.builder()
          .ssmPaths(List.of("/text"))
          .usageReports()
          .facts(EnumSet.allOf(ImageFact.class))
          .build();

  private static final LaunchPermissions FRIEND =
      LaunchPermissions.builder().accounts(Set.of(AccountId.of(OTHER))).build();

  /** What changes the account, by the operation that it is done with. */
  private static final Map<String, Function<AwsAccount, List<ActionOutcome>>> CHANGES =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("DeregisterImage", aws -> List.of(aws.operations().deregister(ami(30)))),
              Map.entry("DeleteSnapshot", aws -> List.of(aws.operations().delete(snap(31)))),
              Map.entry(
                  "CreateTags", aws -> aws.lifecycle().tag(Set.of(ami(32)), Map.of("a", "b"))),
              Map.entry("DeleteTags", aws -> aws.lifecycle().untag(Set.of(ami(32)), Set.of("a"))),
              Map.entry(
                  "EnableImageDeprecation",
                  aws ->
                      List.of(
                          aws.lifecycle()
                              .deprecate(ami(32), AccountOverWire.NOW.plus(Duration.ofDays(1))))),
              Map.entry(
                  "DisableImageDeprecation",
                  aws -> List.of(aws.lifecycle().cancelDeprecation(ami(32)))),
              Map.entry(
                  "ModifyImageAttribute", aws -> List.of(aws.lifecycle().grant(ami(32), FRIEND))),
              Map.entry("DisableImage", aws -> List.of(aws.lifecycle().disable(ami(32)))),
              Map.entry("EnableImage", aws -> List.of(aws.lifecycle().enable(ami(33)))),
              Map.entry(
                  "RestoreImageFromRecycleBin", aws -> aws.recycleBin().restore(List.of(ami(40)))),
              Map.entry(
                  "RestoreSnapshotFromRecycleBin",
                  aws -> aws.recycleBin().restore(List.of(ami(40))))));

  /** A report that is left behind is deleted by EC2, so that a failure is logged only. */
  private static final Set<String> FORGOTTEN = Set.of("DeleteImageUsageReport");

  /** Of rules that say how long a removal can be undone; {@code RetentionRulesTest} is of those. */
  private static final Set<String> UNDECIDED = Set.of("ListRules", "GetRule");

  private static AccountOverWire account() {
    AccountOverWire account = new AccountOverWire();
    WireState state = account.state;
    for (int number = 1; number <= 22; number++) {
      state.image(ami(number).value());
    }
    state.image(ami(1).value()).sharedWith(OTHER);
    state.image(ami(30).value());
    state.snapshot(snap(31).value());
    state.image(ami(32).value()).tag("a", "c");
    state.image(ami(33).value()).state("disabled");
    state.image(ami(9).value()).madeFrom(ami(90).value());
    state.allowedImages("enabled");
    state.instance("i-00000000000000001").image(ami(9).value());
    state.launchConfiguration("one").image(ami(9).value());
    state.launchTemplate(TEMPLATE).version(ami(9).value()).version("resolve:ssm:golden-1");
    state
        .autoScalingGroup("two")
        .mixedInstances(TEMPLATE, "1")
        .warmInstance("i-00000000000000011", ami(9).value());
    state.autoScalingGroup("two").refresh("one").launchTemplate(TEMPLATE, "1");
    state.spotFleet("one").specification(ami(9).value());
    state.fleet("one").launchTemplate(TEMPLATE, "1");
    state.spotRequest("one").image(ami(9).value());
    state.fastLaunchImage(ami(9).value());
    state.replaceRootVolumeTask("one").image(ami(9).value());
    state.storeImageTask(ami(9).value());
    state.exportImageTask("one").image(ami(9).value());
    state.parameter("golden-1").dataType("aws:ec2:image").value(ami(9).value());
    state.parameter("/text/1", ami(9).value());
    state.builtImage("base/1.0.0/1").ami(ami(20).value());
    state.imageRecipe("two").parent("arn:aws:imagebuilder:eu-west-1:123456789012:image/base/x.x.x");
    state.containerRecipe("two").image(ami(21).value()).withoutImageInSummary();
    state.recycle(Duration.ofDays(14));
    state.recycledImage(ami(40).value()).device("/dev/xvda", snap(40).value(), 8);
    state.snapshot(snap(8).value()).locked().archived("2024-04-01T00:00:00.000Z");
    state.reference(ami(22).value(), "ssm:Parameter", "one");
    FurtherResources.computeEnvironment(
        state, "render", "VALID", Map.of("imageId", ami(9).value()));
    FurtherResources.stack(
        state,
        "web",
        "CREATE_COMPLETE",
        Map.of("ParameterKey", "ImageId", "ParameterValue", ami(9).value()));
    state.role(ROLE);
    state.organizationAccount(state.account(), "ACTIVE");
    state.organizationAccount(OTHER, "ACTIVE");
    account.endpoint.add(new WireState(OTHER, state.region()));
    return account;
  }

  private static AwsClients clients(AccountOverWire account) {
    return AwsClients.builder()
        .region(account.state.region())
        .endpoint(account.endpoint.uri())
        .credentials(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDEXAMPLE", "secret")))
        .build();
  }

  /** Reads all that there is to read, with clients of the caller's own. */
  private static void readWithOwnClients(AccountOverWire account) {
    read(account.account().options(EVERYTHING).build());
  }

  /** Reads all that there is to read, with clients that amiclean builds. */
  private static void readWithAwsClients(AccountOverWire account) {
    try (AwsClients clients = clients(account)) {
      read(AwsAccount.builder().clients(clients).options(EVERYTHING).build());
      try (AwsScopes scopes =
          AwsScopes.builder().enabledRegions().organizationAccounts("amiclean").open(clients)) {
        scopes
            .list()
            .forEach(scope -> AwsAccount.builder().clients(scope.clients()).build().scope());
      }
    }
  }

  private static void read(AwsAccount aws) {
    aws.scope();
    ImageInventory inventory = aws.images().loadImages();
    aws.snapshots().loadSnapshots();
    aws.usage().loadUsage();
    aws.candidateChecks()
        .get(0)
        .check(inventory.images().stream().filter(image -> image.id().equals(ami(1))).toList());
    aws.sharedSnapshots().check(Set.of(snap(8)));
    aws.lifecycle().launchPermissions(ami(1));
    aws.recycleBin().images();
    aws.recycleBin().restore(List.of(ami(40)));
  }

  private static Set<String> actions(Consumer<AccountOverWire> reading) {
    try (AccountOverWire account = account()) {
      reading.accept(account);
      return account.endpoint.requests().stream()
          .map(WireRequest::action)
          .filter(action -> !CHANGES.containsKey(action) && !FORGOTTEN.contains(action))
          .filter(action -> !UNDECIDED.contains(action))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  static Set<String> readsOfOwnClients() {
    return actions(ForeignAnswersTest::readWithOwnClients);
  }

  static Set<String> readsOfAwsClients() {
    return actions(ForeignAnswersTest::readWithAwsClients);
  }

  @Test
  void areTriedForEveryOperationThatThePolicyAllows() {
    Set<String> tried = new TreeSet<>(readsOfAwsClients());
    tried.addAll(readsOfOwnClients());
    tried.addAll(CHANGES.keySet());
    tried.addAll(FORGOTTEN);
    tried.addAll(UNDECIDED);

    assertThat(tried)
        .containsAll(
            MinimumIamPolicy.of(EVERYTHING)
                .withLifecycle()
                .withRecycleBin()
                .findingRegions()
                .assuming(List.of(ROLE))
                .actions()
                .stream()
                .map(permission -> permission.substring(permission.indexOf(':') + 1))
                .toList())
        .contains("ListAccounts", "GetCallerIdentity", "DescribeSnapshotAttribute");
  }

  @ParameterizedTest
  @MethodSource("readsOfOwnClients")
  void refuseTheReadingWithClientsOfTheCallersOwn(String action) {
    assertRefused(action, ForeignAnswersTest::readWithOwnClients);
  }

  @ParameterizedTest
  @MethodSource("readsOfAwsClients")
  void refuseTheReadingWithClientsThatAmicleanBuilds(String action) {
    assertRefused(action, ForeignAnswersTest::readWithAwsClients);
  }

  private static void assertRefused(String action, Consumer<AccountOverWire> reading) {
    try (AccountOverWire account = account()) {
      for (ForeignAnswer kind : ForeignAnswer.values()) {
        account.endpoint.heal().clearRequests();
        account.endpoint.replaceAnswers(action, request -> true, foreign(account, kind));

        assertThatExceptionOfType(EvidenceException.class)
            .as("%s", kind)
            .isThrownBy(() -> reading.accept(account))
            .satisfies(e -> assertThat(e.getMessage()).as("%s", kind).contains(":" + action));
        assertThat(account.endpoint.count(action))
            .as("%s is not asked for again", kind)
            .isLessThanOrEqualTo(2);
      }
    }
  }

  /** An execution that reads the account again before each removal, from the first on. */
  private static ExecutionResult execute(AccountOverWire account) {
    AwsAccount aws = account.account().options(EVERYTHING).build();
    CleanupPlanner planner =
        CleanupPlanner.builder()
            .account(aws)
            .checkSnapshots(aws.sharedSnapshots())
            .groupBy(Mappers.everything("all"))
            .retain(RetentionStrategies.nothing())
            .orphanSnapshots()
            .clock(account.clock)
            .build();
    return PlanExecutor.builder()
        .operations(aws.operations())
        .planner(planner)
        .recheckEvery(1, Duration.ofMinutes(5))
        .concurrency(1)
        .clock(account.clock)
        .build()
        .execute(planner.plan());
  }

  /** A few images that nothing keeps; another account shares the last one. */
  private static AccountOverWire executedAccount() {
    AccountOverWire account = account();
    for (int number = 3; number <= 19; number++) {
      if (number != 9) {
        account.state.remove(ami(number).value());
      }
    }
    account.state.image(ami(2).value()).device("/dev/xvda", snap(2).value(), 8);
    account.state.image(ami(50).value()).device("/dev/xvda", snap(50).value(), 8).sharedWith(OTHER);
    return account;
  }

  /** What an execution reads after its first removal. */
  static Set<String> readsOfAnExecution() {
    try (AccountOverWire account = executedAccount()) {
      execute(account);
      return account.endpoint.requests().stream()
          .map(WireRequest::action)
          .dropWhile(action -> !action.equals("DeregisterImage"))
          .filter(action -> !CHANGES.containsKey(action) && !FORGOTTEN.contains(action))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  @Test
  void areTriedForWhatAnExecutionReadsOnItsWay() {
    Set<String> onlyForPlans =
        Set.of(
            // Of reports that count still, of parameters that have not changed, and of what images
            // go back to, which never does.
            "CreateImageUsageReport",
            "DescribeImageUsageReports",
            "DescribeImageUsageReportEntries",
            "GetImageAncestry",
            "GetParameters",
            "GetCallerIdentity",
            "ListSnapshotsInRecycleBin");

    Set<String> expected = new TreeSet<>(readsOfOwnClients());
    expected.removeAll(onlyForPlans);
    assertThat(readsOfAnExecution()).containsExactlyElementsOf(expected);
  }

  @ParameterizedTest
  @MethodSource("readsOfAnExecution")
  void endAnExecutionBeforeItsNextRemoval(String action) {
    for (ForeignAnswer kind : ForeignAnswer.values()) {
      try (AccountOverWire account = executedAccount()) {
        AtomicInteger removalsBefore = new AtomicInteger(-1);
        account.endpoint.replaceAnswers(
            action,
            request -> account.endpoint.count("DeregisterImage") > 0,
            own -> {
              removalsBefore.compareAndSet(-1, account.endpoint.count("DeregisterImage"));
              return kind.inPlaceOf(own, account.endpoint.uri());
            });

        ExecutionResult result = execute(account);

        assertThat(removalsBefore).as("%s", kind).hasPositiveValue();
        assertThat(account.endpoint.count("DeregisterImage"))
            .as("%s: the removal that an earlier reading permits may still come", kind)
            .isBetween(removalsBefore.get(), removalsBefore.get() + 1);
        assertThat(account.state.imageIds()).contains(ami(50).value());
        assertThat(result.outcomes())
            .as("%s", kind)
            .filteredOn(outcome -> outcome.resource().equals(ami(50)))
            .allSatisfy(
                outcome -> assertThat(outcome.message()).as("%s", kind).contains(":" + action))
            .hasSize(1)
            .extracting(ActionOutcome::outcome)
            .doesNotContain(Outcome.SUCCEEDED);
      }
    }
  }

  private static UnaryOperator<WireAnswer> foreign(AccountOverWire account, ForeignAnswer kind) {
    return own -> kind.inPlaceOf(own, account.endpoint.uri());
  }

  @ParameterizedTest
  @EnumSource
  void leaveItUnknownWhetherAChangeWasMade(ForeignAnswer kind) {
    CHANGES.forEach(
        (action, change) -> {
          try (AccountOverWire account = account()) {
            account.endpoint.replaceAnswers(action, request -> true, foreign(account, kind));

            List<ActionOutcome> outcomes = change.apply(account.account().build());

            assertNotTakenForDone(action, kind, outcomes);
          }
        });
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"WITHOUT_REQUEST_ID", "ANOTHER_OPERATIONS"})
  void leaveItUnknownWhetherAChangeThatWasNotMadeWas(ForeignAnswer kind) {
    CHANGES.forEach(
        (action, change) -> {
          try (AccountOverWire account = account()) {
            WireAnswer nothing = new WireAnswer(200, Map.of(), "");
            account.endpoint.answerInstead(
                action, request -> true, kind.inPlaceOf(nothing, account.endpoint.uri()));

            List<ActionOutcome> outcomes = change.apply(account.account().build());

            assertNotTakenForDone(action, kind, outcomes);
            assertThat(outcomes)
                .as("%s of %s", kind, action)
                .extracting(ActionOutcome::outcome)
                .contains(Outcome.UNKNOWN);
          }
        });
  }

  private static void assertNotTakenForDone(
      String action, ForeignAnswer kind, List<ActionOutcome> outcomes) {
    List<ActionOutcome> lookedUp =
        outcomes.stream().filter(outcome -> outcome.code().equals("already-restored")).toList();
    List<ActionOutcome> unknown =
        outcomes.stream()
            .filter(outcome -> outcome.outcome() == Outcome.UNKNOWN)
            .filter(outcome -> Set.of("foreign-answer", "http-302").contains(outcome.code()))
            .toList();
    if (lookedUp.size() + unknown.size() != 1) {
      fail("%s of %s became %s", kind, action, outcomes);
    }
  }
}
