package outside.tooold;

import static io.amiclean.core.mapping.Mappers.tags;
import static io.amiclean.core.retention.RetentionStrategies.keepNewest;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.amiclean.api.model.UnsupportedVersionException;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.aws.AwsAccount;
import io.amiclean.aws.AwsClients;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.json.PlanJson;
import io.amiclean.core.plan.CleanupPlanner;
import org.junit.jupiter.api.Test;

class TooOldVersionsTest {

  @Test
  void clientsNameTheVersionOfTheSdk() {
    assertThatExceptionOfType(UnsupportedVersionException.class)
        .isThrownBy(() -> AwsClients.builder().region("eu-west-1").build())
        .returns("software.amazon.awssdk:sdk-core", UnsupportedVersionException::library)
        .returns("2.31.50", UnsupportedVersionException::found);
  }

  @Test
  void anAccountNamesTheVersionOfTheSdk() {
    assertThatExceptionOfType(UnsupportedVersionException.class)
        .isThrownBy(() -> AwsAccount.builder().build())
        .returns("2.31.50", UnsupportedVersionException::found);
  }

  @Test
  void aDocumentNamesTheVersionOfJackson() {
    InMemoryAccount account =
        InMemoryAccount.builder().image("ami-0000aaaa", image -> image.tag("role", "web")).build();
    CleanupPlan plan =
        CleanupPlanner.builder()
            .images(account)
            .snapshots(account)
            .usage(account)
            .groupBy(tags("role"))
            .retain(keepNewest(1))
            .build()
            .plan();

    assertThatExceptionOfType(UnsupportedVersionException.class)
        .isThrownBy(() -> PlanJson.write(plan))
        .returns("com.fasterxml.jackson.core:jackson-core", UnsupportedVersionException::library)
        .returns("2.15.4", UnsupportedVersionException::found);
  }
}
