package io.amiclean.aws;

import static io.amiclean.aws.AccountOverWire.ami;
import static io.amiclean.aws.AccountOverWire.snap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.lifecycle.LaunchPermissions;
import io.amiclean.api.lifecycle.Stage;
import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.EvidenceDeniedException;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.EvidenceFailuresException;
import io.amiclean.aws.source.LaunchTemplateVersions;
import io.amiclean.aws.source.ReadingOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MinimumIamPolicyTest {

  static List<String> readingActions() {
    return MinimumIamPolicy.of(ReadingOptions.defaults()).actions().stream()
        .filter(action -> action.contains(":Describe") || action.contains(":List"))
        .filter(action -> !action.startsWith("rbin:")) // Nothing is decided on what they tell.
        .toList();
  }

  @Test
  void listsTheActionsOfEverySource() {
    assertThat(MinimumIamPolicy.of(ReadingOptions.defaults()).actions())
        .containsExactly(
            "autoscaling:DescribeAutoScalingGroups",
            "autoscaling:DescribeInstanceRefreshes",
            "autoscaling:DescribeLaunchConfigurations",
            "autoscaling:DescribeWarmPool",
            "batch:DescribeComputeEnvironments",
            "cloudformation:DescribeStacks",
            "ec2:DeleteSnapshot",
            "ec2:DeregisterImage",
            "ec2:DescribeExportImageTasks",
            "ec2:DescribeFastLaunchImages",
            "ec2:DescribeFastSnapshotRestores",
            "ec2:DescribeFleets",
            "ec2:DescribeImageAttribute",
            "ec2:DescribeImageReferences",
            "ec2:DescribeImages",
            "ec2:DescribeInstances",
            "ec2:DescribeLaunchTemplateVersions",
            "ec2:DescribeLaunchTemplates",
            "ec2:DescribeLockedSnapshots",
            "ec2:DescribeReplaceRootVolumeTasks",
            "ec2:DescribeSnapshotTierStatus",
            "ec2:DescribeSnapshots",
            "ec2:DescribeSpotFleetRequests",
            "ec2:DescribeSpotInstanceRequests",
            "ec2:DescribeStoreImageTasks",
            "ec2:ListImagesInRecycleBin",
            "imagebuilder:GetContainerRecipe",
            "imagebuilder:GetImage",
            "imagebuilder:GetImageRecipe",
            "imagebuilder:ListContainerRecipes",
            "imagebuilder:ListImageRecipes",
            "rbin:GetRule",
            "rbin:ListRules",
            "ssm:DescribeParameters",
            "ssm:GetParameters");
  }

  @Test
  void leavesOutWhatIsSkipped() {
    assertThat(policyWithout(AwsAccount.sourceNames()).actions())
        .containsExactly(
            "ec2:DeleteSnapshot",
            "ec2:DeregisterImage",
            "ec2:DescribeImages",
            "ec2:DescribeSnapshots");
  }

  @Test
  void keepsWhatGroupsAreResolvedThrough() {
    assertThat(
            policyWithout(List.of("launch-configurations", "launch-templates", "image-references"))
                .actions())
        .contains("autoscaling:DescribeLaunchConfigurations", "ec2:DescribeLaunchTemplateVersions")
        .doesNotContain("ec2:DescribeLaunchTemplates");
  }

  @Test
  void needsNoListOfTemplatesUnlessAllVersionsCount() {
    assertThat(
            MinimumIamPolicy.of(
                    ReadingOptions.builder()
                        .skip("image-references")
                        .launchTemplateVersions(LaunchTemplateVersions.defaultAndLatest())
                        .build())
                .actions())
        .contains("ec2:DescribeLaunchTemplateVersions")
        .doesNotContain("ec2:DescribeLaunchTemplates");
  }

  @Test
  void needsTheListOfRegionsWhereTheEnabledOnesAreFound() {
    assertThat(policyWithout(AwsAccount.sourceNames()).findingRegions().actions())
        .containsExactly(
            "ec2:DeleteSnapshot",
            "ec2:DeregisterImage",
            "ec2:DescribeImages",
            "ec2:DescribeRegions",
            "ec2:DescribeSnapshots");
  }

  @Test
  void namesTheRolesToAssumeInAStatementOfTheirOwn() {
    MinimumIamPolicy policy =
        policyWithout(AwsAccount.sourceNames())
            .assuming(
                List.of("arn:aws:iam::210987654321:role/b", "arn:aws:iam::123456789012:role/\"/a"));

    assertThat(policy.actions()).contains("sts:AssumeRole");
    assertThat(policy.toJson())
        .endsWith(
            """
                  }
                },
                {
                  "Sid": "AmicleanAssumeRole",
                  "Effect": "Allow",
                  "Action": [
                    "sts:AssumeRole"
                  ],
                  "Resource": [
                    "arn:aws:iam::123456789012:role/\\"/a",
                    "arn:aws:iam::210987654321:role/b"
                  ]
                }
              ]
            }""");
  }

  @Test
  void deniesNothingOfImagesOnHoldIfTheseAreRemoved() {
    MinimumIamPolicy policy = policyWithout(List.of());

    assertThat(policy.toJson()).contains("amiclean:hold");
    assertThat(policy.withoutHold().toJson())
        .contains("AmicleanRemove")
        .doesNotContain("amiclean:hold");
    assertThat(policy.withoutHold().actions()).isEqualTo(policy.actions());
  }

  @Test
  void isWrittenAsAPolicyDocument() {
    assertThat(policyWithout(AwsAccount.sourceNames()).toJson())
        .isEqualTo(
            """
            {
              "Version": "2012-10-17",
              "Statement": [
                {
                  "Sid": "AmicleanRead",
                  "Effect": "Allow",
                  "Action": [
                    "ec2:DescribeImages",
                    "ec2:DescribeSnapshots"
                  ],
                  "Resource": "*"
                },
                {
                  "Sid": "AmicleanRemove",
                  "Effect": "Allow",
                  "Action": [
                    "ec2:DeleteSnapshot",
                    "ec2:DeregisterImage"
                  ],
                  "Resource": [
                    "arn:aws:ec2:*::image/*",
                    "arn:aws:ec2:*::snapshot/*"
                  ]
                },
                {
                  "Sid": "AmicleanHold",
                  "Effect": "Deny",
                  "Action": [
                    "ec2:DeleteSnapshot",
                    "ec2:DeregisterImage"
                  ],
                  "Resource": [
                    "arn:aws:ec2:*::image/*",
                    "arn:aws:ec2:*::snapshot/*"
                  ],
                  "Condition": {
                    "Null": {
                      "aws:ResourceTag/amiclean:hold": "false"
                    }
                  }
                }
              ]
            }""");
  }

  @Test
  void removesInTheRegionsAndThePartitionThatAreGiven() {
    MinimumIamPolicy policy = policyWithout(AwsAccount.sourceNames());

    assertThat(policy.inRegions(List.of("eu-west-1", "cn-north-1")).toJson())
        .contains("\"arn:aws-cn:ec2:cn-north-1::image/*\"", "\"arn:aws:ec2:eu-west-1::snapshot/*\"")
        .doesNotContain("ec2:*::");
    assertThat(policy.inPartition("aws-us-gov").toJson())
        .contains("\"arn:aws-us-gov:ec2:*::image/*\"")
        .doesNotContain("arn:aws:");
  }

  @Test
  void deniesToRemoveWhatATagProtects() {
    assertThat(
            policyWithout(AwsAccount.sourceNames())
                .excludingTag("keep")
                .excludingTag("stage", "\"prod\"")
                .removeOnly()
                .toJson())
        .contains(
            """
                  "Sid": "AmicleanExcludedTag1",
                  "Effect": "Deny",
            """,
            """
                    "Null": {
                      "aws:ResourceTag/keep": "false"
                    }
            """,
            """
                    "StringEquals": {
                      "aws:ResourceTag/stage": "\\"prod\\""
                    }
            """);
  }

  @Test
  void allowsToRemoveOnlyWhatHasATagThatIsRequired() {
    MinimumIamPolicy policy =
        policyWithout(AwsAccount.sourceNames()).requiringTag("role", "build").removeOnly();

    assertThat(policy.actions()).containsExactly("ec2:DeleteSnapshot", "ec2:DeregisterImage");
    assertThat(policy.toJson())
        .contains(
            """
                  "Condition": {
                    "StringEquals": {
                      "aws:ResourceTag/role": "build"
                    }
                  }
            """);
  }

  @Test
  void setsTagsOfItsOwnOnly() {
    assertThat(policyWithout(AwsAccount.sourceNames()).withLifecycle().toJson())
        .contains(
            """
                  "Condition": {
                    "ForAllValues:StringLike": {
                      "aws:TagKeys": "amiclean:*"
                    },
                    "Null": {
                      "aws:TagKeys": "false"
                    }
                  }
            """);
  }

  @Test
  void assumesARoleInEachAccountOfTheOrganization() {
    MinimumIamPolicy policy =
        policyWithout(AwsAccount.sourceNames())
            .inPartition("aws-us-gov")
            .assumingInOrganization("amiclean");

    assertThat(policy.actions()).contains("organizations:ListAccounts", "sts:AssumeRole");
    assertThat(policy.toJson()).contains("\"arn:aws-us-gov:iam::*:role/amiclean\"");
  }

  @Test
  void readsAndRemovesByTwoDocuments() {
    MinimumIamPolicy whole =
        policyWithout(AwsAccount.sourceNames())
            .withRecycleBin()
            .withLifecycle()
            .assumingInOrganization("amiclean")
            .withSharedSnapshots();

    assertThat(whole.readOnly().actions())
        .containsExactly(
            "ec2:DescribeImageAttribute",
            "ec2:DescribeImages",
            "ec2:DescribeSnapshotAttribute",
            "ec2:DescribeSnapshots",
            "ec2:ListImagesInRecycleBin",
            "ec2:ListSnapshotsInRecycleBin",
            "organizations:ListAccounts",
            "sts:AssumeRole");
    assertThat(whole.removeOnly().actions())
        .noneMatch(action -> action.contains(":Describe") || action.contains(":List"));
  }

  @Test
  void trustsAnAccountWithAnExternalId() {
    assertThat(
            MinimumIamPolicy.trustPolicy(
                AccountId.of("123456789012"), "aws", Optional.of("amiclean-1")))
        .isEqualTo(
            """
            {
              "Version": "2012-10-17",
              "Statement": [
                {
                  "Sid": "AmicleanTrust",
                  "Effect": "Allow",
                  "Principal": {
                    "AWS": "arn:aws:iam::123456789012:root"
                  },
                  "Action": "sts:AssumeRole",
                  "Condition": {
                    "StringEquals": {
                      "sts:ExternalId": "amiclean-1"
                    }
                  }
                }
              ]
            }""");
    assertThat(MinimumIamPolicy.trustPolicy(AccountId.of("123456789012"), "aws", Optional.empty()))
        .contains("\"Action\": \"sts:AssumeRole\"\n")
        .doesNotContain("Condition");
  }

  @Test
  void holdsTheLifecycleAndTheRecycleBinWhereTheyAreAskedFor() {
    MinimumIamPolicy removing = policyWithout(AwsAccount.sourceNames());

    assertThat(removing.withLifecycle().withRecycleBin().actions())
        .contains(
            "ec2:CreateTags",
            "ec2:DeleteTags",
            "ec2:DescribeImageAttribute",
            "ec2:DisableImage",
            "ec2:DisableImageDeprecation",
            "ec2:EnableImage",
            "ec2:EnableImageDeprecation",
            "ec2:ListImagesInRecycleBin",
            "ec2:ListSnapshotsInRecycleBin",
            "ec2:ModifyImageAttribute",
            "ec2:RestoreImageFromRecycleBin",
            "ec2:RestoreSnapshotFromRecycleBin");
    assertThat(removing.withLifecycle()).isNotEqualTo(removing);
  }

  @Test
  void holdsOfTheLifecycleOnlyTheStagesThatAreAskedFor() {
    assertThat(
            policyWithout(AwsAccount.sourceNames()).withLifecycle(List.of(Stage.PRIVATE)).actions())
        .contains("ec2:CreateTags", "ec2:DeleteTags", "ec2:ModifyImageAttribute")
        .doesNotContain("ec2:DisableImage", "ec2:EnableImageDeprecation");
  }

  @Test
  void namesAnActionOfTwoStatementsOnce() {
    assertThat(MinimumIamPolicy.of(ReadingOptions.defaults()).withLifecycle().actions())
        .containsOnlyOnce("ec2:DescribeImageAttribute")
        .contains("ec2:ModifyImageAttribute", "ec2:DeregisterImage")
        .isSorted();
  }

  @Test
  void sufficesForTheLifecycleAndTheRecycleBin() {
    try (AccountOverWire account = described()) {
      account.state.recycle(Duration.ofDays(1)).image(ami(1).value()).sharedWith("111111111111");
      AwsAccount aws = account.account().build();
      account.state.allowOnly(
          policyWithout(AwsAccount.sourceNames()).withLifecycle().withRecycleBin().actions());
      LaunchPermissions permissions = aws.lifecycle().launchPermissions(ami(1));

      List<ActionOutcome> outcomes = new ArrayList<>();
      outcomes.addAll(aws.lifecycle().tag(Set.of(ami(1)), Map.of("stage", "private")));
      outcomes.add(aws.lifecycle().deprecate(ami(1), AccountOverWire.NOW));
      outcomes.add(aws.lifecycle().revoke(ami(1), permissions));
      outcomes.add(aws.lifecycle().disable(ami(1)));
      outcomes.add(aws.lifecycle().enable(ami(1)));
      outcomes.add(aws.lifecycle().cancelDeprecation(ami(1)));
      outcomes.add(aws.lifecycle().grant(ami(1), permissions));
      outcomes.addAll(aws.lifecycle().untag(Set.of(ami(1)), Set.of("stage")));
      outcomes.addAll(aws.operations().deregisterWithSnapshots(ami(1)));
      outcomes.addAll(aws.recycleBin().restore(List.of(ami(1))));

      assertThat(outcomes).extracting(ActionOutcome::outcome).containsOnly(Outcome.SUCCEEDED);
      assertThat(aws.lifecycle().launchPermissions(ami(1))).isEqualTo(permissions);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"images", "snapshots", "volumes"})
  void refusesToSkipWhatIsNeeded(String name) {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> policyWithout(List.of(name)))
        .withMessageContaining("'" + name + "'");
  }

  @Test
  void sufficesForTheWholeJob() {
    try (AccountOverWire account = described()) {
      AwsAccount aws = account.account().build();
      account.state.allowOnly(aws.iamPolicy().actions());

      readAll(aws);

      assertThat(aws.operations().deregisterWithSnapshots(ami(1)))
          .extracting(ActionOutcome::outcome)
          .containsOnly(Outcome.SUCCEEDED);
      assertThat(aws.operations().delete(snap(2)).outcome()).isEqualTo(Outcome.SUCCEEDED);
    }
  }

  @Test
  void sufficesForUsageReports() {
    try (AccountOverWire account = described()) {
      account.state.image(ami(2).value()).sharedWith("999999999999");
      AwsAccount aws =
          account.account().options(ReadingOptions.builder().usageReports().build()).build();
      account.state.allowOnly(aws.iamPolicy().actions());

      readAll(aws);

      assertThat(account.endpoint.count("DeleteImageUsageReport")).isEqualTo(1);
      assertThat(account.state.usageReportIds()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("readingActions")
  void holdsNoActionThatReadingDoesNotNeed(String action) {
    try (AccountOverWire account = described()) {
      AwsAccount aws = account.account().build();
      List<String> others = new ArrayList<>(aws.iamPolicy().actions());
      others.remove(action);
      account.state.allowOnly(others);

      assertThatExceptionOfType(EvidenceException.class)
          .isThrownBy(() -> readAll(aws))
          .satisfies(e -> assertThat(denied(e)).containsOnly(action));
    }
  }

  private static List<String> denied(EvidenceException failure) {
    List<EvidenceException> failures =
        failure instanceof EvidenceFailuresException several
            ? several.failures()
            : List.of(failure);
    return failures.stream()
        .map(EvidenceDeniedException.class::cast)
        .map(EvidenceDeniedException::permission)
        .toList();
  }

  private static MinimumIamPolicy policyWithout(Collection<String> skipped) {
    return MinimumIamPolicy.of(ReadingOptions.builder().skip(skipped).build());
  }

  private static void readAll(AwsAccount aws) {
    aws.images().loadImages();
    aws.snapshots().loadSnapshots();
    aws.usage().loadUsage();
    aws.candidateChecks().get(0).check(aws.images().loadImages().images());
  }

  private static AccountOverWire described() {
    AccountOverWire account = new AccountOverWire();
    account.state.image(ami(1).value()).device("/dev/xvda", snap(1).value(), 8);
    account.state.image(ami(2).value());
    account.state.snapshot(snap(2).value());
    account.state.launchTemplate("lt-00000000000000001").version(ami(1).value());
    account.state.autoScalingGroup("web").warmPool();
    return account;
  }
}
