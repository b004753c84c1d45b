package io.amiclean.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.exclusion.ExclusionFilter;
import io.amiclean.api.exclusion.SnapshotExclusionFilter;
import io.amiclean.api.mapping.ImageMapper;
import io.amiclean.api.policy.CleanupPolicy;
import io.amiclean.api.policy.StrategySpec;
import io.amiclean.api.retention.RetentionStrategy;
import io.amiclean.api.snapshot.SnapshotResolver;
import io.amiclean.core.json.PolicyJson;
import io.amiclean.core.plan.StrategyRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicySentenceTest {

  @Test
  void saysWhatIsKeptAndWhatBecomesOfTheOthers() {
    assertThat(
            sentence(
                """
                {"schemaVersion": 1,
                 "groupBy": [{"tags": ["environment", "role"]}],
                 "exclude": [{"tagged": {"key": "keep"}}, {"lastLaunchedWithin": "P30D"}],
                 "retain": [{"keepNewest": 4}, {"youngerThan": "P30D"}],
                 "limits": {"removeAtMost": 50, "removeAtMostPercent": 20}}
                """))
        .isEqualTo(
            "Groups images by the tags environment and role; leaves alone images tagged keep and"
                + " images launched in the last 30 days; keeps the newest 4 of each group and"
                + " images younger than 30 days; removes the others; refuses a plan that removes"
                + " more than 50 images or removes more than 20 % of all images.");
  }

  @Test
  void saysWhatIsOutOfTheOrdinary() {
    assertThat(
            sentence(
                """
                {"schemaVersion": 1, "only": ["ami-00000001"],
                 "groupBy": [{"everything": "all"}], "retain": [{"nothing": {}}],
                 "excludeSnapshots": [{"locked": {}}], "orphanSnapshots": true,
                 "withoutProtections": ["IN_USE"],
                 "limits": {"keepAtLeast": 2, "stageAtMost": 9}}
                """))
        .isEqualTo(
            "Decides on image ami-00000001 alone; groups images by nothing, as one group all;"
                + " keeps nothing; removes the others; deletes orphan snapshots; keeps locked"
                + " snapshots; does without the protection IN_USE; refuses a plan that leaves fewer"
                + " than 2 images of a group or moves more than 9 images into another stage.");
  }

  @Test
  void saysWhatHasToBeReadForAPlan() {
    assertThat(
            sentence(
                """
                {"schemaVersion": 1, "groupBy": [{"family": {}}], "retain": [{"keepNewest": 1}],
                 "evidence": {"maximumAge": "PT6H", "minimumImages": 20,
                              "minimum": {"instances": 5}}}
                """))
        .endsWith(
            "; plans only with an account of at least 20 images, at least 5 items of instances and"
                + " evidence no older than 6 hours.");
  }

  @Test
  void saysTheStagesOfALifecycle() {
    assertThat(
            sentence(
                """
                {"schemaVersion": 1, "groupBy": [{"family": {}}], "retain": [{"keepNewest": 1}],
                 "lifecycle": {"stages": [
                   {"deprecate": {}}, {"makePrivate": {"after": "P30D"}},
                   {"disable": {"after": "P10D", "unless": [{"tagged": {"key": "keep"}}]}},
                   {"deregister": {"after": "PT36H"}}]}}
                """))
        .isEqualTo(
            "Groups images by family; keeps the newest 1 of each group; moves the others on in"
                + " stages: deprecates at once, makes private after 30 days, disables after 10"
                + " days (but for images tagged keep) and removes after 36 hours.");
  }

  @Test
  void namesAUsersStrategyByItsDescription() {
    CleanupPolicy policy =
        CleanupPolicy.builder()
            .addGroupBy(StrategySpec.custom("release train"))
            .addRetain(StrategySpec.of("acme.supported", 3))
            .build();

    assertThat(PolicySentence.of(policy))
        .isEqualTo("Groups images by release train; keeps acme.supported(3); removes the others.");
  }

  @Test
  void countsIdsThatAreTooManyToName() {
    assertThat(
            StrategyPhrases.exclusion(
                StrategySpec.ofTexts("ids", List.of("a", "b", "c", "d", "e", "f"))))
        .isEqualTo("6 images");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'tags': ['role']} | the tag role",
        "{'nameContains': ['web', 'api', 'db']} | names that contain web, api or db",
        "{'nameMatching': '^(.+)-x$'} | what ^(.+)-x$ captures of their names",
        "{'everything': 'all'} | nothing, as one group all",
        "{'family': {}} | family",
      })
  void saysByWhatAMapperGroups(String spec, String phrase) {
    assertThat(StrategyPhrases.mapper(read("groupBy", spec).groupBy().get(0))).isEqualTo(phrase);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'keepNewest': 4} | the newest 4 of each group",
        "{'youngerThan': 'PT90M'} | images younger than 90 minutes",
        "{'launchedWithin': 'P1D'} | images launched in the last 1 day",
        "{'keepAtLeast': 2} | at least 2 images of each group",
        "{'calendar': {'hourly': 1, 'daily': 7, 'weekly': 4, 'monthly': 12, 'yearly': 2}}"
            + " | the newest image of each of the last 1 hour, 7 days, 4 weeks, 12 months and 2"
            + " years with one",
        "{'calendarInTurn': {'daily': 7, 'weekly': 4}}"
            + " | the newest image of each of the last 7 days, and before them of each of 4 weeks"
            + " with one",
        "{'calendarFromNow': {'daily': 7, 'weekly': 4, 'monthly': 0}}"
            + " | the newest image of each of the last 7 days and 4 weeks up to now",
        "{'keepWithin': 'P30D'} | images up to 30 days older than the newest of their group",
        "{'keepWithin': {'daily': 'P30D', 'monthly': 'P365D'}}"
            + " | the newest image daily in the 30 days and monthly in the 365 days before the"
            + " newest of each group",
        "{'newestByVersion': 3} | the newest 3 versions of each group",
        "{'quotaTarget': 40000} | the newest images, until 40000 are left in the region",
        "{'together': {'youngerThan': 'P90D'}}"
            + " | groups as a whole for images younger than 90 days",
        "{'nothing': {}} | nothing",
        "{'anyOf': [{'keepNewest': 1}, {'youngerThan': 'P1D'}]}"
            + " | the newest 1 of each group and images younger than 1 day",
        "{'then': [{'youngerThan': 'P2D'}, {'keepNewest': 1}]}"
            + " | images younger than 2 days, and of the rest the newest 1 of each group",
      })
  void saysWhatARetentionKeeps(String spec, String phrase) {
    assertThat(StrategyPhrases.retention(read("retain", spec).retain().get(0))).isEqualTo(phrase);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'anyOf': [{'inUse': {}}, {'notOwned': {}}]} | images in use and images of other accounts",
        "{'allOf': [{'inUse': {}}, {'publiclyShared': {}}]}"
            + " | what is all of images in use and public images",
        "{'notAvailable': {}} | images that are not available",
        "{'deregistrationProtected': {}} | images that are protected from deregistration",
        "{'managedByService': {}} | images that another AWS service manages",
        "{'builtByImageBuilder': {}} | images that EC2 Image Builder made",
        "{'watermarked': {}} | watermarked images",
        "{'watermarked': ['123456789012:approved']} | images with watermark 123456789012:approved",
        "{'allowedByAccount': {}} | images that the account's settings allow",
        "{'baseOfOtherImages': {}} | images that own images descend from",
        "{'marketplaceProduct': {}} | products of AWS Marketplace",
        "{'sourceOfOwnImages': {}} | images that others were made from",
        "{'tagged': {'key': 'keep'}} | images tagged keep",
        "{'tagged': {'key': 'keep', 'value': 'yes'}} | images tagged keep=yes",
        "{'tagged': {'key': 'keep', 'matching': 'y.*'}} | images whose tag keep matches y.*",
        "{'nameMatches': 'golden-.*'} | images whose names match golden-.*",
        "{'ids': ['ami-00000001', 'ami-00000002']} | images ami-00000001 and ami-00000002",
        "{'notSelected': ['ami-00000001']} | all but image ami-00000001",
        "{'ownedBy': ['123456789012']} | images of account 123456789012",
        "{'lastLaunchedWithin': 'P30D'} | images launched in the last 30 days",
        "{'inState': ['DISABLED', 'PENDING']} | images that are pending or disabled",
        "{'tagValueIn': {'keys': ['a', 'b'], 'values': ['x']}} | images whose tags a or b is x",
      })
  void saysWhatAFilterProtects(String spec, String phrase) {
    assertThat(StrategyPhrases.exclusion(read("exclude", spec).exclude().get(0))).isEqualTo(phrase);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'anyOf': [{'locked': {}}, {'fastRestore': {}}]}"
            + " | locked snapshots and snapshots with fast restore",
        "{'allOf': [{'locked': {}}]} | what is all of locked snapshots",
        "{'tagged': {'key': 'keep'}} | snapshots tagged keep",
        "{'ids': ['snap-00000001']} | snapshot snap-00000001",
        "{'managedByService': {}} | snapshots that another AWS service manages",
        "{'archivedLessThan': 'P90D'} | snapshots archived in the last 90 days",
      })
  void saysWhichSnapshotsAFilterProtects(String spec, String phrase) {
    assertThat(
            StrategyPhrases.snapshotExclusion(
                read("excludeSnapshots", spec).excludeSnapshots().get(0)))
        .isEqualTo(phrase);
  }

  @Test
  void hasAPhraseForEveryBuiltInStrategy() {
    StrategyRegistry builtIn = StrategyRegistry.of();

    assertThat(StrategyPhrases.MAPPERS.keySet()).isEqualTo(builtIn.names(ImageMapper.class));
    assertThat(StrategyPhrases.EXCLUSIONS.keySet()).isEqualTo(builtIn.names(ExclusionFilter.class));
    assertThat(StrategyPhrases.SNAPSHOT_EXCLUSIONS.keySet())
        .isEqualTo(builtIn.names(SnapshotExclusionFilter.class));
    assertThat(StrategyPhrases.RETENTIONS.keySet())
        .isEqualTo(builtIn.names(RetentionStrategy.class));
    assertThat(StrategyPhrases.RESOLVERS.keySet()).isEqualTo(builtIn.names(SnapshotResolver.class));
  }

  private static String sentence(String policy) {
    return PolicySentence.of(PolicyJson.read(policy));
  }

  /** Reads a policy with one strategy of interest. */
  private static CleanupPolicy read(String key, String spec) {
    String others = key.equals("groupBy") ? "" : "'groupBy': [{'everything': 'all'}], ";
    others += key.equals("retain") ? "" : "'retain': [{'nothing': {}}], ";
    String policy = "{'schemaVersion': 1, " + others + "'" + key + "': [" + spec + "]}";
    return PolicyJson.read(policy.replace('\'', '"'), StrategyRegistry.of());
  }
}
