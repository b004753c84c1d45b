package io.amiclean.core.inmemory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.BlockDevice;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.DocumentFormatException;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.ImageState;
import io.amiclean.api.model.ProductCode;
import io.amiclean.api.model.RecycleBinRule;
import io.amiclean.api.model.ResourceTag;
import io.amiclean.api.model.Sharing;
import io.amiclean.api.model.Snapshot;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.model.SnapshotState;
import io.amiclean.api.model.StorageTier;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The JSON documents here have ' for ". */
class AccountDocumentTest {

  private static final AccountId ACCOUNT = AccountId.of("123456789012");

  private static InMemoryAccount read(String document) {
    return InMemoryAccount.fromJson(document.replace('\'', '"'));
  }

  /** A document with images and nothing else. */
  private static String images(String images) {
    return "{'account': '123456789012', 'region': 'eu-west-1', 'images': [" + images + "]}";
  }

  /** An image with the required members and more. */
  private static String image(String more) {
    return "{'imageId': 'ami-00000001', 'name': 'web', 'creationDate': '2017-06-15T09:55:42Z',"
        + " 'tags': {'role': 'web'}, 'blockDevices': []"
        + more
        + "}";
  }

  private static Image readImage(String more) {
    return read(images(image(more))).loadImages().images().get(0);
  }

  @Test
  void readsTheScope() {
    InMemoryAccount account =
        read("{'account': '210987654321', 'region': 'us-east-1', 'images': []}");

    assertThat(account.scope())
        .isEqualTo(CleanupScope.of(AccountId.of("210987654321"), "us-east-1"));
    assertThat(account.imageIds()).isEmpty();
  }

  @Test
  void readsAnImageOfTheRequiredMembersAsAnOwnPrivateAvailableOne() {
    assertThat(readImage(""))
        .isEqualTo(
            Image.builder()
                .id(ImageId.of("ami-00000001"))
                .name("web")
                .ownerId(ACCOUNT)
                .creationDate(Instant.parse("2017-06-15T09:55:42Z"))
                .state(ImageState.AVAILABLE)
                .sharing(Sharing.PRIVATE)
                .putTags("role", "web")
                .build());
  }

  @Test
  void readsAllThatAnImageMayHave() {
    Image image =
        readImage(
            ", 'description': 'A web server', 'state': 'disabled', 'ownerId': '210987654321',"
                + " 'ownerAlias': 'amazon', 'sharing': 'public',"
                + " 'deprecationTime': '2019-06-15T00:00:00Z',"
                + " 'lastLaunchedTime': '2018-06-15T00:00:00Z',"
                + " 'deregistrationProtection': 'enabled-with-cooldown',"
                + " 'architecture': 'arm64', 'platform': 'Linux/UNIX',"
                + " 'sourceImageId': 'ami-00000009', 'sourceImageRegion': 'us-east-1',"
                + " 'productCodes': [{'id': 'abc', 'type': 'marketplace'}],"
                + " 'facts': {'compose': 'nightly'}");

    assertThat(image)
        .isEqualTo(
            Image.builder()
                .from(readImage(""))
                .description("A web server")
                .state(ImageState.DISABLED)
                .ownerId(AccountId.of("210987654321"))
                .ownerAlias("amazon")
                .sharing(Sharing.PUBLIC)
                .deprecationTime(Instant.parse("2019-06-15T00:00:00Z"))
                .lastLaunchedTime(Instant.parse("2018-06-15T00:00:00Z"))
                .deregistrationProtection("enabled-with-cooldown")
                .architecture("arm64")
                .platform("Linux/UNIX")
                .sourceImageId(ImageId.of("ami-00000009"))
                .sourceImageRegion("us-east-1")
                .addProductCodes(ProductCode.of("abc", "marketplace"))
                .putFacts("compose", "nightly")
                .build());
  }

  @Test
  void readsUnknownOwnerAndCreationDate() {
    Image image =
        read(images(
                "{'imageId': 'ami-00000001', 'name': '', 'creationDate': null, 'ownerId': null,"
                    + " 'tags': {}, 'blockDevices': []}"))
            .loadImages()
            .images()
            .get(0);

    assertThat(image.creationDate()).isEmpty();
    assertThat(image.ownerId()).isEmpty();
  }

