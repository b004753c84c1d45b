package io.amiclean.aws;

import static io.amiclean.aws.AccountOverWire.ami;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.aws.source.ReadingOptions;
import io.amiclean.aws.wire.WireAnswer;
import io.amiclean.aws.wire.WireEndpoint;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** An endpoint whose unknown operations are left out. */
class ForgottenOperationsTest {

  @AutoClose private final AccountOverWire account = new AccountOverWire();

  private final AwsAccount aws =
      account.account().options(ReadingOptions.builder().skipUnavailable().build()).build();

  private void answerByAPage() {
    account.endpoint.answerInstead(
        "DescribeInstances", request -> true, new WireAnswer(404, Map.of(), WireEndpoint.PAGE));
  }

  @Test
  void areLeftOutWhereTheyWereNeverKnown() {
    account.state.instance("i-00000000000000001").image(ami(1).value());
    answerByAPage();

    assertThat(aws.usage().loadUsage().evidence())
        .filteredOn(evidence -> evidence.source().equals("instances"))
        .allMatch(Evidence::skipped)
        .hasSize(1);
  }

  @Test
  void stopTheReadingWhereTheyWereAnsweredBefore() {
    account.state.instance("i-00000000000000001").image(ami(1).value());
    aws.usage().loadUsage();
    answerByAPage();

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(() -> aws.usage().loadUsage())
        .withMessageContaining("ec2:DescribeInstances was answered before");
  }
}
