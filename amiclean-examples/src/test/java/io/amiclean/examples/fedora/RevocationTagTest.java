package io.amiclean.examples.fedora;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.Samples;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RevocationTagTest {

  @Test
  void readsTheDay() {
    assertThat(RevocationTag.day("03082017")).hasValue(LocalDate.of(2017, 8, 3));
  }

  @Test
  void readsWhatItWrites() {
    LocalDate day = LocalDate.of(2024, 2, 29);

    assertThat(RevocationTag.day(RevocationTag.value(day))).hasValue(day);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "20170803",
        "3082017",
        "030820170",
        "30022017",
        "29022017",
        "00082017",
        "03-08-2017",
        " 03082017",
        "03082017 ",
        "0308-017",
        "٠٣٠٨٢٠١٧",
        "2017-08-03T00:00:00Z"
      })
  void readsNothingElse(String value) {
    assertThat(RevocationTag.day(value)).isEmpty();
  }

  @Test
  void findsTheTagOfAnImage() {
    assertThat(
            RevocationTag.value(
                Samples.imageBuilder(1).putTags("LaunchPermissionRevoked", "03082017").build()))
        .hasValue("03082017");
    assertThat(RevocationTag.value(Samples.image(1))).isEmpty();
  }
}
