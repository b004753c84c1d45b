package io.amiclean.examples.exit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class FailuresTest {

  @Test
  void saysInWordsWhatTheJdkTellsByTheTypeAlone() {
    assertThat(Failures.reason(new NoSuchFileException("a.json")))
        .isEqualTo("no such file or folder");
    assertThat(Failures.reason(new AccessDeniedException("a.json"))).isEqualTo("permission denied");
  }

  @Test
  void leavesOutTheFileThatIsNamedAlready() {
    assertThat(Failures.reason(new FileSystemException("a.json", null, "Not a directory")))
        .isEqualTo("Not a directory");
  }

  @Test
  void saysWhatTheSystemSays() {
    assertThat(Failures.reason(new IOException("No space left on device")))
        .isEqualTo("No space left on device");
  }

  @Test
  void isNeverAPathAlone() {
    assertThat(Failures.message(new AccessDeniedException("a.json")))
        .isEqualTo("'a.json' cannot be used: permission denied");
  }
}
