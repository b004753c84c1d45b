package io.amiclean.aws.internal.source;

import static io.amiclean.aws.AccountOverWire.ami;
import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.ImageUsage;
import io.amiclean.aws.AccountOverWire;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FastLaunchUsageTest {

  @AutoClose private final AccountOverWire account = new AccountOverWire();

  private ImageUsage usage() {
    return FastLaunchUsage.read(account.ec2(), account.context);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "enabling",
        "enabling-failed",
        "enabled",
        "enabled-failed",
        "disabling",
        "disabling-failed",
        "new"
      })
  void countsImagesInEveryStateButOne(String state) {
    account.state.fastLaunchImage(ami(1).value()).state(state);

    assertThat(usage().references())
        .containsExactly(ImageReference.of(ami(1), "fast-launch", ami(1).value(), state));
  }

  @Test
  void doesNotCountImagesWhereItIsOff() {
    account.state.fastLaunchImage(ami(1).value()).state("disabled");

    assertThat(usage().references()).isEmpty();
  }

  @Test
  void readsToTheLastPage() {
    IntStream.rangeClosed(1, 5).forEach(n -> account.state.fastLaunchImage(ami(n).value()));
    account.endpoint.pageSize("DescribeFastLaunchImages", 2).emptyPages("DescribeFastLaunchImages");

    ImageUsage usage = usage();

    assertThat(usage.references()).hasSize(5);
    assertThat(usage.evidence())
        .containsExactly(Evidence.complete("fast-launch-images", 5, AccountOverWire.NOW));
  }
}
