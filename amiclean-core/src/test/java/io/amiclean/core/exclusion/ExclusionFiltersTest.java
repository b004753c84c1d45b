package io.amiclean.core.exclusion;

import static io.amiclean.core.Fixtures.ACCOUNT;
import static io.amiclean.core.Fixtures.NOW;
import static io.amiclean.core.Fixtures.OTHER_ACCOUNT;
import static io.amiclean.core.Fixtures.account;
import static io.amiclean.core.Fixtures.codes;
import static io.amiclean.core.Fixtures.context;
import static io.amiclean.core.Fixtures.image;
import static io.amiclean.core.Fixtures.imageId;
import static io.amiclean.core.Fixtures.imageNamed;
import static io.amiclean.core.Fixtures.imageTagged;
import static io.amiclean.core.Fixtures.snapshotId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.amiclean.api.exclusion.ExclusionFilter;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageState;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.model.ProductCode;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.Sharing;
import io.amiclean.api.policy.SpecArgument;
import io.amiclean.core.internal.EnumFormat;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExclusionFiltersTest {

  @Test
  void inUseNamesEveryUserSorted() {
    Image image = image(1).build();
    PlanningContext context =
        account()
            .images(image)
            .used(image.id(), "launch-template", "lt-1")
            .used(image.id(), "instance", "i-2")
            .used(image.id(), "instance", "i-1")
            .used(image.id(), "instance", "i-1")
            .context();

    assertThat(ExclusionFilters.inUse().evaluate(image, context))
        .containsExactly(
            Reason.of(
                "in-use",
                "In use by instance i-1, instance i-2, launch-template lt-1",
                "i-1",
                "i-2",
                "lt-1"));
  }

  @Test
  void inUseLetsGoWhatOnlyOthersAreUsedFor() {
    Image image = image(1).build();
    PlanningContext context =
        account()
            .images(image)
            .used(imageId(2), "instance", "i-1")
            .used(snapshotId(1), "launch-template", "lt-1")
            .context();

    assertThat(ExclusionFilters.inUse().evaluate(image, context)).isEmpty();
  }

  @Test
  void notOwnedLetsOwnImagesGo() {
    assertThat(reasons(ExclusionFilters.notOwned(), image(1).build())).isEmpty();
  }

  @Test
  void notOwnedProtectsImagesOfOthers() {
    assertThat(reasons(ExclusionFilters.notOwned(), image(1).ownerId(OTHER_ACCOUNT).build()))
        .containsExactly(
            Reason.of(
                "not-owned",
                "The image belongs to 210987654321, not to 123456789012",
                "210987654321"));
  }

  @Test
  void notOwnedProtectsImagesOfUnknownOwners() {
    assertThat(reasons(ExclusionFilters.notOwned(), image(1).ownerId(Optional.empty()).build()))
        .containsExactly(Reason.of("not-owned", "It is not known who owns the image"));
  }

  @Test
  void notAvailableLetsAvailableImagesGo() {
    assertThat(reasons(ExclusionFilters.notAvailable(), image(1).build())).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(value = ImageState.class, mode = EnumSource.Mode.EXCLUDE, names = "AVAILABLE")
  void notAvailableProtectsEveryOtherState(ImageState state) {
    assertThat(reasons(ExclusionFilters.notAvailable(), image(1).state(state).build()))
        .containsExactly(
            Reason.of(
                "not-available",
                "The image is " + EnumFormat.phrase(state) + ", not available",
                state.name()));
  }

  @Test
  void deregistrationProtectionHoldsWhileTheCooldownRuns() {
    Image image = image(1).deregistrationProtection("disabled after 2017-06-17").build();

    assertThat(reasons(ExclusionFilters.deregistrationProtected(), image))
        .containsExactly(
            Reason.of(
                "deregistration-protected",
                "EC2 refuses to deregister the image while its protection is on",
                "disabled after 2017-06-17"));
  }

  @Test
  void deregistrationProtectionThatIsOffProtectsNothing() {
    Image image = image(1).deregistrationProtection("disabled").build();

    assertThat(reasons(ExclusionFilters.deregistrationProtected(), image)).isEmpty();
  }

  @Test
  void imagesWithoutMarksAreManagedByNobody() {
    Image image =
        image(1)
            .name("front-AwsBackup_i-1")
            .description("Copy of: This image is created by the AWS Backup service.")
            .putTags("backup", "aws:backup:source-resource")
            .build();

    assertThat(reasons(ExclusionFilters.managedByService(), image)).isEmpty();
  }

  @Test
  void theBackupTagShowsAwsBackup() {
    Image image = imageTagged(1, "aws:backup:source-resource", "i-1:1");

    assertThat(reasons(ExclusionFilters.managedByService(), image))
        .containsExactly(
            Reason.of(
                "managed-by",
                "Managed by AWS Backup, as its tag aws:backup:source-resource says",
                "AWS Backup"));
  }

  @Test
  void theBackupNameShowsAwsBackup() {
    Image image =
        imageNamed(1, "AwsBackup_i-06a469f2d64822242_0f1e2d3c-aaaa-bbbb-cccc-0123456789ab");

    assertThat(evidence(ExclusionFilters.managedByService(), image)).containsExactly("AWS Backup");
  }

  @Test
  void theBackupDescriptionShowsAwsBackup() {
    Image image = image(1).description("This image is created by the AWS Backup service.").build();

    assertThat(reasons(ExclusionFilters.managedByService(), image))
        .containsExactly(
            Reason.of(
                "managed-by",
                "Managed by AWS Backup, as its description"
                    + " 'This image is created by the AWS Backup service.' says",
                "AWS Backup"));
  }

  @Test
  void theVaultOwnerShowsAwsBackup() {
    Image image = image(1).ownerAlias("aws-backup-vault").build();

    assertThat(evidence(ExclusionFilters.managedByService(), image)).containsExactly("AWS Backup");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "aws:dlm:lifecycle-policy-id",
        "aws:dlm:lifecycle-schedule-name",
        "aws:dlm:expirationTime",
        "dlm:managed"
      })
  void lifecycleManagerTagsShowDataLifecycleManager(String key) {
    assertThat(reasons(ExclusionFilters.managedByService(), imageTagged(1, key, "x")))
        .containsExactly(
            Reason.of(
                "managed-by",
                "Managed by Data Lifecycle Manager, as its tag " + key + " says",
                "Data Lifecycle Manager"));
  }

  @Test
  void theLifecycleManagerDescriptionShowsDataLifecycleManager() {
    Image image = image(1).description("Created for policy: policy-0abc schedule: Default").build();

    assertThat(evidence(ExclusionFilters.managedByService(), image))
        .containsExactly("Data Lifecycle Manager");
  }

  @Test
  void bothServicesAreNamed() {
    Image image = image(1).ownerAlias("aws-backup-vault").putTags("dlm:managed", "true").build();

    assertThat(evidence(ExclusionFilters.managedByService(), image))
        .containsExactly("AWS Backup", "Data Lifecycle Manager");
  }

  @Test
  void taggedProtectsWhateverTheValue() {
    assertThat(reasons(ExclusionFilters.tagged("keep"), imageTagged(1, "keep", "no")))
        .containsExactly(Reason.of("excluded-tag", "Protected by the tag keep=no", "keep=no"));
  }

  @Test
  void taggedComparesTheWholeKey() {
    assertThat(reasons(ExclusionFilters.tagged("keep"), imageTagged(1, "keeper", "x"))).isEmpty();
  }

  @Test
  void taggedWithAValueComparesTheWholeValue() {
    ExclusionFilter filter = ExclusionFilters.tagged("stage", "prod");

    assertThat(reasons(filter, imageTagged(1, "stage", "nonprod"))).isEmpty();
    assertThat(evidence(filter, imageTagged(1, "stage", "prod"))).containsExactly("stage=prod");
  }

  @Test
  void taggedWithAPatternMatchesTheWholeValue() {
    ExclusionFilter filter = ExclusionFilters.tagged("stage", Pattern.compile("prod-[0-9]+"));

    assertThat(reasons(filter, imageTagged(1, "stage", "nonprod-1"))).isEmpty();
    assertThat(reasons(filter, imageTagged(1, "stage", "prod-1-old"))).isEmpty();
    assertThat(evidence(filter, imageTagged(1, "stage", "prod-12")))
        .containsExactly("stage=prod-12");
  }

  @Test
  void taggedRefusesABlankKey() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ExclusionFilters.tagged(" "))
        .withMessage("The tag key ' ' is blank: expected some text");
  }

  @Test
  void nameMatchesTheWholeName() {
    ExclusionFilter filter = ExclusionFilters.nameMatches(Pattern.compile("golden-.*"));

    assertThat(reasons(filter, imageNamed(1, "old-golden-1"))).isEmpty();
    assertThat(reasons(filter, imageNamed(1, "golden-1")))
        .containsExactly(
            Reason.of(
                "excluded-name", "The name matches the protected names golden-.*", "golden-.*"));
  }

  @Test
  void idsProtectsTheNamedImagesOnly() {
    ExclusionFilter filter = ExclusionFilters.ids(imageId(1), imageId(1));

    assertThat(codes(reasons(filter, image(1).build()))).containsExactly("excluded-id");
    assertThat(reasons(filter, image(2).build())).isEmpty();
  }

  @Test
  void notSelectedProtectsAllOtherImages() {
    ExclusionFilter filter = ExclusionFilters.notSelected(List.of(imageId(1)));

    assertThat(reasons(filter, image(1).build())).isEmpty();
    assertThat(codes(reasons(filter, image(2).build()))).containsExactly("not-selected");
  }

  @Test
  void anEmptySelectionProtectsEverything() {
    assertThat(codes(reasons(ExclusionFilters.notSelected(List.of()), image(1).build())))
        .containsExactly("not-selected");
  }

  @Test
  void ownedByProtectsTheImagesOfAnAccount() {
    ExclusionFilter filter = ExclusionFilters.ownedBy(OTHER_ACCOUNT);

    assertThat(reasons(filter, image(1).ownerId(ACCOUNT).build())).isEmpty();
    assertThat(reasons(filter, image(1).ownerId(OTHER_ACCOUNT).build()))
        .containsExactly(
            Reason.of(
                "excluded-owner",
                "The image belongs to the protected account 210987654321",
                "210987654321"));
  }

  @Test
  void ownedByProtectsImagesOfUnknownOwners() {
    Image image = image(1).ownerId(Optional.empty()).build();

    assertThat(codes(reasons(ExclusionFilters.ownedBy(OTHER_ACCOUNT), image)))
        .containsExactly("excluded-owner");
  }

  @Test
  void ownedByRefusesNoOwner() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ExclusionFilters.ownedBy())
        .withMessage("No owner: expected at least one account");
  }

  @Test
  void lastLaunchedWithinProtectsALaterLaunch() {
    Image image = image(1).lastLaunchedTime(NOW.minus(Duration.ofDays(30)).plusSeconds(1)).build();

    assertThat(reasons(ExclusionFilters.lastLaunchedWithin(Duration.ofDays(30)), image))
        .containsExactly(
            Reason.of(
                "launched-within",
                "Last launched at 2017-05-17T00:00:01Z, within P30D",
                "2017-05-17T00:00:01Z"));
  }

  @Test
  void lastLaunchedWithinLetsALaunchOfExactlyThatAgeGo() {
    Image image = image(1).lastLaunchedTime(NOW.minus(Duration.ofDays(30))).build();

    assertThat(reasons(ExclusionFilters.lastLaunchedWithin(Duration.ofDays(30)), image)).isEmpty();
  }

  @Test
  void lastLaunchedWithinProtectsALaunchAfterThePlanningTime() {
    Image image = image(1).lastLaunchedTime(NOW.plusSeconds(1)).build();

    assertThat(codes(reasons(ExclusionFilters.lastLaunchedWithin(Duration.ofDays(1)), image)))
        .containsExactly("launched-within");
  }

  @Test
  void lastLaunchedWithinProtectsNothingWhereNoLaunchIsKnown() {
    assertThat(reasons(ExclusionFilters.lastLaunchedWithin(Duration.ofDays(30)), image(1).build()))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "P-1D"})
  void lastLaunchedWithinRefusesATimeThatIsNotPositive(Duration time) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ExclusionFilters.lastLaunchedWithin(time))
        .withMessage(
            "The time %s since the last launch is not positive: expected one such as P30D",
            SpecArgument.of(time));
  }

  @Test
  void inStateProtectsTheStatesAndTheUnknownOne() {
    ExclusionFilter filter = ExclusionFilters.inState(ImageState.DISABLED);

    assertThat(reasons(filter, image(1).build())).isEmpty();
    assertThat(reasons(filter, image(1).state(ImageState.DISABLED).build()))
        .containsExactly(
            Reason.of("excluded-state", "Images that are disabled are protected", "DISABLED"));
    assertThat(codes(reasons(filter, image(1).state(ImageState.UNKNOWN).build())))
        .containsExactly("excluded-state");
  }

  @Test
  void inStateRefusesNoState() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ExclusionFilters.inState())
        .withMessage("No state: expected at least one");
  }

  @ParameterizedTest
  @EnumSource(Sharing.class)
  void publiclySharedProtectsPublicImagesOnly(Sharing sharing) {
    Image image = image(1).sharing(sharing).build();

    assertThat(codes(reasons(ExclusionFilters.publiclyShared(), image)))
        .isEqualTo(sharing == Sharing.PUBLIC ? List.of("public") : List.of());
  }

  @Test
  void eachOfSeveralExcludedValuesProtects() {
    ExclusionFilter filter =
        ExclusionFilters.tagValueIn(List.of("environment", "role"), List.of("prod", "staging"));

    assertThat(evidence(filter, imageTagged(1, "environment", "prod")))
        .containsExactly("environment=prod");
    assertThat(evidence(filter, imageTagged(1, "environment", "staging")))
        .containsExactly("environment=staging");
    assertThat(reasons(filter, imageTagged(1, "environment", "dev"))).isEmpty();
  }

  @Test
  void excludedValuesAreComparedWhole() {
    ExclusionFilter filter = ExclusionFilters.tagValueIn(List.of("environment"), List.of("prod"));

    assertThat(reasons(filter, imageTagged(1, "environment", "nonprod"))).isEmpty();
  }

  @Test
  void excludedValuesOfOtherTagsDoNotCount() {
    ExclusionFilter filter = ExclusionFilters.tagValueIn(List.of("environment"), List.of("prod"));

    assertThat(reasons(filter, imageTagged(1, "env", "prod"))).isEmpty();
  }

  @Test
  void everyTagWithAnExcludedValueIsEvidence() {
    ExclusionFilter filter =
        ExclusionFilters.tagValueIn(List.of("role", "environment"), List.of("prod", "front"));
    Image image = image(1).putTags("role", "front").putTags("environment", "prod").build();

    assertThat(reasons(filter, image))
        .containsExactly(
            Reason.of(
                "excluded-value",
                "Protected by the value of environment=prod and role=front",
                "environment=prod",
                "role=front"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " "})
  void refusesABlankValueWhichWouldProtectNothing(String blank) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ExclusionFilters.tagValueIn(List.of("role"), List.of("prod", blank)))
        .withMessage("The excluded value '" + blank + "' is blank: expected some text");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ExclusionFilters.tagged("keep", blank))
        .withMessageStartingWith("The value '" + blank + "' of the tag keep is blank: expected");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ExclusionFilters.tagged("keep", Pattern.compile(blank)))
        .withMessageStartingWith("The pattern '" + blank + "' of the tag keep is blank: expected");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ExclusionFilters.nameMatches(Pattern.compile(blank)))
        .withMessageStartingWith("The pattern '" + blank + "' of protected names is blank");
  }

  @Test
  void tagValueInRefusesNoKeyNoValueAndABlankKey() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ExclusionFilters.tagValueIn(List.of(), List.of("prod")))
        .withMessage("No tag key: expected at least one");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ExclusionFilters.tagValueIn(List.of("role"), List.of()))
        .withMessage("No excluded value: expected at least one");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ExclusionFilters.tagValueIn(List.of(" "), List.of("prod")))
        .withMessage("The tag key ' ' is blank: expected some text");
  }

  @Test
  void descriptionsAreStableAndSorted() {
    ImageId first = imageId(1);
    ImageId second = imageId(2);

    assertThat(
            List.of(
                ExclusionFilters.inUse().description(),
                ExclusionFilters.tagged("keep").description(),
                ExclusionFilters.tagged("keep", "true").description(),
                ExclusionFilters.tagged("keep", Pattern.compile("t.*")).description(),
                ExclusionFilters.nameMatches(Pattern.compile("g.*")).description(),
                ExclusionFilters.ids(second, first).description(),
                ExclusionFilters.notSelected(List.of(second, first)).description(),
                ExclusionFilters.ownedBy(OTHER_ACCOUNT, ACCOUNT).description(),
                ExclusionFilters.lastLaunchedWithin(Duration.ofDays(30)).description(),
                ExclusionFilters.inState(ImageState.DISABLED, ImageState.PENDING).description(),
                ExclusionFilters.tagValueIn(List.of("role", "env"), List.of("b", "a"))
                    .description()))
        .containsExactly(
            "inUse()",
            "tagged(key: keep)",
            "tagged(key: keep, value: true)",
            "tagged(key: keep, matching: t.*)",
            "nameMatches(g.*)",
            "ids(ami-00000001, ami-00000002)",
            "notSelected(ami-00000001, ami-00000002)",
            "ownedBy(123456789012, 210987654321)",
            "lastLaunchedWithin(P30D)",
            "inState(PENDING, DISABLED)",
            "tagValueIn(keys: [env, role], values: [a, b])");
  }

  private static List<Reason> reasons(ExclusionFilter filter, Image image) {
    return filter.evaluate(image, context(image));
  }

  private static List<String> evidence(ExclusionFilter filter, Image image) {
    return reasons(filter, image).stream().flatMap(reason -> reason.evidence().stream()).toList();
  }

  @ParameterizedTest
  @CsvSource({"CreatedBy, EC2 Image Builder", "Ec2ImageBuilderArn, arn:aws:imagebuilder:x"})
  void builtByImageBuilderKnowsItsTags(String key, String value) {
    Image image = imageTagged(1, key, value);

    assertThat(ExclusionFilters.builtByImageBuilder().evaluate(image, context(image)))
        .containsExactly(
            Reason.of(
                "managed-by",
                "Managed by EC2 Image Builder, as its tag " + key + " says",
                "EC2 Image Builder"));
  }

  @Test
  void imagesOfImageBuilderAreNotProtectedUnlessAsked() {
    Image image = imageTagged(1, "CreatedBy", "EC2 Image Builder");

    assertThat(ExclusionFilters.managedByService().evaluate(image, context(image))).isEmpty();
  }

  @Test
  void marketplaceProductNamesTheCodesSorted() {
    Image image =
        image(1)
            .addProductCodes(
                ProductCode.of("b", "marketplace"),
                ProductCode.of("c", "devpay"),
                ProductCode.of("a", "marketplace"))
            .build();

    assertThat(ExclusionFilters.marketplaceProduct().evaluate(image, context(image)))
        .containsExactly(
            Reason.of("marketplace", "Has the product code of a Marketplace product", "a", "b"));
  }

  @Test
  void sourceOfOwnImagesNamesTheImagesMadeFromIt() {
    Image source = image(1).build();
    PlanningContext context =
        context(
            source,
            image(3).sourceImageId(imageId(1)).sourceImageRegion("eu-west-1").build(),
            image(2).sourceImageId(imageId(1)).state(ImageState.DISABLED).build(),
            image(4).sourceImageId(imageId(2)).build());

    assertThat(ExclusionFilters.sourceOfOwnImages().evaluate(source, context))
        .containsExactly(
            Reason.of(
                "source-of-image",
                "Other images were copied or made from it",
                imageId(2).value(),
                imageId(3).value()));
  }

  @Test
  void sourceOfOwnImagesLetsGoWhatIsNoSourceHere() {
    Image copiedElsewhere = image(1).build();
    Image ofItself = image(2).sourceImageId(imageId(2)).build();
    PlanningContext context =
        context(
            copiedElsewhere,
            ofItself,
            image(3).sourceImageId(imageId(1)).sourceImageRegion("us-east-1").build());
    ExclusionFilter filter = ExclusionFilters.sourceOfOwnImages();

    assertThat(filter.evaluate(copiedElsewhere, context)).isEmpty();
    assertThat(filter.evaluate(ofItself, context)).isEmpty();
  }

  @Test
  void sourceOfOwnImagesLooksAtTheInventoryItIsAskedAbout() {
    Image source = image(1).build();
    ExclusionFilter filter = ExclusionFilters.sourceOfOwnImages();
    PlanningContext with = context(source, image(2).sourceImageId(imageId(1)).build());

    assertThat(filter.evaluate(source, with)).hasSize(1);
    assertThat(filter.evaluate(source, context(source))).isEmpty();
    assertThat(filter.evaluate(source, with)).hasSize(1);
  }
}
