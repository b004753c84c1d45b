package outside.pipeline;

import static io.amiclean.core.testing.CleanupPlanAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.inmemory.InMemoryAccount;
import org.junit.jupiter.api.Test;

class GoldenImagesTest {

  private final InMemoryAccount account =
      InMemoryAccount.builder()
          .image(
              "ami-0000aaaa", image -> image.tag("role", "web").createdAt("2024-01-01T00:00:00Z"))
          .image(
              "ami-0000bbbb", image -> image.tag("role", "web").createdAt("2024-02-01T00:00:00Z"))
          .image(
              "ami-0000cccc", image -> image.tag("role", "web").createdAt("2024-03-01T00:00:00Z"))
          .instance("i-0123456789abcdef0", "ami-0000aaaa")
          .build();

  private final CleanupPlan plan = GoldenImages.planner(account).plan();

  @Test
  void removesWhatNothingUses() {
    assertThat(plan).removes("ami-0000bbbb").because("not-retained").removesAtMost(1);
  }

  @Test
  void keepsWhatAnInstanceUses() {
    assertThat(plan).keeps("ami-0000aaaa").because("in-use");
  }

  @Test
  void hasNoAwsSdk() {
    assertThatExceptionOfType(ClassNotFoundException.class)
        .isThrownBy(() -> Class.forName("software.amazon.awssdk.core.SdkClient"));
  }
}
