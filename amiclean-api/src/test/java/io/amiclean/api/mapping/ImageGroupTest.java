package io.amiclean.api.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.amiclean.api.model.Image;
import io.amiclean.api.testing.Samples;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImageGroupTest {

  @Test
  void sortsCandidatesAndKeptNewestFirst() {
    ImageGroup group =
        Samples.group(
            List.of(Samples.image(2), Samples.image(1)),
            List.of(Samples.image(4), Samples.image(3)));

    assertThat(group.candidates()).containsExactly(Samples.image(1), Samples.image(2));
    assertThat(group.kept()).containsExactly(Samples.image(3), Samples.image(4));
    assertThat(group.key()).isEqualTo(GroupKey.of("role", "front"));
  }

  @Test
  void isEqualForAnyOrderOfImages() {
    assertThat(Samples.group(Samples.image(2), Samples.image(1), Samples.image(3)))
        .isEqualTo(Samples.group(Samples.image(3), Samples.image(2), Samples.image(1)));
  }

  @Test
  void refusesACandidateOfUnknownAgeAndNamesIt() {
    Image undated = Image.builder().id(Samples.imageId(1)).build();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Samples.group(undated))
        .withMessageContaining(undated.id().value());
  }

  @Test
  void holdsKeptImagesOfUnknownAgeLast() {
    Image undated = Image.builder().id(Samples.imageId(1)).build();

    assertThat(Samples.group(List.of(), List.of(undated, Samples.image(2))).kept())
        .containsExactly(Samples.image(2), undated);
  }
}
