package io.amiclean.examples.cli.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.examples.cli.CommandLineRun;
import io.amiclean.examples.cli.OverWire;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class RateOverWireTest {

  @RegisterExtension private final OverWire aws = OverWire.empty();

  @ParameterizedTest
  @ValueSource(strings = {"ec2", "4x", "unlimited"})
  void whatEc2RefusesForItsRateIsDoneLater(String rate) {
    aws.images(3);
    aws.endpoint()
        .failAt("DescribeImages", 1, 503, "RequestLimitExceeded", "Request limit exceeded.")
        .failAt("DeregisterImage", 2, 503, "RequestLimitExceeded", "Request limit exceeded.");

    CommandLineRun run = aws.removeAll("--rate", rate);

    assertThat(run.status()).isZero();
    assertThat(aws.state().imageIds()).isEmpty();
    assertThat(aws.endpoint().count("DeregisterImage")).isEqualTo(4);
  }
}
