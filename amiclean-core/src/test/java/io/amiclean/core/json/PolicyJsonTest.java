package io.amiclean.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.amiclean.api.model.DocumentFormatException;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.plan.StrategyProvider;
import io.amiclean.api.policy.CleanupPolicy;
import io.amiclean.api.policy.EvidenceLimits;
import io.amiclean.api.policy.LifecycleSpec;
import io.amiclean.api.policy.PlanLimits;
import io.amiclean.api.policy.Protection;
import io.amiclean.api.policy.SpecArgument;
import io.amiclean.api.policy.StrategySpec;
import io.amiclean.api.retention.RetentionStrategy;
import io.amiclean.core.plan.StrategyRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyJsonTest {

  private static final String EVERYTHING =
      """
      {
        "schemaVersion": 1,
        "name": "golden images",
        "groupBy": [{ "tags": ["environment", "role"] }],
        "exclude": [{ "tagged": { "key": "keep" } }, { "lastLaunchedWithin": "P30D" }],
        "excludeSnapshots": [{ "tagged": { "key": "keep" } }],
        "retain": [
          { "keepNewest": 4 },
          { "calendarFromNow": { "daily": 7, "weekly": 4, "monthly": 12 } }
        ],
        "only": ["ami-0123456789abcdef0"],
        "orphanSnapshots": true,
        "evidence": { "maximumAge": "PT1H", "minimumImages": 100, "minimum": { "instances": 10 } },
        "limits": { "removeAtMost": 50, "removeAtMostPercent": 20, "keepAtLeast": 2 },
        "withoutProtections": ["MARKETPLACE"],
        "recordTags": ["owner", "team"],
        "lifecycle": {
          "stages": [
            { "deprecate": {} },
            { "makePrivate": { "after": "P30D" } },
            { "deregister": { "after": "P10D" } }
          ]
        }
      }
      """;

  private static final String SMALL =
      """
      { "schemaVersion": 1,
        "groupBy": [{ "tags": ["role"] }],
        "retain": [%s] }
      """;

  private static CleanupPolicy everything() {
    StrategySpec keep = StrategySpec.ofField("tagged", "key", SpecArgument.of("keep"));
    return CleanupPolicy.builder()
        .name("golden images")
        .addGroupBy(StrategySpec.ofTexts("tags", List.of("environment", "role")))
        .addExclude(keep, StrategySpec.of("lastLaunchedWithin", Duration.ofDays(30)))
        .addExcludeSnapshots(keep)
        .addRetain(
            StrategySpec.of("keepNewest", 4),
            StrategySpec.ofField("calendarFromNow", "daily", SpecArgument.of(7))
                .with("weekly", SpecArgument.of(4))
                .with("monthly", SpecArgument.of(12)))
        .onlyOf(List.of(ImageId.of("ami-0123456789abcdef0")))
        .orphanSnapshots(true)
        .evidence(
            EvidenceLimits.builder()
                .maximumAge(Duration.ofHours(1))
                .minimumImages(100)
                .putMinimum("instances", 10L)
                .build())
        .limits(
            PlanLimits.builder().removeAtMost(50).removeAtMostPercent(20).keepAtLeast(2).build())
        .addWithoutProtections(Protection.MARKETPLACE)
        .addRecordTags("owner", "team")
        .lifecycle(
            LifecycleSpec.builder()
                .addStages(
                    stage("deprecate", 10), stage("makePrivate", 30), stage("deregister", 10))
                .build())
        .build();
  }

  private static StrategySpec stage(String name, int days) {
    return StrategySpec.ofField(name, "after", SpecArgument.of(Duration.ofDays(days)));
  }

  @Test
  void readsAllThatAFileCanSay() {
    assertThat(PolicyJson.read(EVERYTHING)).isEqualTo(everything());
  }

  @Test
  void readsWhatItWrites() {
    String json = PolicyJson.write(everything());

    assertThat(PolicyJson.read(json)).isEqualTo(everything());
    assertThat(PolicyJson.write(PolicyJson.read(json))).isEqualTo(json);
  }

  @Test
  void writesTheKeysInTheirOrderAndLeavesDefaultsOut() {
    assertThat(PolicyJson.write(everything()))
        .containsSubsequence(
            "schemaVersion",
            "name",
            "groupBy",
            "exclude",
            "excludeSnapshots",
            "retain",
            "only",
            "orphanSnapshots",
            "evidence",
            "limits",
            "withoutProtections",
            "recordTags",
            "lifecycle");
    assertThat(PolicyJson.write(PolicyJson.read(SMALL.formatted("{\"nothing\": {}}"))))
        .isEqualTo(
            """
            {
              "schemaVersion": 1,
              "groupBy": [
                {
                  "tags": [
                    "role"
                  ]
                }
              ],
              "retain": [
                {
                  "nothing": {}
                }
              ]
            }
            """);
  }

  @Test
  void whatIsWrittenInTwoWaysIsOnePolicy() {
    assertThat(PolicyJson.read(SMALL.formatted("{\"youngerThan\": \"PT720H\"}")))
        .isEqualTo(PolicyJson.read(SMALL.formatted("{\"youngerThan\": \"P30D\"}")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"keepNewest": "four"} | line 3, column 29 (/retain/0/keepNewest): expected a whole number, found the text 'four'
          {"keepNewest": 4.5} | line 3, column 29 (/retain/0/keepNewest): expected a whole number, or a text in quotes, found the decimal number 4.5
          {"keepNewest": null} | line 3, column 29 (/retain/0/keepNewest): expected a text, a whole number, true or false, a list or an object, found null
          {"keepNewest": -1} | line 3, column 29 (/retain/0/keepNewest): The number of newest images is -1
          {"keepLatest": 4} | line 3, column 15 (/retain/0/keepLatest): 'keepLatest' is no strategy of retain: expected one of
          {"calender": {"daily": 7}} | line 3, column 15 (/retain/0/calender): 'calender' is no strategy of retain: did you mean 'calendar'? Expected one of
          {"calendarFromNow": {"yearly": 7}} | line 3, column 35 (/retain/0/calendarFromNow/yearly): the key 'yearly' is unknown: expected only daily, weekly, monthly
          {"anyOf": [{"youngerThan": "soon"}]} | line 3, column 41 (/retain/0/anyOf/0/youngerThan): 'soon' is no duration: expected one such as P30D or PT12H
          {"anyOf": []} | line 3, column 24 (/retain/0/anyOf): No strategies to join, which would keep nothing
          {"custom": "mine"} | line 3, column 15 (/retain/0/custom): the strategy 'mine' is custom
          4 | line 3, column 14 (/retain/0): expected a strategy
          {"anyOf": [{"nothing": "Ä€😀"}, 4]} | line 3, column 45 (/retain/0/anyOf/1): expected a strategy
          {"nothing": "Ä€😀" 4} | line 3, column 32 (/retain/0/nothing): it is not well-formed JSON
          """)
  void refusesWithThePlaceAndWhatWouldBeRight(String retention, String expected) {
    assertThatExceptionOfType(DocumentFormatException.class)
        .isThrownBy(() -> PolicyJson.read(SMALL.formatted(retention)))
        .withMessageContaining("The policy is not usable: " + expected);
  }

  @Test
  void refusesAnUnknownKey() {
    assertThatExceptionOfType(DocumentFormatException.class)
        .isThrownBy(() -> PolicyJson.read("{\"schemaVersion\": 1, \"keep\": []}"))
        .withMessageContaining("the key 'keep' is unknown");
  }

  @Test
  void refusesAFileWithoutRetention() {
    assertThatExceptionOfType(DocumentFormatException.class)
        .isThrownBy(
            () -> PolicyJson.read("{\"schemaVersion\": 1, \"groupBy\": [{\"tags\": [\"a\"]}]}"))
        .withMessageEndingWith("the key 'retain' is missing");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "limits": {"removeAtMost": -1}            | (/limits/removeAtMost): The limit -1 is not
          "limits": {"removeAtMostPercent": 120}    | (/limits/removeAtMostPercent): The limit 120 is not
          "evidence": {"maximumAge": "-PT1H"}       | (/evidence/maximumAge): The age PT-1H
          "evidence": {"minimumImages": -1}         | (/evidence/minimumImages): The minimum -1
          "evidence": {"minimum": {"vpcs": -1}}     | (/evidence/minimum/vpcs): The minimum -1 is negative
          """)
  void namesThePlaceOfAValueOutOfRange(String part, String expected) {
    String policy =
        SMALL.formatted("{\"nothing\": {}}").replace("\"groupBy\"", part + ",\n\"groupBy\"");

    assertThatExceptionOfType(DocumentFormatException.class)
        .isThrownBy(() -> PolicyJson.read(policy))
        .withMessageContaining("line 2, column ")
        .withMessageContaining(expected);
  }

  @Test
  void namesTheFile(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("rules.json"), "[]");

    assertThatExceptionOfType(DocumentFormatException.class)
        .isThrownBy(() -> PolicyJson.read(file))
        .withMessageContaining("rules.json")
        .withMessageContaining("line 1, column 1");
  }

  @Test
  void whatAProviderFailsToMakeIsRefusedWithThePlace() {
    StrategyProvider broken =
        new StrategyProvider() {
          @Override
          public Map<String, Maker<RetentionStrategy>> retentions() {
            return Map.of(
                "acme.x",
                (argument, others) -> {
                  throw new NullPointerException("oops");
                });
          }
        };
    byte[] policy = SMALL.formatted("{\"acme.x\": 3}").getBytes(StandardCharsets.UTF_8);

    assertThatExceptionOfType(DocumentFormatException.class)
        .isThrownBy(
            () ->
                PolicyJson.readByScope(
                    "policy", new ByteArrayInputStream(policy), StrategyRegistry.of(broken)))
        .withMessageContaining(
            "line 3, column 25 (/retain/0/acme.x): the RetentionStrategy 'acme.x' of "
                + broken.getClass().getName()
                + " could not be made: java.lang.NullPointerException: oops")
        .havingRootCause()
        .withMessage("oops");
  }
}
