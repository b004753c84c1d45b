package io.amiclean.api.source;

import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.ImageUsage;
import io.amiclean.api.testing.ImageUsageSourceContract;
import io.amiclean.api.testing.Samples;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;

class ImageUsageSourceContractTest {

  private static final ImageReference INSTANCE =
      ImageReference.of(Samples.imageId(1), "instance", "i-1");
  private static final ImageReference DEVICE =
      ImageReference.of(Samples.snapshotId(1), "launch-template", "lt-1", "version 3");

  private static final ImageUsage TEMPLATES =
      ImageUsage.builder()
          .scope(Samples.SCOPE)
          .readAt(Samples.NOW)
          .addReferences(DEVICE)
          .addEvidence(Evidence.complete("launch-templates", 1, Samples.NOW))
          .build();

  private static final ImageUsageSource FAILING =
      () -> {
        throw new EvidenceException("instances", "Page 2 of the instances did not arrive.");
      };

  @Nested
  class ALambda extends ImageUsageSourceContract {
    @Override
    protected ImageUsageSource source() {
      return () -> Samples.usage(INSTANCE);
    }

    @Override
    protected CleanupScope scope() {
      return Samples.SCOPE;
    }

    @Override
    protected Set<ImageReference> expectedReferences() {
      return Set.of(INSTANCE);
    }

    @Override
    protected Optional<ImageUsageSource> failingSource() {
      return Optional.of(FAILING);
    }
  }

  @Nested
  class AllOf extends ImageUsageSourceContract {
    @Override
    protected ImageUsageSource source() {
      return ImageUsageSource.allOf(() -> Samples.usage(INSTANCE), () -> TEMPLATES);
    }

    @Override
    protected CleanupScope scope() {
      return Samples.SCOPE;
    }

    @Override
    protected Set<ImageReference> expectedReferences() {
      return Set.of(INSTANCE, DEVICE);
    }

    @Override
    protected Optional<ImageUsageSource> failingSource() {
      return Optional.of(ImageUsageSource.allOf(() -> TEMPLATES, FAILING));
    }
  }
}
