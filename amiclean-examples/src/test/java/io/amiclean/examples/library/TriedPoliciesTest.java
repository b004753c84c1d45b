package io.amiclean.examples.library;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.policy.CleanupPolicy;
import io.amiclean.core.backtest.BacktestRemoval;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.inventory.AccountRecorder;
import io.amiclean.core.inventory.RecordedAccount;
import io.amiclean.core.json.PolicyJson;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class TriedPoliciesTest {

  private static final CleanupPolicy KEEP_ONE =
      PolicyJson.read(
          """
          { "schemaVersion": 1,
            "groupBy": [{ "everything": "all" }],
            "retain": [{ "keepNewest": 1 }] }
          """);

  private static RecordedAccount recorded(Instant time, String lastLaunch) {
    InMemoryAccount account =
        InMemoryAccount.builder()
            .clock(Clock.fixed(time, ZoneOffset.UTC))
            .image(
                "ami-00000001",
                image -> image.createdAt("2017-01-01T00:00:00Z").lastLaunchedAt(lastLaunch))
            .image("ami-00000002", image -> image.createdAt("2017-01-02T00:00:00Z"))
            .build();
    return AccountRecorder.builder().account(account).build().record();
  }

  @Test
  void findsARemovalThatWouldHaveBeenRegretted() {
    List<RecordedAccount> recordings =
        List.of(
            recorded(Instant.parse("2017-02-01T00:00:00Z"), "2017-01-03T00:00:00Z"),
            recorded(Instant.parse("2017-03-01T00:00:00Z"), "2017-02-14T00:00:00Z"));

    assertThat(TriedPolicies.regrets(KEEP_ONE, recordings))
        .extracting(BacktestRemoval::resource)
        .hasToString("[ami-00000001]");
  }
}