  @Test
  void readsBlockDevicesWithAndWithoutSnapshot() {
    InMemoryAccount account =
        read(
            images(
                image("")
                    .replace(
                        "'blockDevices': []",
                        "'blockDevices': [{'deviceName': '/dev/xvda',"
                            + " 'snapshotId': 'snap-00000001', 'sizeGiB': 8},"
                            + " {'deviceName': '/dev/xvdb'}]")));

    assertThat(account.loadImages().images().get(0).blockDevices())
        .containsExactly(
            BlockDevice.builder()
                .deviceName("/dev/xvda")
                .snapshotId(SnapshotId.of("snap-00000001"))
                .sizeGiB(8)
                .build(),
            BlockDevice.builder().deviceName("/dev/xvdb").build());
    assertThat(account.snapshotIds()).containsExactly(SnapshotId.of("snap-00000001"));
  }

  @Test
  void readsSnapshots() {
    InMemoryAccount account =
        read(
            "{'account': '123456789012', 'region': 'eu-west-1', 'images': [], 'snapshots': ["
                + "{'snapshotId': 'snap-00000001'},"
                + "{'snapshotId': 'snap-00000002', 'startTime': '2017-06-15T09:56:43Z',"
                + " 'sizeGiB': 8, 'description': 'Data', 'state': 'error', 'fullSizeBytes':"
                + " 5000000000, 'storageTier': 'archive', 'tags': {'role': 'web'}},"
                + "{'snapshotId': 'snap-00000003', 'ownerId': null},"
                + "{'snapshotId': 'snap-00000005', 'archivedAt': '2017-06-15T00:00:00Z',"
                + " 'locked': true, 'fastRestoreZones': ['eu-west-1a']},"
                + "{'snapshotId': 'snap-00000006', 'locked': false},"
                + "{'snapshotId': 'snap-00000007', 'lockedUntil': '2017-07-01T00:00:00Z'},"
                + "{'snapshotId': 'snap-00000004', 'ownerId': '210987654321'}]}");

    assertThat(account.loadSnapshots().snapshots())
        .containsExactly(
            Snapshot.builder()
                .id(SnapshotId.of("snap-00000001"))
                .ownerId(ACCOUNT)
                .state(SnapshotState.COMPLETED)
                .storageTier(StorageTier.STANDARD)
                .build(),
            Snapshot.builder()
                .id(SnapshotId.of("snap-00000002"))
                .ownerId(ACCOUNT)
                .startTime(Instant.parse("2017-06-15T09:56:43Z"))
                .volumeSizeGiB(8)
                .description("Data")
                .state(SnapshotState.ERROR)
                .fullSizeBytes(5_000_000_000L)
                .storageTier(StorageTier.ARCHIVE)
                .putTags("role", "web")
                .build(),
            ordinary("snap-00000005")
                .storageTier(StorageTier.ARCHIVE)
                .archivedAt(Instant.parse("2017-06-15T00:00:00Z"))
                .locked(true)
                .addFastRestoreZones("eu-west-1a")
                .build(),
            ordinary("snap-00000006").build(),
            ordinary("snap-00000007")
                .locked(true)
                .lockedUntil(Instant.parse("2017-07-01T00:00:00Z"))
                .build());
    assertThat(account.snapshotIds()).hasSize(7);
  }

  private static Snapshot.Builder ordinary(String id) {
    return Snapshot.builder()
        .id(SnapshotId.of(id))
        .ownerId(ACCOUNT)
        .state(SnapshotState.COMPLETED)
        .storageTier(StorageTier.STANDARD);
  }

  @Test
  void readsReferencesAndRecycledImages() {
    InMemoryAccount account =
        read(
            "{'account': '123456789012', 'region': 'eu-west-1', 'images': [], 'references': ["
                + "{'target': 'ami-00000001', 'kind': 'instance', 'user': 'i-1'},"
                + "{'target': 'snap-00000001', 'kind': 'launch-template', 'user': 'lt-1',"
                + " 'detail': 'version 3'}], 'recycledImages': ['ami-00000002']}");

    assertThat(account.loadUsage().references())
        .containsExactlyInAnyOrder(
            ImageReference.of(ImageId.of("ami-00000001"), "instance", "i-1"),
            ImageReference.of(
                SnapshotId.of("snap-00000001"), "launch-template", "lt-1", "version 3"));
    assertThat(account.loadImages().recycledImageIds())
        .isEqualTo(Set.of(ImageId.of("ami-00000002")));
  }

