package io.amiclean.api.exclusion;

import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.model.Reason;
import io.amiclean.api.testing.ExclusionFilterContract;
import io.amiclean.api.testing.Samples;
import java.util.List;
import org.junit.jupiter.api.Nested;

class ExclusionFilterContractTest {

  @Nested
  class APredicate extends ExclusionFilterContract {
    @Override
    protected ExclusionFilter strategy() {
      return ExclusionFilter.when(
          "golden", "The release train pins it.", image -> image.tags().containsKey("golden"));
    }

    @Override
    protected Image protectedImage() {
      return Samples.imageBuilder(1).putTags("golden", "").build();
    }

    @Override
    protected Image unprotectedImage() {
      return Samples.image(2);
    }
  }

  @Nested
  class ALambdaThatAsksForUsage extends ExclusionFilterContract {
    @Override
    protected ExclusionFilter strategy() {
      return (image, context) ->
          context.usage().referencesTo(image.id()).stream()
              .map(use -> Reason.of("used", "Somebody uses it.", use.user()))
              .toList();
    }

    @Override
    protected Image protectedImage() {
      return Samples.image(1);
    }

    @Override
    protected Image unprotectedImage() {
      return Samples.image(2);
    }

    @Override
    protected PlanningContext context() {
      return Samples.context(
          questions(),
          ImageReference.of(Samples.imageId(1), "instance", "i-2"),
          ImageReference.of(Samples.imageId(1), "instance", "i-1"));
    }
  }

  @Nested
  class Joined extends ExclusionFilterContract {
    @Override
    protected ExclusionFilter strategy() {
      return ExclusionFilter.anyOf(
          (image, context) ->
              image.name().equals("image-1")
                  ? List.of(Reason.of("first", "It is the first."))
                  : List.of());
    }

    @Override
    protected Image protectedImage() {
      return Samples.image(1);
    }

    @Override
    protected Image unprotectedImage() {
      return Samples.image(2);
    }
  }
}
