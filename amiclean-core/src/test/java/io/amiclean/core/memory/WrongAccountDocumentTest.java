package io.amiclean.core.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.amiclean.api.model.DocumentFormatException;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WrongAccountDocumentTest {

  private static final String RIGHT =
      """
      {
        "account": "123456789012",
        "region": "eu-west-1",
        "images": [
          {
            "imageId": "ami-0a1b2c3d",
            "name": "web-1",
            "creationDate": "2017-06-15T09:55:42.000Z",
            "tags": { "role": "web" },
            "blockDevices": [
              { "deviceName": "/dev/xvda", "snapshotId": "snap-0a1b2c3d", "sizeGiB": 8 }
            ],
            "productCodes": [ { "id": "code", "type": "marketplace" } ],
            "state": "available"
          }
        ],
        "snapshots": [
          { "snapshotId": "snap-4e5f6a7b", "startTime": null, "fullSizeBytes": 9 }
        ],
        "references": [
          { "target": "ami-0a1b2c3d", "kind": "instance", "user": "i-0a1b2c3d" }
        ],
        "recycledImages": [ "ami-4e5f6a7b" ]
      }
      """;

  static Stream<Arguments> mistakes() {
    return Stream.of(
        // What is right, what stands there instead, where, and what is said of it.
        arguments("\"12345678", "\"x", "line 2 (/account)", "'x9012' is no account id"),
        arguments("eu-west-1", " ", "", "The region is blank"),
        arguments("ami-0a1b2c3d\",\n", "ami-1\",\n", "line 6 (/images/0/imageId)", "'ami-1' is no"),
        arguments("\"web-1\"", "1", "line 7 (/images/0/name)", "expected a string, found 1"),
        arguments("15T09:55:42.000Z", "15", "line 8", "'2017-06-15' is no time"),
        arguments("\"web\" }", "[] }", "line 9 (/images/0/tags/role)", "found a list"),
        arguments("8 }", "-8 }", "line 11 (/images/0/blockDevices/0)", "'-8' is no size in GiB"),
        arguments("8 }", "\"8\" }", "line 11", "expected a whole number, found the string '8'"),
        arguments("\"id\": \"code\", ", "", "/images/0/productCodes/0", "'id' is missing"),
        arguments("\"available\"", "\"gone\"", "line 14 (/images/0/state)", "'gone' is unknown"),
        arguments("\"state\"", "\"State\"", "line 14 (/images/0/State)", "'State' is unknown"),
        arguments("\"state\"", "\"name\"", "line 14", "Duplicate field 'name'"),
        arguments(": 9 }", ": -9 }", "line 18", "'-9' is no size in bytes"),
        arguments("\"instance\"", "\"\"", "line 21 (/references/0)", "no kind or no user"),
        arguments("\"target\": \"ami", "\"target\": \"i", "line 21", "'i-0a1b2c3d' is no id"),
        arguments("[ \"ami-4e5f6a7b", "[ \"ami-0a1b2c3d", "line 23", "in the Recycle Bin"),
        arguments(
            "snap-4e5f6a7b", "snap-4e5f", "line 18 (/snapshots/0/snapshotId)", "is no snapshot"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void isRefusedWithItsPlace(String right, String wrong, String place, String problem) {
    assertThat(RIGHT).contains(right);

    refuses(RIGHT.replace(right, wrong))
        .withMessageContaining(place)
        .withMessageContaining(problem);
  }

  @Test
  void isAcceptedWithoutMistakes() {
    assertThat(InMemoryAccount.fromJson(RIGHT).imageIds()).hasSize(1);
  }

  @Test
  void namesTheSecondOfTwoEqualImages() {
    String image =
        """
        { "imageId": "ami-0a1b2c3d", "name": "", "creationDate": null, "tags": {},
          "blockDevices": [] }""";

    refuses(
            "{\"account\": \"123456789012\", \"region\": \"eu-west-1\", \"images\": [\n"
                + image
                + ",\n"
                + image
                + "\n]}")
        .withMessageContaining("line 5 (/images/1)")
        .withMessageContaining("ami-0a1b2c3d already");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "null", "{", "{}", "{} {}"})
  void isRefusedUnlessItIsOneWholeObject(String document) {
    refuses(document).withMessageContaining("line 1");
  }

  @Test
  void mayNotGoOnAfterItsEnd() {
    refuses(RIGHT + "{}").withMessageContaining("expected the end of the document");
  }

  @Test
  void mayNotBeCutOff() {
    refuses(RIGHT.substring(0, RIGHT.length() / 2)).withMessageContaining("cut off");
  }

  private static ThrowableAssertAlternative<DocumentFormatException> refuses(String document) {
    return assertThatExceptionOfType(DocumentFormatException.class)
        .isThrownBy(() -> InMemoryAccount.fromJson(document));
  }
}
