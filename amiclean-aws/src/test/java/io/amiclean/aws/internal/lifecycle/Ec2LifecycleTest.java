package io.amiclean.aws.internal.lifecycle;

import static io.amiclean.aws.AccountOverWire.NOW;
import static io.amiclean.aws.AccountOverWire.ami;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.lifecycle.LaunchPermissions;
import io.amiclean.api.lifecycle.LifecycleOperations;
import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.EvidenceDeniedException;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageState;
import io.amiclean.api.plan.Action;
import io.amiclean.api.testing.LifecycleOperationsContract;
import io.amiclean.aws.AccountOverWire;
import io.amiclean.aws.internal.call.MutatingCall;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.retries.api.BackoffStrategy;

class Ec2LifecycleTest {

  private static final String ORGANIZATION =
      "arn:aws:organizations::123456789012:organization/o-abc123";
  private static final String UNIT =
      "arn:aws:organizations::123456789012:ou/o-abc123/ou-ab12-11111111";

  private static final LaunchPermissions ALL_KINDS =
      LaunchPermissions.builder()
          .everybody(true)
          .addAccounts(AccountId.of("111111111111"), AccountId.of("222222222222"))
          .addOrganizations(ORGANIZATION)
          .addOrganizationalUnits(UNIT)
          .build();

  private static final LaunchPermissions ONE_ACCOUNT =
      LaunchPermissions.builder().addAccounts(AccountId.of("111111111111")).build();

  private enum Change {
    TAG("CreateTags", Action.TAG_IMAGE),
    UNTAG("DeleteTags", Action.TAG_IMAGE),
    DEPRECATE("EnableImageDeprecation", Action.DEPRECATE_IMAGE),
    CANCEL("DisableImageDeprecation", Action.RESTORE_IMAGE),
    REVOKE("ModifyImageAttribute", Action.MAKE_IMAGE_PRIVATE),
    GRANT("ModifyImageAttribute", Action.RESTORE_IMAGE),
    DISABLE("DisableImage", Action.DISABLE_IMAGE),
    ENABLE("EnableImage", Action.RESTORE_IMAGE);

    private final String operation;
    private final Action action;

    Change(String operation, Action action) {
      this.operation = operation;
      this.action = action;
    }

    private ActionOutcome make(Ec2Lifecycle lifecycle, ImageId image) {
      return switch (this) {
        case TAG -> lifecycle.tag(Set.of(image), Map.of("stage", "private")).get(0);
        case UNTAG -> lifecycle.untag(Set.of(image), Set.of("role")).get(0);
        case DEPRECATE -> lifecycle.deprecate(image, NOW.plus(Duration.ofDays(1)));
        case CANCEL -> lifecycle.cancelDeprecation(image);
        case REVOKE -> lifecycle.revoke(image, ONE_ACCOUNT);
        case GRANT -> lifecycle.grant(image, ONE_ACCOUNT);
        case DISABLE -> lifecycle.disable(image);
        case ENABLE -> lifecycle.enable(image);
      };
    }
  }

  @AutoClose private final AccountOverWire account = new AccountOverWire();
  private final Ec2Lifecycle lifecycle =
      new Ec2Lifecycle(
          account.ec2(),
          account.callerScope,
          MutatingCall.retry(
              BackoffStrategy.retryImmediately(), BackoffStrategy.retryImmediately()));

  Ec2LifecycleTest() {
    account.state.image(ami(1).value()).tag("role", "front").created("2024-04-01T00:00:00.000Z");
  }

  private Image described() {
    return described(ami(1));
  }

  private Image described(ImageId id) {
    return account.account().build().images().loadImages().image(id).orElseThrow();
  }

  private void share() {
    account
        .state
        .image(ami(1).value())
        .shared()
        .sharedWith("111111111111")
        .sharedWith("222222222222")
        .sharedWith(ORGANIZATION)
        .sharedWith(UNIT);
  }

  private void prepare(Change change) {
    if (change == Change.ENABLE) {
      account.state.image(ami(1).value()).state("disabled");
    }
  }

  @Test
  void knowsItsScope() {
    assertThat(lifecycle.scope()).isEqualTo(account.scope());
  }

  @Nested
  class Contract extends LifecycleOperationsContract {

