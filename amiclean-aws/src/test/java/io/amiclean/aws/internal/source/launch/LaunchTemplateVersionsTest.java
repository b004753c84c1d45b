package io.amiclean.aws.internal.source.launch;

import static io.amiclean.aws.AccountOverWire.NOW;
import static io.amiclean.aws.AccountOverWire.ami;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.ImageUsage;
import io.amiclean.aws.AccountOverWire;
import io.amiclean.aws.internal.source.AccountUsage;
import io.amiclean.aws.source.LaunchTemplateVersions;
import io.amiclean.aws.source.ReadingOptions;
import io.amiclean.aws.wire.Ec2LaunchState;
import io.amiclean.aws.wire.WireRequest;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LaunchTemplateVersionsTest {

  private static final String TEMPLATE = "lt-00000000000000001";
  private static final String OTHER_TEMPLATE = "lt-00000000000000002";

  @AutoClose private final AccountOverWire account = new AccountOverWire();

  private AccountUsage source(String counting, String... skipped) {
    return new AccountUsage(
        account.ec2(),
        account.autoScaling(),
        account::ssm,
        account::imageBuilder,
        account.context,
        ReadingOptions.builder()
            .skip(skipped)
            .launchTemplateVersions(LaunchTemplateVersions.parse(counting))
            .build(),
        List.of());
  }

  @ParameterizedTest
  @CsvSource({"all, 2147483647", "7, 7", "default-latest, 1", "in-use, 0"})
  void sayHowManyOfTheNewestCountForCertain(String counting, int newest) {
    assertThat(LaunchTemplateVersions.parse(counting).newestThatCount()).isEqualTo(newest);
  }

  private ImageUsage usage(String counting) {
    return source(counting).loadUsage();
  }

  /** The versions that count as a use by a launch template, as the template and a number. */
  private static List<String> counted(ImageUsage usage) {
    return usage.references().stream()
        .filter(reference -> reference.kind().equals("launch-template"))
        .map(reference -> reference.user() + " " + reference.detail().orElse(""))
        .toList();
  }

  private static Evidence choice(String counting, int versions) {
    return Evidence.builder()
        .source("launch-template-versions(" + counting + ")")
        .items(versions)
        .complete(false)
        .skipped(true)
        .readAt(NOW)
        .build();
  }

  private Ec2LaunchState.LaunchTemplate template(String id, int versions) {
    Ec2LaunchState.LaunchTemplate template = account.state.launchTemplate(id);
    for (int n = 1; n <= versions; n++) {
      template.version(ami(n).value());
    }
    return template;
  }

  private List<WireRequest> versionRequests() {
    return account.endpoint.requests("DescribeLaunchTemplateVersions");
  }

  @ParameterizedTest
  @ValueSource(strings = {"all", "default-latest", "in-use", "1", "42", "999999999"})
  void areWrittenAsTheyAreRead(String text) {
    assertThat(LaunchTemplateVersions.parse(text))
        .hasToString(text)
        .isEqualTo(LaunchTemplateVersions.parse(text))
        .hasSameHashCodeAs(LaunchTemplateVersions.parse(text));
  }

  @Test
  void differByChoiceAndNumber() {
    assertThat(
            List.of(
                LaunchTemplateVersions.all(),
                LaunchTemplateVersions.defaultAndLatest(),
                LaunchTemplateVersions.inUse(),
                LaunchTemplateVersions.newest(1),
                LaunchTemplateVersions.newest(2)))
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1", "+1", "01", "1.5", "ALL", "latest", "9999999999"})
  void areNotReadFromAnythingElse(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LaunchTemplateVersions.parse(text))
        .withMessageContaining("'" + text + "'")
        .withMessageContaining("expected all, default-latest, in-use or a number");
  }

  @Test
  void cannotBeTheNewestZero() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LaunchTemplateVersions.newest(0))
        .withMessageContaining("expected 1 or more");
  }

  @Test
  void areNotSpokenOfWhereAllCount() {
    template(TEMPLATE, 2);

    assertThat(usage("all").evidence())
        .extracting(Evidence::source)
        .contains("launch-templates")
        .noneMatch(source -> source.startsWith("launch-template-versions"));
  }

  @Nested
  class DefaultAndLatest {

    @Test
    void countAndNoOthers() {
      template(TEMPLATE, 4).defaultVersion(2);

      ImageUsage usage = usage("default-latest");

      assertThat(counted(usage)).containsExactly(TEMPLATE + " version 2", TEMPLATE + " version 4");
      assertThat(usage.evidence())
          .contains(Evidence.complete("launch-templates", 1, NOW), choice("default-latest", 2));
    }

    @Test
    void areReadWithOneCall() {
      IntStream.rangeClosed(1, 9)
          .forEach(n -> template("lt-0000000000000000" + n, 5).defaultVersion(2));

      assertThat(counted(usage("default-latest"))).hasSize(18);
      assertThat(versionRequests()).hasSize(1);
      assertThat(account.endpoint.count("DescribeLaunchTemplates")).isZero();
    }

    @Test
    void leaveToAGroupWhatItLaunchesFrom() {
      template(TEMPLATE, 4);
      account.state.autoScalingGroup("group").launchTemplate(TEMPLATE, "3");

      ImageUsage usage = usage("default-latest");

      assertThat(usage.referencesTo(ami(3)))
          .extracting(ImageReference::kind)
          .containsExactly("auto-scaling-group");
      assertThat(usage.referencesTo(ami(2))).isEmpty();
    }

    @Test
    void doNotStumbleOverAnAliasOfAnotherVersion() {
      account
          .state
          .launchTemplate(TEMPLATE)
          .version(ami(1).value())
          .version("resolve:ssm:/gone")
          .version(ami(3).value());

      assertThat(counted(usage("default-latest"))).hasSize(2);
    }
  }

  @Nested
  class Newest {

    @Test
    void countAndNoOthers() {
      template(TEMPLATE, 4);
      template(OTHER_TEMPLATE, 1);

      ImageUsage usage = usage("2");

      assertThat(counted(usage))
          .containsExactlyInAnyOrder(
              TEMPLATE + " version 3", TEMPLATE + " version 4", OTHER_TEMPLATE + " version 1");
      assertThat(usage.evidence())
          .contains(Evidence.complete("launch-templates", 2, NOW), choice("2", 3));
      assertThat(versionRequests()).as("one for all, one for the template with more").hasSize(2);
    }

    @Test
    void isReadWithOneCallForAllTemplatesIfItIsOne() {
      template(TEMPLATE, 4);
      template(OTHER_TEMPLATE, 3);

      assertThat(counted(usage("1")))
          .containsExactlyInAnyOrder(TEMPLATE + " version 4", OTHER_TEMPLATE + " version 3");
      assertThat(versionRequests()).hasSize(1);
    }

    @Test
    void areCountedOverGaps() {
      template(TEMPLATE, 6).deleteVersion(5).deleteVersion(4).deleteVersion(3);

      assertThat(counted(usage("2")))
          .containsExactlyInAnyOrder(TEMPLATE + " version 2", TEMPLATE + " version 6");
      assertThat(versionRequests()).hasSize(2);
    }

    @Test
    void areReadWithoutTheOldestOfManyVersions() {
      template(TEMPLATE, 450);

      assertThat(counted(usage("3")))
          .containsExactlyInAnyOrder(
              TEMPLATE + " version 448", TEMPLATE + " version 449", TEMPLATE + " version 450");
      assertThat(versionRequests()).hasSize(2);
    }

    @Test
    void areFoundBehindAWideGap() {
      Ec2LaunchState.LaunchTemplate template = template(TEMPLATE, 450);
      IntStream.rangeClosed(3, 449).forEach(template::deleteVersion);

      assertThat(counted(usage("2")))
          .containsExactlyInAnyOrder(TEMPLATE + " version 2", TEMPLATE + " version 450");
    }

    @Test
    void leaveToAGroupTheDefaultVersionThatItLaunchesFrom() {
      template(TEMPLATE, 3).defaultVersion(1);
      account.state.autoScalingGroup("group").launchTemplate(TEMPLATE, "$Default");

      assertThat(usage("1").referencesTo(ami(1)))
          .extracting(ImageReference::kind)
          .containsExactly("auto-scaling-group");
    }
  }

  @Nested
  class InUse {

    @Test
    void areThoseOfAutoScalingGroups() {
      template(TEMPLATE, 4);
      template(OTHER_TEMPLATE, 3);
      account.state.autoScalingGroup("group").launchTemplate(TEMPLATE, "2").capacity(0);

      ImageUsage usage = usage("in-use");

      assertThat(counted(usage)).containsExactly(TEMPLATE + " version 2");
      assertThat(usage.referencesTo(ami(2)))
          .extracting(ImageReference::kind)
          .containsExactly("auto-scaling-group", "launch-template");
      assertThat(usage.evidence())
          .contains(Evidence.complete("launch-templates", 1, NOW), choice("in-use", 1));
      assertThat(versionRequests()).hasSize(1);
    }

    @Test
    void areThoseOfPoliciesAndOverridesToo() {
      template(TEMPLATE, 4).defaultVersion(3);
      template(OTHER_TEMPLATE, 3);
      account
          .state
          .autoScalingGroup("group")
          .mixedInstances(TEMPLATE, "$Default")
          .override(OTHER_TEMPLATE, "$Latest")
          .override(TEMPLATE, "1");

      assertThat(counted(usage("in-use")))
          .containsExactlyInAnyOrder(
              TEMPLATE + " version 1", TEMPLATE + " version 3", OTHER_TEMPLATE + " version 3");
    }

    @Test
    void areReadTogetherWhereGroupsNameSeveral() {
      for (int n = 1; n <= 9; n++) {
        template("lt-0000000000000000" + n, 3).defaultVersion(2);
        account
            .state
            .autoScalingGroup("group" + n)
            .launchTemplate("lt-0000000000000000" + n, n % 2 == 0 ? "$Latest" : "2");
      }

      assertThat(counted(usage("in-use"))).hasSize(9);
      assertThat(versionRequests()).as("the first alone, the others in a page").hasSize(2);
    }

    @Test
    void areNoneWithoutGroups() {
      template(TEMPLATE, 2);

      assertThat(counted(usage("in-use"))).isEmpty();
      assertThat(versionRequests()).isEmpty();
    }

    @Test
    void doNotStumbleOverAnAliasThatNobodyUses() {
      account.state.launchTemplate(TEMPLATE).version("resolve:ssm:/gone");
      template(OTHER_TEMPLATE, 2);
      template("lt-00000000000000003", 2);
      account.state.autoScalingGroup("one").launchTemplate(OTHER_TEMPLATE, "$Latest");
      account.state.autoScalingGroup("two").launchTemplate("lt-00000000000000003", "$Latest");

      assertThat(counted(usage("in-use"))).hasSize(2);
    }

    @Test
    void doNotIncludeATemplateThatDoesNotExist() {
      template(TEMPLATE, 2);
      account.state.autoScalingGroup("one").launchTemplate(TEMPLATE, "1");
      account.state.autoScalingGroup("two").launchTemplate(OTHER_TEMPLATE, "$Latest");

      assertThat(counted(usage("in-use"))).containsExactly(TEMPLATE + " version 1");
    }

    @Test
    void areNotKnownWithoutTheGroups() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> source("in-use", "auto-scaling-groups"))
          .withMessageContaining("in-use")
          .withMessageContaining("'auto-scaling-groups'");
    }

    @Test
    void doNotMatterIfLaunchTemplatesAreSkipped() {
      assertThat(source("in-use", "auto-scaling-groups", "launch-templates").loadUsage().evidence())
          .contains(Evidence.skipped("launch-templates", NOW));
    }
  }
}
