package io.amiclean.core.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SemanticVersionTest {

  @ParameterizedTest
  @CsvSource({
    "1.2.3, 1.2.3",
    "front-1.2.3, 1.2.3",
    "front-v1.2.3, 1.2.3",
    "front V0.0.0 (x86), 0.0.0",
    "web_10.20.30_x86_64, 10.20.30",
    "front-1.2.3-rc.1, 1.2.3-rc.1",
    "front-1.2.3-a3c56c4, 1.2.3-a3c56c4",
    "front-1.2.3-rc.1+build.5, 1.2.3-rc.1",
    "front-1.2.3+build.5, 1.2.3",
    "front-1.2.3--x, 1.2.3--x",
    "front-1.2.3-0a, 1.2.3-0a",
    "front_1.2.3_base_4.5.6, 1.2.3",
    "front/99999999999999999999999.0.1, 99999999999999999999999.0.1"
  })
  void findsTheFirstVersion(String name, String version) {
    assertThat(SemanticVersion.find(name).map(SemanticVersion::toString)).contains(version);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "front",
        "front-1.2",
        "front-1.2.3.4",
        "front-1.2.3.x",
        "front1.2.3",
        "front-1.2.3x",
        "front-01.2.3",
        "front-2017.06.15",
        "front-1.2.3-01",
        "front-1.2.3-rc.01",
        "front-1.2.3-",
        "front-1.2.3-rc.",
        "front-1.2.3-rc..1",
        "front-1.2.3+",
        "front-١.٢.٣"
      })
  void findsNoVersionWhereNoneStandsByItself(String name) {
    assertThat(SemanticVersion.find(name)).isEmpty();
  }

  @Test
  void ordersAsSemVerDoes() {
    List<SemanticVersion> ascending =
        List.of(
                "0.9.10",
                "1.0.0-alpha",
                "1.0.0-alpha.1",
                "1.0.0-alpha.beta",
                "1.0.0-beta",
                "1.0.0-beta.2",
                "1.0.0-beta.11",
                "1.0.0-rc.1",
                "1.0.0",
                "1.9.0",
                "1.10.0",
                "2.0.0",
                "2.0.1",
                "2.1.0",
                "10.0.0",
                "18446744073709551616.0.0")
            .stream()
            .map(SemanticVersion::find)
            .flatMap(Optional::stream)
            .toList();
    List<SemanticVersion> sorted = new ArrayList<>(ascending);
    Collections.reverse(sorted);
    Collections.sort(sorted);

    assertThat(sorted).hasSize(16).isEqualTo(ascending);
  }

  @ParameterizedTest
  @CsvSource({"1.0.0-999, 1.0.0-a", "1.0.0-0, 1.0.0--", "1.0.0-9, 1.0.0--", "1.0.0-9, 1.0.0-10"})
  void numbersOfAPreReleaseCountByValueAndComeBeforeWords(String lower, String higher) {
    assertThat(SemanticVersion.find(lower).orElseThrow())
        .isLessThan(SemanticVersion.find(higher).orElseThrow());
  }

  @Test
  void buildMetadataHasNoPrecedence() {
    assertThat(SemanticVersion.find("1.0.0+1").orElseThrow())
        .isEqualByComparingTo(SemanticVersion.find("1.0.0+2").orElseThrow());
  }
}
