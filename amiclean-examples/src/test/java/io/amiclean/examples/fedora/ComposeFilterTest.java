package io.amiclean.examples.fedora;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.exclusion.ExclusionFilter;
import io.amiclean.api.model.Image;
import io.amiclean.api.testing.ExclusionFilterContract;
import io.amiclean.api.testing.Samples;
import io.amiclean.examples.fedora.archive.ComposeFacts;
import io.amiclean.examples.fedora.archive.FedoraFacts;
import org.junit.jupiter.api.Test;

class ComposeFilterTest extends ExclusionFilterContract {

  @Override
  protected ExclusionFilter strategy() {
    return new ComposeFilter();
  }

  @Override
  protected Image protectedImage() {
    return Samples.imageBuilder(1)
        .putAllFacts(
            FedoraFacts.nightly(ComposeFacts.TYPE, "production", ComposeFacts.LABEL, "RC-1.5"))
        .build();
  }

  @Override
  protected Image unprotectedImage() {
    return Samples.imageBuilder(2).putAllFacts(FedoraFacts.nightly()).build();
  }

  @Test
  void protectsAnImageWithoutFacts() {
    assertThat(strategy().evaluate(Samples.image(3), context())).isNotEmpty();
  }
}