  @Test
  void readsRulesOfTheRecycleBin() {
    InMemoryAccount account =
        read(
            "{'account': '123456789012', 'region': 'eu-west-1', 'images': [], 'recycleBinRules': ["
                + "{'id': 'rule-1', 'kind': 'IMAGE', 'days': 7},"
                + "{'id': 'rule-2', 'kind': 'SNAPSHOT', 'days': 30,"
                + " 'tags': [{'key': 'role', 'value': 'web'}]}]}");

    assertThat(account.loadImages().recycleBinRules())
        .containsExactly(
            RecycleBinRule.builder().id("rule-1").kind(RecycleBinRule.Kind.IMAGE).days(7).build(),
            RecycleBinRule.builder()
                .id("rule-2")
                .kind(RecycleBinRule.Kind.SNAPSHOT)
                .days(30)
                .addTags(ResourceTag.of("role", "web"))
                .build());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``                                                     | expected an object
          []                                                     | expected an object
          {}                                                     | the key 'account' is missing
          {'account': '123456789012', 'images': []}              | the key 'region' is missing
          {'account': '123456789012', 'region': 'eu-west-1'}     | the key 'images' is missing
          {'account': '12', 'region': 'eu-west-1', 'images': []} | '12'
          {'account': 123456789012}                              | (/account): expected a text
          {'account': '123456789012', 'region': ' ', 'images': []} | ' ' is no region
          {'image': []}                                          | the key 'image' is unknown
          {'account': '123456789012', 'account': '123456789012'} | Duplicate field 'account'
          {'account': '123456789012'                             | cut off
          {'images': {}}                                         | (/images): expected a list
          {'images': [1]}                                        | (/images/0): expected an object
          {'references': [{'kind': 'a', 'user': 'b'}]}           | (/references/0): the key 'target'
          {'references': [{'target': 'i-1', 'kind': 'a', 'user': 'b'}]} | 'i-1' is no id
          {'references': [{'target': 'ami-00000001', 'kind': '', 'user': 'b'}]} | names no kind
          {'recycledImages': ['i-1']}                            | 'i-1'
          {'recycledImages': [null]}                             | (/recycledImages/0): expected a text
          {'recycleBinRules': [{'id': 'r', 'kind': 'IMAGE', 'days': 0}]} | holds for 0 days: expected 1
          {'snapshots': [{}]}                                    | the key 'snapshotId' is missing
          {'snapshots': [{'snapshotId': 'ami-00000001'}]}        | 'ami-00000001'
          {'snapshots': [{'state': 'ready'}]}                    | expected one of pending, completed
          {'snapshots': [{'storageTier': 'STANDARD'}]}           | (/snapshots/0/storageTier): 'STANDARD'
          null                                                   | expected an object, found null
          {                                                      | cut off
          {'snapshots': [{'snapshotId': 'snap-00000001', 'fullSizeBytes': -9}]} | '-9' is no size in bytes
          {'snapshots': [{'description': ['a']}]}                | (/snapshots/0/description): expected a text, found a list
          {'snapshots': [{'fullSizeBytes': '5'}]}                | expected a whole number
          {'snapshots': [{'fullSizeBytes': 99999999999999999999}]} | the number 99999999999999999999 is out of range
          {'snapshots': [{'snapshotId': 'snap-00000001'}, {'snapshotId': 'snap-00000001'}]} | (/snapshots/1): The account holds snap-00000001 already
          """)
  void namesWhatIsWrongWithADocument(String document, String problem) {
    assertThatExceptionOfType(DocumentFormatException.class)
        .isThrownBy(() -> read(document))
        .withMessageStartingWith("The inventory is not usable: line 1")
        .withMessageContaining(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'name': 'web'             | 'name': null                     | /name): expected a text
          'name': 'web'             | 'name': 'web', 'Name': 'web'     | the key 'Name' is unknown
          , 'name': 'web'           | ``                               | /images/0): the key 'name' is missing
          'ami-00000001'            | 'i-1'                            | /imageId): 'i-1'
          2017-06-15T09:55:42Z      | yesterday                        | /creationDate): 'yesterday' is no time
          {'role': 'web'}           | null                             | /tags): expected an object
          {'role': 'web'}           | {'role': null}                   | /tags/role): expected a text
          {'role': 'web'}           | {'role': 'a', 'role': 'b'}       | Duplicate field 'role'
          'blockDevices': []        | 'blockDevices': {}               | /blockDevices): expected a list
          'blockDevices': []        | 'blockDevices': [{}]             | /blockDevices/0): the key 'deviceName'
          'blockDevices': []        | 'blockDevices': [{'sizeGiB': 8.5}] | /sizeGiB): expected a whole number
          'blockDevices': []        | 'blockDevices': [{'sizeGiB': 9999999999}] | /sizeGiB): the number 9999999999 is out of range
          'blockDevices': []        | 'blockDevices': [{'deviceName': 'a', 'sizeGiB': 0}] | /blockDevices/0): '0' is no size in GiB
          'blockDevices': []        | 'blockDevices': [{'snapshotId': 'vol-1'}] | /snapshotId): 'vol-1'
          'blockDevices': []        | 'blockDevices': [], 'state': 'AVAILABLE' | /state): 'AVAILABLE' is unknown
          'blockDevices': []        | 'blockDevices': [], 'sharing': 'all' | /sharing): 'all' is unknown
          'blockDevices': []        | 'blockDevices': [], 'ownerId': 'me' | /ownerId): 'me'
          'blockDevices': []        | 'blockDevices': [], 'lastLaunchedTime': '2017' | '2017' is no time
          'blockDevices': []        | 'blockDevices': [], 'productCodes': [{'id': 'a'}] | the key 'type' is missing
          'blockDevices': []        | 'blockDevices': [], 'sourceImageId': 'a' | /sourceImageId): 'a'
          """)
  void namesWhatIsWrongWithAnImage(String right, String wrong, String problem) {
    assertThatExceptionOfType(DocumentFormatException.class)
        .isThrownBy(() -> read(images(image("").replace(right, wrong))))
        .withMessageStartingWith("The inventory is not usable: line 1")
        .withMessageContaining(problem);
  }

  @Test
  void namesTheLineOfAWrongValue() {
    assertThatExceptionOfType(DocumentFormatException.class)
        .isThrownBy(() -> read("{\n\n'region': 5}"))
        .withMessageStartingWith("The inventory is not usable: line 3, column 11 (/region): ")
        .withMessageEndingWith("expected a text, found 5");
  }

  @Test
  void namesTheLineThatIsNoJson() {
    assertThatExceptionOfType(DocumentFormatException.class)
        .isThrownBy(() -> read("{\n'region': 'eu-west-1',\n'region': 'eu-west-1'}"))
        .withMessageContaining("line 3");
  }

  @Test
  void readsAnUnknownStartTime() {
    InMemoryAccount account =
        read(
            images("")
                .replace(
                    "'images'",
                    "'snapshots': [{'snapshotId': 'snap-00000001', 'startTime': null}], 'images'"));

    assertThat(account.loadSnapshots().snapshots())
        .singleElement()
        .satisfies(snapshot -> assertThat(snapshot.startTime()).isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'images': [IMAGE, IMAGE]                                  | (/images/1): The account holds
          'images': [IMAGE], 'recycledImages': ['ami-00000001']     | (/recycledImages/0): The image
          'recycledImages': ['ami-00000001', 'ami-00000001']        | (/recycledImages/1): The account
          'recycledImages': ['ami-00000001'], 'images': [IMAGE]     | (/images/0): The image
          """)
  void namesThePlaceOfAnImageThatExistsAlready(String members, String problem) {
    assertThatExceptionOfType(DocumentFormatException.class)
        .isThrownBy(() -> read("{" + members.replace("IMAGE", image("")) + "}"))
        .withMessageContaining(problem)
        .withMessageContaining("ami-00000001");
  }

  @Test
  void refusesWhatFollowsTheDocument() {
    assertThatExceptionOfType(DocumentFormatException.class)
        .isThrownBy(() -> read(images("") + " {}"))
        .withMessageContaining("expected the end of the document");
  }

  @Test
  void readsUtf8AndLeavesTheStreamOpen() throws IOException {
    byte[] document =
        images(image("").replace("'name': 'web'", "'name': 'wéb ☃'"))
            .replace('\'', '"')
            .getBytes(StandardCharsets.UTF_8);
    boolean[] closed = {false};
    InputStream stream =
        new ByteArrayInputStream(document) {
          @Override
          public void close() {
            closed[0] = true;
          }
        };

    InMemoryAccount account = InMemoryAccount.fromJson(stream);

    assertThat(account.loadImages().images().get(0).name()).isEqualTo("wéb ☃");
    assertThat(closed[0]).isFalse();
  }

  @Test
  void tellsAStreamThatFailsFromADocumentThatIsWrong() throws IOException {
    InputStream closed = InputStream.nullInputStream();
    closed.close();

    assertThatThrownBy(() -> InMemoryAccount.fromJson(closed)).isInstanceOf(IOException.class);
  }
}
