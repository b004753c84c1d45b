package io.amiclean.core.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.EvidenceException;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class InputFileTest {

  @TempDir private Path folder;

  @Test
  void readsAFileOfTheGreatestSize() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "abcd");

    try (InputStream in = InputFile.open(file, 4)) {
      assertThat(in.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("abcd");
    }
    try (InputStream in = InputFile.open(file, 4)) {
      assertThat(in.read()).isEqualTo('a');
    }
  }

  @Test
  void refusesAFileOfThreeGigabytesWithoutReadingIt() throws IOException {
    Path file = folder.resolve("file");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(3_000_000_000L);
    }

    assertThatExceptionOfType(FileSystemException.class)
        .isThrownBy(() -> InputFile.open(file, InputFile.DOCUMENT_BYTES))
        .withMessageContaining(file.toString())
        .withMessageContaining("it is too large: expected at most 2147483648 bytes");
  }

  @Test
  void refusesMoreThanTheBoundOfAFileThatGrows() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "abcd");

    try (InputStream in = InputFile.open(file, 4)) {
      assertThat(in.skip(2)).isEqualTo(2);
      Files.writeString(file, "abcdefgh");

      assertThatExceptionOfType(FileSystemException.class)
          .isThrownBy(in::readAllBytes)
          .withMessageContaining("expected at most 4 bytes");
    }
  }

  @Test
  void refusesAFolder() {
    assertThatExceptionOfType(FileSystemException.class)
        .isThrownBy(() -> InputFile.open(folder, 4))
        .withMessageContaining("it is a folder: expected a file");
  }

  @Test
  void namesAFileThatDoesNotExist() {
    assertThatExceptionOfType(NoSuchFileException.class)
        .isThrownBy(() -> InputFile.open(folder.resolve("none"), 4))
        .withMessageContaining("none");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void endsADeviceThatHasNoEnd() throws IOException {
    try (InputStream in = InputFile.open(Path.of("/dev/zero"), 100_000)) {
      assertThatExceptionOfType(FileSystemException.class)
          .isThrownBy(in::readAllBytes)
          .withMessageContaining("/dev/zero");
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void pinnedIdsHaveNoLineWithoutAnEnd() {
    PinnedImages pins =
        PinnedImages.in(
            Path.of("/dev/zero"),
            () -> CleanupScope.of(AccountId.of("123456789012"), "eu-west-1"),
            Clock.systemUTC());

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(pins::loadUsage)
        .withMessageContaining("line 1 of 'zero' has more than 16777216 characters");
  }

  @Test
  void pinnedIdsAreNotReadFromAFileThatIsTooLarge() throws IOException {
    Path file = folder.resolve("main.tf");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(3_000_000_000L);
    }

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(() -> PinnedImages.idsIn(file))
        .withMessageContaining("main.tf' cannot be read (it is too large: expected at most");
  }
}