    Contract() {
      account.state.image(ami(1).value()).tag("team", "web");
      share();
    }

    @Override
    protected LifecycleOperations operations() {
      return lifecycle;
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
    protected LaunchPermissions permissions() {
      return ALL_KINDS;
    }

    @Override
    protected ImageId missingImage() {
      return ami(99);
    }

    @Override
    protected Instant future() {
      return NOW.plus(Duration.ofDays(1));
    }

    @Override
    protected Image look(ImageId image) {
      return described(image);
    }

    @Override
    protected Optional<LifecycleOperations> operationsWithLostAnswer() {
      account.endpoint.cutAfter("DisableImage", 1);
      return Optional.of(lifecycle);
    }
  }

  @Nested
  class EveryChange {

    @ParameterizedTest
    @EnumSource
    void succeedsWithOneCall(Change change) {
      prepare(change);

      ActionOutcome outcome = change.make(lifecycle, ami(1));

      assertThat(outcome.outcome()).isEqualTo(Outcome.SUCCEEDED);
      assertThat(outcome.action()).isEqualTo(change.action);
      assertThat(outcome.resource()).isEqualTo(ami(1));
      assertThat(account.endpoint.requests()).hasSize(1);
      assertThat(account.endpoint.count(change.operation)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void isTheSameMadeTwice(Change change) {
      prepare(change);
      change.make(lifecycle, ami(1));
      Image once = described();
      LaunchPermissions permissions = lifecycle.launchPermissions(ami(1));

      assertThat(change.make(lifecycle, ami(1)).outcome()).isEqualTo(Outcome.SUCCEEDED);
      assertThat(described()).isEqualTo(once);
      assertThat(lifecycle.launchPermissions(ami(1))).isEqualTo(permissions);
    }

    @ParameterizedTest
    @EnumSource
    void saysThatAnImageIsGone(Change change) {
      assertThat(change.make(lifecycle, ami(99)).outcome()).isEqualTo(Outcome.ALREADY_GONE);
    }

    @ParameterizedTest
    @EnumSource
    void saysThatAnImageWasDeregistered(Change change) {
      account.clients.ec2().deregisterImage(r -> r.imageId(ami(1).value()));

      assertThat(change.make(lifecycle, ami(1)))
          .returns(Outcome.ALREADY_GONE, ActionOutcome::outcome)
          .returns("InvalidAMIID.Unavailable", ActionOutcome::code);
    }

    @ParameterizedTest
    @EnumSource
    void namesThePermissionThatIsMissing(Change change) {
      account.endpoint.failAlways(
          change.operation, 403, "UnauthorizedOperation", "You are not authorized.");

      assertThat(change.make(lifecycle, ami(1)))
          .returns(Outcome.FAILED, ActionOutcome::outcome)
          .returns("UnauthorizedOperation", ActionOutcome::code)
          .satisfies(outcome -> assertThat(outcome.message()).contains("ec2:" + change.operation));
    }

    @ParameterizedTest
    @EnumSource
    void isRepeatedWhenRefusedForItsRate(Change change) {
      prepare(change);
      account.endpoint.failFirst(
          change.operation, 3, 503, "RequestLimitExceeded", "Request limit exceeded.");

      assertThat(change.make(lifecycle, ami(1)).outcome()).isEqualTo(Outcome.SUCCEEDED);
      assertThat(account.endpoint.count(change.operation)).isEqualTo(4);
    }

    @ParameterizedTest
    @EnumSource
    void isUnknownWhenItsAnswerIsLost(Change change) {
      prepare(change);
      account.endpoint.cutAfter(change.operation, 1);

      assertThat(change.make(lifecycle, ami(1)))
          .returns(Outcome.UNKNOWN, ActionOutcome::outcome)
          .returns("no-answer", ActionOutcome::code);
      assertThat(account.endpoint.count(change.operation)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void isUnknownAfterAnErrorOfTheServer(Change change) {
      account.endpoint.failAlways(change.operation, 500, "InternalError", "An internal error.");

      assertThat(change.make(lifecycle, ami(1)))
          .returns(Outcome.UNKNOWN, ActionOutcome::outcome)
          .returns("InternalError", ActionOutcome::code);
    }

    @ParameterizedTest
    @EnumSource
    void failsWithoutAConnection(Change change) {
      account.endpoint.close();

      assertThat(change.make(lifecycle, ami(1)))
          .returns(Outcome.FAILED, ActionOutcome::outcome)
          .returns("not-sent", ActionOutcome::code);
    }

    @ParameterizedTest
    @EnumSource(
        value = Change.class,
        mode = EnumSource.Mode.EXCLUDE,
        names = {"TAG", "UNTAG"})
    void failsOnAnImageOfSomebodyElse(Change change) {
      account.state.image(ami(2).value()).owner("999999999999").shared();

      assertThat(change.make(lifecycle, ami(2)))
          .returns(Outcome.FAILED, ActionOutcome::outcome)
          .returns("AuthFailure", ActionOutcome::code);
    }
  }

  @Nested
  class Permissions {

    @Test
    void areReadOfEveryKind() {
      share();

      assertThat(lifecycle.launchPermissions(ami(1))).isEqualTo(ALL_KINDS);
    }

    @Test
    void areNoneOfAPrivateImage() {
      assertThat(lifecycle.launchPermissions(ami(1)).isNone()).isTrue();
    }

    @Test
    void areNotKnownOfAnImageThatIsGone() {
      assertThatExceptionOfType(EvidenceException.class)
          .isThrownBy(() -> lifecycle.launchPermissions(ami(99)))
          .withMessageContaining("InvalidAMIID.NotFound");
    }

    @Test
    void areNotReadWhereThatIsDenied() {
      account.state.deny("ec2:DescribeImageAttribute");

      assertThatExceptionOfType(EvidenceDeniedException.class)
          .isThrownBy(() -> lifecycle.launchPermissions(ami(1)))
          .withMessageNotContaining("skip");
    }

    @Test
    void areNotKnownWhereOneIsNotUnderstood() {
      account.state.image(ami(1).value()).sharedWith("somebody");

      assertThatExceptionOfType(EvidenceException.class)
          .isThrownBy(() -> lifecycle.launchPermissions(ami(1)))
          .withMessageContaining("somebody");
    }

    @Test
    void areGivenBackExactly() {
      share();
      LaunchPermissions recorded = lifecycle.launchPermissions(ami(1));

      ActionOutcome revoked = lifecycle.revoke(ami(1), recorded);
      assertThat(revoked.code()).isEqualTo("revoked");
      assertThat(lifecycle.launchPermissions(ami(1)).isNone()).isTrue();

      ActionOutcome granted = lifecycle.grant(ami(1), recorded);
      assertThat(granted.code()).isEqualTo("granted");
      assertThat(lifecycle.launchPermissions(ami(1))).isEqualTo(ALL_KINDS);
      assertThat(account.endpoint.count("ModifyImageAttribute")).isEqualTo(2);
    }

    @Test
    void areGivenBackToADisabledImageOnceItIsEnabled() {
      share();
      LaunchPermissions recorded = lifecycle.launchPermissions(ami(1));
      lifecycle.disable(ami(1));

      assertThat(lifecycle.grant(ami(1), recorded).outcome()).isEqualTo(Outcome.FAILED);
      lifecycle.enable(ami(1));
      assertThat(lifecycle.launchPermissions(ami(1)).isNone()).isTrue();
      lifecycle.grant(ami(1), recorded);

      assertThat(lifecycle.launchPermissions(ami(1))).isEqualTo(ALL_KINDS);
    }

    @Test
    void areTakenAwayAsFarAsTheyAreAsked() {
      share();

      lifecycle.revoke(ami(1), ONE_ACCOUNT);

      assertThat(lifecycle.launchPermissions(ami(1)).and(ONE_ACCOUNT)).isEqualTo(ALL_KINDS);
      assertThat(lifecycle.launchPermissions(ami(1)).accounts())
          .containsExactly(AccountId.of("222222222222"));
    }

    @Test
    void ofNobodyNeedNoCall() {
      assertThat(
              List.of(
                  lifecycle.revoke(ami(1), LaunchPermissions.none()),
                  lifecycle.grant(ami(1), LaunchPermissions.none())))
          .extracting(ActionOutcome::code)
          .containsOnly("nothing-to-change");
      assertThat(account.endpoint.requests()).isEmpty();
    }

    @Test
    void areNotGivenToEverybodyWhereThatIsBlocked() {
      account.state.blockPublicImages();

      assertThat(lifecycle.grant(ami(1), ALL_KINDS))
          .returns(Outcome.FAILED, ActionOutcome::outcome)
          .returns("OperationNotPermitted", ActionOutcome::code);
      assertThat(lifecycle.launchPermissions(ami(1)).isNone()).isTrue();
    }

    @Test
    void ofTheMarketplaceAreNotGivenToEverybody() {
      account
          .state
          .image(ami(1).value())
          .with("productCodes", List.of(Map.of("productCode", "abc", "type", "marketplace")));

      assertThat(lifecycle.grant(ami(1), ALL_KINDS).outcome()).isEqualTo(Outcome.FAILED);
    }
  }

  @Nested
  class Tags {

    private ActionOutcome tag(Map<String, String> tags) {
      return lifecycle.tag(Set.of(ami(1)), tags).get(0);
    }

    /** Adds images of an account that has image 1. */
    private Set<ImageId> images(int count) {
      Set<ImageId> images = new TreeSet<>();
      for (int number = 1; number <= count; number++) {
        account.state.image(ami(number).value());
        images.add(ami(number));
      }
      return images;
    }

    private long tagged() {
      return account.account().build().images().loadImages().images().stream()
          .filter(image -> "private".equals(image.tags().get("stage")))
          .count();
    }

    @Test
    void areSetAndTakenAway() {
      tag(Map.of("role", "back", "stage", "private"));
      assertThat(described().tags())
          .containsOnly(Map.entry("role", "back"), Map.entry("stage", "private"));

      lifecycle.untag(Set.of(ami(1)), Set.of("stage", "never-there"));
      assertThat(described().tags()).containsOnly(Map.entry("role", "back"));
    }

    @Test
    void areAllLeftWhereNoneIsNamed() {
      assertThat(List.of(tag(Map.of()), lifecycle.untag(Set.of(ami(1)), Set.of()).get(0)))
          .extracting(ActionOutcome::code)
          .containsOnly("nothing-to-change");
      assertThat(described().tags()).containsOnly(Map.entry("role", "front"));
      assertThat(account.endpoint.count("DeleteTags")).isZero();
    }

    @Test
    void areTakenAwayThoughTheyAreEmpty() {
      account.state.image(ami(1).value()).tag("stage", "");

      lifecycle.untag(Set.of(ami(1)), Set.of("stage", "role"));

      assertThat(described().tags()).isEmpty();
    }

    @Test
    void areSetAgainWhenSomebodyElseSetsSome() {
      account.endpoint.failFirst("CreateTags", 2, 400, "ConcurrentTagAccess", "Retry.");

      assertThat(tag(Map.of("stage", "private")).outcome()).isEqualTo(Outcome.SUCCEEDED);
    }

    @Test
    void ofAThousandImagesTakeOneCall() {
      Set<ImageId> images = images(1001);

      List<ActionOutcome> outcomes = lifecycle.tag(images, Map.of("stage", "private"));

      assertThat(outcomes).extracting(ActionOutcome::resource).containsExactlyElementsOf(images);
      assertThat(account.endpoint.count("CreateTags")).isEqualTo(2);
      assertThat(tagged()).isEqualTo(1001);
    }

    @Test
    void areSetThoughOneImageIsGone() {
      Set<ImageId> images = images(250);
      account.state.remove(ami(100).value());

      assertThat(lifecycle.tag(images, Map.of("stage", "private")))
          .filteredOn(outcome -> outcome.outcome() != Outcome.SUCCEEDED)
          .singleElement()
          .returns(ami(100), ActionOutcome::resource)
          .returns(Outcome.ALREADY_GONE, ActionOutcome::outcome);
      assertThat(tagged()).isEqualTo(249);
      // The whole, and two halves of it as long as one of them is refused: 250 is halved 8 times.
      assertThat(account.endpoint.count("CreateTags")).isEqualTo(1 + 2 * 8);
    }

    @Test
    void areSetThoughOneImageHasNoRoomForThem() {
      Set<ImageId> images = images(3);
      for (int key = 0; key < 50; key++) {
        account.state.image(ami(2).value()).tag("key-" + key, "");
      }

      assertThat(lifecycle.tag(images, Map.of("stage", "private")))
          .extracting(ActionOutcome::code)
          .containsExactly("tagged", "TagLimitExceeded", "tagged");
    }

    @ParameterizedTest
    @CsvSource({"500, InternalError, UNKNOWN", "503, RequestLimitExceeded, FAILED"})
    void areNotSetInPartsForWhatIsNoFaultOfAnImage(int status, String code, Outcome expected) {
      Set<ImageId> images = images(2);
      account.endpoint.failAlways("CreateTags", status, code, "Later.");

      assertThat(lifecycle.tag(images, Map.of("stage", "private")))
          .extracting(ActionOutcome::outcome)
          .containsExactly(expected, expected);
      assertThat(account.endpoint.requests("CreateTags"))
          .allMatch(request -> request.list("ResourceId").size() == 2);
    }

    @Test
    void thatEc2RefusesFail() {
      assertThat(tag(Map.of("stage", "x".repeat(257))))
          .returns(Outcome.FAILED, ActionOutcome::outcome)
          .returns("InvalidParameterValue", ActionOutcome::code);
    }
  }

  @Nested
  class Deprecation {

    private final Instant tomorrow = NOW.plus(Duration.ofDays(1));

    @Test
    void isSetAndCancelled() {
      lifecycle.deprecate(ami(1), tomorrow);
      assertThat(described().deprecationTime()).contains(tomorrow);

      lifecycle.cancelDeprecation(ami(1));
      assertThat(described().deprecationTime()).isEmpty();
    }

    @Test
    void ofAnImageThatIsDeprecatedByThenIsSoAlready() {
      account
          .state
          .image(ami(1).value())
          .created("2020-01-01T00:00:00.000Z")
          .with("deprecationTime", "2022-01-01T00:00:00.000Z")
          .shared();

      assertThat(lifecycle.deprecate(ami(1), tomorrow))
          .returns(Outcome.SUCCEEDED, ActionOutcome::outcome)
          .returns("already-so", ActionOutcome::code);
    }

    @Test
    void inThePastFails() {
      assertThat(lifecycle.deprecate(ami(1), NOW.minusSeconds(60)))
          .returns(Outcome.FAILED, ActionOutcome::outcome)
          .returns("InvalidParameterValue", ActionOutcome::code);
    }

    @Test
    void ofAPublicImageIsNotCancelled() {
      account
          .state
          .image(ami(1).value())
          .with("deprecationTime", "2024-06-01T00:00:00.000Z")
          .shared();

      assertThat(lifecycle.cancelDeprecation(ami(1)).outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void thatThereIsNotNeedsNoCancelling() {
      account.endpoint.failAlways(
          "DisableImageDeprecation", 400, "IncorrectState", "The image is not deprecated.");

      assertThat(lifecycle.cancelDeprecation(ami(1)).code()).isEqualTo("already-so");
    }
  }

  @Nested
  class Disabling {

    @Test
    void isUndone() {
      lifecycle.disable(ami(1));
      assertThat(described().state()).isEqualTo(ImageState.DISABLED);

      lifecycle.enable(ami(1));
      assertThat(described().state()).isEqualTo(ImageState.AVAILABLE);
    }

    @Test
    void ofADisabledImageIsSoAlready() {
      lifecycle.disable(ami(1));

      assertThat(lifecycle.disable(ami(1)).code()).isEqualTo("already-so");
    }

    @Test
    void ofAPendingImageFails() {
      account.state.image(ami(1).value()).state("pending");

      assertThat(lifecycle.disable(ami(1)))
          .returns(Outcome.FAILED, ActionOutcome::outcome)
          .returns("IncorrectState", ActionOutcome::code);
      assertThat(lifecycle.enable(ami(1)).outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void failsWhereTheImageCannotBeLookedAt() {
      lifecycle.disable(ami(1));
      account.state.deny("ec2:DescribeImages");

      assertThat(lifecycle.disable(ami(1)).outcome()).isEqualTo(Outcome.FAILED);
    }
  }
}
