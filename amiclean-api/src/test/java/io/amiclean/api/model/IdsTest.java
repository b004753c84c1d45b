package io.amiclean.api.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {

  @ParameterizedTest
  @ValueSource(strings = {"ami-50504e36", "ami-0123456789abcdef0"})
  void acceptsImageIdsOfBothForms(String text) {
    ImageId id = ImageId.of(text);

    assertThat(id.value()).isEqualTo(text);
    assertThat(id).hasToString(text).isEqualTo(ImageId.of(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "ami-",
        "ami-50504E36",
        "AMI-50504e36",
        "ami-50504e3",
        "ami-50504e36a",
        "ami-0123456789abcdef",
        "ami-0123456789abcdef01",
        "ami-0123456g",
        " ami-50504e36",
        "ami-50504e36\n",
        "snap-50504e36",
        "50504e36"
      })
  void refusesWhatIsNoImageIdAndNamesIt(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ImageId.of(text))
        .withMessageContaining("'" + text + "'")
        .withMessageContaining("8 or 17");
  }

  @ParameterizedTest
  @ValueSource(strings = {"snap-50504e36", "snap-0123456789abcdef0"})
  void acceptsSnapshotIdsOfBothForms(String text) {
    SnapshotId id = SnapshotId.of(text);

    assertThat(id.value()).isEqualTo(text);
    assertThat(id).hasToString(text).isEqualTo(SnapshotId.of(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "snap-",
        "snap-50504E36",
        "snap-50504e3",
        "snap-50504e36a",
        "snap-0123456789abcdef",
        "snap-0123456789abcdef01",
        "snap-50504e36\n",
        "ami-50504e36"
      })
  void refusesWhatIsNoSnapshotIdAndNamesIt(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SnapshotId.of(text))
        .withMessageContaining("'" + text + "'")
        .withMessageContaining("8 or 17");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "12345678901",
        "1234567890123",
        "12345678901a",
        " 123456789012",
        "-12345678901"
      })
  void refusesWhatIsNoAccountIdAndNamesIt(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AccountId.of(text))
        .withMessageContaining("'" + text + "'")
        .withMessageContaining("twelve digits");
  }

  @Test
  void keepsTheLeadingZerosOfAnAccount() {
    assertThat(AccountId.of("000000000012")).hasToString("000000000012");
  }

  @Test
  void ordersIdsByTheirText() {
    assertThat(Stream.of("ami-ffffffff", "ami-00000001", "ami-0123456789abcdef0"))
        .extracting(ImageId::of)
        .satisfies(
            ids ->
                assertThat(new TreeSet<>(ids))
                    .extracting(ImageId::value)
                    .containsExactly("ami-00000001", "ami-0123456789abcdef0", "ami-ffffffff"));
    assertThat(List.of(SnapshotId.of("snap-00000001"), SnapshotId.of("snap-ffffffff"))).isSorted();
    assertThat(List.of(AccountId.of("000000000001"), AccountId.of("100000000000"))).isSorted();
  }

  @Test
  void distinguishesAnImageFromASnapshotOfTheSameDigits() {
    ResourceId image = ImageId.of("ami-00000001");
    ResourceId snapshot = SnapshotId.of("snap-00000001");

    assertThat(image).isNotEqualTo(snapshot);
  }

  @Test
  void showsAScopeAsAccountAndRegion() {
    assertThat(CleanupScope.of(AccountId.of("123456789012"), "eu-west-1"))
        .hasToString("123456789012/eu-west-1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "EU-West-1", "eu_west_1", "eu-west-1\n", "-west-1"})
  void refusesWhatIsNoRegion(String region) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CleanupScope.of(AccountId.of("123456789012"), region))
        .withMessage("'" + region + "' is no region: expected a code such as eu-west-1");
  }

  @Test
  void findsTheImagesThatATextNames() {
    assertThat(
            ImageId.findIn(
                "{\"a\": \"ami-0123456789abcdef0\", \"b\": \"AMI-0000000A\"} #ami-00000001"))
        .extracting(ImageId::value)
        .containsExactly("ami-0123456789abcdef0", "ami-0000000a", "ami-00000001");
  }

  @Test
  void findsTheSnapshotsThatATextNames() {
    assertThat(
            SnapshotId.findIn("snap-0123456789abcdef0,SNAP-0000000A;ami-00000001 snap-012345678"))
        .extracting(SnapshotId::value)
        .containsExactly("snap-0123456789abcdef0", "snap-0000000a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ami-", "ami-0123456", "ami-0123456789", "ami-0123456789abcdef01"})
  void findsNoIdWhereThereAreTooFewOrTooManyDigits(String text) {
    assertThat(ImageId.findIn(text)).isEmpty();
  }

  @Test
  void tellsTheIdOfAnImageFromThatOfASnapshot() {
    assertThat(ResourceId.of("ami-0123abcd")).isEqualTo(ImageId.of("ami-0123abcd"));
    assertThat(ResourceId.of("snap-0123abcd")).isEqualTo(SnapshotId.of("snap-0123abcd"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ResourceId.of("vol-0123abcd"))
        .withMessageStartingWith("'vol-0123abcd' is no id: expected that of an image");
  }
}
