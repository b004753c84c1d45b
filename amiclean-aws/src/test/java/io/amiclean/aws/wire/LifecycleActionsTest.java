package io.amiclean.aws.wire;

import static io.amiclean.aws.wire.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.ImageAttributeName;
import software.amazon.awssdk.services.ec2.model.LaunchPermission;
import software.amazon.awssdk.services.ec2.model.Tag;

class LifecycleActionsTest {

  private static final String ACCOUNT = "111111111111";
  private static final String OTHER = "999999999999";
  private static final String ORGANIZATION =
      "arn:aws:organizations::123456789012:organization/o-abc123";
  private static final String UNIT =
      "arn:aws:organizations::123456789012:ou/o-abc123/ou-ab12-11111111";
  private static final Instant NOW = Instant.parse("2024-05-01T12:00:00Z");

  @AutoClose private final WireEndpoint endpoint = new WireEndpoint();
  @AutoClose private final WireClients clients = WireClients.of(endpoint);
  private final Ec2Client ec2 = clients.ec2();
  private final WireState state = endpoint.state();

  @BeforeEach
  void describe() {
    state.clock(Clock.fixed(NOW, ZoneOffset.UTC));
    state.image("ami-1");
    state.image("ami-2").owner(OTHER).shared();
  }

  private List<LaunchPermission> permissions() {
    return ec2.describeImageAttribute(
            r -> r.imageId("ami-1").attribute(ImageAttributeName.LAUNCH_PERMISSION))
        .launchPermissions();
  }

  private Optional<Image> described() {
    return ec2.describeImages(r -> r.owners("self").includeDisabled(true)).images().stream()
        .filter(image -> image.imageId().equals("ami-1"))
        .findFirst();
  }

  @Nested
  class ModifyImageAttribute {

    private final LaunchPermission all = LaunchPermission.builder().group("all").build();
    private final LaunchPermission account = LaunchPermission.builder().userId(ACCOUNT).build();
    private final LaunchPermission organization =
        LaunchPermission.builder().organizationArn(ORGANIZATION).build();
    private final LaunchPermission unit =
        LaunchPermission.builder().organizationalUnitArn(UNIT).build();

    private void add(LaunchPermission... permissions) {
      ec2.modifyImageAttribute(r -> r.imageId("ami-1").launchPermission(p -> p.add(permissions)));
    }

    private void remove(LaunchPermission... permissions) {
      ec2.modifyImageAttribute(
          r -> r.imageId("ami-1").launchPermission(p -> p.remove(permissions)));
    }

    @Test
    void addsAndRemovesEachKind() {
      add(all, account, organization, unit);
      assertThat(permissions()).containsExactlyInAnyOrder(all, account, organization, unit);

      remove(all, organization);
      assertThat(permissions()).containsExactlyInAnyOrder(account, unit);

      remove(account, unit);
      assertThat(permissions()).isEmpty();
    }

    @Test
    void passesOverWhatIsSoAlready() {
      add(account);
      add(account);
      remove(all, unit);

      assertThat(permissions()).containsExactly(account);
    }

    @ParameterizedTest
    @CsvSource({"12345, , ", " , arn:aws:iam::123456789012:root, ", " , , organization"})
    void refusesPermissionsOfNoForm(String user, String organizationArn, String group) {
      LaunchPermission odd =
          LaunchPermission.builder()
              .userId(user)
              .organizationArn(organizationArn)
              .group(group)
              .build();

      assertRefused("InvalidAMIAttributeItemValue", () -> add(account, odd));
      assertThat(permissions()).isEmpty();
    }

    @Test
    void makesNothingPublicThatMustNotBe() {
      state.blockPublicImages();

      assertRefused("OperationNotPermitted", () -> add(all, account));
      assertThat(permissions()).isEmpty();
    }

    @Test
    void leavesPublicWhatWasSoBeforeItWasBlocked() {
      state.image("ami-1").shared();
      state.blockPublicImages();

      assertThat(permissions()).containsExactly(all);
    }

    @Test
    void makesNoImageOfTheMarketplacePublic() {
      state
          .image("ami-1")
          .with("productCodes", List.of(Map.of("productCode", "abc", "type", "marketplace")));

      assertRefused("OperationNotPermitted", () -> add(all));
      add(account);
      assertThat(permissions()).containsExactly(account);
    }

