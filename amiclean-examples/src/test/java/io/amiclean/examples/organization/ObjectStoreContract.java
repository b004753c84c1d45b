package io.amiclean.examples.organization;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every store promises. */
abstract class ObjectStoreContract {

  @TempDir private Path folder;

  /** Returns a store over the same objects at each call of a test. */
  protected abstract ObjectStore store();

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private Optional<String> get(String key) throws IOException {
    return store().get(key).map(content -> new String(content, StandardCharsets.UTF_8));
  }

  @Test
  void hasNoObjectThatWasNeverWritten() throws IOException {
    assertThat(get("plans/123456789012/eu-west-1/plan.json")).isEmpty();
  }

  @Test
  void keepsWhatWasWrittenLast() throws IOException {
    store().put("a/b", bytes("1"));
    store().put("a/b", bytes("ü2"));

    assertThat(get("a/b")).contains("ü2");
  }

  @Test
  void keepsFilesAndReadsThemPieceByPiece() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "1\n2");
    store().put("a/b", file);

    try (InputStream content = store().open("a/b").orElseThrow()) {
      assertThat(content).hasContent("1\n2");
    }
    assertThat(store().open("a/c")).isEmpty();
  }

  @Test
  void createsAnObjectOnce() throws IOException {
    assertThat(store().create("a/b", bytes("1"))).isTrue();
    assertThat(store().create("a/b", bytes("2"))).isFalse();

    assertThat(get("a/b")).contains("1");
  }

  @Test
  void letsOneOfManyCreate() throws IOException {
    assertThat(
            IntStream.range(0, 16)
                .parallel()
                .filter(number -> create("a/b", String.valueOf(number)))
                .count())
        .isEqualTo(1);
  }

  private boolean create(String key, String content) {
    try {
      return store().create(key, bytes(content));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void writesThoughTheThreadIsInterruptedWhichItIsStill() throws IOException {
    Thread.currentThread().interrupt();
    try {
      store().put("a/b", bytes("1"));
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }

    assertThat(get("a/b")).contains("1");
  }
}
