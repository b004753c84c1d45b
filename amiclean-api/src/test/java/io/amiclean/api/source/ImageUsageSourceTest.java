package io.amiclean.api.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.ImageUsage;
import io.amiclean.api.model.ScopeMismatchException;
import io.amiclean.api.testing.Samples;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImageUsageSourceTest {

  @Test
  void readsTheJoinedSourcesInTheGivenOrder() {
    List<String> read = new ArrayList<>();
    ImageUsageSource first =
        () -> {
          read.add("first");
          return Samples.usage(ImageReference.of(Samples.imageId(1), "instance", "i-1"));
        };
    ImageUsageSource second =
        () -> {
          read.add("second");
          return Samples.usage(ImageReference.of(Samples.imageId(2), "instance", "i-2"));
        };

    ImageUsage usage = ImageUsageSource.allOf(first, second).loadUsage();

    assertThat(read).containsExactly("first", "second");
    assertThat(usage.references()).extracting(ImageReference::user).containsExactly("i-1", "i-2");
  }

  @Test
  void readsNothingBeforeItIsAsked() {
    ImageUsageSource broken =
        () -> {
          throw new AssertionError("read too early");
        };

    assertThat(ImageUsageSource.allOf(broken)).isNotNull();
  }

  @Test
  void refusesSourcesOfSeveralScopes() {
    ImageUsage other =
        ImageUsage.builder().from(Samples.usage()).scope(Samples.OTHER_SCOPE).build();
    ImageUsageSource joined = ImageUsageSource.allOf(Samples::usage, () -> other);

    assertThatExceptionOfType(ScopeMismatchException.class).isThrownBy(joined::loadUsage);
  }

  @Test
  void refusesToJoinNoSources() {
    assertThatIllegalArgumentException()
        .isThrownBy(ImageUsageSource::allOf)
        .withMessageContaining("at least one");
  }
}