    @Test
    void sharesNoDisabledImage() {
      state.image("ami-1").state("disabled");

      assertRefused("OperationNotPermitted", () -> add(account));
    }

    @Test
    void isForTheOwnerAndForSomething() {
      assertRefused(
          "AuthFailure",
          () ->
              ec2.modifyImageAttribute(
                  r -> r.imageId("ami-2").launchPermission(p -> p.remove(all))));
      assertRefused("MissingParameter", () -> ec2.modifyImageAttribute(r -> r.imageId("ami-1")));
      assertRefused(
          "UnknownParameter",
          () -> ec2.modifyImageAttribute(r -> r.imageId("ami-1").description(d -> d.value("x"))));
    }
  }

  @Test
  void resetsLaunchPermissions() {
    state.image("ami-1").shared().sharedWith(ACCOUNT).sharedWith(UNIT);

    ec2.resetImageAttribute(r -> r.imageId("ami-1").attribute("launchPermission"));

    assertThat(permissions()).isEmpty();
    assertRefused(
        "InvalidParameterValue",
        () -> ec2.resetImageAttribute(r -> r.imageId("ami-1").attribute("description")));
  }

  @Nested
  class Deprecation {

    private void deprecate(String at) {
      ec2.enableImageDeprecation(r -> r.imageId("ami-1").deprecateAt(Instant.parse(at)));
    }

    @ParameterizedTest
    @CsvSource({
      "2024-06-01T13:17:12Z, 2024-06-01T13:17:00Z",
      "2024-06-01T13:17:30Z, 2024-06-01T13:18:00Z",
      "2024-05-01T12:00:00Z, 2024-05-01T12:00:00Z"
    })
    void isRoundedToTheMinute(String at, String rounded) {
      deprecate(at);

      assertThat(described().map(Image::deprecationTime)).contains(rounded);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2024-05-01T11:59:59Z", "2034-05-01T12:00:01Z"})
    void isNeitherInThePastNorTooFarAway(String at) {
      assertRefused("InvalidParameterValue", () -> deprecate(at));
      assertThat(described().map(Image::deprecationTime)).isEmpty();
    }

    @Test
    void ofAPublicImageIsTwoYearsAfterItsCreationAtTheLatest() {
      state.image("ami-1").created("2023-01-01T00:00:00.000Z").shared();

      assertRefused("InvalidParameterValue", () -> deprecate("2025-01-01T00:00:01Z"));
      deprecate("2025-01-01T00:00:00Z");
      assertThat(described().map(Image::deprecationTime)).contains("2025-01-01T00:00:00Z");
    }

    @Test
    void isCancelled() {
      deprecate("2024-06-01T00:00:00Z");

      ec2.disableImageDeprecation(r -> r.imageId("ami-1"));
      ec2.disableImageDeprecation(r -> r.imageId("ami-1"));

      assertThat(described().map(Image::deprecationTime)).isEmpty();
    }

    @Test
    void ofAPublicImageIsNotCancelled() {
      state.image("ami-1").shared();

      assertRefused(
          "OperationNotPermitted", () -> ec2.disableImageDeprecation(r -> r.imageId("ami-1")));
    }

    @Test
    void isForTheOwner() {
      assertRefused(
          "AuthFailure",
          () -> ec2.enableImageDeprecation(r -> r.imageId("ami-2").deprecateAt(NOW)));
      assertRefused("AuthFailure", () -> ec2.disableImageDeprecation(r -> r.imageId("ami-2")));
    }
  }

  @Nested
  class Disabling {

    @Test
    void losesAllLaunchPermissionsForGood() {
      state.image("ami-1").shared().sharedWith(ACCOUNT);

      ec2.disableImage(r -> r.imageId("ami-1"));
      assertThat(permissions()).isEmpty();
      assertThat(described().map(Image::stateAsString)).contains("disabled");

      ec2.enableImage(r -> r.imageId("ami-1"));
      assertThat(permissions()).isEmpty();
      assertThat(described().map(Image::stateAsString)).contains("available");
    }

    @Test
    void hidesTheImage() {
      ec2.disableImage(r -> r.imageId("ami-1"));

      assertThat(ec2.describeImages(r -> r.owners("self")).images()).isEmpty();
    }

