import static io.amiclean.core.mapping.Mappers.tags;
import static io.amiclean.core.retention.RetentionStrategies.keepNewest;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.json.PackageVersion;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.json.PlanJson;
import io.amiclean.core.plan.CleanupPlanner;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import outside.endpoint.Endpoint;
import software.amazon.awssdk.core.util.VersionInfo;

class OldestVersionsTest {

  @Test
  void executesAPlan() throws IOException {
    assertThat(VersionInfo.SDK_VERSION).isEqualTo("2.50.2");
    try (Endpoint aws = new Endpoint().forAllClients()) {
      KeepNewestPerTag.main(new String[] {"--execute"});

      assertThat(aws.images()).hasSize(4).doesNotContain("ami-00000001");
    }
  }

  @Test
  void writesAndReadsAPlan() {
    assertThat(PackageVersion.VERSION).hasToString("2.17.0");
    InMemoryAccount account = InMemoryAccount.demo();
    CleanupPlan plan =
        CleanupPlanner.builder()
            .images(account)
            .snapshots(account)
            .usage(account)
            .groupBy(tags("role"))
            .retain(keepNewest(1))
            .build()
            .plan();

    assertThat(PlanJson.read(PlanJson.write(plan))).isEqualTo(plan);
  }
}
