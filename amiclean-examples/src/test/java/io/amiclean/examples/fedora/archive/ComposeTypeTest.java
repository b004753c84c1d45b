package io.amiclean.examples.fedora.archive;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ComposeTypeTest {

  @ParameterizedTest
  @CsvSource({
    "Fedora-Rawhide-20170815.n.0, nightly",
    "Fedora-Cloud-26-20170815.t.1, test",
    "Fedora-27-20170815.d.12, development",
    "Fedora-27-20170815.ci.0, ci",
    "Fedora-Atomic-26-20170815.0, production",
    "Fedora-27-updates-20170815.n, nightly"
  })
  void isToldByTheSuffixOfTheId(String id, String type) {
    assertThat(ComposeType.of(id)).map(ComposeType::toString).hasValue(type);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Fedora-26",
        "Fedora-26-RC-1.5",
        "Fedora-Rawhide-20170815.x.0",
        "Fedora.n.0-26",
        "20170815.n.0"
      })
  void isUnknownForAnIdOfAnotherForm(String id) {
    assertThat(ComposeType.of(id)).isEmpty();
  }
}