    @Test
    void needsTheOtherState() {
      assertRefused("IncorrectState", () -> ec2.enableImage(r -> r.imageId("ami-1")));
      ec2.disableImage(r -> r.imageId("ami-1"));
      assertRefused("IncorrectState", () -> ec2.disableImage(r -> r.imageId("ami-1")));
    }

    @Test
    void isForTheOwnerAndForImagesThatExist() {
      assertRefused("AuthFailure", () -> ec2.disableImage(r -> r.imageId("ami-2")));
      assertRefused("AuthFailure", () -> ec2.enableImage(r -> r.imageId("ami-2")));
      assertRefused("InvalidAMIID.NotFound", () -> ec2.disableImage(r -> r.imageId("ami-9")));
    }

    @Test
    void isTriedDry() {
      assertRefused(
          "DryRunOperation", () -> ec2.disableImage(r -> r.imageId("ami-1").dryRun(true)));
      assertThat(described().map(Image::stateAsString)).contains("available");
    }
  }

  @Nested
  class Tags {

    private void create(String key, String value) {
      ec2.createTags(r -> r.resources("ami-1").tags(tag(key, value)));
    }

    private Tag tag(String key, String value) {
      return Tag.builder().key(key).value(value).build();
    }

    private List<Tag> tags() {
      return described().orElseThrow().tags();
    }

    @Test
    void areSetAndReplacedOnEachResource() {
      state.snapshot("snap-1").tag("role", "front");

      ec2.createTags(
          r -> r.resources("ami-1", "snap-1").tags(tag("role", "back"), tag("empty", "")));

      assertThat(tags()).containsExactly(tag("role", "back"), tag("empty", ""));
      assertThat(ec2.describeSnapshots(r -> r.ownerIds("self")).snapshots().get(0).tags())
          .containsExactly(tag("role", "back"), tag("empty", ""));
    }

    @Test
    void areSetOnAllResourcesOrNone() {
      assertRefused(
          "InvalidAMIID.NotFound",
          () -> ec2.createTags(r -> r.resources("ami-1", "ami-9").tags(tag("role", "back"))));
      assertThat(tags()).isEmpty();
    }

    @Test
    void areFiftyAtMost() {
      IntStream.range(0, 50).forEach(i -> state.image("ami-1").tag("key-" + i, "x"));
      state.image("ami-1").tag("aws:backup:source-resource", "x");

      create("key-7", "y");
      assertRefused("TagLimitExceeded", () -> create("another", "x"));
    }

    @Test
    void areOfALimitedLength() {
      create("k".repeat(128), "v".repeat(256));

      assertRefused("InvalidParameterValue", () -> create("k".repeat(129), "v"));
      assertRefused("InvalidParameterValue", () -> create("k", "v".repeat(257)));
      assertRefused("InvalidParameterValue", () -> create("", "v"));
      assertThat(tags()).hasSize(1);
    }

    @Test
    void ofAwsAreNotTouched() {
      state.image("ami-1").tag("aws:made-by", "x");

      assertRefused("InvalidParameterValue", () -> create("aws:made-by", "y"));
      assertRefused(
          "InvalidParameterValue",
          () ->
              ec2.deleteTags(
                  r -> r.resources("ami-1").tags(Tag.builder().key("aws:made-by").build())));
      assertThat(tags()).containsExactly(tag("aws:made-by", "x"));
    }

    @Test
    void areDeletedByTheirKey() {
      state.image("ami-1").tag("role", "front").tag("stage", "one");

      ec2.deleteTags(
          r ->
              r.resources("ami-1")
                  .tags(
                      Tag.builder().key("role").build(), Tag.builder().key("never-there").build()));

      assertThat(tags()).containsExactly(tag("stage", "one"));
    }

    @Test
    void areDeletedByTheirValueWhereOneIsGiven() {
      state.image("ami-1").tag("role", "front").tag("stage", "one");

      ec2.deleteTags(r -> r.resources("ami-1").tags(tag("role", ""), tag("stage", "one")));

      assertThat(tags()).containsExactly(tag("role", "front"));
    }

    @Test
    void areAllDeletedWhereNoneIsNamed() {
      state.image("ami-1").tag("role", "front").tag("aws:made-by", "x");

      ec2.deleteTags(r -> r.resources("ami-1"));

      assertThat(tags()).containsExactly(tag("aws:made-by", "x"));
    }
  }
}
