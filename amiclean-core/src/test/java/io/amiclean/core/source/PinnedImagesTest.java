package io.amiclean.core.source;

import static io.amiclean.core.Fixtures.NOW;
import static io.amiclean.core.Fixtures.SCOPE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageReference;
import io.amiclean.api.source.ImageUsageSource;
import io.amiclean.api.testing.ImageUsageSourceContract;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PinnedImagesTest {

  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final ImageId LONG = ImageId.of("ami-0123456789abcdef0");
  private static final ImageId SHORT = ImageId.of("ami-50504e36");

  @TempDir private Path folder;

  private Path file(String text) {
    try {
      return Files.writeString(folder.resolve("pins.txt"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PinnedImages in(Path file) {
    return PinnedImages.in(file, () -> SCOPE, CLOCK);
  }

  private static PinnedImages in(String text) throws IOException {
    return PinnedImages.in("main.tf", new StringReader(text), () -> SCOPE, CLOCK);
  }

  private static ImageReference pin(ImageId image, String where) {
    return ImageReference.of(image, "pinned", where);
  }

  private static void assertRefused(ImageUsageSource source, String message) {
    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(source::loadUsage)
        .withMessageContaining(message)
        .withMessageContaining("expected a text file in UTF-8")
        .returns("pinned-ids", EvidenceException::source);
  }

  @Nested
  class Contract extends ImageUsageSourceContract {

    @Override
    protected ImageUsageSource source() {
      return in(file("ami-50504e36\n\nami-0123456789abcdef0 # golden\nami-50504e36\n"));
    }

    @Override
    protected CleanupScope scope() {
      return SCOPE;
    }

    @Override
    protected Set<ImageReference> expectedReferences() {
      return Set.of(pin(SHORT, "pins.txt:1"), pin(LONG, "pins.txt:3"), pin(SHORT, "pins.txt:4"));
    }

    @Override
    protected Optional<ImageUsageSource> failingSource() {
      return Optional.of(in(folder.resolve("none.txt")));
    }
  }

  @Test
  void findsIdsInTerraformFiles() throws IOException {
    String text =
        """
        variable "amis" {
          default = { eu-west-1 = "ami-0123456789abcdef0", old = "ami-50504e36" }
        }
        """;

    assertThat(in(text).loadUsage().references())
        .containsExactlyInAnyOrder(pin(LONG, "main.tf:2"), pin(SHORT, "main.tf:2"));
  }

  @ParameterizedTest
  @CsvSource({
    "ami-50504e36, ami-50504e36",
    "AMI-50504E36, ami-50504e36",
    "x=ami-50504e36;, ami-50504e36",
    "arn:aws:ec2:eu-west-1::image/ami-50504e36, ami-50504e36",
    "\\nami-50504e36\\n, ami-50504e36",
    "ami-50504e36-web, ami-50504e36",
    "ami-0123456789abcdef0, ami-0123456789abcdef0",
    "ami-0123456789ABCDEF0, ami-0123456789abcdef0"
  })
  void findsIdsWhateverIsAroundThem(String text, String id) throws IOException {
    assertThat(in(text).loadUsage().references())
        .extracting(ImageReference::target)
        .containsExactly(ImageId.of(id));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "ami-",
        "ami-50504e3",
        "ami-50504e361",
        "ami-50504E36F",
        "ami-0123456789abcdef",
        "ami-0123456789abcdef01",
        "snap-50504e36",
        "ami_50504e36"
      })
  void aTextWithoutAnIdIsNoEvidence(String text) {
    assertRefused(in(file(text)), "pins.txt' holds no image id");
  }

  @Test
  void aReaderWithoutAnIdIsRefusedAtOnce() {
    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(() -> in("nothing"))
        .withMessageContaining("'main.tf' holds no image id");
  }

  @Test
  void aFileThatDoesNotExistIsNoEvidence() {
    assertRefused(in(folder.resolve("none.txt")), "none.txt' does not exist");
  }

  @Test
  void aFolderIsNoEvidence() {
    assertRefused(in(folder), "is a folder");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ISO-8859-1", "UTF-16"})
  void aFileInAnotherEncodingIsNoEvidence(String encoding) throws IOException {
    Path file = folder.resolve("pins.txt");
    Files.write(file, "ami-50504e36 f\u00fcr uns".getBytes(encoding));

    assertRefused(in(file), "pins.txt' is not UTF-8");
  }

  @Test
  void aFileMayBeginWithAByteOrderMark() {
    assertThat(in(file("\ufeffami-50504e36")).loadUsage().references())
        .containsExactly(pin(SHORT, "pins.txt:1"));
  }

  @Test
  void aFileIsReadAnewEachTime() throws IOException {
    PinnedImages pins = in(file("ami-50504e36"));
    pins.loadUsage();
    Files.write(file(""), List.of("ami-0123456789abcdef0"), StandardCharsets.UTF_8);

    assertThat(pins.loadUsage().references()).containsExactly(pin(LONG, "pins.txt:1"));
  }

  @Test
  void theEvidenceCountsImagesAndSaysWhenTheyWereRead() {
    assertThat(in(file("ami-50504e36\nami-50504e36\n")).loadUsage().evidence())
        .containsExactly(Evidence.complete("pinned-ids", 1, NOW));
  }

  @Test
  void aReaderNeedsAName() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> PinnedImages.in(" ", new StringReader("ami-50504e36"), () -> SCOPE, CLOCK))
        .withMessageContaining("blank name");
  }

  @Test
  void theIdsOfAFileAreSortedAndStandOnce() {
    assertThat(PinnedImages.idsIn(file("ami-50504e36 ami-0123456789abcdef0\nami-50504e36")))
        .containsExactly(LONG, SHORT);
  }
}
