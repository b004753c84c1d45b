package outside.embedding;

import static io.amiclean.core.mapping.Mappers.tags;
import static io.amiclean.core.retention.RetentionStrategies.keepNewest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.amiclean.api.model.ImageId;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.plan.CleanupPlanner;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InReleaseTest {

  private static final ImageId OLD = ImageId.of("ami-0000aaaa");
  private static final ImageId OLDER = ImageId.of("ami-0000bbbb");

  private final ReleaseCalendar calendar = mock(ReleaseCalendar.class);
  private final InMemoryAccount account =
      InMemoryAccount.builder()
          .image(OLDER.value(), image -> image.tag("role", "web").createdAt("2024-01-01T00:00:00Z"))
          .image(OLD.value(), image -> image.tag("role", "web").createdAt("2024-02-01T00:00:00Z"))
          .image(
              "ami-0000cccc", image -> image.tag("role", "web").createdAt("2024-03-01T00:00:00Z"))
          .build();
  private final CleanupPlanner planner =
      CleanupPlanner.builder()
          .images(account)
          .snapshots(account)
          .usage(account)
          .exclude(new InRelease(calendar))
          .groupBy(tags("role"))
          .retain(keepNewest(1))
          .build();

  @Test
  void keepsWhatTheCalendarHasAReleaseFor() {
    when(calendar.releaseOf(any(), any())).thenReturn(Optional.empty());
    when(calendar.releaseOf(eq(OLD), any())).thenReturn(Optional.of("2025.1"));

    assertThat(planner.plan().removals()).extracting(ImageDecision::imageId).containsExactly(OLDER);
  }

  @Test
  void plansNothingWhileTheCalendarFails() {
    when(calendar.releaseOf(any(), any()))
        .thenThrow(new IllegalStateException("The calendar is closed"));

    assertThatThrownBy(planner::plan).hasStackTraceContaining("The calendar is closed");
  }
}
