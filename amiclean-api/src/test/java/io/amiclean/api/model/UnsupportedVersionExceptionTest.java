package io.amiclean.api.model;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnsupportedVersionExceptionTest {

  @ParameterizedTest
  @ValueSource(strings = {"2.50.1", "2.9.99", "1.60.0", "2.50.2-PREVIEW"})
  void namesAVersionThatIsTooOld(String found) {
    assertThatExceptionOfType(UnsupportedVersionException.class)
        .isThrownBy(() -> UnsupportedVersionException.requireAtLeast("the SDK", found, "2.50.2"))
        .withMessageContaining("the SDK " + found)
        .withMessageContaining("2.50.2 or newer")
        .returns(found, UnsupportedVersionException::found)
        .returns("2.50.2", UnsupportedVersionException::needed)
        .returns("the SDK", UnsupportedVersionException::library);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.50.2", "2.50.10", "2.100.0", "3.0.0"})
  void acceptsThatVersionAndNewerOnes(String found) {
    assertThatCode(() -> UnsupportedVersionException.requireAtLeast("the SDK", found, "2.50.2"))
        .doesNotThrowAnyException();
  }

  @Test
  void acceptsAVersionThatItCannotCompare() {
    assertThatCode(() -> UnsupportedVersionException.requireAtLeast("the SDK", "ours", "2.50.2"))
        .doesNotThrowAnyException();
  }
}
