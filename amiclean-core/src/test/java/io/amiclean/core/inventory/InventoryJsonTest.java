package io.amiclean.core.inventory;

import static io.amiclean.core.Fixtures.ACCOUNT;
import static io.amiclean.core.Fixtures.imageId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.DocumentFormatException;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageState;
import io.amiclean.api.model.ImageUsage;
import io.amiclean.api.model.Sharing;
import io.amiclean.core.SamplePlans;
import io.amiclean.core.json.PlanJson;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InventoryJsonTest {

  private static String written() {
    return InventoryJson.write(RecordedSamples.everything());
  }

  @Test
  void readsWhatWasWritten() {
    assertThat(InventoryJson.read(written())).isEqualTo(RecordedSamples.everything());
  }

  @Test
  void writesTheSameAgainByteForByte() {
    assertThat(InventoryJson.write(InventoryJson.read(written()))).isEqualTo(written());
  }

  @Test
  void keepsTheScopesWhoseUsageCounts() {
    CleanupScope other = CleanupScope.of(AccountId.of("210987654321"), "eu-west-1");
    RecordedAccount account =
        RecordedAccount.builder()
            .from(RecordedSamples.everything())
            .imageUsage(
                ImageUsage.builder()
                    .from(RecordedSamples.everything().loadUsage())
                    .addOtherScopes(other)
                    .build())
            .build();

    assertThat(InventoryJson.read(InventoryJson.write(account)).loadUsage().otherScopes())
        .containsExactly(other);
    assertThat(written()).doesNotContain("usageIn");
  }

  @Test
  void keepsWhatIsUnknownUnknown() {
    RecordedAccount read = InventoryJson.read(written());

    assertThat(read.loadImages().image(imageId(3)))
        .get()
        .returns(Optional.empty(), Image::ownerId)
        .returns(Optional.empty(), Image::creationDate)
        .returns(ImageState.UNKNOWN, Image::state)
        .returns(Sharing.UNKNOWN, Image::sharing);
    assertThat(read.scope().accountId()).isEqualTo(ACCOUNT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "schemaVersion": 1                | "schemaVersion": 2              | schema version 2 is not understood
          "state": "available",             | ``                              | (/images/items/0): the key 'state' is missing
          "sharing": "public",              | ``                              | (/images/items/0): the key 'sharing' is missing
          "sharing": "public"               | "sharing": "friends"            | (/images/items/0/sharing): 'friends' is unknown: expected one of private, shared, public, unknown
          "state": "available",             | "state": "available", "size": 1,| the key 'size' is unknown: expected only imageId
          "imageId": "ami-00000002"         | "imageId": "ami-2"              | ami-2
          "locked": true,                   | ``                              | (/snapshots/items/0): the key 'locked' is missing
          "locked": true,                   | "locked": "yes",                | expected true or false
          "target": "snap-00000001"         | "target": "vol-00000001"        | 'vol-00000001' is no id
          "imageId": "ami-00000004"         | "imageId": "ami-00000001"       | ami-00000001 stands twice
          "kind": "instance",               | ``                              | (/usage/references/0): the key 'kind' is missing
          "snapshotLastLook": [             | "orphans": [                    | the key 'orphans' is unknown
          "creationDate": "2017-06-15T00:00:00Z" | "creationDate": "yesterday"| 'yesterday' is no time
          """)
  void refusesWhatIsNotAsItShouldBeWithItsPlace(String part, String instead, String message) {
    String json = written();
    assertThat(json).contains(part);

    assertThatExceptionOfType(DocumentFormatException.class)
        .isThrownBy(
            () ->
                InventoryJson.read(
                    json.replaceFirst(
                        Pattern.quote(part),
                        Matcher.quoteReplacement(instead == null ? "" : instead))))
        .withMessageStartingWith("The inventory is not usable: line ")
        .withMessageContaining(message);
  }

  @Test
  void refusesEvidenceThatIsIncomplete() {
    String json =
        written()
            .replaceFirst(
                "(\"source\": \"instances\",\\s*\"items\": 1,\\s*\"complete\": )true", "$1false");

    assertThatExceptionOfType(DocumentFormatException.class)
        .isThrownBy(() -> InventoryJson.read(json))
        .withMessageContaining("'instances' was neither read to its end nor skipped");
  }

  @Test
  void refusesAPlan() {
    String plan = PlanJson.write(SamplePlans.everyVerdict());

    assertThatExceptionOfType(DocumentFormatException.class)
        .isThrownBy(() -> InventoryJson.read(plan))
        .withMessageContaining("schema version 2 is not understood");
  }
}
