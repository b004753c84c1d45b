package io.amiclean.aws.internal.source;

import static io.amiclean.aws.AccountOverWire.ami;
import static io.amiclean.aws.AccountOverWire.snap;
import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.ImageInventory;
import io.amiclean.api.model.RecycleBinRule;
import io.amiclean.api.model.ResourceTag;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.aws.AccountOverWire;
import io.amiclean.aws.AwsAccount;
import io.amiclean.aws.AwsAccountBuilder;
import io.amiclean.aws.AwsClients;
import io.amiclean.aws.source.ReadingOptions;
import io.amiclean.aws.wire.ForeignAnswer;
import io.amiclean.core.mapping.Mappers;
import io.amiclean.core.plan.CleanupPlanner;
import io.amiclean.core.retention.RetentionStrategies;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.rbin.RbinClient;

/** How long a removal can be undone, as the rules of the Recycle Bin say; nothing depends on it. */
class RetentionRulesTest {

  @AutoClose private final AccountOverWire account = new AccountOverWire();

  @AutoClose
  private final AwsClients clients =
      AwsClients.builder()
          .region(account.state.region())
          .endpoint(account.endpoint.uri())
          .credentials(
              StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDEXAMPLE", "secret")))
          .build();

  RetentionRulesTest() {
    account.state.image(ami(1).value()).tag("env", "dev").device("/dev/xvda", snap(1).value(), 8);
    account.state.snapshot(snap(1).value()).tag("env", "dev");
  }

  private AwsAccountBuilder aws() {
    return AwsAccount.builder().clients(clients).clock(account.clock);
  }

  private static ImageInventory read(AwsAccount aws) {
    return aws.images().loadImages();
  }

  private static OptionalInt days(AwsAccount aws) {
    CleanupPlan plan =
        CleanupPlanner.builder()
            .account(aws)
            .groupBy(Mappers.everything("all"))
            .retain(RetentionStrategies.nothing())
            .build()
            .plan();
    return plan.explain(ami(1)).recoverableDays();
  }

  @Test
  @Timeout(30)
  void areReadBesideTheImages() {
    CountDownLatch both = new CountDownLatch(2);
    account.endpoint.meet("DescribeImages", both).meet("ListRules", both);

    assertThat(read(aws().build()).knowsRecycleBinRules()).isTrue();
  }

  @Test
  void areReadWithTheirTagsAndStates() {
    account.state.retentionRule("b", "EC2_IMAGE", 7).excluding("env", "test").locked();
    account.state.retentionRule("a", "EBS_SNAPSHOT", 14).tag("env", "dev").pending();

    ImageInventory inventory = read(aws().build());

    assertThat(inventory.knowsRecycleBinRules()).isTrue();
    assertThat(inventory.recycleBinRules())
        .containsExactly(
            RecycleBinRule.builder()
                .id("a")
                .kind(RecycleBinRule.Kind.SNAPSHOT)
                .days(14)
                .addTags(ResourceTag.of("env", "dev"))
                .available(false)
                .build(),
            RecycleBinRule.builder()
                .id("b")
                .kind(RecycleBinRule.Kind.IMAGE)
                .days(7)
                .addExcludedTags(ResourceTag.of("env", "test"))
                .locked(true)
                .build());
  }

  @Test
  void sayHowLongARemovalCanBeUndone() {
    account.state.retentionRule("a", "EC2_IMAGE", 7);
    account.state.retentionRule("b", "EBS_SNAPSHOT", 14);

    assertThat(days(aws().build())).hasValue(7);
  }

  @Test
  void sayThatARemovalIsForGoodWhereThereAreNone() {
    assertThat(days(aws().build())).hasValue(0);
  }

  @Test
  void areNotKnownWhereTheyAreDenied() {
    account.state.deny("rbin:ListRules");

    assertThat(days(aws().build())).isEmpty();
    assertThat(read(aws().build()).evidence())
        .filteredOn(evidence -> evidence.source().equals("recycle-bin-rules"))
        .singleElement()
        .satisfies(
            evidence -> {
              assertThat(evidence.skipped()).isTrue();
              assertThat(evidence.notes()).singleElement().asString().contains("rbin:ListRules");
            });
  }

  @ParameterizedTest
  @EnumSource(ForeignAnswer.class)
  void areNotKnownFromForeignAnswers(ForeignAnswer kind) {
    account.state.retentionRule("a", "EC2_IMAGE", 7);
    account.endpoint.replaceAnswers(
        "ListRules", request -> true, own -> kind.inPlaceOf(own, account.endpoint.uri()));

    assertThat(read(aws().build()).knowsRecycleBinRules()).isFalse();
  }

  @Test
  void areNotAskedForWhereTheyAreSkipped() {
    ReadingOptions options = ReadingOptions.builder().skip("recycle-bin-rules").build();

    ImageInventory inventory = read(aws().options(options).build());

    assertThat(inventory.knowsRecycleBinRules()).isFalse();
    assertThat(account.endpoint.count("ListRules")).isZero();
  }

  @Test
  void areNotAskedForWithoutAClient() {
    ImageInventory inventory = read(account.account().build());

    assertThat(inventory.evidence())
        .contains(Evidence.skipped("recycle-bin-rules", AccountOverWire.NOW));
    assertThat(account.endpoint.count("ListRules")).isZero();
  }

  @Test
  void areReadWithAClientOfTheCallersOwn() {
    account.state.retentionRule("a", "EC2_IMAGE", 7);
    AwsAccount aws =
        account.account().client(RbinClient.class, clients.client(RbinClient.builder())).build();

    assertThat(read(aws).recycleBinRules()).hasSize(1);
  }

  @Test
  void ofManyPagesAreAllRead() {
    for (int number = 0; number < 5; number++) {
      account.state.retentionRule("rule-" + number, "EC2_IMAGE", number + 1);
    }
    account.endpoint.pageSize("ListRules", 2);

    assertThat(read(aws().build()).recycleBinRules())
        .extracting(RecycleBinRule::days)
        .isEqualTo(List.of(1, 2, 3, 4, 5));
  }
}
