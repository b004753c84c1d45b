package io.amiclean.core.internal.json;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.Version;
import io.amiclean.api.model.UnsupportedVersionException;
import org.junit.jupiter.api.Test;

class JacksonVersionTest {

  @Test
  void namesTheVersionThatIsTooOld() {
    assertThatExceptionOfType(UnsupportedVersionException.class)
        .isThrownBy(() -> JacksonVersion.check(version(16, 2)))
        .returns("2.16.2", UnsupportedVersionException::found)
        .returns("2.17.0", UnsupportedVersionException::needed);
  }

  @Test
  void acceptsThatVersionAndNewerOnes() {
    assertThatCode(
            () -> {
              JacksonVersion.check(version(17, 0));
              JacksonVersion.check();
            })
        .doesNotThrowAnyException();
  }

  private static Version version(int minor, int patch) {
    return new Version(2, minor, patch, null, "com.fasterxml.jackson.core", "jackson-core");
  }
}
