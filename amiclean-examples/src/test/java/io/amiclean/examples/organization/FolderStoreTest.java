package io.amiclean.examples.organization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FolderStoreTest extends ObjectStoreContract {

  @TempDir private Path folder;

  @Override
  protected ObjectStore store() {
    return new FolderStore(folder);
  }

  @Test
  void leavesNothingBesideItsObjects() throws IOException {
    store().create("plans/a", bytes("1"));
    store().create("plans/a", bytes("2"));
    store().put("plans/a", bytes("3"));

    try (Stream<Path> files = Files.list(folder.resolve("plans"))) {
      assertThat(files).containsExactly(folder.resolve("plans/a"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "../a", "a/../../b", "/a", "a//b", ".new-1", "a\\b"})
  void takesNoKeyThatLeavesItsFolder(String key) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store().put(key, bytes("1")))
        .withMessageContaining("'" + key + "' is no key");
  }
}
